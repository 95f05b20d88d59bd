/* DEFER_BLOCK runs a block at exit, which sees the values that variables have then. */
#include "trace.h"
#include "defer.h"
#include <stdarg.h>

#if DEFER_HAS_BLOCK
struct pair {
    int a, b;
};

static void sees_everything(int parameter, const char *text)
{
    int x = 1;
    char letters[4] = "abc";
    struct pair pair = { 2, 3 };
    volatile int changing = 4;
    static int kept;
    kept = 5;
    DEFER_BLOCK {
        note_number(x);
        note(letters);
        note_number(pair.a * 10 + pair.b);
        note_number(changing);
        note_number(kept);
        note_number(parameter);
        note(text);
    };
    x = 10;
    letters[1] = 'B';
    pair.a = 20;
    changing = 40;
    kept = 50;
    parameter++;
    text = "late";
}

TEST(a_block_sees_variables_as_they_are_at_exit)
{
    sees_everything(6, "early");
    assert_trace("10,aBc203,40,50,7,late");
}

static void writes(int *out, struct pair *pair)
{
    int x = 1, numbers[3] = { 0, 0, 0 };
    DEFER_BLOCK { note_number(x + numbers[2]); };
    DEFER_BLOCK {
        x += 5;
        numbers[2] = 100;
        *out = x;
        pair->b = x + 1;
    };
    x = 2;
}

TEST(a_block_writes_to_variables)
{
    int out = 0;
    struct pair pair = { 0, 0 };
    writes(&out, &pair);
    assert_trace("107,");
    assert_int_equal(out, 7);
    assert_int_equal(pair.b, 8);
}

static int returned(void)
{
    int x = 1;
    DEFER_BLOCK { x = 100; };
    return x;
}

TEST(the_returned_value_is_computed_before_a_block)
{
    assert_int_equal(returned(), 1);
}

static void exits(int from)
{
    DEFER_BLOCK { note("a"); };
    for (int i = 0; i < 3; i++) {
        DEFER_BLOCK { note_number(i); };
        DEFER(note, ":");
        DEFER_BLOCK {
            if (i == from) note("!");
        };
        if (from == 3) continue;
        if (i < from) continue;
        if (from == 0) break;
        if (from == 1) goto out;
        return;
    }
    note("-");
out:
    note("out");
}

TEST(every_way_out_runs_a_block)
{
    exits(0);
    assert_trace("!:0,-outa");
    exits(1);
    assert_trace(":0,!:1,outa");
    exits(2);
    assert_trace(":0,:1,!:2,a");
    exits(3);
    assert_trace(":0,:1,:2,-outa");
}

static void guards_inside(void)
{
    int x = 1;
    DEFER_BLOCK {
        int status = 0, flag = 0;
        DEFER(note, "a");
        DEFER_IF(flag, note, "b");
        DEFER_GUARD(guard, note, "c");
        {
            DEFER_STATUS(&status, note_and_fail, "d");
            DEFER_BLOCK {
                note_number(x);
                DEFER(note, "e");
                DEFER_BLOCK { note_number(flag); };
            };
        }
        note_number(status);
        flag = 1;
        DEFER_DISMISS(guard);
        note("-");
    };
    x = 2;
    note("body");
}

TEST(guards_inside_a_block_run_at_its_end)
{
    guards_inside();
    assert_trace("body2,0,ed-1,-ba");
}

static void statements_inside(int count)
{
    DEFER_BLOCK {
        for (int i = 0; i < count; i++) {
            DEFER(note, ";");
            if (i == 1) continue;
            if (i == 3) break;
            note_number(i);
        }
        switch (count) {
        case 5: note("five"); break;
        default: note("other");
        }
        int i = 0;
        do note_char('a' + i);
        while (++i < 3);
        if (count > 5)
            note("more");
        else
            note("less");
    };
    count++;
}

TEST(loops_and_switches_work_inside_a_block)
{
    statements_inside(4);
    assert_trace("0,;;2,;;fiveabcless");
    statements_inside(7);
    assert_trace("0,;;2,;;otherabcmore");
}

static int recurses(int depth)
{
    int sum = depth;
    DEFER_BLOCK { note_number(sum); };
    if (depth) sum += recurses(depth - 1);
    return sum;
}

TEST(each_recursive_call_has_a_block_of_its_own)
{
    assert_int_equal(recurses(3), 6);
    assert_trace("0,1,3,6,");
}

static void small_blocks(void)
{
    DEFER_BLOCK {};
    DEFER_BLOCK { ; };
    DEFER_BLOCK { note("a"); }; DEFER_BLOCK { note("b"); };
    DEFER_BLOCK
    {
        note("c");
        {
            note("d");
        }
    };
}

TEST(a_block_may_be_empty_or_share_a_line)
{
    small_blocks();
    assert_trace("cdba");
}

static void blocks_and_macros(void)
{
#define CLEANUP(...) DEFER_BLOCK { __VA_ARGS__ }
#define TWO(a, b) DEFER_BLOCK { note(a); }; DEFER_BLOCK { note(b); }
    int numbers[] = { 1, 2 }, k = 3, n = 4, a = 5;
    CLEANUP(int sum[] = { numbers[0], numbers[1] }; note_number(sum[0] + sum[1] + k + n + a););
    TWO("a", "b");
    k = 10;
}

TEST(a_block_may_come_from_a_macro)
{
    blocks_and_macros();
    assert_trace("ba22,");
}

static int in_a_statement_expression(int x)
{
    return x + __extension__({
        int y = x;
        DEFER_BLOCK { note_number(y); };
        y++;
        y * 10;
    });
}

TEST(a_block_may_stand_in_a_statement_expression)
{
    assert_int_equal(in_a_statement_expression(1), 21);
    assert_trace("2,");
}

static char *realloc_and_free(void)
{
    char *text = (char *)malloc(4);
    bool ok = false;
    DEFER_BLOCK {
        if (!ok) free(text);
    };
    char *longer = (char *)realloc(text, 1000);
    if (!longer) return NULL;
    text = longer;
    strcpy(text, "text");
    ok = true;
    return text;
}

TEST(a_block_decides_at_exit)
{
    char *text = realloc_and_free();
    assert_string_equal(text, "text");
    free(text);
}

static int sum_of(int count, ...)
{
    int sum = 0;
    va_list arguments;
    va_start(arguments, count);
    DEFER_BLOCK {
        va_end(arguments);
        note("ended,");
    };
    while (count-- > 0) sum += va_arg(arguments, int);
    return sum;
}

TEST(a_block_may_end_variable_arguments)
{
    assert_int_equal(sum_of(3, 1, 2, 3), 6);
    assert_trace("ended,");
}

#if defined(__GNUC__) && !defined(__clang__) && !defined(__cplusplus)
static void in_a_nested_function(int outer)
{
    __extension__ int nested(int inner)
    {
        DEFER_BLOCK { note_number(outer * 10 + inner); };
        outer++;
        return inner++;
    }
    DEFER_BLOCK { note_number(nested(5)); };
    outer = 2;
}

TEST(a_block_may_stand_in_and_call_a_nested_function)
{
    in_a_nested_function(1);
    assert_trace("36,5,");
}
#endif
#endif
