/* A 0 converts to every number; for a stack, and a guard without closures, only to a pointer or an
 * integer that can be kept.
 * expect c: (fn must have a prototype .*take pointers and integers|incompatible type)
 * expect c strict: (defer_h_refuses_this_use_see_its_manual|incompatible type)
 * expect c++: (fn must have a prototype .*take pointers and integers|no matching function)
 * errors c++: 2
 * errors gcc c: 4
 * errors ts: 2
 * errors erased: 2
 */
#include "defer.h"
#include <stdlib.h>

void take_at(int *);
void take_size(size_t);
void take_float(float);
void take_long_double(long double);
__extension__ void take_complex(_Complex double);
#ifdef __SIZEOF_INT128__
__extension__ void take_wide(__int128);
__extension__ void take_unsigned_wide(unsigned __int128);
#else
#define take_wide take_float
#define take_unsigned_wide take_float
#endif

void f(defer_stack *s)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, take_float, 0);  // WRONG
    (void)DEFER_PUSH(s, take_long_double, 0);  // WRONG
    (void)DEFER_PUSH(s, take_complex, 0);  // WRONG
    (void)DEFER_PUSH(s, take_wide, 0);  // WRONG
    (void)DEFER_PUSH(s, take_unsigned_wide, 0);  // WRONG
    DEFER(take_complex, 0);  // WRONG: erased
    DEFER_GUARD(g, take_wide, 0);  // WRONG: erased
#else
    (void)DEFER_PUSH(s, take_at, 0);
    (void)DEFER_PUSH(s, take_size, 0);
#endif
}
