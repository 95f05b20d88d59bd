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

/* ---- DEFER_EACH ------------------------------------------------------------------------------ */

static void each_of_one_to_eight(void)
{
    { DEFER_EACH(note, "a"); }
    { DEFER_EACH(note, "a", "b"); }
    { DEFER_EACH(note, "a", "b", "c"); }
    { DEFER_EACH(note, "a", "b", "c", "d"); }
    { DEFER_EACH(note, "a", "b", "c", "d", "e"); }
    { DEFER_EACH(note, "a", "b", "c", "d", "e", "f"); }
    { DEFER_EACH(note, "a", "b", "c", "d", "e", "f", "g"); }
    { DEFER_EACH(note, "a", "b", "c", "d", "e", "f", "g", "h"); }
}

TEST(each_of_one_to_eight_is_released_and_the_last_first)
{
    each_of_one_to_eight();
    assert_trace("a" "ba" "cba" "dcba" "edcba" "fedcba" "gfedcba" "hgfedcba");
}

static void each_of_nine_to_sixteen(int a)
{
    { DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'); }
    { DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'); }
    { DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'); }
    { DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'); }
    { DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm'); }
    { DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'); }
    {
        DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n',
                   'o');
    }
    DEFER_EACH(note_char, a, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
               'p');
    a = '?';
}

TEST(each_of_nine_to_sixteen_is_released_and_the_last_first)
{
    each_of_nine_to_sixteen('a');
    assert_trace("ihgfedcba" "jihgfedcba" "kjihgfedcba" "lkjihgfedcba" "mlkjihgfedcba"
                 "nmlkjihgfedcba" "onmlkjihgfedcba" "ponmlkjihgfedcba");
}

static void each_in_a_loop(void)
{
    DEFER(note, "end");
    for (int i = 0; i < 4; i++) {
        DEFER_EACH(note_char, 'a' + i, 'b' + i);
        if (i == 1) continue;
        DEFER_EACH(note_char, '0' + i, '-');
        if (i == 2) return;
    }
}

TEST(each_is_released_on_every_way_out)
{
    each_in_a_loop();
    assert_trace("-0ba" "cb" "-2dc" "end");
}

static int each_made;
static const char *make_text(void)
{
    static const char *const texts[] = { "0", "1", "2" };
    return texts[each_made++];
}

static void each_once(void)
{
    DEFER_EACH(note, make_text(), make_text(), make_text());
    note_number(each_made);
}

TEST(each_argument_is_evaluated_once_and_in_order)
{
    each_made = 0;
    each_once();
    assert_trace("3,210");
}
