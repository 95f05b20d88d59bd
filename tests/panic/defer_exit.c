/* defer_exit runs all guards of the thread, then the functions of atexit, and exits with the
 * status. */
#include "panic.h"
#include <signal.h>

#define MISUSED(code)                                                                              \
    "defer\\.h: defer_exit\\(" #code "\\) out of a guard that a panic or defer_exit runs\n"

#define PANIC "[^ ]*order\\.c:[0-9]+: panic_with_text: panic: text"

static char text[] = "text";

static void exits_with_3(void *unused)
{
    (void)unused;
    DEFER(note, "a");
    defer_exit(3);
}

static void note_tries(const char *name)
{
    note(name);
    CHECK(defer_try(panic_with_text, text, NULL) == 1);
    note(defer_panicking() ? "1" : "0");
}

static void note_at_exit(void)
{
    DEFER(note, "/");
    note_tries("e");
}

static void exits_through_tries(void *unused)
{
    DEFER(note, "b");
    DEFER_STACK(stack, 1);
    CHECK(!DEFER_PUSH(&stack, note, "c"));
    CHECK(!DEFER_PUSH(&stack, note, "d"));
    (void)defer_try(exits_with_3, unused, NULL);
    note("!");
}

static void frames_exit(int left)
{
    DEFER(note, ".");
    if (left == 0)
        exits_through_tries(NULL);
    else
        frames_exit(left - 1);
    note("!");
}

static void exits_from_ten_frames_deep(void *unused)
{
    (void)unused;
    (void)atexit(note_at_exit);
    frames_exit(9);
}

static void tries_exit(void *unused)
{
    (void)defer_try(exits_from_ten_frames_deep, unused, NULL);
    note("!");
}

static void *exits_in_thread(void *unused)
{
    DEFER(note, "t");
    tries_exit(unused);
    return NULL;
}

static void exits_from_thread(void *unused)
{
    pthread_t thread;
    DEFER(note, "!"); /* of another thread */
    if (!pthread_create(&thread, NULL, exits_in_thread, unused)) pthread_join(thread, NULL);
}

TEST(defer_exit_runs_all_guards_of_the_thread_then_those_of_atexit)
{
    CHECK_END(exits_with_3, 3, "a");
    CHECK_END(exits_from_ten_frames_deep, 3, "adcb\\.{10}e0/");
    CHECK_END(tries_exit, 3, "adcb\\.{10}e0/");
    CHECK_END(exits_from_thread, 3, "adcb\\.{10}te0/");
}

static void panics_at_exit(void)
{
    DEFER(note, "b");
    panic_with_text(text);
}

static void exits_and_panics(void *unused)
{
    (void)atexit(panics_at_exit);
    exits_with_3(unused);
}

TEST(a_panic_in_atexit_is_like_any_other)
{
    /* With g++ and TSan exit() is noexcept, and std::terminate writes a line too. */
    CHECK_END(exits_and_panics, -SIGABRT, "a" PANIC "\nb" AT_END "(terminate called.*)?");
}

static void exits_past_guard_that_tries(void *unused)
{
    DEFER(note, "c");
    DEFER(note_tries, "b");
    exits_with_3(unused);
}

static void exits_past_cpp(void *unused)
{
    DEFER(note, "b");
    with_destructor(exits_with_3, unused);
}

static void exits_past_rethrow(void *unused)
{
    DEFER(note, "c");
    rethrowing(exits_past_cpp, unused);
}

TEST(what_defer_exit_runs_may_try_and_may_be_cpp)
{
    CHECK_END(exits_past_guard_that_tries, 3, "ab0c");
    CHECK_END(exits_past_rethrow, 3, "a\\+~br~c");
}

/* ---- Mistakes ----------------------------------------------------------------------------- */

static void exits_in_guard(void *unused)
{
    DEFER(note, "!");
    DEFER(exits_with_3, unused);
    DEFER_PANIC(text);
}

static void tries_exit_in_guard(void *unused)
{
    (void)defer_try(exits_in_guard, unused, NULL);
}

static void exit_tried_in_guard(void *unused)
{
    (void)defer_try(exits_with_3, unused, NULL);
}

static void exits_in_try_in_guard(void *unused)
{
    DEFER(note, "!");
    DEFER(exit_tried_in_guard, unused);
    DEFER_PANIC(text);
}

static void tries_exit_in_try_in_guard(void *unused)
{
    (void)defer_try(exits_in_try_in_guard, unused, NULL);
}

static void exits_twice(void *unused)
{
    DEFER(note, "!");
    DEFER(exits_with_3, unused);
    defer_exit(4);
}

TEST(defer_exit_in_a_guard_that_a_panic_or_defer_exit_runs_aborts)
{
    CHECK_END(tries_exit_in_guard, -SIGABRT, MISUSED(3));
    CHECK_END(tries_exit_in_try_in_guard, -SIGABRT, MISUSED(3));
    CHECK_END(exits_twice, -SIGABRT, MISUSED(3));
}

static void panics_while_exiting(void *unused)
{
    DEFER(note, "!");
    DEFER(panic_with_text, text);
    exits_with_3(unused);
}

static void tries_panic_while_exiting(void *unused)
{
    DEFER(note, "!");
    (void)defer_try(panics_while_exiting, unused, NULL);
    note("!");
}

TEST(a_panic_out_of_a_guard_that_defer_exit_runs_aborts)
{
    static const char said[] = "a" PANIC " \\(out of a guard that defer_exit runs\\)\n";
    CHECK_END(panics_while_exiting, -SIGABRT, said);
    CHECK_END(tries_panic_while_exiting, -SIGABRT, said);
}

static void swallows_exit(void *unused)
{
    DEFER(note, "!");
    swallowing(exits_with_3, unused);
}

static void catches_and_leaves(void *unused)
{
    (void)defer_try(swallows_exit, unused, NULL);
}

TEST(a_catch_that_ends_defer_exit_aborts)
{
    CHECK_END(catches_and_leaves, -SIGABRT,
              "asdefer\\.h: a catch \\(\\.\\.\\.\\) has ended defer_exit\\(3\\)\n");
}
