/* Eight threads use the same places, and start at the same moment. When all of them are in the
 * scope of a guard and have an entry on a stack, the main thread writes the report: its counts are
 * exact. In the end nothing is pending. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "defer.h"
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 8, GUARDS = 100000, ENTRIES = 10000 };
static pthread_barrier_t barrier;
static void nothing(void *p) { (void)p; }

static void guard(int is_last)
{
    DEFER(nothing, &barrier); /* registered 800008, run 800000, dismissed 0, pending 8 */
    if (!is_last) return;
    pthread_barrier_wait(&barrier); /* between these two the main thread writes the report */
    pthread_barrier_wait(&barrier);
}

static void *work(void *unused)
{
    DEFER_STACK(s, 4);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < GUARDS; i++) guard(0);
    for (int i = 0; i <= ENTRIES; i++) {
        (void)DEFER_PUSH(&s, nothing, &s); /* registered 80008, run 40000, dismissed 40000, pending 8 */
        if (i == ENTRIES) break; /* the last entry stays until the thread ends */
        if (i % 2) {
            defer_stack_unwind(&s, 0);
        } else {
            defer_stack_dismiss(&s, 0);
        }
    }
    guard(1);
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS + 1);
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, NULL)) return 2;
    pthread_barrier_wait(&barrier); /* all threads start */
    pthread_barrier_wait(&barrier); /* all threads are in the last guard */
    defer_audit_report(stdout);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    return defer_audit_pending() != 0;
}
