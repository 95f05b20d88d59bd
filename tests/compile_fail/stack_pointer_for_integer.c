/* An entry has a pointer where fn takes an integer, or an integer where it takes a pointer.
 * expect gcc c: makes (integer from pointer|pointer from integer)
 * expect clang c: incompatible (integer to pointer|pointer to integer) conversion
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: no matching function
 * errors c: 2
 * flags c: -Werror=int-conversion
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

int drop(int, const char *, int);

void f(defer_stack *s, int fd, void *p)
{
#ifdef WRONG
    DEFER_PUSH(s, close, p);  // WRONG
    DEFER_CANCEL(s, close, p);  // WRONG
    DEFER_RELEASE(s, close, p);  // WRONG
    DEFER_PUSH(s, free, fd);  // WRONG
    DEFER_CANCEL(s, free, fd);  // WRONG
    DEFER_RELEASE(s, free, fd);  // WRONG
    DEFER_PUSH(s, dup2, fd, p);  // WRONG
    DEFER_PUSH(s, drop, fd, fd, 0);  // WRONG
    DEFER_CANCEL(s, drop, fd, "a", p);  // WRONG
#else
    DEFER_PUSH(s, close, fd);
    DEFER_PUSH(s, free, p);
    DEFER_PUSH(s, dup2, fd, fd);
    DEFER_PUSH(s, drop, fd, "a", 0);
#endif
}
