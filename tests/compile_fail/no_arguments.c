/* Nothing to call.
 * expect c: expected expression
 * expect c++: (no matching function for call|expected primary-expression|expected expression)
 * errors: 6
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(void)
{
#ifdef WRONG
    DEFER();  // WRONG
#else
    DEFER(rand);
#endif
}
