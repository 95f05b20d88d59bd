/* A pointer where fn takes an integer.
 * expect gcc c: makes integer from pointer
 * expect clang c: incompatible pointer to integer conversion
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: (cannot initialize a parameter|no matching function)
 * flags gcc c: -Werror=incompatible-pointer-types -Werror=int-conversion
 * flags clang c: -Werror=incompatible-pointer-types -Werror=int-conversion
 * errors gcc c++: 3
 * errors clang c++: 2
 * errors erased: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int drop(int, const char *, int);

void f(FILE *f, int fd)
{
#ifdef WRONG
    DEFER(close, f);  // WRONG
    DEFER_IF(fd, close, f);  // WRONG
    DEFER_UNLESS(fd, close, f);  // WRONG
    DEFER_IF_NEGATIVE(fd, close, f);  // WRONG
    DEFER_STATUS(&fd, close, f);  // WRONG
    DEFER_VAR(close, f);  // WRONG
    DEFER_GUARD(guard, close, f);  // WRONG
    DEFER(dup2, fd, f);  // WRONG
    DEFER(drop, fd, "a", f);  // WRONG
    DEFER(lseek, fd, f, SEEK_SET);  // WRONG
    DEFER_VAR(dup2, fd, f);  // WRONG
    DEFER_GUARD(other, drop, f, "a", 0);  // WRONG
    DEFER_EACH(close, fd, f);  // WRONG
#else
    DEFER(fclose, f);
    DEFER(close, fd);
    DEFER(dup2, fd, fd);
    DEFER(drop, fd, "a", 0);
    DEFER_EACH(close, fd, fd);
#endif
}
