/* ISO TS 25755: what the block of a `defer` sees, and what it may contain. Each test is one rule.
 * Like when.c, built with the `defer` of defer.h and with that of the compiler. */
#include "../trace.h"

/* It sees the values that objects have when it runs, and may change them. */
static void refers(int *out)
{
    int x = 1, list[3] = { 1, 2, 3 };
    const char *text = "early";
    struct { int a, b; } pair = { 1, 2 };
    defer { *out = x + list[1] + pair.b; };
    defer { note(text); };
    defer { x *= 2; };
    x = 10;
    list[1] = 200;
    pair.b = 3000;
    text = "late";
}

TEST(it_refers_to_the_objects_themselves)
{
    int out = 0;
    refers(&out);
    assert_int_equal(out, 3220);
    assert_trace("late");
}

/* The value of a return is computed before any deferred block runs. */
static int noted(int n)
{
    note_number(n);
    return n;
}

static int returns_first(void)
{
    int x = 1;
    defer { x = noted(x + 100); };
    return noted(++x);
}

TEST(the_value_returned_is_computed_first)
{
    assert_int_equal(returns_first(), 2);
    assert_trace("2,102,");
}

/* A `defer` in the block of another belongs to that block, and runs at its end. */
static void nests(void)
{
    defer {
        defer {
            defer { note("c"); };
            note("b");
        };
        note("a");
        for (int i = 0; i < 2; i++) {
            defer { note_number(i); };
        }
    };
    note("-");
}

TEST(one_may_defer_another)
{
    nests();
    assert_trace("-a0,1,bc");
}

/* The block may have declarations, and jumps that stay in it. */
static void jumps_inside(void)
{
    defer {
        int n = 0;
        static int calls;
    again:
        for (int i = 0;; i++) {
            if (i == 1) continue;
            if (i == 3) break;
            note_number(i);
        }
        switch (++n) {
        case 1: goto again;
        default: note_number(++calls);
        }
    };
    note("-");
}

TEST(jumps_may_stay_in_it)
{
    jumps_inside();
    jumps_inside();
    assert_trace("-0,2,0,2,1," "-0,2,0,2,2,");
}
