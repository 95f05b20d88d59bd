/* The first argument is no pointer to a stack.
 * expect c: incompatible type
 * expect gcc c++: cannot convert
 * expect clang c++: no matching function
 */
#include "defer.h"
#include <stdlib.h>

void f(defer_stack *s, void *p)
{
#ifdef WRONG
    (void)DEFER_PUSH(*s, free, p);  // WRONG
    DEFER_CANCEL(*s, free, p);  // WRONG
    DEFER_RELEASE(*s, free, p);  // WRONG
    defer_stack_run(*s);  // WRONG
#else
    (void)DEFER_PUSH(s, free, p);
    defer_stack_run(s);
#endif
}
