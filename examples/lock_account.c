/*
 * Several threads draw from one account. The guard that unlocks it stands right after the lock, so
 * that every return unlocks: a refusal cannot leave the account locked.
 *
 * Prints `drawn 3000, refused 1000, balance 0, unlocked`.
 */
#include "defer.h"

#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, DRAWS = 1000, START = 3000 };
enum draw { DRAWN, CLOSED, TOO_LITTLE };

struct account {
    pthread_mutex_t lock;
    long balance;
    long drawn;
    long refused;
    int closed;
};

static enum draw draw(struct account *a, long amount)
{
    pthread_mutex_lock(&a->lock);
    DEFER(pthread_mutex_unlock, &a->lock);

    if (a->closed) return CLOSED;
    if (a->balance < amount) {
        a->refused++;
        return TOO_LITTLE;
    }
    a->balance -= amount;
    a->drawn += amount;
    return DRAWN;
}

static void *draw_often(void *account)
{
    for (int i = 0; i < DRAWS; i++)
        if (draw(account, 1) == CLOSED) break;
    return NULL;
}

int main(void)
{
    struct account a = { .lock = PTHREAD_MUTEX_INITIALIZER, .balance = START };
    pthread_t threads[THREADS];
    int started = 0;
    while (started < THREADS) {
        if (pthread_create(&threads[started], NULL, draw_often, &a)) break;
        started++;
    }
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);

    int locked = pthread_mutex_trylock(&a.lock) != 0;
    printf("drawn %ld, refused %ld, balance %ld, %s\n", a.drawn, a.refused, a.balance,
           locked ? "locked" : "unlocked");
    return locked || started < THREADS;
}
