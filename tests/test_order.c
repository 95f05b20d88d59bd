/* The order of the guards, and how often each runs. */
#include "trace.h"
#include "defer.h"

static void three_guards(void)
{
    DEFER(note, "a");
    DEFER(note, "b");
    note("(body)");
    DEFER(note, "c");
}

TEST(guards_run_in_reverse_order)
{
    three_guards();
    assert_trace("(body)cba");
}

static void every_kind_of_guard(void)
{
    const char *text = "5";
    int flag = 1, zero = 0, failed = -1, status = 0;
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
    DEFER(note, "9");
}

TEST(guards_of_every_kind_share_one_order)
{
    every_kind_of_guard();
    assert_trace("987654321");
}

static void nested_blocks(void)
{
    DEFER(note, "a");
    {
        DEFER(note, "b");
        {
            DEFER(note, "c");
            DEFER(note, "d");
        }
        note("-");
    }
    note("-");
    {
        DEFER(note, "e");
    }
    note("-");
}

TEST(guards_of_an_inner_block_run_when_it_ends)
{
    nested_blocks();
    assert_trace("dc-b-e-a");
}

static void branches(int which)
{
    DEFER(note, ".");
    if (which == 0) {
        DEFER(note, "zero");
    } else if (which == 1) {
        DEFER(note, "one");
    } else {
        DEFER(note, "more");
    }
    note("-");
}

TEST(a_guard_that_was_not_reached_does_not_run)
{
    for (int which = 0; which < 3; which++) branches(which);
    assert_trace("zero-.one-.more-.");
}

static void returns_before_a_guard(int early)
{
    DEFER(note, "a");
    if (early) return;
    DEFER(note, "b");
}

TEST(a_guard_behind_a_return_does_not_run)
{
    returns_before_a_guard(1);
    returns_before_a_guard(0);
    assert_trace("aba");
}

static void callee(void)
{
    DEFER(note, "b");
    DEFER(note, "a");
}

static void caller(void)
{
    DEFER(note, "d");
    callee();
    DEFER(note, "c");
}

TEST(guards_of_a_callee_run_before_those_of_its_caller)
{
    caller();
    assert_trace("abcd");
}

#define FOUR(i)                                                                                    \
    DEFER(note_char, 'a' + (i)); DEFER(note_char, 'b' + (i));                                      \
    DEFER(note_char, 'c' + (i)); DEFER(note_char, 'd' + (i))

static void many_guards(int i)
{
    FOUR(i); FOUR(i + 4); FOUR(i + 8); FOUR(i + 12); FOUR(i + 16); FOUR(i + 20);
    DEFER(note_char, i + 'y');
    DEFER(note_char, i + 'z');
}

TEST(many_guards_run_in_reverse_order)
{
    many_guards(0);
    assert_trace("zyxwvutsrqponmlkjihgfedcba");
}

static void note_text_at(const char **text)
{
    note(*text);
}

static void sees_variables(void)
{
    const char *text = "early";
    DEFER(note_text_at, &text);
    const char *later = "later";
    DEFER(note_text_at, &later);
    text = "end,";
    later = "end of later,";
}

TEST(variables_of_the_block_live_until_its_guards_ran)
{
    sees_variables();
    assert_trace("end of later,end,");
}

static void only_guards(void)
{
    {
        DEFER(note, "a");
    }
    {
        ;
        DEFER(note, "b");
    }
    for (int i = 0; i < 2; i++) {
        DEFER(note_char, '0' + i);
    }
}

TEST(a_guard_may_be_all_there_is_in_a_block)
{
    only_guards();
    assert_trace("ab01");
}
