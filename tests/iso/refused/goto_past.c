/* No goto may pass a defer into the scope behind it.
 * expect gcc c: jump into scope of identifier with variably modified type
 * expect gcc c++: jump to label 'behind'
 * expect clang: cannot jump from this goto statement to its label
 */
void f(int n)
{
#ifdef WRONG
    if (n) goto behind; // WRONG
#endif
    defer { n++; };
#ifndef WRONG
    if (n) goto behind;
#endif
    n++;
behind:
    n++;
}
