/*
 * A group of threads that share out work. They are told to stop when the time is up, when one of
 * them fails or cannot be started, and are waited for on every way out. A guard in each says that
 * it is done, however it leaves; two guards of whoever starts them tell them to stop and join them.
 *
 *     wait_for_workers workers limit seconds [odd]      counts the primes below the limit
 *
 * The worker `odd`, counted from 1, fails; below 0, it is the one that cannot be started, as it
 * asks for too large a stack. Prints how it ended, `done`, `too late`, `a worker has failed` or
 * `cannot start worker 3`, then `8 started, 0 running, 168 primes`. The status is 0 if all is done.
 */
#include "defer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 64 };
struct group {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* on CLOCK_MONOTONIC */
    struct timespec deadline;
    int workers, odd, started;
    atomic_int running, numbers, failed, cancelled;
    long limit, next, primes;
    pthread_t threads[MOST];
};

static void done(struct group *g)
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

static int is_prime(long n, const atomic_int *cancelled)
{
    for (long i = 2; i <= n / i && !*cancelled; i++)
        if (n % i == 0) return 0;
    return !*cancelled;
}

static long next(struct group *g, int found) /* 0 at the end */
{
    pthread_mutex_lock(&g->lock);
    DEFER(pthread_mutex_unlock, &g->lock);
    g->primes += found;
    return g->next < g->limit && !g->cancelled && !g->failed ? g->next++ : 0;
}

static void *work(void *group)
{
    struct group *g = group;
    DEFER(done, g);
    if (++g->numbers == g->odd) g->failed = 1; /* then there is no more for any */
    for (long n = next(g, 0); n; n = next(g, is_prime(n, &g->cancelled))) {}
    return NULL;
}

static int start(struct group *g, const pthread_attr_t *attributes)
{
    g->running++;
    int rc = pthread_create(&g->threads[g->started], attributes, work, g);
    DEFER_IF(rc, done, g);
    g->started += !rc;
    return rc;
}

static int wait_for(struct group *g)
{
    pthread_mutex_lock(&g->lock);
    DEFER(pthread_mutex_unlock, &g->lock);
    while (g->running && !g->failed)
        if (pthread_cond_timedwait(&g->changed, &g->lock, &g->deadline)) return puts("too late"), 1;
    return puts(g->failed ? "a worker has failed" : "done"), g->failed;
}

static int run(struct group *g)
{
    DEFER(join_all, g);
    DEFER(cancel, g); /* who has done all does not mind */
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    DEFER(pthread_attr_destroy, &attributes);
    for (int i = 1; i <= g->workers; i++) {
        if (i == -g->odd) pthread_attr_setstacksize(&attributes, SIZE_MAX / 4);
        if (start(g, &attributes)) return printf("cannot start worker %d\n", i), 1;
    }
    return wait_for(g);
}

int main(int argc, char **argv)
{
    if (argc < 4 || (unsigned)atoi(argv[1]) > MOST) return 2;
    struct group g = { .lock = PTHREAD_MUTEX_INITIALIZER, .next = 2 };
    g.workers = atoi(argv[1]), g.limit = atol(argv[2]), g.odd = argc > 4 ? atoi(argv[4]) : 0;
    clock_gettime(CLOCK_MONOTONIC, &g.deadline);
    g.deadline.tv_sec += atol(argv[3]);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    DEFER(pthread_condattr_destroy, &monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&g.changed, &monotonic);
    int failed = run(&g);
    printf("%d started, %d running, %ld primes\n", g.started, g.running, g.primes);
    return failed;
}
