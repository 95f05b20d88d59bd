/* A nested function of the user as the `fn` of a guard makes the stack executable, as it does
 * wherever its address is taken: at -O0 always, otherwise if it uses a variable of the function
 * around it. -Wtrampolines of GCC reports that. Use an ordinary function, and pass it a pointer to
 * what it needs.
 * options: -Wtrampolines
 * refused: trampoline generated for nested function
 * only gcc c: yes
 */
#include "defer.h"
#include <assert.h>

#ifndef WRONG
static void count(int *sum)
{
    ++*sum;
}
#endif

int main(void)
{
    int ran = 0;
    {
#ifdef WRONG
        __extension__ auto void count(int *by);
        __extension__ __attribute__((__noinline__)) void count(int *by) { ran += *by; }
        int one = 1;
        DEFER(count, &one);
#else
        DEFER(count, &ran);
#endif
    }
    assert(ran == 1);
}
