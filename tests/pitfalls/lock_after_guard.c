/* A lock that is taken after a guard is given back before that guard runs. */
#include "defer.h"
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries, seen_locked;
static void remove_entry(int *count)
{
    seen_locked = pthread_mutex_trylock(&mutex) != 0;
    if (!seen_locked) pthread_mutex_unlock(&mutex);
    --*count;
}

/* wrong: unlocks, then removes what the lock should protect */
static void work_wrong(void)
{
    DEFER(remove_entry, &entries);
    pthread_mutex_lock(&mutex);
    DEFER(pthread_mutex_unlock, &mutex);
    entries++;
}

/* right: the lock first, then what it protects */
static void work_right(void)
{
    pthread_mutex_lock(&mutex);
    DEFER(pthread_mutex_unlock, &mutex);
    entries++;
    DEFER(remove_entry, &entries);
}

/* check: */
int main(void)
{
    work_wrong();
    assert(!seen_locked);
    work_right();
    assert(seen_locked);
}
