/* fn is called with fewer arguments than it takes.
 * expect: too few arguments
 * errors: 4
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(FILE *f, int fd)
{
#ifdef WRONG
    DEFER(fclose);  // WRONG
#if DEFER_HAS_BLOCK
    DEFER(dup2, fd);  // WRONG: closures
#endif
    DEFER_IF(fd, dup2, fd);  // WRONG
    DEFER_VAR(dup2, fd);  // WRONG
    DEFER_GUARD(guard, dup2, fd);  // WRONG
#else
    DEFER(fclose, f);
    DEFER(close, fd);
#endif
}
