/* ISO TS 25755: when a `defer` runs, and when not. Each test is one rule. The file includes neither
 * defer.h nor <stddefer.h>: `run` builds it with each of them, and both programs must pass. */
#include "../trace.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* The last one runs first. */
static void three_in_a_block(void)
{
    defer { note("a"); };
    defer { note("b"); };
    defer { note("c"); };
    note("-");
}

TEST(the_last_one_runs_first)
{
    three_in_a_block();
    assert_trace("-cba");
}

/* It belongs to the innermost block around it, of any kind, and not to the function. */
static void blocks(int n)
{
    defer { note("f"); };
    {
        defer { note("b"); };
        note("1");
    }
    if (n) {
        defer { note("i"); };
        note("2");
    } else {
        defer { note("e"); };
        note("3");
    }
    note("-");
}

TEST(the_end_of_its_block_runs_it)
{
    blocks(1);
    assert_trace("1b2i-f");
    blocks(0);
    assert_trace("1b3e-f");
}

/* It does not run if it was not reached. */
static void reaches(int how_many)
{
    if (how_many == 0) return;
    defer { note("a"); };
    if (how_many == 1) return;
    if (how_many == 3) {
        defer { note("c"); };
    }
    defer { note("b"); };
}

static void jumps_to_the_end(int at_once)
{
    {
        if (at_once) goto end;
        defer { note("a"); };
        note("-");
    }
end:
    note(".");
}

TEST(only_what_was_reached_runs)
{
    for (int n = 0; n < 4; n++) {
        reaches(n);
        note(".");
    }
    assert_trace(".a.ba.cba.");
    jumps_to_the_end(0);
    jumps_to_the_end(1);
    assert_trace("-a..");
}

/* In the body of a loop it runs at the end of each iteration. */
static void loops(void)
{
    for (int i = 0; i < 2; i++) {
        defer { note_number(i); };
        note("f");
    }
    int n = 2;
    while (n) {
        defer { note_number(n); };
        n--;
    }
    do {
        defer { note_number(n + 10); };
        n++;
    } while (n < 2);
}

TEST(it_runs_once_an_iteration)
{
    loops();
    assert_trace("f0,f1," "1,0," "11,12,");
}

/* It runs once for each call of its function. */
static void recurses(int depth)
{
    defer { note_number(depth); };
    if (depth) recurses(depth - 1);
}

TEST(it_runs_once_a_call)
{
    recurses(2);
    assert_trace("0,1,2,");
}

/* ---- Ways out that run nothing --------------------------------------------------------------- */

static void end(int way)
{
    switch (way) {
    case 0: exit(3);
    case 1: _Exit(3);
    default: abort();
    }
}

/* Returns how a child process ends. Its `defer` would make the exit code 1. */
static int status_of_child(int way)
{
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        defer { _exit(1); };
        end(way);
    }
    if (waitpid(child, &status, 0) != child) return -1;
    return status;
}

/* No way to end the program runs it. */
TEST(the_end_of_the_program_runs_nothing)
{
    for (int way = 0; way < 2; way++) {
        int status = status_of_child(way);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    }
    int status = status_of_child(2);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

#ifndef __cplusplus /* there, a longjmp over a destructor is undefined */
static jmp_buf target;

static void jump(void)
{
    longjmp(target, 1);
}

/* A longjmp out of its block does not run it. */
static void jumps_out(void)
{
    defer { note("!"); };
    jump();
}

TEST(longjmp_runs_nothing)
{
    if (setjmp(target) == 0) jumps_out();
    assert_trace("");
}

/* If a longjmp makes the program reach it several times, it still runs once. */
static void reaches_twice(void)
{
    static int times;
    defer { note("a"); };
    if (setjmp(target)) note("j");
    times++;
    defer { note_number(times); };
    if (times < 3) jump();
}

TEST(what_a_longjmp_reaches_again_runs_once)
{
    reaches_twice();
    assert_trace("jj3,a");
}
#endif
