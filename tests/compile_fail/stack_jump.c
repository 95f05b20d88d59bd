/* A jump enters the scope of a stack: it would run what was never pushed.
 * expect gcc c: jumps? into scope of identifier with variably modified type
 * expect gcc c++: jump to (case )?label
 * expect clang: cannot jump from
 */
#include "defer.h"
#include <stdlib.h>

void f(int n, void *p)
{
#ifdef WRONG
    { if (n) goto a; DEFER_STACK(s, 2); (void)DEFER_PUSH(&s, free, p); a: n++; }  // WRONG
    switch (n) { case 0:; DEFER_STACK(s, 2); (void)DEFER_PUSH(&s, free, p); default: n++; }  // WRONG
#else
    if (n) goto out;
    {
        DEFER_STACK(s, 2);
        (void)DEFER_PUSH(&s, free, p);
    }
out:
    n++;
#endif
}
