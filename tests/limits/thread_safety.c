/* -Wthread-safety of Clang does not see that a guard unlocks, and reports a lock as `still held at
 * the end`. Exclude the function from the analysis.
 * options: -Wthread-safety
 * refused: still held at the end of function
 * only clang: yes
 */
#include "defer.h"
#include <assert.h>

struct __attribute__((capability("mutex"))) lock {
    int held;
};
static struct lock lock;
static void acquire(struct lock *l) __attribute__((acquire_capability(*l)));
static void release(struct lock *l) __attribute__((release_capability(*l)));

#ifndef WRONG
__attribute__((no_thread_safety_analysis))
#endif
static int works(void)
{
    acquire(&lock);
    DEFER(release, &lock);
    return lock.held;
}

__attribute__((no_thread_safety_analysis)) static void acquire(struct lock *l)
{
    l->held = 1;
}
__attribute__((no_thread_safety_analysis)) static void release(struct lock *l)
{
    l->held = 0;
}

int main(void)
{
    assert(works() == 1);
    assert(lock.held == 0);
}
