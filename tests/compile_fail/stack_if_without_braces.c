/* A stack is the body of an `if` without braces. (In C++ of GCC the `if` ends before it.)
 * only c: yes
 * only clang: yes
 * expect: expected expression
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>

void f(int n, void *p)
{
#ifdef WRONG
    if (n) DEFER_STACK(s, 4);  // WRONG
    (void)p;
#else
    DEFER_STACK(s, 4);
    if (n) (void)(void)DEFER_PUSH(&s, free, p);
#endif
}
