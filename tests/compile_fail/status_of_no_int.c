/* DEFER_STATUS of a function that returns no int.
 * expect: defer.h: DEFER_STATUS needs the address of an int, and an fn that returns int
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors: 2
 */
#include "defer.h"
#include <stdlib.h>

void f(void *p)
{
#ifdef WRONG
    int rc = 0;
    DEFER_STATUS(&rc, free, p);  // WRONG
    DEFER_STATUS(&rc, labs, 1L);  // WRONG
    DEFER_STATUS(&rc, getenv, "HOME");  // WRONG
#else
    int rc = 0;
    DEFER_STATUS(&rc, atoi, "0");
    DEFER(free, p);
#endif
}
