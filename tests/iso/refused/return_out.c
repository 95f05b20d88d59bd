/* No return may leave the block of a defer. Where that is a function, a return ends it and no more:
 * see differs.c.
 * expect clang c: cannot return from a defer statement
 */
void f(int *at)
{
#ifdef WRONG
    defer { if (*at) return; ++*at; }; // WRONG
#else
    defer { if (!*at) ++*at; };
#endif
    --*at;
}
