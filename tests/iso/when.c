/* ISO TS 25755: when `defer` runs, and when not; a rule a test. The file includes neither defer.h
 * nor <stddefer.h>: `run` builds it with one, and with the other, and both must pass. */
#include "../trace.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* What was deferred last runs first. */
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

/* It belongs to the innermost block around it, of whatever kind, and not to the function. */
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

/* One that was not reached does not run. */
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
    for (int n = 0; n < 4; n++) reaches(n), note(".");
    assert_trace(".a.ba.cba.");
    jumps_to_the_end(0), jumps_to_the_end(1);
    assert_trace("-a..");
}

/* A loop is in its block once an iteration. */
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

/* Each call of a function has its own. */
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

/* How a child ends that has something deferred, which would end it with 1. */
static int status_of_child(int way)
{
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        defer { _exit(1); };
        end(way);
    }
    return waitpid(child, &status, 0) == child ? status : -1;
}

/* The end of the program runs nothing, whichever way it comes. */
TEST(the_end_of_the_program_runs_nothing)
{
    for (int way = 0; way < 2; way++) {
        int status = status_of_child(way);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    }
    int status = status_of_child(2);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

#ifndef __cplusplus /* where it is undefined */
static jmp_buf target;

static void jump(void)
{
    longjmp(target, 1);
}

/* A longjmp out of its block runs nothing. */
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

/* One that a longjmp makes the program reach again runs once all the same. */
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
