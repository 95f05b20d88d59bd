/* The cleanup stack: what each of its operations does. */
#include "trace.h"
#include "defer.h"
#include <errno.h>

static void push_letters(defer_stack *s, const char *letters)
{
    for (; *letters; letters++) (void)DEFER_PUSH(s, note_char, *letters);
}

/* Notes the status, and returns it. */
static int fails_with(int status)
{
    note_number(status);
    return status;
}

static void push_statuses(defer_stack *s, int a, int b, int c)
{
    (void)DEFER_PUSH(s, fails_with, a);
    (void)DEFER_PUSH(s, fails_with, b);
    (void)DEFER_PUSH(s, fails_with, c);
}

/* ---- DEFER_STACK ----------------------------------------------------------------------------- */

static void three_entries(void)
{
    DEFER_STACK(s, 4);
    push_letters(&s, "abc");
    note("-");
}

TEST(entries_run_newest_first_at_block_exit)
{
    three_entries();
    assert_trace("-cba");
}

static void nothing_pushed(void)
{
    DEFER_STACK(s, 1);
}

TEST(a_stack_may_stay_empty)
{
    nothing_pushed();
}

static int leaves_by(int way)
{
    for (int i = 0; i < 2; i++) {
        DEFER_STACK(s, 1);
        push_letters(&s, "ba");
        switch (way) {
            case 0: continue;
            case 1: goto out;
            case 2: return (int)defer_stack_depth(&s);
            default: break;
        }
        note("-");
        if (way == 3) break;
    }
out:
    note(".");
    return 0;
}

TEST(entries_run_on_every_way_out)
{
    assert_int_equal(leaves_by(0), 0);
    assert_trace("abab.");
    assert_int_equal(leaves_by(1), 0);
    assert_trace("ab.");
    assert_int_equal(leaves_by(2), 2);
    assert_trace("ab");
    assert_int_equal(leaves_by(3), 0);
    assert_trace("-ab.");
    assert_int_equal(leaves_by(4), 0);
    assert_trace("-ab-ab.");
}

static void goes_back(void)
{
    int rounds = 0;
again:;
    DEFER_STACK(s, 1);
    push_letters(&s, "ba");
    if (++rounds < 3) goto again;
    note("-");
}

TEST(entries_run_at_a_jump_back)
{
    goes_back();
    assert_trace("abab-ab");
}

static void registers_in_a_loop(int n)
{
    DEFER_STACK(s, 2);
    for (int i = 0; i < n; i++) {
        DEFER(note, ";");
        (void)DEFER_PUSH(&s, note_number, i);
    }
    note("-");
}

TEST(entries_outlive_the_iteration_that_pushed_them)
{
    registers_in_a_loop(5);
    assert_trace(";;;;;-4,3,2,1,0,");
}

static void mixes_guards_and_stacks(void)
{
    DEFER(note, "a");
    DEFER_STACK(outer, 2);
    (void)DEFER_PUSH(&outer, note, "b");
    DEFER(note, "c");
    {
        DEFER_STACK(inner, 1);
        DEFER(note, "d");
        (void)DEFER_PUSH(&inner, note, "e");
        (void)DEFER_PUSH(&outer, note, "f");
        note("(");
    }
    note(")");
    DEFER_STACK(second, 2);
    (void)DEFER_PUSH(&second, note, "g");
#if DEFER_HAS_BLOCK
    DEFER_BLOCK { note("h"); };
#else
    DEFER(note, "h");
#endif
    (void)DEFER_PUSH(&outer, note, "i");
    (void)DEFER_PUSH(&second, note, "j");
}

TEST(stacks_and_guards_of_a_block_end_in_one_order)
{
    mixes_guards_and_stacks();
    assert_trace("(de)hjgcifba");
}

#define TWO_STACKS(a, b) DEFER_STACK(a, 1); DEFER_STACK(b, sizeof(int))

static void two_on_a_line(void)
{
    TWO_STACKS(s, n);
    push_letters(&s, "ab");
    push_letters(&n, "cd");
}

TEST(two_stacks_may_stand_on_a_line)
{
    two_on_a_line();
    assert_trace("dcba");
}

static void recurses(int depth)
{
    DEFER_STACK(k, 1);
    (void)DEFER_PUSH(&k, note_number, depth);
    (void)DEFER_PUSH(&k, note_number, -depth);
    if (depth) recurses(depth - 1);
}

TEST(each_call_has_a_stack_of_its_own)
{
    recurses(2);
    assert_trace("0,0,-1,1,-2,2,");
}

