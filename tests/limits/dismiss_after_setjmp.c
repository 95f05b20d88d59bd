/* DEFER_GUARD keeps in an automatic variable whether it is armed. If it is dismissed between setjmp
 * and longjmp, ISO C makes that variable indeterminate, and the release may run. A volatile flag
 * with DEFER_UNLESS, as here, keeps its value. */
#include "defer.h"
#include <assert.h>
#include <setjmp.h>

static jmp_buf target;
static int ran;
static void run(int *count)
{
    ++*count;
}

static void dismiss_and_jump(void)
{
    volatile int done = 0;
    DEFER_UNLESS(done, run, &ran);
    if (setjmp(target) == 0) {
        done = 1;
        longjmp(target, 1);
    }
}

int main(void)
{
    dismiss_and_jump();
    assert(ran == 0);
}
