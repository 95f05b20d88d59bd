/* A return in a DEFER_BLOCK leaves only the block, on compilers that do not refuse it.
 * only closures: yes
 * refused clang: cannot return from a defer statement
 */
#include "defer.h"
#include <assert.h>

static int steps;

static int guarded(void)
{
    DEFER_BLOCK {
        steps++;
#if !defined(__clang__) || defined(WRONG)
        if (steps) return;
        steps++;
#endif
    };
    return 7;
}

int main(void)
{
    assert(guarded() == 7 && steps == 1);
}
