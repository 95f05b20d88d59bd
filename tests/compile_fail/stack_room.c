/* The room of a stack is no constant, or less than 1.
 * expect: (the room must be a constant, at least 1|not (a |an integer |an integral )?constant|requires a constant)
 * expect strict: (defer_h_refuses_this_use_see_its_manual|not an integer constant)
 * expect gcc c++: (the room must be a constant, at least 1|non-constant condition)
 * errors gcc c++: 4
 * errors clang c++: 3
 * errors c: 2
 */
#include "defer.h"
#include <stdlib.h>

void f(int n, void *p)
{
#ifdef WRONG
    { DEFER_STACK(s, 0); (void)DEFER_PUSH(&s, free, p); }  // WRONG
    { DEFER_STACK(s, -1); (void)DEFER_PUSH(&s, free, p); }  // WRONG
    { DEFER_STACK(s, n); (void)DEFER_PUSH(&s, free, p); }  // WRONG
#else
    enum { ROOM = 2 };
    DEFER_STACK(one, 1);
    DEFER_STACK(two, ROOM);
    DEFER_STACK(four, sizeof(int));
    if (n) (void)(void)DEFER_PUSH(&two, free, p);
#endif
}
