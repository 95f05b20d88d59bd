/* fn is called with more arguments than it takes.
 * expect: too many arguments
 * errors c: 2
 * errors erased: 4
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(int fd)
{
#ifdef WRONG
    DEFER(rand, fd);  // WRONG
    DEFER_IF(fd, rand, fd);  // WRONG
    DEFER_VAR(rand, fd);  // WRONG
    DEFER_GUARD(guard, rand, fd);  // WRONG
#if DEFER_HAS_BLOCK
    DEFER(close, fd, fd);  // WRONG: closures
    DEFER(dup2, fd, fd, fd);  // WRONG: closures
    DEFER(dup2, fd, fd, fd, fd);  // WRONG: closures
#endif
#else
    DEFER(rand);
    DEFER(close, fd);
#endif
}
