/* A goto enters the scope of a guard: it would release what was never acquired.
 * expect gcc c: jump into scope of identifier with variably modified type
 * expect gcc c++: jump to label
 * expect clang: cannot jump from this goto statement to its label
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(int n, void *p)
{
#ifdef WRONG
    { if (n) goto a; DEFER(rand); a: n++; }  // WRONG
    { if (n) goto b; DEFER(free, p); b: n++; }  // WRONG
    { if (n) goto c; DEFER_IF(n, free, p); c: n++; }  // WRONG
    { if (n) goto d; DEFER_UNLESS(n, free, p); d: n++; }  // WRONG
    { if (n) goto e; DEFER_IF_NEGATIVE(n, free, p); e: n++; }  // WRONG
    { if (n) goto f; DEFER_STATUS(&n, close, n); f: n++; }  // WRONG
    { if (n) goto g; DEFER_VAR(free, p); g: n++; }  // WRONG
    { if (n) goto h; DEFER_GUARD(guard, free, p); h: n++; }  // WRONG
    { if (n) goto i; DEFER(dup2, n, n); i: n++; }  // WRONG
    { if (n) goto j; DEFER_ERRNO(&n, close, n); j: n++; }  // WRONG
    { if (n) goto k; DEFER_EACH(close, n); k: n++; }  // WRONG
    { if (n) goto l; DEFER_GUARD(two, dup2, n, n); l: n++; }  // WRONG
#if DEFER_HAS_BLOCK
    { if (n) goto m; DEFER_BLOCK { free(p); }; m: n++; }  // WRONG: closures
#endif
#else
    if (n) goto out;
    {
        DEFER(free, p);
        n++;
    }
out:
    n++;
#endif
}
