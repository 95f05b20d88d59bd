/* fn is declared without its parameters, one or several.
 * only erased: yes
 * expect: defer.h: fn must have a prototype .*take pointers and integers
 * flags: -Wno-strict-prototypes
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

#ifdef WRONG
void old();
#endif
void modern(void *);
void modern_both(void *, int);

void f(void *p, size_t size)
{
#ifdef WRONG
    (void)size;
    DEFER(old, p);  // WRONG
    DEFER(old, 1);  // WRONG
    DEFER_VAR(old, p);  // WRONG
    DEFER_GUARD(guard, old, p);  // WRONG
    DEFER(old, p, p);  // WRONG
    DEFER(old, p, 1);  // WRONG
    DEFER(old, 1, 2, 3);  // WRONG
    DEFER_VAR(old, p, 1, p, 2);  // WRONG
#else
    (void)size;
    DEFER(modern, p);
    DEFER(modern_both, p, 1);
#endif
}
