/* A pointer where fn takes an integer.
 * expect gcc c: makes integer from pointer
 * expect clang c: incompatible pointer to integer conversion
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: (cannot initialize a parameter|no matching function)
 * flags gcc c: -Werror=incompatible-pointer-types -Werror=int-conversion
 * flags clang c: -Werror=incompatible-pointer-types -Werror=int-conversion
 * errors: 4
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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
#else
    DEFER(fclose, f);
    DEFER(close, fd);
#endif
}