/* ---- Growth ---------------------------------------------------------------------------------- */

static int next, mistakes;

static void counts_down(int i)
{
    if (i != --next) mistakes++;
}

static void grows(int n)
{
    DEFER_STACK(s, 1);
    for (next = 0; next < n; next++)
        if (DEFER_PUSH(&s, counts_down, next)) return;
}

TEST(a_stack_grows_beyond_its_room)
{
    for (int n = 0; n < 70; n++) {
        grows(n);
        assert_int_equal(next, 0);
    }
    grows(10000);
    assert_int_equal(next, 0);
    assert_int_equal(mistakes, 0);
}

TEST(a_stack_can_be_used_after_run)
{
    defer_stack s;
    defer_stack_init(&s);
    for (int round = 0; round < 3; round++) {
        for (next = 0; next < 100; next++) assert_int_equal(DEFER_PUSH(&s, counts_down, next), 0);
        assert_int_equal(defer_stack_depth(&s), 100);
        assert_int_equal(defer_stack_run(&s), 0);
        assert_int_equal(defer_stack_depth(&s), 0);
        assert_int_equal(next, 0);
    }
    assert_int_equal(defer_stack_run(&s), 0);
    assert_int_equal(mistakes, 0);
}

static void runs_its_stack_early(void)
{
    DEFER_STACK(s, 2);
    push_letters(&s, "abc");
    defer_stack_run(&s);
    note("-");
    push_letters(&s, "defgh");
}

TEST(a_stack_of_a_block_can_be_run_and_used_again)
{
    runs_its_stack_early();
    assert_trace("cba-hgfed");
}

/* ---- Stacks that are not of a block ---------------------------------------------------------- */

static defer_stack global = DEFER_STACK_INIT;

struct object {
    int first;
    defer_stack cleanups;
};

TEST(a_stack_may_be_static_or_a_member)
{
    static struct object local = { 1, DEFER_STACK_INIT };
    struct object *o = (struct object *)malloc(sizeof *o);
    assert_non_null(o);
    memset(o, 0x55, sizeof *o);
    defer_stack_init(&o->cleanups);
    assert_int_equal(defer_stack_depth(&o->cleanups), 0);
    push_letters(&global, "ab");
    push_letters(&local.cleanups, "cd");
    push_letters(&o->cleanups, "efghijklmnop");
    assert_int_equal(defer_stack_depth(&o->cleanups), 12);
    defer_stack_run(&o->cleanups);
    free(o);
    defer_stack_run(&local.cleanups);
    defer_stack_run(&global);
    assert_trace("ponmlkjihgfedcba");
}

static int callee(defer_stack *s, int fails)
{
    DEFER_STACK(mine, 2);
    push_letters(s, "ab");
    push_letters(&mine, "xy");
    return fails ? -1 : 0;
}

static int caller(int fails)
{
    DEFER_STACK(s, 1);
    push_letters(&s, "-");
    if (callee(&s, 0)) return 1;
    if (callee(&s, fails)) return 2;
    note("!");
    return 0;
}

TEST(a_callee_may_push_to_the_stack_of_its_caller)
{
    assert_int_equal(caller(0), 0);
    assert_trace("yxyx!baba-");
    assert_int_equal(caller(1), 2);
    assert_trace("yxyxbaba-");
}

/* ---- Depth, unwind, dismiss ------------------------------------------------------------------ */

static void unwinds_to_a_depth(void)
{
    DEFER_STACK(s, 3);
    push_letters(&s, "ab");
    size_t depth = defer_stack_depth(&s);
    push_letters(&s, "cdefg");
    note_number((long long)depth);
    note_number((long long)defer_stack_depth(&s));
    defer_stack_unwind(&s, depth + 1);
    note_number((long long)defer_stack_depth(&s));
    defer_stack_unwind(&s, depth);
    note_number((long long)defer_stack_depth(&s));
    push_letters(&s, "h");
    note("-");
}

TEST(unwind_runs_the_newest_until_a_depth)
{
    unwinds_to_a_depth();
    assert_trace("2,7,gfed3,c2,-hba");
}

static void unwinds_to(defer_stack *s, size_t depth)
{
    note_number(defer_stack_unwind(s, depth));
    note_number((long long)defer_stack_depth(s));
}

