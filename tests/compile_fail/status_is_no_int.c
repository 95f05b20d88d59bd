/* The status is another integer than an int.
 * expect: defer.h: DEFER_STATUS needs the address of an int, and an fn that returns int
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors: 2
 */
#include "defer.h"
#include <stdio.h>

void f(FILE *f)
{
#ifdef WRONG
    long status = 0;
    unsigned bits = 0;
    DEFER_STATUS(&status, fclose, f);  // WRONG
    DEFER_STATUS(&bits, fclose, f);  // WRONG
    DEFER_STATUS(&f, fclose, f);  // WRONG
#else
    int status = 0;
    DEFER_STATUS(&status, fclose, f);
#endif
}
