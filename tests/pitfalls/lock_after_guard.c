/* A lock taken after a guard is unlocked before that guard runs. */
#include "defer.h"
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries;
static int removed_under_lock;
static void remove_entry(int *count)
{
    removed_under_lock = pthread_mutex_trylock(&mutex) != 0;
    if (!removed_under_lock) pthread_mutex_unlock(&mutex);
    --*count;
}

/* wrong: unlocks first, and then removes the entry without the lock */
static void work_wrong(void)
{
    DEFER(remove_entry, &entries);
    pthread_mutex_lock(&mutex);
    DEFER(pthread_mutex_unlock, &mutex);
    entries++;
}

/* right: takes the lock first, so that it is unlocked last */
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
    assert(!removed_under_lock);
    work_right();
    assert(removed_under_lock);
}
