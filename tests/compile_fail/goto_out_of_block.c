/* A goto out of a DEFER_BLOCK, which runs when its own block is left.
 * only closures: yes
 * expect gcc: label 'outside' used but not defined
 * expect clang c: cannot jump from this goto statement to its label
 * expect clang c++: undeclared label 'outside'
 */
#include "defer.h"

void f(int n)
{
#ifdef WRONG
    DEFER_BLOCK {
        if (n) goto outside;  // WRONG
    };
    n++;
outside:
    n++;
#else
    DEFER_BLOCK {
        if (!n) n++;
    };
    n++;
#endif
}
