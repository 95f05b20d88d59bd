/* A void * for a parameter that points at something else, beside an integer. To know how to call
 * fn, GCC wants the type of the parameter itself; Clang, only if the integer is for an enumeration.
 * only c: yes
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
enum how { SOFTLY, AT_ONCE };
void end(struct thing *, enum how);

void f(defer_stack *s, void *p, struct thing *t, size_t size)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, sized, p, size);  // WRONG: gcc
    (void)DEFER_PUSH(s, flagged, 1, p);  // WRONG: gcc
    (void)DEFER_PUSH(s, four, 1, p, 2, p);  // WRONG: gcc
    (void)DEFER_CANCEL(s, sized, p, size);  // WRONG: gcc
    (void)DEFER_RELEASE(s, flagged, 1, p);  // WRONG: gcc
    (void)DEFER_PUSH(s, end, p, AT_ONCE);  // WRONG
#else
    (void)DEFER_PUSH(s, sized, (struct thing *)p, size);
    (void)DEFER_PUSH(s, flagged, 1, (struct thing *)p);
    (void)DEFER_PUSH(s, four, 1, (struct thing *)p, 2, t);
    (void)DEFER_CANCEL(s, sized, (struct thing *)p, size);
    (void)DEFER_RELEASE(s, flagged, 1, (struct thing *)p);
    (void)DEFER_PUSH(s, end, (struct thing *)p, AT_ONCE);
    (void)DEFER_PUSH(s, two, p, p);
    (void)DEFER_PUSH(s, any, p, size);
#endif
}
