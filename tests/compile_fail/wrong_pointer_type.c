/* The argument points at something else than fn takes.
 * expect c: incompatible pointer type
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

void f(FILE *f, char *text, int fd)
{
#ifdef WRONG
    DEFER(fclose, text);  // WRONG
    DEFER_IF(fd, fclose, text);  // WRONG
    DEFER_UNLESS(fd, fclose, text);  // WRONG
    DEFER_IF_NEGATIVE(fd, fclose, text);  // WRONG
    DEFER_STATUS(&fd, fclose, text);  // WRONG
    DEFER_VAR(fclose, text);  // WRONG
    DEFER_GUARD(guard, fclose, text);  // WRONG
#if DEFER_HAS_BLOCK
    DEFER(setbuf, text, text);  // WRONG: closures
#endif
#else
    DEFER(fclose, f);
    DEFER(free, text);
    DEFER_IF(fd, close, fd);
#endif
}
