/* The flag is a value and no variable: there is nothing to look at later.
 * expect gcc: lvalue required
 * expect clang: cannot take the address of an rvalue
 * errors gcc c++: 5
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(void *p, int n)
{
#ifdef WRONG
    DEFER_IF(n > 0, free, p);  // WRONG
    DEFER_UNLESS(1, free, p);  // WRONG
    DEFER_IF_NEGATIVE(getpid(), free, p);  // WRONG
#else
    DEFER_IF(n, free, p);
#endif
}
