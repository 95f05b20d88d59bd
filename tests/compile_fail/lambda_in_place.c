/* A guard names fn more than once, and each time a lambda that is written there is of another type.
 * only c++: yes
 * expect: (no matching function for call to .*defer_pass_|could not convert|invalid .*conversion|unevaluated)
 * errors gcc c++: 7
 * errors clang c++: 5
 */
#include "defer.h"

void f(int *n)
{
#ifdef WRONG
    DEFER([](int *at) { ++*at; }, n);  // WRONG
#else
    auto add = [](int *at) { ++*at; };
    DEFER(add, n);
    DEFER_BLOCK
    {
        ++*n;
    };
#endif
}
