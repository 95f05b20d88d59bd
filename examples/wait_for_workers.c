/*
 * Threads share out work among themselves: they count primes. They have to stop when the time is
 * up, when one of them fails or cannot be started; and nobody returns before all have ended. Each
 * worker has a guard that reports its end, however it leaves. The function that starts them has two
 * guards: one tells the workers to stop, the other joins them.
 *
 *     wait_for_workers workers limit seconds [odd]      counts the primes below the limit
 *
 * `odd` is the number of the worker that fails, counted from 1. If it is negative, worker -odd is
 * the one that cannot be started, as it asks for too large a stack. Prints how it ended, `done`,
 * `too late`, `a worker has failed` or `cannot start worker 3`, and then `8 started, 0 running, 168
 * primes`. The exit status is 0 if all the work is done.
 */
#include "defer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_WORKERS = 64 };

struct group {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* measures time by CLOCK_MONOTONIC */
    struct timespec deadline;
    int workers;
    int odd;
    int started;
    pthread_t threads[MAX_WORKERS];
    atomic_int running;
    atomic_int last_number;
    atomic_int failed;
    atomic_int cancelled;
    long limit;
    long next;
    long primes;
};

static void report_end(struct group *g)
{
    pthread_mutex_lock(&g->lock);
    DEFER(pthread_mutex_unlock, &g->lock);
    g->running--;
    pthread_cond_signal(&g->changed);
}

static void cancel(struct group *g)
{
    g->cancelled = 1;
}

static void join_all(struct group *g)
{
    for (int i = 0; i < g->started; i++) pthread_join(g->threads[i], NULL);
}

/* Returns 0 for a prime too if the group is cancelled meanwhile: a large number takes long. */
static int is_prime(long n, const struct group *g)
{
    for (long divisor = 2; divisor <= n / divisor; divisor++) {
        if (g->cancelled) return 0;
        if (n % divisor == 0) return 0;
    }
    return !g->cancelled;
}

/* Adds what the worker has found, and returns the next number to look at; 0 if there is none. */
static long next_number(struct group *g, int found)
{
    pthread_mutex_lock(&g->lock);
    DEFER(pthread_mutex_unlock, &g->lock);
    g->primes += found;
    if (g->cancelled || g->failed) return 0;
    if (g->next >= g->limit) return 0;
    long n = g->next;
    g->next++;
    return n;
}

static void *work(void *group)
{
    struct group *g = group;
    DEFER(report_end, g);
    int number = ++g->last_number;
    if (number == g->odd) g->failed = 1; /* next_number then ends all workers */

    long n = next_number(g, 0);
    while (n != 0) n = next_number(g, is_prime(n, g));
    return NULL;
}

/* Counts the worker as running before it can end. If it cannot be started, it has ended too. */
static int start_worker(struct group *g, const pthread_attr_t *attributes)
{
    g->running++;
    int rc = pthread_create(&g->threads[g->started], attributes, work, g);
    DEFER_IF(rc, report_end, g);
    if (rc == 0) g->started++;
    return rc;
}

static int wait_for_end(struct group *g)
{
    pthread_mutex_lock(&g->lock);
    DEFER(pthread_mutex_unlock, &g->lock);
    while (g->running > 0 && !g->failed) {
        if (pthread_cond_timedwait(&g->changed, &g->lock, &g->deadline)) {
            puts("too late");
            return 1;
        }
    }
    if (g->failed) {
        puts("a worker has failed");
        return 1;
    }
    puts("done");
    return 0;
}

static int run(struct group *g)
{
    DEFER(join_all, g);
    DEFER(cancel, g); /* runs first; it does no harm to workers that have ended */

    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    DEFER(pthread_attr_destroy, &attributes);
    for (int number = 1; number <= g->workers; number++) {
        if (number == -g->odd) pthread_attr_setstacksize(&attributes, SIZE_MAX / 4);
        if (start_worker(g, &attributes)) {
            printf("cannot start worker %d\n", number);
            return 1;
        }
    }
    return wait_for_end(g);
}

int main(int argc, char **argv)
{
    int workers = argc >= 4 ? atoi(argv[1]) : -1;
    if (workers < 0 || workers > MAX_WORKERS) {
        fprintf(stderr, "usage: wait_for_workers workers limit seconds [odd]\n");
        return 2;
    }
    struct group g = {
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .workers = workers,
        .limit = atol(argv[2]),
        .next = 2,
    };
    if (argc > 4) g.odd = atoi(argv[4]);
    clock_gettime(CLOCK_MONOTONIC, &g.deadline);
    g.deadline.tv_sec += atol(argv[3]);

    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    DEFER(pthread_condattr_destroy, &monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&g.changed, &monotonic);
    DEFER(pthread_cond_destroy, &g.changed);

    int failed = run(&g);
    printf("%d started, %d running, %ld primes\n", g.started, g.running, g.primes);
    return failed;
}
