/* Panics that end the process: how it ends, which guards run before, and what it says. */
#include "panic.h"
#include <setjmp.h>
#include <signal.h>

#define AT "[^ ]*ends\\.c:[0-9]+: "
#define NO_TRY_REACHED                                                                             \
    " \\(its defer_try cannot be reached: a function without unwind tables, built without"         \
    " -fexceptions, is on the way, or longjmp has left it\\)\n"

static char text[] = "text";

static void panics(void *unused)
{
    (void)unused;
    DEFER(note, "a");
    DEFER_PANIC(text);
}

static void has_guards(void (*body)(void *), void *arg)
{
    DEFER(note, "b");
    body(arg);
    note("!");
}

static void panics_unrecovered(void *unused)
{
    DEFER(note, "c");
    CHECK(defer_try(panics, unused, NULL) == 1); /* an earlier panic, which is caught */
    note("|");
    has_guards(panics, unused);
}

static void *as_thread(void *body)
{
    DEFER(note, "d");
    (*(void (**)(void *))body)(NULL);
    return NULL;
}

static void run_on_thread(void (*body)(void *))
{
    pthread_t thread;
    if (!pthread_create(&thread, NULL, as_thread, &body)) pthread_join(thread, NULL);
}

static void panics_on_thread(void *unused)
{
    (void)unused;
    DEFER(note, "!"); /* of another thread */
    run_on_thread(panics_unrecovered);
}

TEST(an_unrecovered_panic_says_its_text_runs_the_guards_and_aborts)
{
    CHECK_END(panics_unrecovered, -SIGABRT, "a\\|" AT "panics: panic: text\nabc" AT_END);
    CHECK_END(panics_on_thread, -SIGABRT, "a\\|" AT "panics: panic: text\nabcd" AT_END);
}

static void panic_at_thread_end(void *unused)
{
    has_guards(panics, unused);
}

static void exits_thread(void *unused)
{
    pthread_exit(unused);
}

static void exits_thread_in_try(void *unused)
{
    static pthread_key_t key;
    pthread_key_create(&key, panic_at_thread_end);
    pthread_setspecific(key, text);
    (void)defer_try(exits_thread, unused, NULL);
}

static void panics_after_thread_exit(void *unused)
{
    (void)unused;
    run_on_thread(exits_thread_in_try);
}

TEST(pthread_exit_leaves_no_try_behind)
{
    CHECK_END(panics_after_thread_exit, -SIGABRT, "d" AT "panics: panic: text\nab" AT_END);
}

/* ---- A panic out of a guard that a panic runs ---------------------------------------------- */

static void panics_again(void *unused)
{
    (void)unused;
    DEFER_PANIC("again");
}

static void panics_in_guard(void *unused)
{
    DEFER(note, "!");
    DEFER(panics_again, unused);
    panics(unused);
}

static void tries_two_panics(void *unused)
{
    (void)defer_try(panics_in_guard, unused, NULL);
}

static void pushes_panic(void *unused)
{
    DEFER_STACK(stack, 2);
    CHECK(!DEFER_PUSH(&stack, note, "!"));
    CHECK(!DEFER_PUSH(&stack, panics_again, unused));
    panics(unused);
}

static void tries_panic_in_stack(void *unused)
{
    (void)defer_try(pushes_panic, unused, NULL);
}

TEST(a_panic_out_of_a_guard_that_a_panic_runs_aborts)
{
    static const char said[] = "a" AT "panics: panic: text\n" AT "panics_again: panic: again"
                               " \\(out of a guard that the panic above runs\\)\n";
    CHECK_END(tries_two_panics, -SIGABRT, said);
    CHECK_END(tries_panic_in_stack, -SIGABRT, said);
}

/* ---- A defer_try that is not there -------------------------------------------------------- */

static jmp_buf before_try;
static void jumps(void *unused)
{
    (void)unused;
    longjmp(before_try, 1);
}

static void tries_jump(void *unused)
{
    (void)defer_try(jumps, unused, NULL);
}

/* A frame of this size overwrites the record of the try that longjmp has left. */
static size_t room;
static void panics_with_room(void *unused)
{
    volatile char *space = (volatile char *)__builtin_alloca(room + 1);
    for (size_t i = 0; i <= room; i++) space[i] = 1;
    panics_again(unused);
}

static void jumps_out_of_try(void *unused)
{
    DEFER(note, "!");
    if (setjmp(before_try) == 0)
        tries_jump(unused);
    else
        has_guards(panics_with_room, unused);
}

/* The same inside of a try that still exists. */
static void jumps_in_try(void *unused)
{
    (void)defer_try(jumps_out_of_try, unused, NULL);
}

TEST(a_try_that_longjmp_left_aborts_after_all_guards)
{
    for (room = 0; room < 320; room += 50) { /* overwrites it in different places */
        CHECK_END(jumps_out_of_try, -SIGABRT, "b!" AT "panics_again: panic: again" NO_TRY_REACHED);
        CHECK_END(jumps_in_try, -SIGABRT, "b!" AT "panics_again: panic: again" NO_TRY_REACHED);
    }
}

static jmp_buf in_guard;
static void jumps_in_guard(void *unused)
{
    (void)unused;
    longjmp(in_guard, 1);
}

static void panics_after_jump(void *unused)
{
    if (!setjmp(in_guard)) (void)defer_try(jumps_in_guard, unused, NULL);
    panics_again(unused);
}

static void loses_try_in_guard(void *unused)
{
    DEFER(note, "!");
    DEFER(panics_after_jump, unused);
    panics(unused);
}

static void tries_losing(void *unused)
{
    (void)defer_try(loses_try_in_guard, unused, NULL);
}

TEST(a_try_that_longjmp_left_in_a_guard_of_a_panic_aborts)
{
    CHECK_END(tries_losing, -SIGABRT, "a" AT "panics: panic: text\n" AT "panics_again: panic: again"
              " \\(out of a guard that the panic above runs\\)\n");
}

static void jumps_out_of_inner_try(void *unused)
{
    if (!setjmp(before_try)) tries_jump(unused);
}

static void panics_after_outer_try(void *unused)
{
    CHECK(defer_try(jumps_out_of_inner_try, unused, NULL) == 0);
    CHECK(defer_try(panics, unused, NULL) == 1);
    note("|");
    has_guards(panics, unused);
}

TEST(a_try_that_longjmp_left_is_forgotten_when_an_outer_one_ends)
{
    CHECK_END(panics_after_outer_try, -SIGABRT, "a\\|" AT "panics: panic: text\nab" AT_END);
}

static void has_no_tables_between(void *unused)
{
    DEFER(note, "!");
    without_tables(panics_again, unused);
}

static void tries_without_tables(void *unused)
{
    (void)defer_try(has_no_tables_between, unused, NULL);
}

static void unrecovered_without_tables(void *unused)
{
    DEFER(note, "!"); /* beyond the function without unwind tables */
    without_tables(panics, unused);
}

TEST(a_frame_without_unwind_tables_aborts_after_the_guards_up_to_there)
{
    CHECK_END(tries_without_tables, -SIGABRT, AT "panics_again: panic: again" NO_TRY_REACHED);
    CHECK_END(unrecovered_without_tables, -SIGABRT,
              AT "panics: panic: text\na" BEYOND);
}

static void tries_through_noexcept(void *unused)
{
    DEFER(note, "!");
    not_throwing(panics, unused);
}

static void passes_noexcept(void *unused)
{
    (void)defer_try(tries_through_noexcept, unused, NULL);
}

TEST(a_noexcept_function_ends_the_program)
{
    CHECK_END(passes_noexcept, -SIGABRT, "a");
}
