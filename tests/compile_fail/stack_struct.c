/* A stack keeps pointers and integers: no structs, and no fn that returns one.
 * expect gcc c: (fn must have a prototype .*take pointers and integers|conversion to non-scalar type)
 * expect gcc c strict: (defer_h_refuses_this_use_see_its_manual|conversion to non-scalar type)
 * expect clang c: (fn must have a prototype .*take pointers and integers|arithmetic or pointer type is required)
 * expect clang c strict: (defer_h_refuses_this_use|arithmetic or pointer type is required)
 * expect c++: defer.h: fn must have a prototype .*take pointers and integers
 * errors gcc c++: 2
 * errors clang c++: 3
 * errors c: 2
 */
#include "defer.h"
#include <stdlib.h>

struct pair {
    void *a, *b;
};
void take_pair(struct pair);
struct pair give_pair(void *);
void take_second(void *, struct pair);
void take_third(int, void *, struct pair);
void take_both(void *, int);

void f(defer_stack *s, struct pair pair)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, take_pair, pair);  // WRONG
    (void)DEFER_PUSH(s, give_pair, pair.a);  // WRONG
    (void)DEFER_PUSH(s, take_second, pair.a, pair);  // WRONG
    (void)DEFER_PUSH(s, take_third, 1, pair.a, pair);  // WRONG
    DEFER_RELEASE(s, take_pair, pair);  // WRONG: c
#else
    (void)DEFER_PUSH(s, free, pair.a);
    (void)DEFER_PUSH(s, free, pair.b);
    (void)DEFER_PUSH(s, take_both, pair.a, 1);
#endif
}
