/* A call in the scope of a guard cannot be a tail call, as the guard still has to run after it.
 * only clang: yes
 * refused: (cannot perform a tail call|tail call skipping over cleanups)
 */
#include "defer.h"
#include <assert.h>

static int ran;
static void run(int *count)
{
    ++*count;
}
static int next(int n)
{
    return n;
}

static int guarded(int n)
{
    DEFER(run, &ran);
#ifdef WRONG
    __attribute__((musttail)) return next(n);
#else
    return next(n);
#endif
}

int main(void)
{
    assert(guarded(1) == 1 && ran == 1);
}
