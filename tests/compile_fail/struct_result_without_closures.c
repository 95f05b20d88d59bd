/* fn returns a struct or a floating-point number.
 * only erased: yes
 * expect: defer.h: .*fn must .*take a pointer or an integer
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
void give_at(void *);

void f(void *p, size_t size)
{
#ifdef WRONG
    (void)size;
    DEFER(give, p);  // WRONG
    DEFER(give_float, p);  // WRONG
    DEFER_VAR(give, p);  // WRONG
    DEFER_GUARD(guard, give_float, p);  // WRONG
    DEFER(give_nothing);  // WRONG
#else
    (void)size;
    DEFER(give_at, p);
#endif
}
