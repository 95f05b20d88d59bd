/* The status, or the errno, is to go into something else than an int.
 * expect: defer.h: DEFER_STATUS and DEFER_ERRNO need the address of an int, and an fn that returns int
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors c++: 2
 */
#include "defer.h"
#include <stdio.h>
#include <unistd.h>

void f(FILE *f)
{
#ifdef WRONG
    long status = 0;
    unsigned bits = 0;
    DEFER_STATUS(&status, fclose, f);  // WRONG
    DEFER_STATUS(&bits, fclose, f);  // WRONG
    DEFER_STATUS(&f, fclose, f);  // WRONG
    DEFER_ERRNO(&status, fclose, f);  // WRONG
    DEFER_ERRNO(&bits, fclose, f);  // WRONG
    DEFER_ERRNO(&f, fclose, f);  // WRONG
    DEFER_STATUS(&status, dup2, 1, 2);  // WRONG
    DEFER_ERRNO(&bits, dup2, 1, 2);  // WRONG
#else
    int status = 0;
    DEFER_STATUS(&status, fclose, f);
    DEFER_ERRNO(&status, fclose, f);
    DEFER_STATUS(&status, dup2, 1, 2);
    DEFER_ERRNO(&status, dup2, 1, 2);
#endif
}
