/* fn is called with more arguments than it takes.
 * expect: too many arguments
 * errors gcc c++: 4
 * errors clang c++: 2
 * errors gcc c: 3
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
    DEFER(close, fd, fd);  // WRONG
    DEFER(dup2, fd, fd, fd);  // WRONG
    DEFER(dup2, fd, fd, fd, fd);  // WRONG
    DEFER(lseek, fd, 0, SEEK_SET, 0);  // WRONG
    DEFER_UNLESS(fd, dup2, fd, fd, fd);  // WRONG
    DEFER_IF_NEGATIVE(fd, close, fd, fd);  // WRONG
    DEFER_STATUS(&fd, dup2, fd, fd, fd);  // WRONG
    DEFER_ERRNO(&fd, close, fd, fd);  // WRONG
    DEFER_VAR(close, fd, fd);  // WRONG
    DEFER_VAR(lseek, fd, 0, SEEK_SET, 0);  // WRONG
    DEFER_GUARD(other, lseek, fd, 0, SEEK_SET, 0);  // WRONG
    DEFER_EACH(rand, fd);  // WRONG
#else
    DEFER(rand);
    DEFER(close, fd);
    DEFER(dup2, fd, fd);
    DEFER(lseek, fd, 0, SEEK_SET);
#endif
}
