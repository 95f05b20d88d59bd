/* A call that is kept is made with an int or with 64 bits. Where int has 16, a long is neither.
 * only clang: yes
 * flags: --target=msp430 -DDEFER_NO_STDLIB
 * expect: (fn must have a prototype .*take pointers and integers)
 * expect c strict: defer_h_refuses_this_use_see_its_manual
 * errors: 2
 */
#include "defer.h"

void take_long(long);
void take_int(int);
void take_long_long(long long);
void take_at(long *);

void f(defer_stack *s, long *at)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, take_long, *at);  // WRONG
#else
    (void)DEFER_PUSH(s, take_int, 1);
    (void)DEFER_PUSH(s, take_long_long, *at);
    (void)DEFER_PUSH(s, take_at, at);
#endif
}
