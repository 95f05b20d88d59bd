/* A stack keeps pointers and integers: no floating-point numbers, and no fn that returns one.
 * expect: defer.h: fn must have a prototype .*take pointers and integers
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors: 2
 */
#include "defer.h"
#include <stdlib.h>

void take_double(double);
void take_float(float);
double give_double(void *);
void take_second(void *, double);
void take_first(float, int);
void take_fourth(void *, int, int, double);
double give_of(int, int);
void take_both(void *, int);

void f(defer_stack *s, double d, float x, void *p)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, take_double, d);  // WRONG
    (void)DEFER_PUSH(s, take_double, 1);  // WRONG: c
    (void)DEFER_PUSH(s, take_float, x);  // WRONG
    (void)DEFER_PUSH(s, give_double, p);  // WRONG
    (void)DEFER_PUSH(s, take_second, p, d);  // WRONG
    (void)DEFER_PUSH(s, take_first, x, 1);  // WRONG
    (void)DEFER_PUSH(s, take_fourth, p, 1, 2, d);  // WRONG
    (void)DEFER_PUSH(s, give_of, 1, 2);  // WRONG
    DEFER_CANCEL(s, take_double, d);  // WRONG: c
    DEFER_RELEASE(s, take_float, x);  // WRONG: c
#else
    (void)d, (void)x;
    (void)DEFER_PUSH(s, free, p);
    (void)DEFER_PUSH(s, take_both, p, 1);
#endif
}
