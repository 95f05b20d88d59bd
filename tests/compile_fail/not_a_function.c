/* What should be called is not a function.
 * expect: is not a function
 * expect gcc c++: cannot be used as a function
 * errors gcc c++: 4
 * errors clang c++: 2
 * errors erased: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(int fd, void *p)
{
#ifdef WRONG
    DEFER(fd);  // WRONG
    DEFER(fd, p);  // WRONG
    DEFER(p);  // WRONG
    DEFER(p, fd);  // WRONG
    DEFER_IF(fd, p, fd);  // WRONG
    DEFER_VAR(p, fd);  // WRONG
    DEFER_GUARD(guard, p, fd);  // WRONG
#else
    DEFER(free, p);
    DEFER_IF(fd, free, p);
#endif
}
