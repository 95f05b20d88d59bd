/* A call where fn and its arguments should stand apart.
 * expect: is not a function
 * expect gcc c++: cannot be used as a function
 * expect clang erased: indirection requires pointer operand
 * expect clang closures: (is not a function|aka 'void'|no matching function)
 * errors: 6
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
