/* What is pushed points at something else than fn takes.
 * expect c: incompatible (function )?pointer type
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: no matching function
 * flags c: -Werror=incompatible-pointer-types
 * flags clang c: -Werror=incompatible-pointer-types -Werror=incompatible-function-pointer-types
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>

void f(defer_stack *s, FILE *f, char *text)
{
#ifdef WRONG
    DEFER_PUSH(s, fclose, text);  // WRONG
    DEFER_CANCEL(s, fclose, text);  // WRONG
    DEFER_RELEASE(s, fclose, text);  // WRONG
    defer_stack_push(s, fclose, f);  // WRONG
#else
    DEFER_PUSH(s, fclose, f);
    DEFER_CANCEL(s, fclose, f);
    DEFER_PUSH(s, free, text);
    defer_stack_push(s, free, text);
#endif
}
