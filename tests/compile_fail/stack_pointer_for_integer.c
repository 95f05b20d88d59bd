/* An entry has a pointer where fn takes an integer, or an integer where it takes a pointer.
 * expect gcc c: makes (integer from pointer|pointer from integer)
 * expect clang c: incompatible (integer to pointer|pointer to integer) conversion
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: no matching function
 * flags c: -Werror=int-conversion
 * errors: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

int drop(int, const char *, int);

void f(defer_stack *s, int fd, void *p)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, close, p);  // WRONG
    DEFER_CANCEL(s, close, p);  // WRONG
    DEFER_RELEASE(s, close, p);  // WRONG
    (void)DEFER_PUSH(s, free, fd);  // WRONG
    DEFER_CANCEL(s, free, fd);  // WRONG
    DEFER_RELEASE(s, free, fd);  // WRONG
    (void)DEFER_PUSH(s, dup2, fd, p);  // WRONG
    (void)DEFER_PUSH(s, drop, fd, fd, 0);  // WRONG
    DEFER_CANCEL(s, drop, fd, "a", p);  // WRONG
#else
    (void)DEFER_PUSH(s, close, fd);
    (void)DEFER_PUSH(s, free, p);
    (void)DEFER_PUSH(s, dup2, fd, fd);
    (void)DEFER_PUSH(s, drop, fd, "a", 0);
#endif
}
