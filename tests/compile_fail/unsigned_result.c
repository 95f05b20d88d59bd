/* A result of DEFER_IF_NEGATIVE that is never negative.
 * expect: defer.h: the result of DEFER_IF_NEGATIVE must be a signed integer; else use DEFER_IF
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors c++: 2
 * errors gcc c: 2
 * errors ts: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <sys/types.h>

void f(void *p, size_t size)
{
#ifdef WRONG
    DEFER_IF_NEGATIVE(size, free, p);  // WRONG
    DEFER_IF_NEGATIVE(p, free, p);  // WRONG
    double number = 0;
    DEFER_IF_NEGATIVE(number, free, p);  // WRONG
#else
    DEFER_IF(size, free, p);
    ssize_t got = 0;
    DEFER_IF_NEGATIVE(got, free, p);
#endif
}
