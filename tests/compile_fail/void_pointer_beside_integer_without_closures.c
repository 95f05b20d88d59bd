/* A void * beside an integer, for a parameter that points at something else. To know how to call
 * fn, the compiler wants the type of the parameter itself.
 * only erased: yes
 * expect: defer.h: fn must have .*cast a void \* to the type of its parameter
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

struct thing;
void sized(struct thing *, size_t);
void flagged(int, struct thing *);
void four(int, struct thing *, long, struct thing *);
void two(struct thing *, struct thing *);
void any(void *, size_t);

void f(void *p, struct thing *t, size_t size)
{
#ifdef WRONG
    DEFER(sized, p, size);  // WRONG
    DEFER(flagged, 1, p);  // WRONG
    DEFER(four, 1, p, 2, p);  // WRONG
    DEFER_IF(size, sized, p, size);  // WRONG
    DEFER_VAR(sized, p, size);  // WRONG
    DEFER_GUARD(guard, flagged, 1, p);  // WRONG
#else
    DEFER(sized, (struct thing *)p, size);
    DEFER(flagged, 1, (struct thing *)p);
    DEFER(four, 1, (struct thing *)p, 2, t);
    DEFER_IF(size, sized, (struct thing *)p, size);
    DEFER_VAR(sized, t, size);
    DEFER_GUARD(guard, flagged, 1, (struct thing *)p);
    DEFER(two, p, p);
    DEFER(any, p, size);
#endif
}
