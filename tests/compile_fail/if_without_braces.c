/* A guard is the body of an `if`, or of another statement, without braces: it would act at once.
 * expect gcc c: expected expression before
 * expect clang c: expected expression
 * expect gcc c++: (was not declared in this scope|does not name a type)
 * expect clang c++: (unknown type name|undeclared identifier)
 * errors gcc c++: 8
 * errors clang c++: 5
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(int n, void *p)
{
#ifdef WRONG
    if (n) DEFER(rand);  // WRONG
    if (n) DEFER(free, p);  // WRONG
    if (n) DEFER_IF(n, free, p);  // WRONG
    if (n) DEFER_UNLESS(n, free, p);  // WRONG
    if (n) DEFER_IF_NEGATIVE(n, free, p);  // WRONG
    if (n) DEFER_STATUS(&n, close, n);  // WRONG
    if (n) DEFER_VAR(free, p);  // WRONG
    if (n) DEFER_GUARD(guard, free, p);  // WRONG
    if (n) DEFER(dup2, n, n);  // WRONG
    if (n) DEFER_ERRNO(&n, close, n);  // WRONG
    if (n) DEFER_EACH(close, n, n);  // WRONG
#if DEFER_HAS_BLOCK
    if (n) DEFER_BLOCK { free(p); };  // WRONG: closures
#endif
    if (n) n++; else DEFER(free, p);  // WRONG
    for (; n; n--) DEFER(free, p);  // WRONG
    while (n--) DEFER(free, p);  // WRONG
#else
    DEFER_IF(n, free, p);
    if (n) {
        DEFER_VAR(free, p);
    }
#endif
}
