/* A guard in an inline function that other files can call: up to Clang 21 a warning, as the helpers
 * of defer.h are static; not with `static inline`, and not in a header.
 * refused clang-14: 'defer_leave_when_always_' is used in an inline function with external linkage
 * refused clang-16: 'defer_leave_when_always_' is used in an inline function with external linkage
 * refused clang-19: 'defer_leave_when_always_' is used in an inline function with external linkage
 */
#include "defer.h"
#include <stdlib.h>

#ifdef WRONG
inline
#else
static inline
#endif
    int
    guarded(void *p)
{
    DEFER(free, p);
    return p != NULL;
}

int main(void)
{
    return !guarded(malloc(1));
}
