/* The flag of a DEFER_GUARD is an automatic variable. Dismissed between setjmp and longjmp, it is
 * indeterminate afterwards, as ISO C has it, and the release may run. A volatile flag is kept. */
#include "defer.h"
#include <assert.h>
#include <setjmp.h>

static jmp_buf target;
static int ran;
static void run(int *count)
{
    ++*count;
}

static void keeps_its_flag(void)
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
    keeps_its_flag();
    assert(ran == 0);
}
