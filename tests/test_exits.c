/* Every way out of a block runs its guards. */
#include "trace.h"
#include "defer.h"

static int noted(const char *text, int value)
{
    note(text);
    return value;
}

static void falls_off_the_end(void)
{
    DEFER(note, "a");
    note("-");
}

TEST(the_end_of_a_function_runs_guards)
{
    falls_off_the_end();
    assert_trace("-a");
}

static int returns_from(int depth)
{
    DEFER(note, "a");
    if (depth == 1) return 1;
    {
        DEFER(note, "b");
        if (depth == 2) return 2;
        for (;;) {
            DEFER(note, "c");
            switch (depth) {
            case 3: {
                DEFER(note, "d");
                return 3;
            }
            default: return 4;
            }
        }
    }
}

TEST(return_runs_the_guards_of_every_block_it_leaves)
{
    static const char *const traces[] = { "a", "ba", "dcba", "cba" };
    for (int depth = 1; depth <= 4; depth++) {
        assert_int_equal(returns_from(depth), depth);
        assert_trace(traces[depth - 1]);
    }
}

static int returns_a_call(void)
{
    DEFER(note, "a");
    return noted("-", 5);
}

static void set_to_7(int *at)
{
    *at = 7;
}

static int returns_a_variable(void)
{
    int value = 5;
    DEFER(set_to_7, &value);
    return value;
}

TEST(the_returned_value_is_computed_before_guards_run)
{
    assert_int_equal(returns_a_call(), 5);
    assert_trace("-a");
    assert_int_equal(returns_a_variable(), 5);
}

static void loops(int end)
{
    for (int i = 0; i < 4; i++) {
        DEFER(note_char, '0' + i);
        if (i == end) break;
        note("for");
    }
    int i = 0;
    while (i < 4) {
        DEFER(note_char, '0' + i);
        if (i == end) break;
        note("while");
        i++;
    }
    i = 0;
    do {
        DEFER(note_char, '0' + i);
        if (i == end) break;
        note("do");
    } while (++i < 4);
}

TEST(the_end_of_an_iteration_and_break_run_guards)
{
    loops(2);
    assert_trace("for0for12while0while12do0do12");
    loops(4);
    assert_trace("for0for1for2for3while0while1while2while3do0do1do2do3");
    loops(0);
    assert_trace("000");
}

static void continues(void)
{
    for (int i = 0; i < 3; noted(";", i++)) {
        DEFER(note_char, '0' + i);
        if (i == 1) continue;
        note("for");
    }
    int i = 0;
    while (noted("?", i) < 3) {
        DEFER(note_char, '0' + i);
        if (i++ == 1) continue;
        note("while");
    }
    i = 0;
    do {
        DEFER(note_char, '0' + i);
        if (i == 1) continue;
        note("do");
    } while (noted("?", ++i) < 3);
}

TEST(continue_runs_guards_before_the_condition)
{
    continues();
    assert_trace("for0;1;for2;" "?while0?1?while2?" "do0?1?do2?");
}

static void nested_loops(void)
{
    for (int i = 0; i < 3; i++) {
        DEFER(note_char, 'a' + i);
        for (int j = 0; j < 3; j++) {
            DEFER(note_char, '0' + j);
            if (j == 1) break;
            if (i == 1) goto next;
        }
        note("-");
    next:;
    }
}

TEST(a_jump_runs_the_guards_of_the_loops_it_leaves_only)
{
    nested_loops();
    assert_trace("01-a0b01-c");
}

static void jumps_out(int from)
{
    DEFER(note, "a");
    {
        DEFER(note, "b");
        if (from == 1) goto out;
        while (from) {
            DEFER(note, "c");
            if (from == 2) goto out;
            if (from == 3) goto inner;
        }
    inner:
        note("-");
    }
out:
    note("out");
}

TEST(goto_runs_the_guards_of_the_blocks_it_leaves)
{
    jumps_out(1);
    assert_trace("bouta");
    jumps_out(2);
    assert_trace("cbouta");
    jumps_out(3);
    assert_trace("c-bouta");
}

static void loops_by_goto(void)
{
    int i = 0;
    DEFER(note, "end");
again:
    note_char('a' + i);
    DEFER(note_char, '0' + i);
    DEFER(note, "'");
    if (++i < 3) goto again;
    note("-");
}

TEST(goto_back_runs_the_guards_it_jumps_over)
{
    loops_by_goto();
    assert_trace("a'0b'1c-'2end");
}

static void switches(int which)
{
    switch (which) {
    case 0: {
        DEFER(note, "a");
        break;
    }
    case 1: {
        DEFER(note, "b");
        note("through");
    } /* falls through */
#if !defined(__cplusplus) || __cplusplus < 201703L
        __attribute__((__fallthrough__));
#else
        [[fallthrough]];
#endif
    case 2: {
        DEFER(note, "c");
        DEFER(note, "d");
        if (which == 2) break;
        note("-");
        break;
    }
    default: {
        DEFER(note, "e");
        return;
    }
    }
    note(";");
}

TEST(the_ways_out_of_a_switch_run_guards)
{
    for (int which = 0; which < 4; which++) switches(which);
    assert_trace("a;" "throughb-dc;" "dc;" "e");
}

static int statement_expressions(int leave)
{
    DEFER(note, "a");
    int value = __extension__({
        DEFER(note, "b");
        if (leave) return noted("return", -1);
        noted("value", 5);
    });
    note("-");
    return value + __extension__({ DEFER(note, "c"); 1; });
}

