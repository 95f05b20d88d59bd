/* fn could write to what the argument points at, which is const.
 * expect c: (discards|incompatible pointer type)
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: (cannot initialize a parameter|no matching function)
 * flags gcc c: -Werror=discarded-qualifiers -Werror=incompatible-pointer-types
 * flags clang c: -Werror=incompatible-pointer-types
 * errors gcc c++: 4
 * errors clang c++: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(FILE *f, const char *text, const int *number, int fd)
{
#ifdef WRONG
    DEFER(free, text);  // WRONG
    DEFER_IF(fd, free, text);  // WRONG
    DEFER_UNLESS(fd, free, text);  // WRONG
    DEFER_IF_NEGATIVE(fd, free, text);  // WRONG
    DEFER_STATUS(&fd, unlink, number);  // WRONG
    DEFER_VAR(free, text);  // WRONG
    DEFER_GUARD(guard, free, text);  // WRONG
    DEFER(setbuf, f, text);  // WRONG
    DEFER(read, fd, text, 1);  // WRONG
    DEFER_VAR(setbuf, f, text);  // WRONG
    DEFER_GUARD(other, read, fd, text, 1);  // WRONG
#else
    (void)f, (void)number;
    DEFER(free, (void *)text);
    DEFER(unlink, text);
    DEFER(write, fd, text, 1);
#endif
}
