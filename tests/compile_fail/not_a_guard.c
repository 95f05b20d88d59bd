/* What stands for a guard is something else.
 * expect gcc: request for member
 * expect clang: (is not a structure|undeclared identifier 'defer_count_of_p_')
 * errors c++: 2
 * errors gcc c: 2
 * errors ts: 13
 * errors erased: 4
 */
#include "defer.h"
#include <stdlib.h>

void f(void *p)
{
#ifdef WRONG
    DEFER_DISMISS(p);  // WRONG
    DEFER_REARM(p);  // WRONG
    (void)DEFER_RUN(p);  // WRONG
#else
    DEFER_GUARD(guard, free, p);
    (void)DEFER_RUN(guard);
#endif
}
