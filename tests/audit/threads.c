/* Eight threads use the same places, for the first time all at once. While all of them are in the
 * scope of a guard, and have an entry on a stack, the counts are exact; after that nothing is left.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "defer.h"
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 8, GUARDS = 100000, ENTRIES = 10000 };
static pthread_barrier_t barrier;
static void nothing(void *p) { (void)p; }

static void guard(int rounds)
{
    DEFER(nothing, &barrier); /* registered 800008, run 800000, dismissed 0, pending 8 */
    if (rounds) return;
    pthread_barrier_wait(&barrier); /* here the main thread asks for the report */
    pthread_barrier_wait(&barrier);
}

static void *work(void *unused)
{
    DEFER_STACK(s, 4);
    pthread_barrier_wait(&barrier);
    for (int i = GUARDS; i; i--) guard(i);
    for (int i = ENTRIES; i >= 0; i--) {
        DEFER_PUSH(&s, nothing, &s); /* registered 80008, run 40000, dismissed 40000, pending 8 */
        if (!i) break;
        if (i % 2) defer_stack_unwind(&s, 0);
        else defer_stack_dismiss(&s, 0);
    }
    guard(0);
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS + 1);
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, NULL)) return 2;
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    defer_audit_report(stdout);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    return defer_audit_pending() != 0;
}
