/* Eight threads meet at each of 256 places, and are the first to come there. None of them settles
 * an entry before its place can be found. */
#include "defer.h"
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

enum { THREADS = 8 };
static int arrived;
static void nothing(void *p) { (void)p; }

/* Waits until all threads have come as far. */
static void meet(int *meetings)
{
    int all = ++*meetings * THREADS;
    __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < all) sched_yield();
}

#define PLACE meet(&meetings); (void)DEFER_PUSH(&s, nothing, &s); defer_stack_unwind(&s, 0);
#define PLACES_4 PLACE PLACE PLACE PLACE
#define PLACES_16 PLACES_4 PLACES_4 PLACES_4 PLACES_4
#define PLACES_64 PLACES_16 PLACES_16 PLACES_16 PLACES_16

static void *work(void *unused)
{
    int meetings = 0;
    DEFER_STACK(s, 4);
    PLACES_64 PLACES_64 PLACES_64 PLACES_64
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, NULL)) return 2;
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    printf("pending: %lu\n", defer_audit_pending());
    return defer_audit_pending() != 0;
}
