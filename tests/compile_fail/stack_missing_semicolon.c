/* No semicolon behind a stack.
 * expect gcc: expected .*';'
 * expect clang: expected ';'
 */
#include "defer.h"
#include <stdlib.h>

void f(void *p)
{
#ifdef WRONG
    DEFER_STACK(s, 4) free(p);  // WRONG
#else
    DEFER_STACK(s, 4);
    (void)DEFER_PUSH(&s, free, p);
#endif
}
