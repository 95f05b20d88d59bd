/* A return in a DEFER_BLOCK. Elsewhere it would leave the block only.
 * only ts: yes
 * expect: cannot return from a defer statement
 */
#include "defer.h"

int f(int n)
{
#ifdef WRONG
    DEFER_BLOCK { if (n) return 1; };  // WRONG
    return 0;
#else
    DEFER_BLOCK { n++; };
    return n;
#endif
}
