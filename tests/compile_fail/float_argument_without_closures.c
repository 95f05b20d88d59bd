/* fn takes a floating-point number, which the compiler cannot keep; alone, and among others.
 * only erased: yes
 * expect: defer.h: fn must have a prototype .*take pointers and integers
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

void take(double);
void take_float(float);
int take_second(void *, double);
void take_first(double, void *);
void take_third(int, void *, float);
void take_fourth(void *, void *, void *, long double);
double give(int, int);
void take_at(double *);
void take_both_at(void *, double *);

void f(void *p, size_t size)
{
#ifdef WRONG
    double x = (double)size;
    int rc = 0;
    DEFER(take, x);  // WRONG
    DEFER(take, 1);  // WRONG
    DEFER_GUARD(guard, take_float, 1.f);  // WRONG
    DEFER(take_second, p, x);  // WRONG
    DEFER(take_second, p, 0);  // WRONG
    DEFER(take_first, x, p);  // WRONG
    DEFER_IF(rc, take_third, rc, p, (float)x);  // WRONG
    DEFER_STATUS(&rc, take_second, p, x);  // WRONG
    DEFER_ERRNO(&rc, take_second, p, x);  // WRONG
    DEFER_VAR(take_second, p, x);  // WRONG
    DEFER_GUARD(other, take_fourth, p, p, p, x);  // WRONG
    DEFER(give, 1, 2);  // WRONG
#else
    double x = (double)size;
    DEFER(take_at, &x);
    DEFER(take_both_at, p, &x);
#endif
}
