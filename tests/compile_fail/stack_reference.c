/* A stack keeps pointers and integers: a reference would be one to its own copy.
 * expect: defer.h: fn must have a prototype .*take pointers and integers
 * only c++: yes
 */
#include "defer.h"

#ifdef WRONG
void reset(int &n);
#else
void reset(int n);
#endif
void f(defer_stack *s, int n);

void f(defer_stack *s, int n)
{
    (void)DEFER_PUSH(s, reset, n); // WRONG
}
