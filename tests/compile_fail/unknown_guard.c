/* A guard of that name is not there.
 * expect gcc c: undeclared
 * expect gcc c++: was not declared
 * expect clang: undeclared identifier
 * errors clang c++: 2
 * errors gcc c: 2
 * errors ts: 3
 * errors erased: 5
 */
#include "defer.h"
#include <stdlib.h>

void f(void *p)
{
#ifdef WRONG
    DEFER_DISMISS(other);  // WRONG
    DEFER_REARM(other2);  // WRONG
    (void)DEFER_RUN(other3);  // WRONG
#else
    DEFER_GUARD(guard, free, p);
    DEFER_DISMISS(guard);
    DEFER_REARM(guard);
    (void)DEFER_RUN(guard);
#endif
}
