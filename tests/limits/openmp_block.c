/* A DEFER_BLOCK of GCC C sees the variable outside of an OpenMP region, and not the private copy of a
 * thread, as a nested function does. Other guards take what the thread has.
 * options: -fopenmp
 * only gcc c: yes
 */
#include "defer.h"
#include <assert.h>

static int seen_by_block, seen_by_guard;
static void keep(int value)
{
    __atomic_fetch_add(&seen_by_guard, value, __ATOMIC_RELAXED);
}

int main(void)
{
    int value = 1;
#pragma omp parallel firstprivate(value) num_threads(2)
    {
        value = 10;
        DEFER(keep, value);
        DEFER_BLOCK {
            __atomic_fetch_add(&seen_by_block, value, __ATOMIC_RELAXED);
        };
    }
    assert(seen_by_guard == 20);
    assert(seen_by_block == 2);
}
