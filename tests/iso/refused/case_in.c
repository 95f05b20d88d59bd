/* No case of a switch around the block of a defer may be in it.
 * expect gcc: case label .*not within a switch
 * expect clang c: cannot jump from switch statement to this case label
 * expect clang c++: 'case' statement not in switch
 */
void f(int n)
{
    switch (n) {
    default:
        n++;
#ifdef WRONG
        defer {
            n++;
        case 1: // WRONG
            n++;
        };
#else
        defer {
            switch (n) {
            case 1: n++;
            }
        };
#endif
    }
}
