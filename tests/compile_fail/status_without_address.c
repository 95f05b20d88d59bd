/* The status itself where DEFER_STATUS and DEFER_ERRNO want its address.
 * expect gcc: invalid type argument of unary '\*'
 * expect clang: indirection requires pointer operand
 * errors gcc c++: 3
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdio.h>

void f(FILE *f)
{
#ifdef WRONG
    int rc = 0;
    DEFER_STATUS(rc, fclose, f);  // WRONG
    DEFER_ERRNO(rc, fclose, f);  // WRONG
#else
    int rc = 0;
    DEFER_STATUS(&rc, fclose, f);
    DEFER_ERRNO(&rc, fclose, f);
#endif
}
