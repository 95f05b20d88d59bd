/* A stack stands outside of every function: no block ends it.
 * expect gcc c: allowed only inside a function
 * expect gcc c++: not allowed outside functions
 * expect clang: not allowed at file scope
 * errors c++: 2
 * errors gcc c: 3
 * errors ts: 2
 * errors erased: 2
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
    (void)DEFER_PUSH(&global, free, p);
#endif
    (void)p;
}
