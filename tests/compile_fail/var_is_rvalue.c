/* DEFER_VAR of a value: there is no variable to look at later.
 * expect gcc: lvalue required
 * expect clang: cannot take the address of an rvalue
 * errors gcc c++: 4
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(char *p)
{
#ifdef WRONG
    DEFER_VAR(free, malloc(1));  // WRONG
    DEFER_VAR(close, 3);  // WRONG
    DEFER_VAR(free, p + 1);  // WRONG
#else
    DEFER_VAR(free, p);
#endif
}
