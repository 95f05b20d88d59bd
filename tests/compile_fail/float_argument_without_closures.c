/* fn takes a floating-point number, which the compiler cannot keep.
 * only erased: yes
 * expect: defer.h: .*fn must .*take a pointer or an integer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

void take(double);
void take_float(float);
void take_at(double *);

void f(void *p, size_t size)
{
#ifdef WRONG
    double x = (double)size;
    (void)p;
    DEFER(take, x);  // WRONG
    DEFER(take, 1);  // WRONG
    DEFER_GUARD(guard, take_float, 1.f);  // WRONG
#else
    double x = (double)size;
    (void)p;
    DEFER(take_at, &x);
#endif
}