TEST(unwind_beyond_the_depth_is_an_error_and_runs_nothing)
{
    defer_stack s = DEFER_STACK_INIT;
    char expected[80];
    unwinds_to(&s, 0);
    unwinds_to(&s, 1);
    push_letters(&s, "ab");
    unwinds_to(&s, 2);
    unwinds_to(&s, 3);
    unwinds_to(&s, (size_t)-1);
    unwinds_to(&s, 1);
    unwinds_to(&s, 0);
    defer_stack_run(&s);
    sprintf(expected, "0,0,%d,0,0,2,%d,2,%d,2,b0,1,a0,0,", EINVAL, EINVAL, EINVAL);
    assert_trace(expected);
}

TEST(dismiss_forgets_the_newest_above_a_depth)
{
    defer_stack s = DEFER_STACK_INIT;
    push_letters(&s, "abcdef");
    defer_stack_dismiss(&s, 7);
    defer_stack_dismiss(&s, 6);
    assert_int_equal(defer_stack_depth(&s), 6);
    defer_stack_dismiss(&s, 3);
    assert_int_equal(defer_stack_depth(&s), 3);
    push_letters(&s, "gh");
    defer_stack_run(&s);
    assert_trace("hgcba");
    push_letters(&s, "abcdefghijklmnop");
    defer_stack_dismiss(&s, 0);
    assert_int_equal(defer_stack_depth(&s), 0);
    defer_stack_run(&s);
    assert_trace("");
}

/* ---- Status and report ----------------------------------------------------------------------- */

TEST(the_first_failure_is_returned_and_every_release_runs)
{
    defer_stack s = DEFER_STACK_INIT;
    push_statuses(&s, 0, 0, 0);
    assert_int_equal(defer_stack_run(&s), 0);
    push_statuses(&s, 1, 2, 3);
    assert_int_equal(defer_stack_run(&s), 3);
    push_statuses(&s, 1, -2, 0);
    assert_int_equal(defer_stack_run(&s), -2);
    push_statuses(&s, INT_MIN, 0, 0);
    assert_int_equal(defer_stack_unwind(&s, 0), INT_MIN);
    push_statuses(&s, 4, 0, 5);
    assert_int_equal(defer_stack_unwind(&s, 1), 5);
    assert_int_equal(defer_stack_unwind(&s, 0), 4);
    assert_int_equal(defer_stack_run(&s), 0);
    assert_trace("0,0,0,3,2,1,0,-2,1,0,0,-2147483648,5,0,4,");
}

static char said[500];

static void says(void *context, const char *what, int status)
{
    size_t length = strlen(said);
    snprintf(said + length, sizeof said - length, "%s%s=%d;", (char *)context, what, status);
}

/* Returns what was reported since the last call, without the name of this file. */
static const char *take_said(void)
{
    static char taken[sizeof said];
    char *to = taken;
    for (const char *from = said; *from; from++) {
        if (strncmp(from, __FILE__ ":", sizeof __FILE__) == 0) from += sizeof __FILE__;
        *to = *from;
        to++;
    }
    *to = 0;
    said[0] = 0;
    return taken;
}

static const char *at(const char *format, int line)
{
    static char text[100];
    snprintf(text, sizeof text, format, line, line);
    return text;
}

static int named_like_a_macro(int status)
{
    return status;
}

#define named_like_a_macro named_like_a_macro
#define TWO 1 + 1
#define PUSH_TWO(s)                                                                                \
    (void)DEFER_PUSH(s, (fails_with), 3 /* three */), (void)DEFER_PUSH(s, fails_with, 4)

TEST(a_failure_is_reported_with_its_place_and_status)
{
    static char mark[] = "!";
    defer_stack s = DEFER_STACK_INIT;
    int line, minus = -1;
    defer_stack_on_failure(&s, says, mark);
    (void)DEFER_PUSH(&s, note, "silent,");
    (void)DEFER_PUSH(&s, fails_with, 0);
    line = __LINE__ + 1;
    (void)DEFER_PUSH(&s, fails_with, minus);
    assert_int_equal(defer_stack_run(&s), -1);
    assert_string_equal(take_said(), at("!%d: fails_with(minus)=-1;", line));
    line = __LINE__ + 1;
    PUSH_TWO(&s);
    assert_int_equal(defer_stack_run(&s), 4);
    assert_string_equal(take_said(), at("!%d: fails_with(4)=4;!%d: (fails_with)(3)=3;", line));
    line = __LINE__ + 1;
    (void)DEFER_PUSH(&s, named_like_a_macro, TWO);
    assert_int_equal(defer_stack_run(&s), 2);
    assert_string_equal(take_said(), at("!%d: named_like_a_macro(1 + 1)=2;", line));
    assert_trace("-1,0,silent,4,3,");
}

