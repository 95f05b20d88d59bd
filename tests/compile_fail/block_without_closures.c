/* DEFER_BLOCK, which the compiler cannot do.
 * only erased: yes
 * expect: DEFER_BLOCK: use DEFER.fn, &x., DEFER_IF or DEFER_VAR; or build with GCC
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

void done(void *);

void f(void *p, size_t size)
{
#ifdef WRONG
    DEFER_BLOCK { done(p); };  // WRONG
    (void)size;
#else
    DEFER(done, p);
    (void)size;
#endif
}
