/* DEFER_GUARD: a guard with a name can be dismissed, armed again, and run early. */
#include "trace.h"
#include "defer.h"

static int fails_with(int status)
{
    note_number(status);
    return status;
}

static void plain(void)
{
    DEFER_GUARD(a, note, "a");
    DEFER_GUARD(b, note, "b");
    note("-");
}

TEST(a_named_guard_runs_as_any_other)
{
    plain();
    assert_trace("-ba");
}

static void keeps_values(void)
{
    int number = 1;
    const char *text = "early";
    void (*function)(const char *) = note;
    DEFER_GUARD(a, note_number, number);
    DEFER_GUARD(b, function, text);
    number = 2;
    text = "late";
    function = NULL;
    DEFER_RUN(b);
}

TEST(function_and_argument_of_a_named_guard_are_kept)
{
    keeps_values();
    assert_trace("early1,");
}

static void dismisses(int a, int b)
{
    DEFER_GUARD(one, note, "1");
    DEFER_GUARD(two, note, "2");
    if (a) DEFER_DISMISS(one);
    if (b)
        DEFER_DISMISS(two);
    else
        note("-");
}

TEST(a_dismissed_guard_does_not_run)
{
    dismisses(0, 0);
    assert_trace("-21");
    dismisses(1, 0);
    assert_trace("-2");
    dismisses(0, 1);
    assert_trace("1");
    dismisses(1, 1);
    assert_trace("");
}

static void rearms(int armed)
{
    DEFER_GUARD(guard, note, "a");
    DEFER_REARM(guard); /* changes nothing: the guard is armed from the start */
    DEFER_DISMISS(guard);
    DEFER_DISMISS(guard);
    if (armed) DEFER_REARM(guard);
}

TEST(a_dismissed_guard_runs_once_armed_again)
{
    rearms(0);
    assert_trace("");
    rearms(1);
    assert_trace("a");
}

static void runs_early(void)
{
    DEFER_GUARD(a, note, "a");
    DEFER_GUARD(b, note, "b");
    DEFER_RUN(a);
    note("-");
}

TEST(a_guard_that_ran_early_does_not_run_again)
{
    runs_early();
    assert_trace("a-b");
}

static void runs_many_times(void)
{
    DEFER_GUARD(guard, fails_with, 5);
    note_number(DEFER_RUN(guard));
    note_number(DEFER_RUN(guard));
    DEFER_REARM(guard);
    note("again:");
    note_number(DEFER_RUN(guard) + DEFER_RUN(guard));
    DEFER_DISMISS(guard);
    note("dismissed:");
    note_number(DEFER_RUN(guard));
    DEFER_REARM(guard);
    note("-");
}

TEST(run_is_what_the_function_returned_and_0_when_it_is_not_armed)
{
    runs_many_times();
    assert_trace("5,5,0,again:5,5,dismissed:0,-5,");
}

static int checks_close(int status)
{
    DEFER_GUARD(guard, fails_with, status);
    if (status == 3) return 100;
    return DEFER_RUN(guard);
}

TEST(run_gives_the_status_of_a_close)
{
    assert_int_equal(checks_close(0), 0);
    assert_int_equal(checks_close(-7), -7);
    assert_int_equal(checks_close(INT_MIN), INT_MIN);
    assert_int_equal(checks_close(3), 100);
    assert_trace("0,-7,-2147483648,3,");
}

/* DEFER_RUN is the result of the function only if its type is `int`. In C an enumeration with
 * negative values counts as `int`. */
