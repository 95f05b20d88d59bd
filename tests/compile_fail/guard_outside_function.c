/* A guard stands outside of every function: it has no block.
 * only c: yes
 * expect gcc: allowed only inside a function
 * expect clang erased: not allowed at file scope
 * expect clang closures: expected identifier
 * errors gcc c: 2
 * errors ts: 9
 * errors erased: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

#ifdef WRONG
DEFER(rand);  // WRONG
DEFER(close, 1);  // WRONG
int n;
DEFER_VAR(close, n);  // WRONG
DEFER_GUARD(guard, close, 2);  // WRONG
#else
void f(void)
{
    DEFER(rand);
}
#endif