TEST(a_report_can_be_changed_and_taken_away)
{
    static char a[] = "a", b[] = "b";
    defer_stack s = DEFER_STACK_INIT;
    int line = __LINE__ + 1;
    for (int i = 1; i < 4; i++) (void)DEFER_PUSH(&s, fails_with, i);
    defer_stack_on_failure(&s, says, a);
    defer_stack_unwind(&s, 2);
    defer_stack_on_failure(&s, says, b);
    defer_stack_unwind(&s, 1);
    defer_stack_on_failure(&s, NULL, NULL);
    assert_int_equal(defer_stack_run(&s), 1);
    assert_string_equal(take_said(), at("a%d: fails_with(i)=3;b%d: fails_with(i)=2;", line));
    assert_trace("3,2,1,");
}

/* ---- Move ------------------------------------------------------------------------------------ */

static void moves(const char *there, const char *letters)
{
    DEFER_STACK(to, 3);
    {
        DEFER_STACK(from, 3);
        push_letters(&to, there);
        push_letters(&from, letters);
        note_number(defer_stack_move(&to, &from));
        note_number((long long)defer_stack_depth(&from));
        note_number((long long)defer_stack_depth(&to));
        push_letters(&from, "-");
    }
    push_letters(&to, ":");
}

TEST(move_keeps_the_order_and_empties_the_other)
{
    moves("", "");
    assert_trace("0,0,0,-:");
    moves("", "abc");
    assert_trace("0,0,3,-:cba");
    moves("a", "bcd");
    assert_trace("0,0,4,-:dcba");
    moves("abcde", "f");
    assert_trace("0,0,6,-:fedcba");
    moves("abcde", "");
    assert_trace("0,0,5,-:edcba");
    moves("ab", "cdefghijklmnopqrstuvwxyz");
    assert_trace("0,0,26,-:zyxwvutsrqponmlkjihgfedcba");
    moves("abcdefghijklmnopqrstuvw", "xyz");
    assert_trace("0,0,26,-:zyxwvutsrqponmlkjihgfedcba");
}

TEST(move_onto_itself_does_nothing)
{
    defer_stack s = DEFER_STACK_INIT;
    assert_int_equal(defer_stack_move(&s, &s), 0);
    push_letters(&s, "abc");
    assert_int_equal(defer_stack_move(&s, &s), 0);
    assert_int_equal(defer_stack_depth(&s), 3);
    defer_stack_run(&s);
    assert_trace("cba");
}

static int builds(defer_stack *owner, int fails)
{
    DEFER_STACK(s, 2);
    push_letters(&s, "abcd");
    if (fails) return -1;
    return defer_stack_move(owner, &s);
}

TEST(entries_move_to_an_owner_on_success)
{
    struct object o = { 1, DEFER_STACK_INIT };
    assert_int_equal(builds(&o.cleanups, 1), -1);
    assert_trace("dcba");
    assert_int_equal(builds(&o.cleanups, 0), 0);
    assert_trace("");
    assert_int_equal(builds(&o.cleanups, 0), 0);
    assert_int_equal(defer_stack_depth(&o.cleanups), 8);
    defer_stack_run(&o.cleanups);
    assert_trace("dcbadcba");
}

TEST(moved_entries_keep_their_place_and_use_the_report_of_their_stack)
{
    static char a[] = "a", b[] = "b";
    defer_stack from = DEFER_STACK_INIT, to = DEFER_STACK_INIT;
    defer_stack_on_failure(&from, says, a);
    defer_stack_on_failure(&to, says, b);
    int line = __LINE__ + 1;
    (void)DEFER_PUSH(&from, fails_with, 5);
    defer_stack_move(&to, &from);
    assert_int_equal(defer_stack_run(&from), 0);
    assert_int_equal(defer_stack_run(&to), 5);
    assert_string_equal(take_said(), at("b%d: fails_with(5)=5;", line));
    assert_trace("5,");
}

/* ---- Cancel, release ------------------------------------------------------------------------- */

static void other_char(int c)
{
    note_char(c - 'a' + 'A');
}

TEST(cancel_removes_the_newest_with_that_function_and_argument)
{
    defer_stack s = DEFER_STACK_INIT;
    assert_int_equal(DEFER_CANCEL(&s, note_char, 'a'), ENOENT);
    push_letters(&s, "abacad");
    (void)DEFER_PUSH(&s, other_char, 'a');
    assert_int_equal(DEFER_CANCEL(&s, note_char, 'a'), 0);
    assert_int_equal(defer_stack_depth(&s), 6);
    assert_int_equal(DEFER_CANCEL(&s, note_char, 'x'), ENOENT);
    assert_int_equal(DEFER_CANCEL(&s, other_char, 'b'), ENOENT);
    assert_int_equal(DEFER_CANCEL(&s, other_char, 'a'), 0);
    assert_int_equal(DEFER_CANCEL(&s, note_char, 'd'), 0);
    assert_trace("");
    defer_stack_run(&s);
    assert_trace("caba");
}

