/* A computed goto leaves the scope of a guard. GCC and _Defer skip the guard. Clang without _Defer
 * refuses the code.
 * refused erased: cannot jump from this indirect goto statement to one of its possible targets
 */
#include "defer.h"
#include <assert.h>

static int ran;
static void run(int *count)
{
    ++*count;
}

static void leave(void)
{
#if DEFER_HAS_BLOCK || defined(WRONG)
    __extension__ void *target = &&out;
    {
        DEFER(run, &ran);
        __extension__({ goto *target; });
    }
out:;
#else
    (void)run;
#endif
}

int main(void)
{
    leave();
    assert(ran == 0);
}
