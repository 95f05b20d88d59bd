/* fn returns a struct or a floating-point number.
 * only erased: yes
 * expect: defer.h: fn must have a prototype .*take pointers and integers
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

struct big {
    long n[9];
};
struct big give(void *);
struct big give_nothing(void);
double give_float(void *);
struct big give_both(void *, int);
double give_float_of(int, int, int, int);
void give_at(void *);
void give_both_at(void *, int);

void f(void *p, size_t size)
{
#ifdef WRONG
    (void)size;
    DEFER(give, p);  // WRONG
    DEFER(give_float, p);  // WRONG
    DEFER_VAR(give, p);  // WRONG
    DEFER_GUARD(guard, give_float, p);  // WRONG
    DEFER(give_nothing);  // WRONG
    DEFER(give_both, p, 1);  // WRONG
    DEFER(give_float_of, 1, 2, 3, 4);  // WRONG
#else
    (void)size;
    DEFER(give_at, p);
    DEFER(give_both_at, p, 1);
#endif
}
