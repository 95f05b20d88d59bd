/* More than four arguments for a stack.
 * expect: a guard or a push takes a function and at most 4 arguments
 * expect c strict: defer_h_refuses_this_use_see_its_manual
 * errors gcc c++: 3
 * errors clang c++: 2
 */
#include "defer.h"

void five(int, int, int, int, int);
void five_at(int *, int, int, int, int);
int five_of(int, int, int, int, int);
void four(int, int, int, int);

void f(defer_stack *s, int *at)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, five, 1, 2, 3, 4, 5);  // WRONG
    (void)DEFER_CANCEL(s, five_at, at, 2, 3, 4, 5);  // WRONG
    (void)DEFER_RELEASE(s, five_of, 1, 2, 3, 4, 5);  // WRONG
#ifndef __cplusplus
    (void)DEFER_PUSH(s, five, 1, 2, 3, 4, 5, 6, 7, 8);  // WRONG: c
#endif
#else
    (void)at;
    (void)DEFER_PUSH(s, four, 1, 2, 3, 4);
    (void)DEFER_CANCEL(s, four, 1, 2, 3, 4);
    (void)DEFER_RELEASE(s, four, 1, 2, 3, 4);
#endif
}
