/* More than four arguments.
 * expect: (DEFER takes a function and at most 4 arguments|defer_kept_[0-9]+_)
 * expect strict: (defer_h_refuses_this_use_see_its_manual|defer_kept_[0-9]+_)
 * errors: 2
 */
#include "defer.h"

void five(int, int, int, int, int);
void five_at(int *);

void f(void)
{
#ifdef WRONG
    DEFER(five, 1, 2, 3, 4, 5);  // WRONG
    DEFER(five, 1, 2, 3, 4, 5, 6);  // WRONG
    DEFER(five, 1, 2, 3, 4, 5, 6, 7);  // WRONG
    DEFER(five, 1, 2, 3, 4, 5, 6, 7, 8);  // WRONG
#else
    int values[5] = { 1, 2, 3, 4, 5 };
    DEFER(five_at, values);
#endif
}
