/* A call where fn and its arguments should stand apart.
 * expect: is not a function
 * expect gcc c++: cannot be used as a function
 * expect clang: (is not a function|aka 'void'|no matching function)
 * errors gcc c++: 6
 * errors clang c++: 3
 * errors gcc c: 4
 * errors ts: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(void *p, FILE *f)
{
#ifdef WRONG
    DEFER(free(p));  // WRONG
    DEFER(fclose(f));  // WRONG
#else
    DEFER(free, p);
    DEFER(fclose, f);
#endif
}
