/* fn is not declared.
 * expect gcc c: ('fre' undeclared|is not a function)
 * expect gcc c++: ('fre' was not declared|cannot be used as a function)
 * expect clang: undeclared identifier 'fre'
 * errors: 4
 * errors gcc c: 5
 * errors clang c++: 5
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(void *p)
{
#ifdef WRONG
    DEFER(fre, p);  // WRONG
    DEFER_VAR(fre, p);  // WRONG
    DEFER_GUARD(guard, fre, p);  // WRONG
#else
    DEFER(free, p);
#endif
}