#ifdef __cplusplus
#define IS_INT(T) __is_same(T, int)
#else
#define IS_INT(T) __builtin_types_compatible_p(T, int)
#endif
#define RESULTS(name, T, bits)                                                                     \
    static T result_##name(int value)                                                              \
    {                                                                                              \
        note_number(value);                                                                        \
        return (T)1;                                                                               \
    }                                                                                              \
    static int run_##name(void)                                                                    \
    {                                                                                              \
        DEFER_GUARD(guard, result_##name, 2);                                                      \
        return DEFER_RUN(guard);                                                                   \
    }                                                                                              \
    TEST(run_of_a_function_that_returns_##name)                                                    \
    {                                                                                              \
        assert_int_equal(run_##name(), IS_INT(T));                                                 \
        assert_trace("2,");                                                                        \
    }
INTEGER_TYPES(RESULTS)
RESULTS(pointer, char *, 0)

static int run_of_void(void)
{
    DEFER_GUARD(guard, note, "a");
    return DEFER_RUN(guard);
}

TEST(run_of_a_function_that_returns_nothing_is_0)
{
    assert_int_equal(run_of_void(), 0);
    assert_trace("a");
}

static void note_int_at(const int *at)
{
    note_number(at ? *at : -1);
}

static void note_llong(long long number)
{
    note_number(number);
}

static void note_bool(bool value)
{
    note_number(value);
}

static void converts(int minus, unsigned char small)
{
    int x = 7;
    DEFER_GUARD(a, note_int_at, &x);
    DEFER_GUARD(b, note_int_at, NULL);
    DEFER_GUARD(c, note_int_at, 0);
    DEFER_GUARD(d, note_llong, minus);
    DEFER_GUARD(e, note_bool, small);
    DEFER_GUARD(f, note_llong, -5);
    x = 8;
    DEFER_RUN(f), DEFER_RUN(e), DEFER_RUN(d), DEFER_RUN(c), DEFER_RUN(b), DEFER_RUN(a);
    note("-");
    DEFER_REARM(a);
    DEFER_REARM(b);
    DEFER_REARM(c);
    DEFER_REARM(d);
    DEFER_REARM(e);
    DEFER_REARM(f);
}

TEST(the_argument_converts_as_in_a_call_whether_run_or_left)
{
    converts(-3, 200);
    assert_trace("-5,1,-3,-1,-1,8,-" "-5,1,-3,-1,-1,8,");
}

static void loops(void)
{
    for (int i = 0; i < 5; i++) {
        DEFER_GUARD(guard, note_char, '0' + i);
        if (i == 1) DEFER_DISMISS(guard);
        if (i == 2) DEFER_RUN(guard);
        if (i == 3) continue;
        note("-");
    }
}

TEST(each_iteration_arms_its_guard)
{
    loops();
    assert_trace("-0-2-3-4");
}

static int nested(int early)
{
    DEFER_GUARD(outer, fails_with, 1);
    for (int i = 0; i < 3; i++) {
        DEFER_GUARD(inner, fails_with, 10 + i);
        if (i == early) {
            int status = DEFER_RUN(outer);
            DEFER_DISMISS(inner);
            return status;
        }
        if (i == 2) {
            DEFER_REARM(outer);
            break;
        }
        DEFER_DISMISS(outer);
    }
    note("-");
    return 0;
}

TEST(a_guard_is_reached_from_inner_blocks)
{
    assert_int_equal(nested(0), 1);
    assert_trace("1,");
    assert_int_equal(nested(1), 0);
    assert_trace("10,");
    assert_int_equal(nested(5), 0);
    assert_trace("10,11,12,-1,");
}

static void same_names(void)
{
    {
        DEFER_GUARD(guard, note, "a");
        DEFER_DISMISS(guard);
    }
    {
        DEFER_GUARD(guard, note, "b");
        {
            DEFER_GUARD(guard, note, "c");
            DEFER_RUN(guard);
            note("-");
        }
    }
}

TEST(a_name_belongs_to_its_block)
{
    same_names();
    assert_trace("c-b");
}

static int in_expressions(int status)
{
    DEFER_GUARD(a, fails_with, status);
    DEFER_GUARD(b, fails_with, 0);
    if (DEFER_RUN(a) != 0 || DEFER_RUN(b) != 0) return -1;
    return status ? DEFER_RUN(a) : DEFER_RUN(b);
}

TEST(run_is_an_expression)
{
    assert_int_equal(in_expressions(0), 0);
    assert_trace("0,0,");
    assert_int_equal(in_expressions(2), -1);
    assert_trace("2,0,");
}

static int depth_of(int depth)
{
    DEFER_GUARD(guard, note_char, '0' + depth);
    if (depth == 3) return depth;
    int deepest = depth_of(depth + 1);
    if (depth == 1) DEFER_DISMISS(guard);
    return deepest;
}

TEST(each_recursive_call_has_a_guard_of_its_own)
{
    assert_int_equal(depth_of(0), 3);
    assert_trace("320");
}

static char *builds(int fail)
{
    char *text = (char *)malloc(10);
    if (!text) abort();
    DEFER_GUARD(undo, free, text);
    if (fail) return NULL;
    DEFER_DISMISS(undo);
    return text;
}

TEST(a_constructor_dismisses_the_guard_of_what_it_returns)
{
    assert_null(builds(1));
    char *text = builds(0);
    assert_non_null(text);
    free(text);
}
