/* The end of a thread runs guards if DEFER_UNWINDS is 1, and only then. */
#include "trace.h"
#include "defer.h"
#include <pthread.h>
#include <unistd.h>

static void end_thread(void)
{
    pthread_exit(NULL);
}

static void wait_for_cancellation(void)
{
    pthread_cancel(pthread_self());
    for (;;) pause();
}

static void guarded(void (*end)(void))
{
    int flag = 1, zero = 0, failed = -1, status = 0;
    const char *text = "5";
    DEFER(note, "1");
    DEFER_IF(flag, note, "2");
    DEFER_UNLESS(zero, note, "3");
    DEFER_IF_NEGATIVE(failed, note, "4");
    DEFER_VAR(note, text);
    DEFER_GUARD(six, note, "6");
    DEFER_STATUS(&status, note_and_fail, "7");
#if DEFER_HAS_BLOCK
    DEFER_BLOCK { note("8"); };
#else
    DEFER(note, "8");
#endif
    end();
    note("never");
}

static void *thread(void *end)
{
    DEFER(note, "0");
    while (end) {
        DEFER(note, "loop");
        guarded(*(void (**)(void))end);
    }
    return end;
}

static int runs_thread(void (*end)(void))
{
    pthread_t id;
    return pthread_create(&id, NULL, thread, &end) || pthread_join(id, NULL);
}

#define TRACE_OF_END (DEFER_UNWINDS ? "87654321loop0" : "")

TEST(the_end_of_a_thread_runs_guards_where_it_unwinds)
{
    assert_int_equal(runs_thread(end_thread), 0);
    assert_trace(TRACE_OF_END);
}

TEST(cancellation_runs_guards_where_it_unwinds)
{
    assert_int_equal(runs_thread(wait_for_cancellation), 0);
    assert_trace(TRACE_OF_END);
}

/* Not with _Defer: when it unwinds, Clang 22 runs it with the wrong local variables. */
#if DEFER_HAS_BLOCK && !defined(__STDC_DEFER_TS25755__)
static void guards_in_a_block(void)
{
    int x = 1;
    DEFER_BLOCK {
        int y = x + 1;
        DEFER(note_number, y);
        DEFER_VAR(note_number, x);
        for (int i = 0; i < y; i++) note_number(i);
    };
    x = 3;
    end_thread();
}

TEST(the_end_of_a_thread_runs_what_a_block_holds)
{
    assert_int_equal(runs_thread(guards_in_a_block), 0);
    assert_trace(DEFER_UNWINDS ? "0,1,2,3,3,4,87654321loop0" : "");
}
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *counts(void *unused)
{
    for (int i = 0; i < 1000; i++) {
        pthread_mutex_lock(&lock);
        DEFER(pthread_mutex_unlock, &lock);
        if (i % 2) continue;
        counter++;
    }
    return unused;
}

TEST(a_guard_unlocks_for_other_threads)
{
    pthread_t id[4];
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&id[i], NULL, counts, NULL), 0);
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_join(id[i], NULL), 0);
    assert_int_equal(counter, 2000);
}
