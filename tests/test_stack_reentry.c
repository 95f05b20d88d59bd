/* Releases and reports of failures that use the stack which calls them. An entry is removed before
 * it is called, and none runs twice. */
#include "trace.h"
#include "defer.h"
#include <errno.h>

static defer_stack s = DEFER_STACK_INIT, other = DEFER_STACK_INIT;

static void push_letters(defer_stack *to, const char *letters)
{
    for (; *letters; letters++) (void)DEFER_PUSH(to, note_char, *letters);
}

/* Releases that note what they do. */
static void pushes(const char *letters) { note("+"); push_letters(&s, letters); }
static void unwinds(size_t depth) { note("["); defer_stack_unwind(&s, depth); note("]"); }
static void runs(int unused) { (void)unused; note("{"); defer_stack_run(&s); note("}"); }
static void dismisses(size_t depth) { note("!"); defer_stack_dismiss(&s, depth); }
static void cancels(int letter) { note("/"); DEFER_CANCEL(&s, note_char, letter); }
static void releases(int letter) { note("("); DEFER_RELEASE(&s, note_char, letter); note(")"); }
static void moves_away(defer_stack *to) { note(">"); defer_stack_move(to, &s); }
static void moves_here(defer_stack *from) { note("<"); defer_stack_move(&s, from); }
static void depth_of(defer_stack *of) { note_number((long long)defer_stack_depth(of)); }

static void ends(const char *trace)
{
    assert_int_equal(defer_stack_run(&s), 0);
    assert_trace(trace);
    assert_int_equal(defer_stack_depth(&s), 0);
}

TEST(an_entry_is_off_the_stack_when_it_runs)
{
    push_letters(&s, "ab");
    (void)DEFER_PUSH(&s, depth_of, &s);
    (void)DEFER_PUSH(&s, depth_of, &s);
    ends("3,2,ba");
}

TEST(what_a_release_pushes_runs_in_the_same_unwinding)
{
    push_letters(&s, "a");
    (void)DEFER_PUSH(&s, pushes, "xyz");
    push_letters(&s, "b");
    ends("b+zyxa");
    push_letters(&s, "a");
    (void)DEFER_PUSH(&s, pushes, "xyz");
    defer_stack_unwind(&s, 1);
    assert_trace("+zyx");
    ends("a");
}

TEST(a_release_may_make_the_stack_grow)
{
    for (int i = 0; i < 3; i++) {
        push_letters(&s, "a");
        (void)DEFER_PUSH(&s, pushes, "0123456789");
        for (int k = 0; k < i; k++) (void)DEFER_PUSH(&s, pushes, "0123456789abcdefghijklmnopqrstuvwxyz");
        defer_stack_unwind(&s, 2);
        take_trace();
        ends("+9876543210a");
    }
}

static void grows_from_its_own_room(void)
{
    DEFER_STACK(mine, 2);
    (void)DEFER_PUSH(&mine, moves_here, &mine);
    push_letters(&s, "abcdefgh");
    (void)DEFER_PUSH(&mine, moves_away, &mine);
}

TEST(a_release_may_move_entries_to_the_stack_of_a_block)
{
    grows_from_its_own_room();
    assert_trace(">hgfedcba<");
}

TEST(a_release_may_unwind)
{
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, unwinds, 1);
    push_letters(&s, "d");
    ends("d[cb]a");
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, unwinds, 1);
    push_letters(&s, "d");
    defer_stack_unwind(&s, 2);
    assert_int_equal(defer_stack_depth(&s), 1);
    assert_trace("d[cb]");
    ends("a");
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, unwinds, 4);
    ends("[]cba");
}

TEST(a_release_may_run_its_stack)
{
    push_letters(&s, "ab");
    (void)DEFER_PUSH(&s, runs, 0);
    push_letters(&s, "c");
    (void)DEFER_PUSH(&s, runs, 0);
    push_letters(&s, "d");
    ends("d{c{ba}}");
    push_letters(&s, "0123456789");
    (void)DEFER_PUSH(&s, runs, 0);
    defer_stack_unwind(&s, 5);
    assert_int_equal(defer_stack_depth(&s), 0);
    ends("{9876543210}");
}

static void runs_and_pushes(const char *letters)
{
    defer_stack_run(&s);
    note("-");
    push_letters(&s, letters);
}

TEST(a_stack_that_a_release_ran_can_be_used_by_it)
{
    push_letters(&s, "abcdefghijk");
    (void)DEFER_PUSH(&s, runs_and_pushes, "xyz");
    push_letters(&s, "l");
    ends("lkjihgfedcba-zyx");
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, runs_and_pushes, "vwxyz");
    defer_stack_unwind(&s, 2);
    assert_trace("cba-zyx");
    ends("wv");
}

