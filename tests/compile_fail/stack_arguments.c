/* A stack takes one function and one argument for it: none missing, none too many.
 * expect gcc c: (requires . arguments, but only|passed 4 arguments|too (few|many) arguments)
 * expect clang c: too (few|many) arguments
 * expect c++: (requires . arguments|passed 4 arguments|no matching function|too (few|many) arg)
 * errors: 3
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>

void f(defer_stack *s, FILE *f, void *p)
{
#ifdef WRONG
    DEFER_PUSH(s, free);  // WRONG
    DEFER_PUSH(s, setbuf, f, p);  // WRONG
    DEFER_PUSH(s, setbuf, f);  // WRONG
    DEFER_PUSH(s, abort, 1);  // WRONG
    DEFER_RELEASE(s, abort, 1);  // WRONG
    DEFER_STACK(t);  // WRONG
#else
    DEFER_PUSH(s, free, p);
    DEFER_PUSH(s, fclose, f);
#endif
}
