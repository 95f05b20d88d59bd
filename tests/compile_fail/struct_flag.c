/* The flag is a struct.
 * expect: defer.h: the flag of DEFER_IF and DEFER_UNLESS must be an integer or a pointer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors c++: 2
 * errors gcc c: 2
 * errors ts: 2
 */
#include "defer.h"
#include <stdlib.h>

struct state {
    int failed;
};

void f(void *p, struct state state)
{
#ifdef WRONG
    DEFER_IF(state, free, p);  // WRONG
    DEFER_UNLESS(state, free, p);  // WRONG
#else
    DEFER_IF(state.failed, free, p);
    DEFER_UNLESS(state.failed, free, p);
#endif
}
