/* In a function that may use fewer registers than its file, as a handler of interrupts does, the
 * helpers of the header cannot be inlined. Give the option to the whole file, -mgeneral-regs-only;
 * or put the guards into a function of its own, as here.
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
