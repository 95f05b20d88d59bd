/* The second argument is no function: a call of it, an object, a name that is not declared.
 * expect c: (not a function|is not declared|undeclared|void value|indirection requires pointer)
 * expect gcc c++: (no matching function|void expression|was not declared)
 * expect clang c++: (no matching function|undeclared identifier)
 * errors clang c++: 2
 * errors gcc c: 9
 * errors ts: 7
 * errors erased: 7
 */
#include "defer.h"
#include <stdlib.h>

void f(defer_stack *s, void *p)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, free(p), p);  // WRONG
    (void)DEFER_PUSH(s, p, p);  // WRONG
    (void)DEFER_PUSH(s, undeclared, p);  // WRONG
    (void)DEFER_PUSH(s, p, free);  // WRONG
#else
    (void)DEFER_PUSH(s, free, p);
#endif
}
