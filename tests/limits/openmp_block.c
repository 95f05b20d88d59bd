/* In C on GCC, a DEFER_BLOCK in an OpenMP region sees the variable outside of the region instead of
 * the private copy of the thread, as any nested function does. If it uses the variable of a
 * parallel loop, GCC crashes. Other guards get the value of the thread.
 * options: -fopenmp
 * refused: in omp_extract_for_data
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
#ifdef WRONG
#pragma omp parallel for
    for (int i = 0; i < 2; i++) {
        DEFER_BLOCK { seen_by_block += i; };
    }
#endif
    assert(seen_by_guard == 20);
    assert(seen_by_block == 2);
}
