/* DEFER_TAKE of a value, which cannot be emptied.
 * expect gcc: lvalue required
 * expect clang: cannot take the address of an rvalue
 * expect gcc c++: cannot bind non-const lvalue reference
 * expect clang c++: no matching function for call to 'defer_take_'
 * errors ts: 2
 * errors erased: 2
 */
#include "defer.h"
#include <stdlib.h>

void use(void *);

void f(char *p)
{
#ifdef WRONG
    use(DEFER_TAKE(malloc(1)));  // WRONG
    use(DEFER_TAKE(p + 1));  // WRONG
#else
    use(DEFER_TAKE(p));
#endif
}