TEST(release_runs_the_newest_with_that_function_and_argument)
{
    defer_stack s = DEFER_STACK_INIT;
    static char texts[] = "abc";
    (void)DEFER_PUSH(&s, note, texts);
    (void)DEFER_PUSH(&s, note, texts + 1);
    push_letters(&s, "xyx");
    (void)DEFER_PUSH(&s, note, texts + 2);
    assert_int_equal(DEFER_RELEASE(&s, note, texts + 1), 0);
    assert_trace("bc");
    assert_int_equal(DEFER_RELEASE(&s, note_char, 'x'), 0);
    assert_trace("x");
    assert_int_equal(DEFER_RELEASE(&s, note, texts + 1), ENOENT);
    assert_int_equal(DEFER_RELEASE(&s, note, texts + 3), ENOENT);
    assert_int_equal(defer_stack_depth(&s), 4);
    defer_stack_run(&s);
    assert_trace("cyxabc");
}

TEST(release_reports_a_failure)
{
    static char context[] = "";
    defer_stack s = DEFER_STACK_INIT;
    defer_stack_on_failure(&s, says, context);
    push_statuses(&s, 1, 0, 2);
    assert_int_equal(DEFER_RELEASE(&s, fails_with, 0), 0);
    assert_string_equal(take_said(), "");
    assert_int_equal(DEFER_RELEASE(&s, fails_with, 1), 0);
    assert_non_null(strstr(take_said(), "fails_with(a)=1;"));
    assert_int_equal(DEFER_CANCEL(&s, fails_with, 2), 0);
    assert_string_equal(take_said(), "");
    assert_int_equal(defer_stack_run(&s), 0);
    assert_trace("0,1,");
}

/* ---- defer_stack_push, and null functions ---------------------------------------------------- */

static void note_pointer(void *text)
{
    note((const char *)text);
}

TEST(push_is_a_function_too)
{
    static char a[] = "a", b[] = "b", c[] = "c";
    int (*push)(defer_stack *, void (*)(void *), void *) = defer_stack_push;
    defer_stack s = DEFER_STACK_INIT;
    assert_int_equal(defer_stack_push(&s, note_pointer, a), 0);
    assert_int_equal(DEFER_PUSH(&s, note_pointer, b), 0);
    assert_int_equal(push(&s, note_pointer, c), 0);
    assert_int_equal(DEFER_CANCEL(&s, note_pointer, a), 0);
    assert_int_equal(defer_stack_push(&s, free, malloc(1)), 0);
    assert_int_equal(defer_stack_run(&s), 0);
    assert_trace("cb");
}

TEST(a_null_function_is_refused)
{
    static char a[] = "a";
    void (*null)(void *) = NULL;
    defer_stack s = DEFER_STACK_INIT;
    assert_int_equal(defer_stack_push(&s, NULL, a), EINVAL);
    assert_int_equal(DEFER_PUSH(&s, null, a), EINVAL);
    assert_int_equal(defer_stack_depth(&s), 0);
    assert_int_equal(defer_stack_run(&s), 0);
}

/* ---- errno ----------------------------------------------------------------------------------- */

static void spoils_errno(int value)
{
    errno = value;
}

static int spoils_errno_and_fails(int value)
{
    errno = value;
    return value;
}

static int leaves_with_errno(void)
{
    DEFER_STACK(s, 1);
    for (int i = 1; i < 20; i++) (void)DEFER_PUSH(&s, spoils_errno, i);
    errno = EDOM;
    return -1;
}

TEST(errno_is_kept)
{
    defer_stack s = DEFER_STACK_INIT;
    for (int i = 1; i < 40; i++) (void)DEFER_PUSH(&s, spoils_errno_and_fails, i);
    errno = ERANGE;
    assert_int_equal(defer_stack_unwind(&s, 9), 39);
    assert_int_equal(errno, ERANGE);
    errno = 0;
    assert_int_equal(defer_stack_run(&s), 9);
    assert_int_equal(errno, 0);
    assert_int_equal(leaves_with_errno(), -1);
    assert_int_equal(errno, EDOM);
}
