/* A break or continue in a DEFER_BLOCK, of the loop around it.
 * only closures: yes
 * expect gcc: statement not within
 * expect clang c: cannot (break|continue)
 * expect clang c++: statement not in
 */
#include "defer.h"

void f(int n)
{
#ifdef WRONG
    for (; n; n--) {
        DEFER_BLOCK { if (n == 2) break; };  // WRONG
        DEFER_BLOCK { if (n == 2) continue; };  // WRONG
    }
#else
    for (; n; n--) {
        DEFER_BLOCK { for (int i = 0; i < n; i++) if (i == 2) break; };
    }
#endif
}
