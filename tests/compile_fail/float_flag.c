/* The flag is a floating-point number.
 * expect: defer.h: the flag of DEFER_IF and DEFER_UNLESS must be an integer or a pointer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stdlib.h>

void f(void *p)
{
#ifdef WRONG
    double flag = 0;
    DEFER_IF(flag, free, p);  // WRONG
    DEFER_UNLESS(flag, free, p);  // WRONG
#else
    int flag = 0;
    DEFER_IF(flag, free, p);
    DEFER_UNLESS(p, free, p);
#endif
}
