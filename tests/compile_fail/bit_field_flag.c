/* The flag is a bit-field, which has no address.
 * expect gcc c: cannot take address of bit-field
 * expect gcc c++: attempt to take address of bit-field
 * expect clang: address of bit-field requested
 * errors gcc c++: 5
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>

struct state {
    signed bit : 1;
    signed whole;
};

void f(void *p, struct state state)
{
#ifdef WRONG
    DEFER_IF(state.bit, free, p);  // WRONG
    DEFER_UNLESS(state.bit, free, p);  // WRONG
    DEFER_IF_NEGATIVE(state.bit, free, p);  // WRONG
#else
    DEFER_IF(state.whole, free, p);
    DEFER_UNLESS(state.whole, free, p);
    DEFER_IF_NEGATIVE(state.whole, free, p);
#endif
}
