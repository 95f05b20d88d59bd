/* fn is called with fewer arguments than it takes.
 * expect: too few arguments
 * errors gcc c++: 4
 * errors clang c++: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

long write_at(int, const void *, unsigned long, long);
int drop(int, const char *, int);

void f(FILE *f, int fd)
{
#ifdef WRONG
    DEFER(fclose);  // WRONG
    DEFER(dup2, fd);  // WRONG
    DEFER(write_at, fd, f);  // WRONG
    DEFER(write_at, fd, f, 1);  // WRONG
    DEFER_IF(fd, dup2, fd);  // WRONG
    DEFER_UNLESS(fd, lseek, fd, 0);  // WRONG
    DEFER_IF_NEGATIVE(fd, write_at, fd, f, 1);  // WRONG
    DEFER_STATUS(&fd, dup2, fd);  // WRONG
    DEFER_ERRNO(&fd, drop, fd, "a");  // WRONG
    DEFER_VAR(dup2, fd);  // WRONG
    DEFER_VAR(lseek, fd, 1);  // WRONG
    DEFER_GUARD(guard, dup2, fd);  // WRONG
    DEFER_GUARD(other, write_at, fd, f, 1);  // WRONG
    DEFER_EACH(dup2, fd);  // WRONG
#else
    DEFER(fclose, f);
    DEFER(close, fd);
    DEFER(dup2, fd, fd);
    DEFER(write_at, fd, f, 1, 2);
    DEFER_VAR(lseek, fd, 1, SEEK_SET);
    DEFER_GUARD(guard, dup2, fd, fd);
    DEFER_EACH(close, fd, fd);
#endif
}
