/* No continue may leave the block of a defer.
 * expect gcc: continue statement not within
 * expect clang c: cannot continue loop outside of
 * expect clang c++: 'continue' statement not in
 */
void f(int n)
{
    for (; n; n--) {
#ifdef WRONG
        defer { if (n == 2) continue; }; // WRONG
#else
        defer { for (int i = 0; i < n; i++) if (i == 2) continue; };
#endif
    }
}
