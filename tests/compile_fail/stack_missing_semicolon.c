/* No semicolon behind a stack.
 * expect gcc: expected .*';'
 * expect clang: expected ';'
 * errors gcc: 6
 */
#include "defer.h"
#include <stdlib.h>

void f(void *p)
{
#ifdef WRONG
    DEFER_STACK(s, 4) free(p);  // WRONG
#else
    DEFER_STACK(s, 4);
    DEFER_PUSH(&s, free, p);
#endif
}
