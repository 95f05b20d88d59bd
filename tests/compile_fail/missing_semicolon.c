/* No semicolon behind a guard.
 * expect gcc c: expected .*';'
 * expect gcc c++: expected ',' or ';'
 * expect clang: expected ';'
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(int n, void *p)
{
#ifdef WRONG
    DEFER(rand) n++;  // WRONG
    DEFER(free, p) n++;  // WRONG
    DEFER_IF(n, free, p) n++;  // WRONG
    DEFER_UNLESS(n, free, p) n++;  // WRONG
    DEFER_IF_NEGATIVE(n, free, p) n++;  // WRONG
    DEFER_STATUS(&n, close, n) n++;  // WRONG
    DEFER_VAR(free, p) n++;  // WRONG
    DEFER_GUARD(guard, free, p) n++;  // WRONG
    DEFER(dup2, n, n) n++;  // WRONG
    DEFER_ERRNO(&n, close, n) n++;  // WRONG
    DEFER_EACH(close, n, n) n++;  // WRONG
#if DEFER_HAS_BLOCK
    DEFER_BLOCK { free(p); } n++;  // WRONG: c++
#endif
#else
    DEFER(free, p);
    n++;
    (void)n;
#endif
}
