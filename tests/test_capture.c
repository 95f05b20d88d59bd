/* What a guard evaluates, when and how often, and which functions and arguments it takes. */
#include "trace.h"
#include "defer.h"
#include <unistd.h>

/* ---- Every integer type ---------------------------------------------------------------------- */

#define KEEPS(name, T, bits)                                                                       \
    static T taken_##name;                                                                         \
    static void take_##name(T value) { taken_##name = value; }                                     \
    static void keep_##name(T value)                                                               \
    {                                                                                              \
        DEFER(take_##name, value);                                                                 \
        taken_##name = value = (T)1;                                                               \
    }                                                                                              \
    TEST(an_argument_of_type_##name##_keeps_its_value)                                             \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(bits); i++) {                                                 \
            keep_##name((T)pattern(i, bits));                                                      \
            assert_int_equal(taken_##name, (T)pattern(i, bits));                                   \
        }                                                                                          \
    }
INTEGER_TYPES(KEEPS)

static void converts_arguments(void)
{
    int minus = -2, big = 300;
    unsigned large = 4000000000u;
    char c = 'c';
    bool yes = true;
    enum color green = GREEN;
    DEFER(take_llong, minus);
    DEFER(take_ullong, minus);
    DEFER(take_uchar, big);
    DEFER(take_bool_type, big);
    DEFER(take_ssize, large);
    DEFER(take_int, c);
    DEFER(take_uint, yes);
    DEFER(take_short, green);
    DEFER(take_size, 4096);
}

TEST(an_integer_converts_to_the_parameter_as_in_a_call)
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

/* ---- When, and how often --------------------------------------------------------------------- */

static void values_now(void)
{
    int i = 1;
    const char *text = "early,";
    DEFER(note_number, i);
    DEFER(note_number, i + 10);
    DEFER(note, text);
    i = 2;
    text = "late,";
    DEFER(note_number, i);
    DEFER(note, text);
    i = 3;
    text = "never,";
}

TEST(arguments_are_evaluated_at_the_guard)
{
    values_now();
    assert_trace("late,2,early,11,1,");
}

static int calls;

static int next_number(void)
{
    return ++calls;
}

static void (*next_function(void))(long long)
{
    note_number(100 + ++calls);
    return note_number;
}

static void side_effects(void)
{
    int status = 0, flags[3] = { 1, 0, -1 };
    DEFER(note_number, next_number());
    DEFER(next_function(), 7);
    DEFER(next_function(), next_number());
    DEFER_IF(flags[0], next_function(), next_number());
    DEFER_UNLESS(flags[1], next_function(), next_number());
    DEFER_IF_NEGATIVE(flags[2], next_function(), next_number());
    DEFER_GUARD(guard, next_function(), next_number());
    DEFER_STATUS(&status, note_and_fail, next_number() ? "last" : "");
    note("-");
}

TEST(function_and_arguments_are_evaluated_once)
{
    calls = 0;
    side_effects();
    assert_string_equal(strchr(take_trace(), '-'), "-last12,10,8,6,4,7,1,");
    assert_int_equal(calls, 13);
}

static int cell;

static int *next_cell(void)
{
    calls++;
    return &cell;
}

static void places(void)
{
    DEFER_IF(*next_cell(), note, "if,");
    DEFER_UNLESS(*next_cell(), note, "unless,");
    DEFER_IF_NEGATIVE(*next_cell(), note, "negative,");
    DEFER_VAR(note_number, *next_cell());
    DEFER_STATUS(next_cell(), note_and_fail, "status,");
    note_number(calls);
}

TEST(a_place_is_evaluated_once)
{
    calls = cell = 0;
    places();
    assert_trace("5,status,negative,if,");
    assert_int_equal(calls, 5);
    assert_int_equal(cell, -1);
}

static void shout(long long number)
{
    note("!");
    note_number(number);
}

struct driver {
    void (*release)(long long);
    void (*table[2])(long long);
};

static void functions(int which)
{
    void (*variable)(long long) = note_number;
    struct driver driver = { note_number, { shout, note_number } }, *at = &driver;
    DEFER(note_number, 1);
    DEFER(&note_number, 2);
    DEFER(*note_number, 3);
    DEFER((note_number), 4);
    DEFER(variable, 5);
    DEFER(driver.release, 6);
    DEFER(at->table[which], 7);
    DEFER(which ? note_number : shout, 8);
    DEFER(next_function(), 9);
    variable = shout;
    driver.release = shout;
    driver.table[0] = note_number;
}

TEST(a_function_is_any_expression_and_kept)
{
    calls = 0;
    functions(0);
    assert_trace("101,9,!8,!7,6,5,4,3,2,1,");
}

/* ---- Pointers -------------------------------------------------------------------------------- */

static void note_int_at(const int *at)
{
    note_number(at ? *at : -1);
}

static void note_bytes(const void *text)
{
    note((const char *)text);
}

static void note_volatile(const volatile void *at)
{
    note_number(*(const volatile int *)at);
}

static void append(char *text)
{
    strcat(text, "+");
    note(text);
}

static void pointers(int parameter)
{
    int x = 1;
    int numbers[3] = { 1, 2, 3 };
    const int constant = 4;
    volatile int changing = 5;
    int *const fixed = &x;
    int *volatile moving = &numbers[0];
    char text[8] = "text";
    const void *bytes = text;
    DEFER(note_int_at, &x);
    DEFER(note_int_at, &parameter);
    DEFER(note_int_at, numbers);
    DEFER(note_int_at, numbers + 1);
    DEFER(note_int_at, &constant);
    DEFER(note_volatile, &changing);
    DEFER(note_number, constant);
    DEFER(note_number, changing);
    DEFER(note_int_at, fixed);
    DEFER(note_int_at, moving);
    DEFER(append, text);
    DEFER(note_bytes, text);
    DEFER(note_bytes, bytes);
    DEFER(note, "literal");
    DEFER(note, __func__);
    x = 10;
    parameter++;
    numbers[0] = 20;
    numbers[1] = 30;
    changing = 6;
    moving = NULL;
    bytes = NULL;
    text[0] = 'T';
}

TEST(what_an_argument_points_at_is_seen_as_it_is_at_exit)
{
    pointers(40);
    assert_trace("pointersliteralTextTextText+20,10,5,4,6,4,30,20,41,10,");
}

static void null_pointers(void)
{
    DEFER(note_int_at, NULL);
    DEFER(note_int_at, 0);
    DEFER(free, NULL);
    DEFER(free, 0);
    DEFER_IF(calls, free, NULL);
    DEFER_GUARD(guard, free, NULL);
}

TEST(null_is_an_argument_for_a_pointer)
{
    calls = 1;
    null_pointers();
    assert_trace("-1,-1,");
}

struct pair {
    int a, b;
};

static void release_pair(struct pair *pair)
{
    note_number(pair->a + pair->b);
    free(pair);
}

static void resources(void)
{
    int fd[2];
    char *text = (char *)malloc(10);
    struct pair *pair = (struct pair *)calloc(1, sizeof(*pair));
    if (!text || !pair || pipe(fd)) abort();
    DEFER(close, fd[0]);
    DEFER(close, fd[1]);
    DEFER(free, text);
    DEFER(release_pair, pair);
    FILE *file = fopen("/dev/null", "r");
    if (!file) abort();
    DEFER(fclose, file);
    pair->a = 5;
    fd[0] = fd[1] = -1;
    text = NULL;
    pair = NULL;
}

TEST(resources_are_released) /* main.c counts descriptors, and valgrind checks memory */
{
    resources();
    assert_trace("5,");
}

/* ---- Results of functions, and functions without an argument --------------------------------- */

#define RETURNS(name, T, bits)                                                                     \
    static T return_##name(int value) { note_number(value); return (T)1; }                         \
    static T return_##name##_of_none(void) { note_number(0); return (T)1; }                        \
    static T return_##name##_of_pointer(const int *at) { note_int_at(at); return (T)1; }           \
    static void ignore_##name(void)                                                                \
    {                                                                                              \
        int two = 2;                                                                               \
        DEFER(return_##name, 1);                                                                   \
        DEFER_IF(two, return_##name, 2);                                                           \
        DEFER_VAR(return_##name, two);                                                             \
        DEFER(return_##name##_of_none);                                                            \
        DEFER(return_##name##_of_pointer, &two);                                                   \
        two = 3;                                                                                   \
    }                                                                                              \
    TEST(a_result_of_type_##name##_is_ignored)                                                     \
    {                                                                                              \
        ignore_##name();                                                                           \
        assert_trace("3,0,3,2,1,");                                                                \
    }
INTEGER_TYPES(RETURNS)
typedef const char *text_type;
RETURNS(pointer, text_type, 0)

__attribute__((__warn_unused_result__)) static int checked(const char *text)
{
    note(text);
    return 1;
}

__attribute__((__warn_unused_result__)) static void *checked_pointer(const char *text)
{
    note(text);
    return &calls;
}

static void ignores_checked_results(void)
{
    int yes = 1, no = 0, negative = -1;
    const char *text = "6";
    DEFER(checked, "1");
    DEFER(checked_pointer, "2");
    DEFER_IF(yes, checked, "3");
    DEFER_UNLESS(no, checked_pointer, "4");
    DEFER_IF_NEGATIVE(negative, checked, "5");
    DEFER_VAR(checked, text);
    DEFER_GUARD(guard, checked, "7");
}

TEST(a_result_that_must_be_used_is_ignored_without_a_warning)
{
    ignores_checked_results();
    assert_trace("7654321");
}

static void note_a(void)
{
    note("a");
}

static int note_b(void)
{
    note("b");
    return 1;
}

static void *note_c(void)
{
    note("c");
    return NULL;
}

static void no_arguments(void)
{
    void (*variable)(void) = note_a;
    DEFER(note_a);
    DEFER(note_b);
    DEFER(note_c);
    DEFER(&note_a);
    DEFER(variable);
    variable = NULL;
}

TEST(a_function_may_take_nothing)
{
    no_arguments();
    assert_trace("aacba");
}

/* ---- Closures: any type
 * ------------------------------------------------------------------------ */

#if DEFER_HAS_BLOCK
static struct pair add(struct pair one, double two)
{
    note_number(one.a + one.b);
    note_number((long long)(two * 2));
    return one;
}

static double half(double number)
{
    note_number((long long)(number * 4));
    return number / 2;
}

static void call(void (*function)(void))
{
    function();
}

static void note_pair(struct pair pair)
{
    note_number(pair.a * 10 + pair.b);
}

static void other_types(void)
{
    struct pair pair = { 3, 4 };
    double number = 1.25;
    DEFER(add, pair, number);
    DEFER(half, number);
    DEFER(half, 3);
    DEFER(note_number, number);
    DEFER(note_pair, pair);
    DEFER_IF(pair.a, note_pair, pair);
    DEFER_GUARD(guard, half, number);
    DEFER(call, note_a);
    DEFER(call, &note_a);
    pair.a = 30;
    number = 100;
}

TEST(arguments_and_results_may_be_structs_floats_and_functions)
{
    other_types();
    assert_trace("aa5,34,34,1,12,5,7,2,");
}

static void two(int a, const char *b)
{
    note_number(a);
    note(b);
}

static int three(const char *a, long long b, const void *c)
{
    note(a);
    note_number(b);
    note((const char *)c);
    return 1;
}

static double four(int a, double b, const int *c, struct pair d)
{
    note_number(a + (int)b + (c ? *c : 0) + d.a + d.b);
    return b;
}

static void several_arguments(void)
{
    int x = 1;
    char text[] = "text,";
    struct pair pair = { 1000, 0 };
    DEFER(two, x, "two,");
    DEFER(two, next_number(), text);
    DEFER(three, text, x, "c,");
    DEFER(three, "a,", -1, text);
    DEFER(four, x, 20.5, &x, pair);
    DEFER(four, 3, 20, NULL, pair);
    DEFER(four, 4, 20, 0, pair);
    x = 500;
    text[0] = 'T';
    pair.a = 0;
}

TEST(a_function_may_take_up_to_four_arguments)
{
    calls = 10;
    several_arguments();
    assert_trace("1024," "1023," "1521," "a,-1,Text," "Text,1,c," "11,Text," "1,two,");
    assert_int_equal(calls, 11);
}

static void library_calls(void)
{
    char text[] = "xxxx";
    DEFER(note, text);
    DEFER(memset, text, 'a', 3);
    DEFER(memset, text, 'b', sizeof text - 1);
}

TEST(a_library_function_may_take_several_arguments)
{
    library_calls();
    assert_trace("aaab");
}
#endif

#ifdef __cplusplus
struct base_a {
    int a;
};
struct base_b {
    int b;
};
struct derived : base_a, base_b {
};

static void note_base(const base_b *base)
{
    note_number(base->b);
}

static void converts_pointer()
{
    derived object;
    object.a = 1;
    object.b = 2;
    DEFER(note_base, &object);
    DEFER_GUARD(guard, note_base, &object);
}

TEST(a_pointer_converts_to_the_base_class)
{
    converts_pointer();
    assert_trace("2,2,");
}

static void calls_objects()
{
    int sum = 5;
    auto lambda = [&sum](int number) { note_number(sum + number); };
    DEFER(lambda, 1);
    sum = 10;
}

TEST(a_function_may_be_a_lambda)
{
    calls_objects();
    assert_trace("11,");
}
#endif
