/* A void * for a parameter that points at something else, beside an integer for an enumeration. To
 * know how to call fn, the compiler wants the exact type of one of the two.
 * only erased: yes
 * expect: defer.h: fn must have .*cast a void \* to the type of its parameter
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"

struct thing;
enum how { SOFTLY, AT_ONCE };
void end(struct thing *, enum how);
void four(int, struct thing *, enum how, struct thing *);
void any(void *, enum how);
void counted(struct thing *, long);
void formatted(struct thing *, int, ...);
void scaled(struct thing *, double);

void f(void *p, struct thing *t, enum how how, int number)
{
#ifdef WRONG
    DEFER(end, p, AT_ONCE);  // WRONG
    DEFER(four, 1, p, number, p);  // WRONG
    DEFER_IF(number, end, p, AT_ONCE);  // WRONG
    DEFER_VAR(end, p, AT_ONCE);  // WRONG
    DEFER_GUARD(guard, end, p, AT_ONCE);  // WRONG
    DEFER(formatted, p, 1);  // WRONG
    DEFER(scaled, p, number);  // WRONG
#else
    DEFER(end, (struct thing *)p, AT_ONCE);
    DEFER(four, 1, p, (enum how)number, p);
    DEFER_IF(number, end, p, how);
    DEFER_VAR(end, t, AT_ONCE);
    DEFER_GUARD(guard, end, p, how);
    DEFER(any, p, AT_ONCE);
    DEFER(counted, p, AT_ONCE);
#endif
}
