/* More than four arguments. DEFER_VAR counts its variable too.
 * expect: defer.h: a guard or a push takes a function and at most 4 arguments
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"

int five(int, int, int, int, int);
int four(int, int, int, int);
int five_at(int *);

void f(int n)
{
#ifdef WRONG
    DEFER(five, 1, 2, 3, 4, n);  // WRONG
    DEFER(five, 1, 2, 3, 4, 5, 6);  // WRONG
    DEFER(five, 1, 2, 3, 4, 5, 6, 7, 8);  // WRONG
    DEFER(five, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);  // WRONG
    DEFER_IF(n, five, 1, 2, 3, 4, 5);  // WRONG
    DEFER_UNLESS(n, five, 1, 2, 3, 4, 5);  // WRONG
    DEFER_IF_NEGATIVE(n, five, 1, 2, 3, 4, 5);  // WRONG
    DEFER_STATUS(&n, five, 1, 2, 3, 4, 5);  // WRONG
    DEFER_ERRNO(&n, five, 1, 2, 3, 4, 5);  // WRONG
    DEFER_VAR(five, n, 2, 3, 4, 5);  // WRONG
    DEFER_GUARD(guard, five, 1, 2, 3, 4, 5);  // WRONG
#else
    int values[5] = { 1, 2, 3, 4, 5 };
    DEFER(five_at, values);
    DEFER(four, 1, 2, 3, n);
    DEFER_IF(n, four, 1, 2, 3, 4);
    DEFER_UNLESS(n, four, 1, 2, 3, 4);
    DEFER_IF_NEGATIVE(n, four, 1, 2, 3, 4);
    DEFER_STATUS(&n, four, 1, 2, 3, 4);
    DEFER_ERRNO(&n, four, 1, 2, 3, 4);
    DEFER_VAR(four, n, 2, 3, 4);
    DEFER_GUARD(guard, four, 1, 2, 3, 4);
#endif
}
