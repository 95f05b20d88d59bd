/* fn takes a struct, which the compiler cannot keep; alone, and among others.
 * only erased: yes
 * expect: (defer.h: fn must have a prototype .*take pointers and integers|arithmetic or pointer type is required)
 * expect strict: (defer_h_refuses_this_use_see_its_manual|arithmetic or pointer type is required)
 */
#include "defer.h"
#include <stddef.h>

struct id {
    int n;
};
void take(struct id);
void take_first(struct id, int);
void take_second(void *, struct id);
void take_fourth(void *, int, int, struct id);
void take_at(struct id *);
void take_both_at(void *, struct id *);

void f(void *p, size_t size)
{
#ifdef WRONG
    struct id id = { (int)size };
    DEFER(take, id);  // WRONG
    DEFER_IF(size, take, id);  // WRONG
    DEFER_GUARD(guard, take, id);  // WRONG
    DEFER(take_first, id, 1);  // WRONG
    DEFER(take_second, p, id);  // WRONG
    DEFER_UNLESS(size, take_fourth, p, 1, 2, id);  // WRONG
    DEFER_VAR(take_second, p, id);  // WRONG
#else
    struct id id = { (int)size };
    DEFER(take_at, &id);
    DEFER(take_both_at, p, &id);
#endif
}
