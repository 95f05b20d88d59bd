/* Ways out that skip a stack or leave one of its releases: longjmp, and the end of a thread, which
 * runs the entries if DEFER_UNWINDS is 1. */
#include "trace.h"
#include "defer.h"
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void push_letters(defer_stack *s, const char *letters)
{
    for (; *letters; letters++) (void)DEFER_PUSH(s, note_char, *letters);
}

/* ---- longjmp
 * ----------------------------------------------------------------------------------- */

static jmp_buf target;

static void jumps(void)
{
    longjmp(target, 1);
}

static void jumps_over_a_stack(defer_stack *outer)
{
    DEFER_STACK(s, 2);
    push_letters(outer, "cd");
    push_letters(&s, "xy");
    jumps();
}

static void catches_jump(defer_stack *outer, void (*jumping)(defer_stack *))
{
    size_t depth = defer_stack_depth(outer);
    if (setjmp(target) == 0) jumping(outer);
    note_number((long long)defer_stack_depth(outer));
    defer_stack_unwind(outer, depth);
    note("-");
}

static void owns_the_stack(void (*jumping)(defer_stack *))
{
    DEFER_STACK(s, 1);
    push_letters(&s, "ab");
    catches_jump(&s, jumping);
}

TEST(unwinding_to_a_noted_depth_runs_what_a_jump_skipped)
{
    owns_the_stack(jumps_over_a_stack);
    assert_trace("4,dc-ba"); /* without xy: the stack that held them is gone */
    expect_skipped(2);
}

static void jump_out_of_release(int unused)
{
    (void)unused;
    note("!");
    jumps();
}

static void jumps_out_of_a_release(defer_stack *outer)
{
    push_letters(outer, "cd");
    (void)DEFER_PUSH(outer, jump_out_of_release, 0);
    push_letters(outer, "e");
    defer_stack_unwind(outer, 1);
}

TEST(entries_behind_a_release_that_jumps_are_still_there)
{
    owns_the_stack(jumps_out_of_a_release);
    assert_trace("e!4,dc-ba");
}

/* ---- The end of the thread
 * --------------------------------------------------------------------- */

static void end_thread(int unused)
{
    (void)unused;
    note("!");
    pthread_exit(NULL);
}

static void cancel_thread(int unused)
{
    (void)unused;
    note("!");
    pthread_cancel(pthread_self());
    for (;;) pause();
}

/* Without unwinding, a stack that has allocated memory would lose it: so make it large enough. */
enum { ROOM = DEFER_UNWINDS ? 1 : 9 };

static void (*end)(int);

static void ends_in_the_block(void)
{
    DEFER(note, "a");
    DEFER_STACK(s, ROOM);
    push_letters(&s, "bcd");
    end(0);
}

static void ends_at_the_end_of_the_block(void)
{
    DEFER(note, "a");
    DEFER_STACK(s, ROOM);
    push_letters(&s, "bcd");
    (void)DEFER_PUSH(&s, end, 0);
    push_letters(&s, "ef");
}

static void unwinds(defer_stack *s)
{
    DEFER_STACK(mine, ROOM);
    push_letters(&mine, "x");
    push_letters(s, "c");
    size_t depth = defer_stack_depth(s);
    push_letters(s, "de");
    (void)DEFER_PUSH(s, end, 0);
    push_letters(s, "f");
    defer_stack_unwind(s, depth);
}

static void ends_in_unwind_by_a_callee(void)
{
    DEFER(note, "a");
    DEFER_STACK(s, ROOM);
    push_letters(&s, "b");
    unwinds(&s);
}

static void give_back(void *stack)
{
    defer_stack_run((defer_stack *)stack); /* if the thread was unwound, the stack is empty */
    free(stack);
}

static void runs(defer_stack *s)
{
    push_letters(s, "ab");
    (void)DEFER_PUSH(s, end, 0);
    push_letters(s, "cdefghijklmnop");
    defer_stack_run(s);
}

static defer_stack *on_heap;

static void ends_in_run_of_an_owner(void)
{
    on_heap = (defer_stack *)malloc(sizeof *on_heap);
    defer_stack_init(on_heap);
    runs(on_heap);
}

static void ends_in_release(void)
{
    DEFER_STACK(s, ROOM);
    push_letters(&s, "ab");
    (void)DEFER_PUSH(&s, end, 0);
    push_letters(&s, "c");
    DEFER_RELEASE(&s, end, 0);
}

