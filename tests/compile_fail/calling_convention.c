/* A function of another calling convention than that of the target is not called as one of its own.
 * expect: (calling convention|no matching function|invalid conversion)
 * expect strict c: (defer_h_refuses_this_use|calling convention)
 * only x86_64: yes
 */
#include "defer.h"

#ifdef WRONG
__attribute__((__ms_abi__))
#endif
void release(void *p);
void f(defer_stack *s, void *p);

void f(defer_stack *s, void *p)
{
    if (DEFER_PUSH(s, release, p)) return; // WRONG
    (void)DEFER_CANCEL(s, release, p); // WRONG
    (void)DEFER_RELEASE(s, release, p); // WRONG
    DEFER(release, p); // WRONG: erased
}
