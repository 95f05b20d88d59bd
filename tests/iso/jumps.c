/* ISO TS 25755: which jumps run a `defer`, and which do not. Each test is one rule. Like when.c,
 * built with the `defer` of defer.h and with that of the compiler. */
#include "../trace.h"

/* Return leaves all blocks of the function, the innermost first. */
static int returns(int early)
{
    defer { note("a"); };
    for (;;) {
        defer { note("b"); };
        {
            defer { note("c"); };
            if (early) return 1;
        }
        note("-");
        return 2;
    }
}

TEST(return_runs_those_of_every_block_it_leaves)
{
    assert_int_equal(returns(1), 1);
    assert_trace("cba");
    assert_int_equal(returns(0), 2);
    assert_trace("c-ba");
}

/* Break and continue leave all blocks inside of the loop. */
static void breaks_and_continues(void)
{
    defer { note("f"); };
    for (int i = 0;; i++) {
        defer { note_number(i); };
        if (i < 2) {
            defer { note("c"); };
            if (i == 0) continue;
        }
        if (i == 2) break;
        note("-");
    }
    note(".");
}

TEST(break_and_continue_run_those_of_the_blocks_they_leave)
{
    breaks_and_continues();
    assert_trace("c0,c-1,2,.f");
}

/* Goto leaves all blocks that do not contain its label. */
static void goes_out(int far)
{
    defer { note("a"); };
    {
        defer { note("b"); };
        {
            defer { note("c"); };
            if (far) goto far_away;
            goto near;
        }
    near:
        note("n");
    }
far_away:
    note("-");
}

TEST(goto_runs_those_of_the_blocks_it_leaves)
{
    goes_out(0);
    assert_trace("cnb-a");
    goes_out(1);
    assert_trace("cb-a");
}

/* A jump to a place before the `defer` leaves its scope too, and may reach it again. */
static void goes_back(void)
{
    int n = 0;
    defer { note("f"); };
again:
    n++;
    defer { note_number(n); };
    note("-");
    if (n < 3) goto again;
    note(".");
}

TEST(goto_back_runs_those_it_passes)
{
    goes_back();
    assert_trace("-1,-2,-.3,f");
}

/* A jump within the scope runs nothing. */
static void stays(void)
{
    int n = 0;
    defer { note("a"); };
again:
    note("-");
    if (++n < 3) goto again;
    if (n) goto on;
    note("!");
on:
    note(".");
}

TEST(a_jump_within_the_scope_runs_nothing)
{
    stays();
    assert_trace("---.a");
}

/* A switch is left like any block, by break or at its end. A case may have a block of its own. */
static void switches(int n)
{
    switch (n) {
    case 0: {
        defer { note("0"); };
        note("-");
        break;
    }
    case 1: {
        defer { note("1"); };
        note("-");
    }
    /* fall through */
    default:
        note("d");
        defer { note("b"); };
        note(".");
    }
    note(";");
}

TEST(the_ways_out_of_a_switch_run_it)
{
    for (int n = 0; n < 3; n++) switches(n);
    assert_trace("-0;" "-1d.b;" "d.b;");
}

/* The block of a statement expression (an extension): its value is computed before the `defer`
 * runs. */
static int in_an_expression(int n)
{
    int value = __extension__({
        int x = n;
        defer {
            note_number(x);
            x = 0;
        };
        x + 1;
    });
    return value * 10 + __extension__({
        defer { note("r"); };
        if (n == 5) return -1;
        n;
    });
}

TEST(the_ways_out_of_a_statement_expression_run_it)
{
    assert_int_equal(in_an_expression(4), 54);
    assert_trace("4,r");
    assert_int_equal(in_an_expression(5), -1);
    assert_trace("5,r");
}
