/* Nothing to call.
 * expect c: expected expression
 * expect c++: (no matching function for call|expected primary-expression|expected expression)
 * errors gcc c++: 5
 * errors clang c++: 4
 * errors gcc c: 4
 * errors ts: 5
 * errors erased: 7
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
