/* fn is not declared.
 * expect gcc c: '(fre|fere|frree)' undeclared
 * expect gcc c++: '(fre|fere|frree)' was not declared
 * expect clang: undeclared identifier '(fre|fere|frree)'
 * errors c++: 6
 * errors gcc c: 3
 * errors ts: 5
 * errors erased: 7
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(void *p)
{
#ifdef WRONG
    DEFER(fre, p);  // WRONG
    DEFER_VAR(fere, p);  // WRONG
    DEFER_GUARD(guard, frree, p);  // WRONG
#else
    DEFER(free, p);
#endif
}