TEST(a_release_may_dismiss)
{
    push_letters(&s, "abcd");
    (void)DEFER_PUSH(&s, dismisses, 2);
    push_letters(&s, "e");
    ends("e!ba");
    push_letters(&s, "abcd");
    (void)DEFER_PUSH(&s, dismisses, 0);
    defer_stack_unwind(&s, 3);
    ends("!");
}

TEST(a_release_may_cancel_and_release)
{
    push_letters(&s, "abcdef");
    (void)DEFER_PUSH(&s, cancels, 'b');
    (void)DEFER_PUSH(&s, releases, 'd');
    (void)DEFER_PUSH(&s, releases, 'x');
    push_letters(&s, "gx");
    ends("xg()(d)/feca");
}

TEST(a_release_may_move_the_rest)
{
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, moves_away, &other);
    push_letters(&s, "d");
    ends("d>");
    assert_int_equal(defer_stack_depth(&other), 3);
    (void)DEFER_PUSH(&s, moves_here, &other);
    push_letters(&s, "e");
    ends("e<cba");
    assert_int_equal(defer_stack_depth(&other), 0);
    defer_stack_run(&other);
}

static void swaps(const char *letters)
{
    moves_away(&other);
    push_letters(&s, letters);
    moves_here(&other);
}

TEST(a_release_may_change_the_order_by_moving)
{
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, swaps, "xy");
    ends("><cbayx");
    defer_stack_run(&other);
}

TEST(a_released_entry_may_use_the_stack)
{
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, unwinds, 1);
    push_letters(&s, "d");
    (void)DEFER_PUSH(&s, depth_of, &s);
    assert_int_equal(DEFER_RELEASE(&s, unwinds, 1), 0);
    assert_trace("[4,dcb]");
    static const char letters[] = "xy";
    push_letters(&s, "e");
    (void)DEFER_PUSH(&s, pushes, letters);
    push_letters(&s, "f");
    assert_int_equal(DEFER_RELEASE(&s, pushes, letters), 0);
    assert_int_equal(defer_stack_depth(&s), 5);
    ends("+yxfea");
}

/* ---- Status and report
 * -------------------------------------------------------------------------- */

static int fails_with(int status)
{
    note_number(status);
    return status;
}

static int notes_status_of_unwind(int status)
{
    fails_with(defer_stack_unwind(&s, 1));
    return status;
}

TEST(a_failure_belongs_to_the_unwinding_that_ran_it)
{
    (void)DEFER_PUSH(&s, fails_with, 1);
    (void)DEFER_PUSH(&s, fails_with, 2);
    (void)DEFER_PUSH(&s, fails_with, 3);
    (void)DEFER_PUSH(&s, notes_status_of_unwind, 0);
    assert_int_equal(defer_stack_run(&s), 1);
    assert_trace("3,2,3,1,");
    (void)DEFER_PUSH(&s, fails_with, 1);
    (void)DEFER_PUSH(&s, fails_with, 2);
    (void)DEFER_PUSH(&s, notes_status_of_unwind, 9);
    assert_int_equal(defer_stack_run(&s), 9);
    assert_trace("2,2,1,");
}

static int spoils_errno(int depth)
{
    (void)DEFER_PUSH(&s, fails_with, 0);
    errno = ERANGE;
    defer_stack_unwind(&s, (size_t)depth);
    int kept = errno == ERANGE;
    errno = EDOM;
    return !kept;
}

TEST(errno_is_kept_by_each_unwinding)
{
    (void)DEFER_PUSH(&s, spoils_errno, 0);
    (void)DEFER_PUSH(&s, spoils_errno, 1);
    errno = EILSEQ;
    assert_int_equal(defer_stack_run(&s), 0);
    assert_int_equal(errno, EILSEQ);
    assert_trace("0,0,");
}

static void pushes_on_failure(void *letters, const char *what, int status)
{
    note_number(what ? -status : 0);
    push_letters(&s, (const char *)letters);
}

static void unwinds_on_failure(void *stack, const char *what, int status)
{
    note_number(what ? -status : 0);
    defer_stack_unwind((defer_stack *)stack, 1);
}

TEST(a_report_may_use_the_stack)
{
    static char letters[] = "xyz";
    push_letters(&s, "a");
    (void)DEFER_PUSH(&s, fails_with, 5);
    push_letters(&s, "b");
    defer_stack_on_failure(&s, pushes_on_failure, letters);
    assert_int_equal(defer_stack_run(&s), 5);
    assert_trace("b5,-5,zyxa");
    defer_stack_on_failure(&s, unwinds_on_failure, &s);
    push_letters(&s, "abc");
    (void)DEFER_PUSH(&s, fails_with, 6);
    assert_int_equal(defer_stack_run(&s), 6);
    assert_trace("6,-6,cba");
    defer_stack_on_failure(&s, NULL, NULL);
}
