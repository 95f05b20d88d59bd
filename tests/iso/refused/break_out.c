/* No break may leave the block of a defer.
 * expect gcc: break statement not within
 * expect clang c: cannot break out of a defer statement
 * expect clang c++: 'break' statement not in
 */
void f(int n)
{
    for (; n; n--) {
#ifdef WRONG
        defer { if (n == 2) break; }; // WRONG
#else
        defer { for (int i = 0; i < n; i++) if (i == 2) break; };
#endif
    }
}
