/* No case of a switch may stand behind a defer in its block.
 * expect gcc c: switch jumps into scope of identifier with variably modified type
 * expect gcc c++: jump to case label
 * expect clang: cannot jump from switch statement to this case label
 */
void f(int n)
{
    switch (n) {
    case 0:
        n++;
#ifdef WRONG
        defer { n++; };
        break;
    case 1: // WRONG
        n++;
#else
        break;
    default:
        n++;
        defer { n++; };
#endif
    }
}