TEST(the_ways_out_of_a_statement_expression_run_guards)
{
    assert_int_equal(statement_expressions(0), 6);
    assert_trace("valueb-ca");
    assert_int_equal(statement_expressions(1), -1);
    assert_trace("returnba");
}

static int counts_down(int depth)
{
    DEFER(note_char, '0' + depth);
    if (!depth) return 0;
    DEFER(note, "'");
    int deeper = counts_down(depth - 1);
    DEFER(note, ".");
    return deeper + 1;
}

TEST(guards_of_every_recursive_call_run)
{
    assert_int_equal(counts_down(3), 3);
    assert_trace("0.'1.'2.'3");
}

#if defined(__GNUC__) && !defined(__clang__) && !defined(__cplusplus)
static int has_a_nested_function(int outer)
{
    DEFER(note, "a");
    __extension__ int nested(int inner)
    {
        DEFER(note_number, outer);
        DEFER(note_number, inner);
        if (inner) return outer;
        DEFER(note, "b");
        return 0;
    }
    DEFER(note, "c");
    return nested(0) + nested(7);
}

TEST(a_nested_function_runs_its_guards)
{
    assert_int_equal(has_a_nested_function(5), 5);
    assert_trace("b0,5,7,5,ca");
}
#endif

#ifdef __cplusplus
static int has_a_lambda(int outer)
{
    DEFER(note, "a");
    auto lambda = [&](int inner) {
        DEFER(note_number, outer);
        DEFER_IF(inner, note_number, inner);
        if (inner) return outer;
        DEFER(note, "b");
        return 0;
    };
    DEFER(note, "c");
    return lambda(0) + lambda(7);
}

TEST(a_lambda_runs_its_guards)
{
    assert_int_equal(has_a_lambda(5), 5);
    assert_trace("b5,7,5,ca");
}

struct object {
    const char *name;
    int flag;

    object() : name("member"), flag(1)
    {
        DEFER(note, "made,");
    }
    ~object()
    {
        DEFER(note, "gone,");
        note(name);
    }
    static void release(object *self)
    {
        note("released,");
        note(self->name);
    }
    void method(const char *text)
    {
        DEFER(release, this);
        DEFER(note, name);
        DEFER(note, this->name);
        DEFER_IF(flag, note, text);
        DEFER_UNLESS(this->flag, note, text);
        DEFER_VAR(note, this->name);
        DEFER_GUARD(guard, note, name);
        DEFER_BLOCK { note(name); };
        name = ",";
    }
};

TEST(guards_in_a_method_see_its_object)
{
    {
        object o;
        o.method("text");
    }
    assert_trace("made," ",member,textmembermemberreleased,," ",gone,");
}

template <class T> static T in_a_template(T value)
{
    T sum = value + value;
    DEFER(note_number, value);
    DEFER_VAR(note_number, sum);
    DEFER_IF(value, note_number, sum);
    DEFER_GUARD(guard, note_number, sum);
    DEFER_BLOCK { note_number(value); };
    value = 0;
    return DEFER_TAKE(sum);
}

TEST(guards_in_a_template_run)
{
    assert_int_equal(in_a_template(5), 10);
    assert_trace("0,10,5,");
    assert_int_equal(in_a_template(6ull), 12);
    assert_trace("0,12,6,");
}
#endif

#if defined(__cplusplus) && DEFER_UNWINDS
static void throws(int number)
{
    throw number;
}

static void exception_passes(int number)
{
    int flag = 1, zero = 0, failed = -1, status = 0;
    const char *text = "5";
    DEFER(note, "1");
    DEFER_IF(flag, note, "2");
    DEFER_UNLESS(zero, note, "3");
    DEFER_IF_NEGATIVE(failed, note, "4");
    DEFER_VAR(note, text);
    DEFER_GUARD(six, note, "6");
    {
        DEFER_STATUS(&status, note_and_fail, "7");
        DEFER_BLOCK { note("8"); };
        throws(number);
        note("never");
    }
    DEFER(note, "never");
}

static int caught(void (*function)(int), int number)
{
    DEFER(note, "c");
    try {
        DEFER(note, "t");
        function(number);
        return 0;
    } catch (int thrown) {
        DEFER(note, "h");
        return thrown;
    }
}

TEST(an_exception_runs_the_guards_it_passes)
{
    assert_int_equal(caught(exception_passes, 5), 5);
    assert_trace("87654321thc");
}

static void release_throws(int number)
{
    DEFER(note, "a");
    DEFER(throws, number);
    DEFER(note, "b");
}

static void block_throws(int number)
{
    DEFER(note, "a");
    DEFER_BLOCK { throws(number); };
    DEFER(note, "b");
}

TEST(an_exception_out_of_a_guard_runs_the_guards_before_it)
{
    assert_int_equal(caught(release_throws, 6), 6);
    assert_trace("bathc");
    assert_int_equal(caught(block_throws, 7), 7);
    assert_trace("bathc");
}

static void run_throws(int number)
{
    DEFER_GUARD(guard, throws, number);
    DEFER(note, "a");
    DEFER_RUN(guard);
}

TEST(a_guard_whose_run_threw_does_not_run_again)
{
    assert_int_equal(caught(run_throws, 8), 8);
    assert_trace("athc");
}
#endif
