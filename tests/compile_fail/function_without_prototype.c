/* fn is declared without its parameters.
 * only erased: yes
 * expect: defer.h: .*fn must .*take a pointer or an integer
 * errors: 3
 * flags: -Wno-strict-prototypes
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

#ifdef WRONG
void old();
#endif
void modern(void *);

void f(void *p, size_t size)
{
#ifdef WRONG
    (void)size;
    DEFER(old, p);  // WRONG
    DEFER(old, 1);  // WRONG
    DEFER_VAR(old, p);  // WRONG
    DEFER_GUARD(guard, old, p);  // WRONG
#else
    (void)size;
    DEFER(modern, p);
#endif
}
