/* The functions and arguments that a stack accepts, what it evaluates, and what it keeps. */
#include "trace.h"
#include "defer.h"
#include <errno.h>

/* ---- Every integer type, as argument and as result
 * -------------------------------------------- */

/* The result of a release is a status if its type is `int`. In C that can be true of an
 * enumeration. */
#ifdef __cplusplus
#define IS_INT(T) __is_same(T, int)
#else
#define IS_INT(T) __builtin_types_compatible_p(T, int)
#endif
static bool returns_status(bool is_int, int status, long long value)
{
    return status == (is_int ? value : 0);
}

#define KEEPS(name, T, bits)                                                                       \
    static T taken_##name;                                                                         \
    static void take_##name(T value) { taken_##name = value; }                                     \
    static T pass_##name(T value) { return taken_##name = value; }                                 \
    static bool keeps_##name(T value)                                                              \
    {                                                                                              \
        const T kept = value, other = (T)!value;                                                   \
        DEFER_STACK(s, 1);                                                                         \
        (void)DEFER_PUSH(&s, take_##name, value);                                                  \
        (void)DEFER_PUSH(&s, pass_##name, value);                                                  \
        value = taken_##name = other;                                                              \
        bool absent = DEFER_CANCEL(&s, take_##name, value) == ENOENT;                              \
        bool status = returns_status(IS_INT(T), defer_stack_unwind(&s, 1), (long long)kept);       \
        bool passed = taken_##name == kept;                                                        \
        taken_##name = other;                                                                      \
        bool found = DEFER_RELEASE(&s, take_##name, kept) == 0;                                    \
        return absent && status && passed && found && taken_##name == kept;                        \
    }                                                                                              \
    TEST(a_value_of_type_##name##_is_kept)                                                         \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(bits); i++)                                                   \
            if (!keeps_##name((T)pattern(i, bits))) assert_int_equal(pattern(i, bits), ~0);        \
    }
INTEGER_TYPES(KEEPS)

static void converts_arguments(void)
{
    DEFER_STACK(s, 9);
    int minus = -2, big = 300;
    unsigned large = 4000000000u;
    bool yes = true;
    enum color green = GREEN;
    (void)DEFER_PUSH(&s, take_llong, minus);
    (void)DEFER_PUSH(&s, take_ullong, minus);
    (void)DEFER_PUSH(&s, take_uchar, big);
    (void)DEFER_PUSH(&s, take_bool_type, big);
    (void)DEFER_PUSH(&s, take_ssize, large);
    (void)DEFER_PUSH(&s, take_int, 'c');
    (void)DEFER_PUSH(&s, take_uint, yes);
    (void)DEFER_PUSH(&s, take_short, green);
    (void)DEFER_PUSH(&s, take_size, 4096);
}

TEST(an_integer_in_a_stack_converts_as_in_a_call)
{
    converts_arguments();
    assert_int_equal(taken_llong, -2);
    assert_int_equal(taken_ullong, -2);
    assert_int_equal(taken_uchar, 300 % 256);
    assert_int_equal(taken_bool_type, 1);
    assert_int_equal(taken_ssize, (ssize_t)4000000000);
    assert_int_equal(taken_int, 'c');
    assert_int_equal(taken_uint, 1);
    assert_int_equal(taken_short, GREEN);
    assert_int_equal(taken_size, 4096);
}

/* ---- Pointers
 * --------------------------------------------------------------------------------- */

struct node {
    char name;
};

static void take_void(void *p) { note_char(((struct node *)p)->name); }
static void take_const_void(const void *p) { note_char(((const struct node *)p)->name); }
static void take_node(struct node *n) { note_char(n->name); }
static void take_const(const struct node *n) { note_char(n->name); }
static void take_volatile(volatile struct node *n) { note_char(n->name); }
static void take_both(const volatile struct node *n) { note_char(n->name); }
static void take_indirect(struct node **n) { note_char((*n)->name); }
static void take_array(struct node (*a)[2]) { note_char((*a)[1].name); }

static struct node *pass_node(struct node *n)
{
    note_char(n->name);
    return n;
}

static const char *pass_text(const char *text)
{
    note(text);
    return text;
}

static int status_of(const struct node *n)
{
    note_char(n->name);
    return n->name;
}

static bool is_there(struct node *n)
{
    note_char(n->name);
    return true;
}

static unsigned number_of(struct node *n)
{
    note_char(n->name);
    return 1;
}

static long long_of(struct node *n)
{
    note_char(n->name);
    return -1;
}

static unsigned char char_of(struct node *n)
{
    note_char(n->name);
    return 1;
}


static int every_pointer(void)
{
    struct node a = { 'a' }, array[2] = { { 'b' }, { 'c' } }, *at = &a;
    const struct node constant = { 'd' };
    volatile struct node variable = { 'e' };
    char text[] = "text,";
    DEFER_STACK(s, 4);
    (void)DEFER_PUSH(&s, take_void, &a);
    (void)DEFER_PUSH(&s, take_const_void, &constant);
    (void)DEFER_PUSH(&s, take_node, &a);
    (void)DEFER_PUSH(&s, take_node, array);
    (void)DEFER_PUSH(&s, take_node, array + 1);
    (void)DEFER_PUSH(&s, take_const, &a);
    (void)DEFER_PUSH(&s, take_const, &constant);
    (void)DEFER_PUSH(&s, take_volatile, &a);
    (void)DEFER_PUSH(&s, take_volatile, &variable);
    (void)DEFER_PUSH(&s, take_both, &constant);
    (void)DEFER_PUSH(&s, take_both, &variable);
    (void)DEFER_PUSH(&s, take_indirect, &at);
    (void)DEFER_PUSH(&s, take_array, &array);
    (void)DEFER_PUSH(&s, pass_node, &a);
    (void)DEFER_PUSH(&s, pass_text, text);
    (void)DEFER_PUSH(&s, pass_text, "literal,");
    (void)DEFER_PUSH(&s, is_there, &a);
    (void)DEFER_PUSH(&s, number_of, &a);
    (void)DEFER_PUSH(&s, long_of, &a);
    (void)DEFER_PUSH(&s, char_of, &a);
    if (defer_stack_unwind(&s, 0)) return -1;
    (void)DEFER_PUSH(&s, status_of, &a);
    (void)DEFER_PUSH(&s, status_of, &constant);
    return defer_stack_unwind(&s, 0);
}

TEST(every_kind_of_pointer_and_result_is_taken)
{
    assert_int_equal(every_pointer(), 'd');
    assert_trace("aaaa" "literal,text,a" "ca" "ed" "ea" "da" "cbada" "da");
}

static void take_pointer(const char *p)
{
    note(p ? p : "null,");
}

static void pushes_null(void)
{
    DEFER_STACK(s, 2);
    (void)DEFER_PUSH(&s, free, NULL);
    (void)DEFER_PUSH(&s, take_pointer, (const char *)0);
}

TEST(a_null_argument_is_passed_on)
{
    pushes_null();
    assert_trace("null,");
}

#ifndef __cplusplus
static void converts_pointers(void *p)
{
    DEFER_STACK(s, 2);
    (void)DEFER_PUSH(&s, take_node, p);
    (void)DEFER_PUSH(&s, take_const, p);
}

TEST(a_void_pointer_converts_as_in_a_call)
{
    struct node n = { 'n' };
    converts_pointers(&n);
    assert_trace("nn");
}
#else
struct derived : node {};

static void pushes_derived(void)
{
    derived d;
    node &reference = d;
    d.name = 'd';
    DEFER_STACK(s, 2);
    (void)DEFER_PUSH(&s, take_node, &d);
    (void)DEFER_PUSH(&s, take_const, &reference);
    (void)DEFER_PUSH(&s, take_pointer, nullptr);
    (void)DEFER_PUSH(&s, +[](int i) { note_number(i); }, 5);
}

TEST(what_converts_in_a_call_converts_here)
{
    pushes_derived();
    assert_trace("5,null,dd");
}
#endif

/* ---- When, how often, and from where
 * ----------------------------------------------------------- */

static int calls;

static defer_stack *next_stack(defer_stack *s)
{
    calls++;
    return s;
}

static void (*next_function(void))(long long)
{
    calls++;
    return note_number;
}

static int next_number(void)
{
    calls++;
    return 5;
}

static void side_effects(void)
{
    DEFER_STACK(s, 1);
    (void)DEFER_PUSH(next_stack(&s), next_function(), next_number());
    note_number(calls);
    (void)DEFER_PUSH(next_stack(&s), next_function(), next_number());
    DEFER_CANCEL(next_stack(&s), next_function(), next_number());
    note_number(calls);
    DEFER_RELEASE(next_stack(&s), next_function(), next_number());
    note_number(calls);
}

TEST(stack_function_and_argument_are_evaluated_once)
{
    calls = 0;
    side_effects();
    assert_trace("3,9,5,12,");
    assert_int_equal(calls, 12);
}

static void values_now(void)
{
    DEFER_STACK(s, 1);
    int i = 1;
    const char *text = "early,";
    void (*release)(long long) = note_number;
    (void)DEFER_PUSH(&s, release, i);
    (void)DEFER_PUSH(&s, note, text);
    i = 2;
    text = "late,";
    release = NULL;
    (void)DEFER_PUSH(&s, note_number, i);
    (void)DEFER_PUSH(&s, note, text);
    i = 3;
    text = "never,";
}

TEST(function_and_argument_are_those_of_the_push)
{
    values_now();
    assert_trace("late,2,early,1,");
}

struct driver {
    void (*release)(long long);
    void (*table[2])(long long);
};

__attribute__((__warn_unused_result__)) static int must_be_used(int i)
{
    note_number(i);
    return 0;
}

static inline __attribute__((__always_inline__)) int pushes_inline(defer_stack *s, int fn)
{
    return DEFER_PUSH(s, note_number, fn);
}

#define PUSH(s, x) (DEFER_PUSH((s), note_number, (x)) ? -1 : 0)

static void every_function(void)
{
    struct driver d = { note_number, { note_number, note_number } }, *driver = &d;
    DEFER_STACK(call_, 1);
    defer_stack *s = &call_, *e_ = s;
    int arg = 1, fn = 2, p = 3, n = 4, x = 5, _ = 6;
    (void)DEFER_PUSH(s, d.release, arg);
    (void)DEFER_PUSH(s, driver->table[p - n + 1], fn);
    (void)DEFER_PUSH(s, &note_number, p);
    (void)DEFER_PUSH(s, *driver->release, n);
    (void)DEFER_PUSH(e_, (note_number), x);
    (void)DEFER_PUSH(e_, must_be_used, _);
    pushes_inline(s, 7);
    if (PUSH(s, 8) || PUSH(s, 9)) return;
    (void)DEFER_PUSH(s, n == 4 ? note_number : d.release, (int)sizeof(char[10]));
}

TEST(any_expression_may_be_the_function)
{
    every_function();
    assert_trace("10,9,8,7,6,5,4,3,2,1,");
}
