/* DEFER_EACH of no argument, and of more than 16.
 * expect: (at most|DEFER_EACH)
 * expect c strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <unistd.h>

void f(int a, int b)
{
#ifdef WRONG
    DEFER_EACH(close);  // WRONG
    DEFER_EACH(close, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, a, b);  // WRONG
#else
    DEFER_EACH(close, a);
    DEFER_EACH(close, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, a, b);
#endif
}
