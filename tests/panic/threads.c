/* Panics in signal handlers, in many threads at once, and in threads that end. Nothing sleeps:
 * signals are delivered at a known place, and threads cancel themselves. */
#include "panic.h"
#include <signal.h>

static char text[] = "text";

/* ---- Signals ------------------------------------------------------------------------------ */

static void panics(int signal_number)
{
    (void)signal_number;
    DEFER(note, "h");
    DEFER_PANIC("alarm");
}

/* Waits for a signal like pause(). The signal is blocked and pending, so it cannot come too
 * early. */
static void pauses(void *unused)
{
    sigset_t all_but_alarm;
    (void)unused;
    DEFER(note, "a");
    sigfillset(&all_but_alarm);
    sigdelset(&all_but_alarm, SIGALRM);
    (void)pthread_kill(pthread_self(), SIGALRM);
    sigsuspend(&all_but_alarm);
    note("!");
}

static void panics_in_handler(int flags)
{
    struct sigaction action, before;
    sigset_t alarm_only, mask_before, mask_after;
    memset(&action, 0, sizeof action);
    action.sa_handler = panics;
    action.sa_flags = flags;
    sigaction(SIGALRM, &action, &before);
    sigemptyset(&alarm_only);
    sigaddset(&alarm_only, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarm_only, &mask_before);
    for (int i = 0; i < 3; i++) {
        defer_panic caught;
        CHECK(defer_try(pauses, NULL, &caught) == 1);
        CHECK(!strcmp(caught.message, "alarm"));
        CHECK_TRACE("ha");
    }
    pthread_sigmask(SIG_SETMASK, &mask_before, &mask_after);
    CHECK(sigismember(&mask_after, SIGALRM)); /* the handler has not returned */
    sigaction(SIGALRM, &before, NULL);
}

TEST(a_signal_handler_may_panic)
{
    panics_in_handler(0);
}

static void *panics_on_signal_stack(void *memory)
{
    stack_t alternate, before;
    memset(&alternate, 0, sizeof alternate);
    alternate.ss_sp = memory;
    alternate.ss_size = 1 << 16;
    CHECK(!sigaltstack(&alternate, &before));
    panics_in_handler(SA_ONSTACK);
    CHECK(!sigaltstack(&before, NULL));
    return NULL;
}

static void *run_thread(void *(*body)(void *), void *arg)
{
    pthread_t thread;
    void *result = text;
    CHECK(!pthread_create(&thread, NULL, body, arg));
    CHECK(!pthread_join(thread, &result));
    return result;
}

/* One signal stack lies at a lower address than the stack of its thread, one at a higher
 * address. */
TEST(a_signal_handler_may_panic_on_an_alternate_stack)
{
    static char below[1 << 16];
    char above[1 << 16];
    panics_on_signal_stack(below);
    run_thread(panics_on_signal_stack, above);
}

/* ---- Many threads ------------------------------------------------------------------------- */

enum { THREADS = 8 };
static pthread_barrier_t start;

static void *panics_often(void *unused)
{
    (void)unused;
    pthread_barrier_wait(&start);
    for (int i = 0; i < rounds; i++) {
        defer_panic caught;
        char mine;
        CHECK(defer_try(panic_through_ten_frames, &mine, &caught) == 1);
        CHECK(caught.message == &mine);
        CHECK_TRACE("..........");
    }
    return NULL;
}

TEST(threads_panic_each_for_itself)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) CHECK(!pthread_create(&threads[i], NULL, panics_often, NULL));
    for (int i = 0; i < THREADS; i++) CHECK(!pthread_join(threads[i], NULL));
    pthread_barrier_destroy(&start);
}

/* ---- Cancellation and pthread_exit -------------------------------------------------------- */

static void note_at_cancellation_point(const char *name)
{
    pthread_testcancel();
    note(name);
}

static void tries_at_cancellation_point(const char *name)
{
    CHECK(defer_try(panic_with_text, text, NULL) == 1);
    note_at_cancellation_point(name);
}

static void panics_at_cancellation_points(void *unused)
{
    (void)unused;
    DEFER(note_at_cancellation_point, "a");
    DEFER(tries_at_cancellation_point, "b");
    panic_with_text(text);
}

static void note_trace(const char *expected)
{
    CHECK_TRACE(expected);
}

static void *is_cancelled(void *unused)
{
    DEFER(note_trace, "ba|");
    pthread_cancel(pthread_self());
    CHECK(defer_try(panics_at_cancellation_points, unused, NULL) == 1);
    note("|");
    pthread_testcancel();
    note("!");
    return NULL;
}

static void *disables_cancellation(void *unused)
{
    int state = -1;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_cancel(pthread_self());
    CHECK(defer_try(panics_at_cancellation_points, unused, NULL) == 1);
    pthread_testcancel();
    CHECK_TRACE("ba");
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    CHECK(state == PTHREAD_CANCEL_DISABLE);
    return NULL;
}

TEST(a_pending_cancel_waits_until_the_panic_is_caught)
{
    CHECK(run_thread(is_cancelled, NULL) == PTHREAD_CANCELED);
    CHECK(run_thread(disables_cancellation, NULL) == NULL);
}

static pthread_key_t key;

static void tries_at_thread_end(void *how)
{
    defer_panic caught;
    CHECK_TRACE((const char *)how);
    CHECK(!defer_panicking());
    CHECK(defer_try(panic_through_ten_frames, text, &caught) == 1);
    CHECK(caught.message == text);
    CHECK_TRACE("..........");
}

static void exits(void *unused)
{
    DEFER(note, "a");
    pthread_exit(unused);
}

static void acts_on_cancel(void *unused)
{
    (void)unused;
    DEFER(note, "b");
    pthread_cancel(pthread_self());
    pthread_testcancel();
}

struct ending { void (*leave)(void *); const char *trace; };

static void tries_ending(void *arg)
{
    struct ending *ending = (struct ending *)arg;
    DEFER(note, "c");
    (void)defer_try(ending->leave, text, NULL);
    note("!");
}

static void *ends_in_tries(void *arg)
{
    struct ending *ending = (struct ending *)arg;
    DEFER(note, "d");
    CHECK(!pthread_setspecific(key, ending->trace));
    (void)defer_try(tries_ending, arg, NULL);
    note("!");
    return NULL;
}

/* ends.c shows too that the records of these tries are removed, by a panic that nobody catches. */
TEST(a_thread_may_end_inside_of_tries)
{
    struct ending by_exit = { exits, "acd" }, by_cancel = { acts_on_cancel, "bcd" };
    CHECK(!pthread_key_create(&key, tries_at_thread_end));
    CHECK(run_thread(ends_in_tries, &by_exit) == text);
    CHECK(run_thread(ends_in_tries, &by_cancel) == PTHREAD_CANCELED);
    pthread_key_delete(key);
}
