/* fn could write to what the entry points at, which is const.
 * expect c: (discards|incompatible pointer type)
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: no matching function
 * flags gcc c: -Werror=discarded-qualifiers
 * flags clang c: -Werror=incompatible-pointer-types
 * errors: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>

void f(defer_stack *s, const char *text)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, free, text);  // WRONG
    DEFER_RELEASE(s, free, text);  // WRONG
    (void)DEFER_PUSH(s, setbuf, stdout, text);  // WRONG
    (void)DEFER_PUSH(s, setvbuf, stdout, text, 1, 2);  // WRONG
#else
    (void)DEFER_PUSH(s, puts, text);
#endif
}
