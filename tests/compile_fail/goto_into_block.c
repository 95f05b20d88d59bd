/* A goto into a DEFER_BLOCK from outside of it.
 * only closures: yes
 * expect gcc: label 'inside' used but not defined
 * expect clang c: cannot jump from this goto statement to its label
 * expect clang c++: undeclared label 'inside'
 */
#include "defer.h"

void f(int n)
{
#ifdef WRONG
    if (n) goto inside;  // WRONG
    DEFER_BLOCK {
    inside:
        n++;
    };
#else
    DEFER_BLOCK {
        if (n) goto inside;
        n++;
    inside:
        n++;
    };
#endif
}
