/* Two guards of one block have the same name.
 * expect gcc c: conflicting types for 'guard'
 * expect gcc c++: conflicting declaration
 * expect clang: redefinition of 'guard'
 * errors gcc c: 2
 * errors ts: 3
 * errors erased: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(void *p, int fd)
{
#ifdef WRONG
    DEFER_GUARD(guard, free, p);
    DEFER_GUARD(guard, close, fd);  // WRONG
#else
    DEFER_GUARD(guard, free, p);
    DEFER_GUARD(other, close, fd);
#endif
}
