/* DEFER_STATUS or DEFER_ERRNO of a function that returns no int.
 * expect: defer.h: DEFER_STATUS and DEFER_ERRNO need the address of an int, and an fn that returns int
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors c++: 2
 */
#include "defer.h"
#include <stdlib.h>

int set(const char *, const char *, int);
int compare(const void *, const void *);

void f(void *p)
{
#ifdef WRONG
    int rc = 0;
    DEFER_STATUS(&rc, free, p);  // WRONG
    DEFER_STATUS(&rc, labs, 1L);  // WRONG
    DEFER_STATUS(&rc, getenv, "HOME");  // WRONG
    DEFER_STATUS(&rc, qsort, p, 1, 1, compare);  // WRONG
    DEFER_ERRNO(&rc, free, p);  // WRONG
    DEFER_ERRNO(&rc, labs, 1L);  // WRONG
    DEFER_ERRNO(&rc, getenv, "HOME");  // WRONG
    DEFER_ERRNO(&rc, calloc, 1, 1);  // WRONG
#else
    int rc = 0;
    DEFER_STATUS(&rc, atoi, "0");
    DEFER_ERRNO(&rc, set, "A", "B", 1);
    DEFER(qsort, p, 1, 1, compare);
    DEFER(free, p);
#endif
}
