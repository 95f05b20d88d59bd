/* A push whose result nobody looks at. It is 0, or says that the release has run already.
 * expect gcc c: value computed is not used
 * expect gcc c++: ignoring return value
 * expect clang: ignoring return value
 * flags: -Werror=unused-result -Werror=unused-value
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

int f(defer_stack *s, void *p, int fd)
{
#ifdef WRONG
    DEFER_PUSH(s, free, p);  // WRONG
    DEFER_PUSH(s, close, fd);  // WRONG
    if (p) DEFER_PUSH(s, free, p);  // WRONG
#else
    (void)DEFER_PUSH(s, free, p);
    if (DEFER_PUSH(s, close, fd)) return 1;
    if (p) (void)DEFER_PUSH(s, free, p);
#endif
    return DEFER_PUSH(s, close, fd);
}
