/* An integer where fn takes a pointer.
 * expect gcc c: makes pointer from integer
 * expect clang c: incompatible integer to pointer conversion
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
int keep(int, const void *, long, long);

void f(FILE *f, int fd)
{
#ifdef WRONG
    DEFER(fclose, fd);  // WRONG
    DEFER_IF(fd, fclose, fd);  // WRONG
    DEFER_UNLESS(fd, fclose, fd);  // WRONG
    DEFER_IF_NEGATIVE(fd, fclose, fd);  // WRONG
    DEFER_STATUS(&fd, fclose, fd);  // WRONG
    DEFER_VAR(fclose, fd);  // WRONG
    DEFER_GUARD(guard, fclose, fd);  // WRONG
    DEFER(setbuf, f, fd);  // WRONG
    DEFER(drop, fd, fd, 0);  // WRONG
    DEFER(keep, fd, fd, 1, 2);  // WRONG
    DEFER_VAR(setbuf, f, fd);  // WRONG
    DEFER_GUARD(other, drop, fd, fd, 0);  // WRONG
#else
    DEFER(fclose, f);
    DEFER(close, fd);
    DEFER(setbuf, f, NULL);
    DEFER(drop, fd, "a", 0);
#endif
}