static void *thread(void *function)
{
    (*(void (**)(void))function)();
    note("never");
    return function;
}

static const char *trace_of_end(void (*function)(void), void (*way)(int))
{
    pthread_t id;
    end = way;
    if (pthread_create(&id, NULL, thread, &function) || pthread_join(id, NULL)) return "no thread";
    return take_trace();
}

static void (*const ways[])(int) = { end_thread, cancel_thread };

TEST(the_end_of_a_thread_runs_its_stacks_where_it_unwinds)
{
    for (int i = 0; i < 2; i++)
        assert_string_equal(trace_of_end(ends_in_the_block, ways[i]),
                            DEFER_UNWINDS ? "!dcba" : "!");
}

TEST(entries_behind_a_release_that_ends_the_thread_run_where_it_unwinds)
{
    for (int i = 0; i < 2; i++) {
        assert_string_equal(trace_of_end(ends_at_the_end_of_the_block, ways[i]),
                            DEFER_UNWINDS ? "fe!dcba" : "fe!");
        assert_string_equal(trace_of_end(ends_in_unwind_by_a_callee, ways[i]),
                            DEFER_UNWINDS ? "f!edxcba" : "f!");
        assert_string_equal(trace_of_end(ends_in_release, ways[i]), DEFER_UNWINDS ? "!cba" : "!");
    }
}

TEST(run_gives_the_memory_back_when_a_release_ends_the_thread)
{
    for (int i = 0; i < 2; i++) {
        assert_string_equal(trace_of_end(ends_in_run_of_an_owner, ways[i]),
                            DEFER_UNWINDS ? "ponmlkjihgfedc!ba" : "ponmlkjihgfedc!");
        if (DEFER_UNWINDS)
            free(on_heap);
        else
            give_back(on_heap);
        take_trace();
    }
}

#if DEFER_UNWINDS
/* Several releases call pthread_exit. C compiled by GCC goes on with the next entry. C++, and C
 * compiled by Clang, end the program when the second one leaves a cleanup function; by then all
 * entries have run. */
static int out;

static void count(int unused)
{
    (void)unused;
    if (write(out, "", 1) != 1) abort();
}

static void count_and_end_thread(int unused)
{
    count(unused);
    pthread_exit(NULL);
}

static void ends_several_times(void)
{
    DEFER(count, 0);
    DEFER_STACK(s, 1);
    for (int i = 0; i < 20; i++) (void)DEFER_PUSH(&s, i % 4 == 2 ? count_and_end_thread : count, i);
}

/* Returns how many releases ran in a child process, and stores its wait status. */
static int count_in_child(int *status)
{
    struct rlimit no_core = { 0, 0 };
    int ends[2], counted = 0;
    char byte;
    if (pipe(ends)) return -1;
    DEFER(close, ends[0]);
    pid_t child = fork();
    if (child == 0) {
        out = ends[1];
        setrlimit(RLIMIT_CORE, &no_core);
        close(STDERR_FILENO);
        trace_of_end(ends_several_times, end_thread);
        _exit(0);
    }
    close(ends[1]);
    while (read(ends[0], &byte, 1) == 1) counted++;
    waitpid(child, status, 0);
    return counted;
}

TEST(all_entries_run_when_several_releases_end_the_thread)
{
    int status = -1, counted = count_in_child(&status);
#if defined(__clang__) || defined(__cplusplus)
    assert_int_equal(counted, 20);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
#else
    assert_int_equal(counted, 21);
    assert_int_equal(status, 0);
#endif
}
#endif

/* ---- Beside a function that cannot throw
 * ------------------------------------------------------- */

static int cannot_throw(void) { return 1; }

/* GCC 11 to 16 with -O0 -fexceptions have an internal error here if inlined code runs the stack. */
static int runs_beside_a_guard(void)
{
    int sum = 0;
    {
        DEFER(note, "a");
        DEFER_STACK(s, 1);
        (void)DEFER_PUSH(&s, note, "s");
    }
    {
        defer_stack s;
        defer_stack_init(&s);
        (void)DEFER_PUSH(&s, note, "t");
        (void)defer_stack_run(&s);
    }
    {
        DEFER(note, "b");
        sum += cannot_throw();
    }
    return sum;
}

TEST(a_stack_stands_beside_a_guard_of_what_cannot_throw)
{
    assert_int_equal(runs_beside_a_guard(), 1);
    assert_trace("satb");
}
