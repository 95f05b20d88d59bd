/* An asm goto leaves the scope of a guard. GCC before 16 and _Defer skip the guard. GCC 16 runs it.
 * Clang without _Defer refuses the code.
 * refused erased: cannot jump from this asm goto statement to one of its possible targets
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
    {
        DEFER(run, &ran);
#if defined(__x86_64__) || defined(__i386__)
        __asm__ goto("jmp %l0" : : : : out);
#else
        __asm__ goto("b %l0" : : : : out);
#endif
    }
out:;
#else
    (void)run;
#endif
}

int main(void)
{
    leave();
#if !defined(__clang__) && __GNUC__ >= 16
    assert(ran == 1);
#else
    assert(ran == 0);
#endif
}
