/* fn takes a struct, which the compiler cannot keep.
 * only erased: yes
 * expect: defer.h: .*fn must .*take a pointer or an integer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors: 5
 */
#include "defer.h"
#include <stddef.h>

struct id {
    int n;
};
void take(struct id);
void take_at(struct id *);

void f(void *p, size_t size)
{
#ifdef WRONG
    struct id id = { (int)size };
    (void)p;
    DEFER(take, id);  // WRONG
    DEFER_IF(size, take, id);  // WRONG
    DEFER_GUARD(guard, take, id);  // WRONG
#else
    struct id id = { (int)size };
    (void)p;
    DEFER(take_at, &id);
#endif
}
