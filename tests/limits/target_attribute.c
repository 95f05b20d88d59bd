/* If a function may use fewer registers than the rest of its file, as an interrupt handler may, the
 * helpers of the header cannot be inlined into it. Compile the whole file with -mgeneral-regs-only,
 * or put the guards into a separate function, as here.
 * refused gcc x86_64: target specific option mismatch
 * refused clang x86_64 !before-18: requires target feature
 * only x86_64: yes
 */
#include "defer.h"
#include <assert.h>

static int ran;
static void run(int *count)
{
    ++*count;
}

#ifdef WRONG
__attribute__((__target__("general-regs-only")))
#endif
static int with_guards(void)
{
    DEFER_STACK(stack, 1);
    DEFER(run, &ran);
    return DEFER_PUSH(&stack, run, &ran);
}

int main(void)
{
    assert(with_guards() == 0);
    assert(ran == 2);
}
