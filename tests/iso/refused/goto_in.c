/* No goto may enter the block of a defer.
 * expect gcc: label 'inside' used but not defined
 * expect clang c: cannot jump from this goto statement to its label
 * expect clang c++: use of undeclared label 'inside'
 */
void f(int n)
{
#ifdef WRONG
    if (n) goto inside; // WRONG
#endif
    defer {
#ifndef WRONG
        if (n) goto inside;
#endif
        n++;
    inside:
        n++;
    };
}
