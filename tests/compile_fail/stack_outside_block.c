/* A stack stands outside of every function: no block ends it.
 * expect gcc c: allowed only inside a function
 * expect gcc c++: not allowed outside functions
 * expect clang: not allowed at file scope
 * errors: 3
 */
#include "defer.h"
#include <stdlib.h>

#ifdef WRONG
DEFER_STACK(global, 4);  // WRONG
#else
static defer_stack global = DEFER_STACK_INIT;
#endif

void f(void *p)
{
#ifndef WRONG
    DEFER_PUSH(&global, free, p);
#endif
    (void)p;
}
