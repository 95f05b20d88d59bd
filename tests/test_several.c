/* Every form with none to four arguments of every type. The values that the arguments had at the
 * guard arrive, converted as in an ordinary call. */
#define _XOPEN_SOURCE 700 /* for posix_openpt in strict modes */
#include "trace.h"
#include "defer.h"
#include <errno.h>
#if !defined(__wasi__) && !defined(_WIN32)
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif
#endif

/* ---- Types, results, and expected values ----------------------------------------------------- */

/* Defines the type of_<name>, a value of it for each i, a number for each value, and whether
 * DEFER_VAR considers the value empty. */
#define MAY_BE_UNUSED __attribute__((__unused__)) static
#define TYPE(name, T, value, number, is_empty)                                                     \
    typedef T of_##name;                                                                           \
    MAY_BE_UNUSED of_##name make_##name(int i) { return value; }                                   \
    MAY_BE_UNUSED unsigned long long number_##name(of_##name v)                                    \
    {                                                                                              \
        return (unsigned long long)number;                                                         \
    }                                                                                              \
    MAY_BE_UNUSED bool is_empty_##name(of_##name v) { return is_empty; }
#define SIGNED(name, T, bits) TYPE(name, T, (T)pattern(i % PATTERNS(bits), bits), v, v < 0)
#define UNSIGNED(name, T, bits) TYPE(name, T, (T)pattern(i % PATTERNS(bits), bits), v, v == (T)0)
SIGNED_TYPES(SIGNED)
UNSIGNED_TYPES(UNSIGNED)

static struct thing { int of; } things[3];
TYPE(pointer, struct thing *, i % 4 ? &things[i % 4 - 1] : NULL, (uintptr_t)v, v == NULL)

static void first_function(void) {}
static void second_function(void) {}
typedef void (*any_function)(void);
static const any_function functions[] = { NULL, first_function, second_function };
TYPE(function, any_function, functions[i % 3], (uintptr_t)v, v == NULL)

/* Each release compares its arguments with `expected`, and notes those that are wrong. */
static unsigned long long expected[4];
static int calls;
static bool recording; /* the next call stores its arguments in `expected` */

static void check(bool right, const char *what)
{
    if (!right) note(what);
}

__attribute__((__noinline__)) static void
arrive(int count, unsigned long long a, unsigned long long b, unsigned long long c,
       unsigned long long d)
{
    const unsigned long long values[] = { a, b, c, d };
    calls++;
    for (int i = 0; i < count; i++) {
        if (recording) expected[i] = values[i];
        if (values[i] == expected[i]) continue;
        note_number(count);
        note_number(i);
    }
}

/* A result that DEFER_STATUS, DEFER_ERRNO and a stack treat as a failure. */
enum { FAILED = -3, ERROR = 4711 };
static int failure(void)
{
    errno = ERROR;
    return FAILED;
}

/* ---- Every form ------------------------------------------------------------------------------ */

/* The variables that conditions read and statuses are stored in. change() makes every condition
 * true. */
struct around { int on, off, negative, status, err; };
static const struct around before = { 0, 1, 0, 0, 0 };

/* Every form with (fn, args...), where fn fails. The block then calls change(at). */
enum { CALLS_OF_EVERY_FORM = 11 };
#define EVERY_FORM(...)                                                                            \
    DEFER_STACK(stack, 1);                                                                         \
    DEFER(__VA_ARGS__);                                                                            \
    DEFER_IF(at->on, __VA_ARGS__);                                                                 \
    DEFER_UNLESS(at->off, __VA_ARGS__);                                                            \
    DEFER_IF_NEGATIVE(at->negative, __VA_ARGS__);                                                  \
    DEFER_STATUS(&at->status, __VA_ARGS__);                                                        \
    DEFER_ERRNO(&at->err, __VA_ARGS__);                                                            \
    DEFER_GUARD(guard, __VA_ARGS__);                                                               \
    check(DEFER_RUN(guard) == FAILED && DEFER_RUN(guard) == 0, "run,");                            \
    DEFER_REARM(guard);                                                                            \
    for (int push = 0; push < 4; push++) check(!DEFER_PUSH(&stack, __VA_ARGS__), "push,");         \
    check(DEFER_CANCEL(&stack, __VA_ARGS__) == 0, "cancel,");                                      \
    check(DEFER_RELEASE(&stack, __VA_ARGS__) == 0, "release,");                                    \
    check(defer_stack_unwind(&stack, 1) == FAILED, "unwind,")

static void change(struct around *at)
{
    at->on = 1;
    at->off = 0;
    at->negative = -1;
}

static void check_after(const struct around *at, int wanted)
{
    check(at->status == FAILED, "status,");
    check(at->err == ERROR, "err,");
    check(calls == wanted, "calls,");
    calls = 0;
}

/* For each type of result, what a release returns that does not fail. */
#define RETURN_void return
#define RETURN_int return 7
#define RETURN_long return -7
#define RETURN_pointer return &things[1]
#define RETURN_bool_type return true
#define RETURN_char return 'r'
typedef void of_void;

/* Four types, and releases with one to four arguments of these types. Releases that return R can be
 * inlined. The one that is used with EVERY_FORM cannot. */
#define ROW(R, A, B, C, D)                                                                         \
    static of_##R one_##A(of_##A a)                                                                \
    {                                                                                              \
        arrive(1, number_##A(a), 0, 0, 0);                                                         \
        RETURN_##R;                                                                                \
    }                                                                                              \
    static of_##R two_##A(of_##A a, of_##B b)                                                      \
    {                                                                                              \
        arrive(2, number_##A(a), number_##B(b), 0, 0);                                             \
        RETURN_##R;                                                                                \
    }                                                                                              \
    static of_##R three_##A(of_##A a, of_##B b, of_##C c)                                          \
    {                                                                                              \
        arrive(3, number_##A(a), number_##B(b), number_##C(c), 0);                                 \
        RETURN_##R;                                                                                \
    }                                                                                              \
    static of_##R four_##A(of_##A a, of_##B b, of_##C c, of_##D d)                                 \
    {                                                                                              \
        arrive(4, number_##A(a), number_##B(b), number_##C(c), number_##D(d));                     \
        RETURN_##R;                                                                                \
    }                                                                                              \
    int failing_##A(of_##A a, of_##B b, of_##C c, of_##D d);                                       \
    __attribute__((__noinline__)) int failing_##A(of_##A a, of_##B b, of_##C c, of_##D d)          \
    {                                                                                              \
        arrive(4, number_##A(a), number_##B(b), number_##C(c), number_##D(d));                     \
        return failure();                                                                          \
    }                                                                                              \
    static void row_##A(struct around *at, int i)                                                  \
    {                                                                                              \
        of_##A a = make_##A(i), var = make_##A(i + 1);                                             \
        of_##B b = make_##B(i);                                                                    \
        of_##C c = make_##C(i);                                                                    \
        of_##D d = make_##D(i);                                                                    \
        expected[0] = number_##A(a);                                                               \
        expected[1] = number_##B(b);                                                               \
        expected[2] = number_##C(c);                                                               \
        expected[3] = number_##D(d);                                                               \
        EVERY_FORM(failing_##A, a, b, c, d);                                                       \
        DEFER(one_##A, a);                                                                         \
        DEFER(two_##A, a, b);                                                                      \
        DEFER(three_##A, a, b, c);                                                                 \
        DEFER_VAR(four_##A, var, b, c, d);                                                         \
        change(at);                                                                                \
        var = a;                                                                                   \
        a = make_##A(i + 1);                                                                       \
        b = make_##B(i + 1);                                                                       \
        c = make_##C(i + 1);                                                                       \
        d = make_##D(i + 1);                                                                       \
    }                                                                                              \
    TEST(four_arguments_from_##A##_to_##D##_arrive)                                                \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(64); i++) {                                                   \
            struct around at = before;                                                             \
            row_##A(&at, i);                                                                       \
            check_after(&at, CALLS_OF_EVERY_FORM + 3 + !is_empty_##A(make_##A(i)));                \
            assert_trace("");                                                                      \
        }                                                                                          \
    }

/* Each type is once the first, second, third and fourth argument. */
ROW(void, pointer, int, bool_type, llong)
ROW(int, int, bool_type, llong, uchar)
ROW(long, bool_type, llong, uchar, function)
ROW(pointer, llong, uchar, function, uint)
ROW(bool_type, uchar, function, uint, short)
ROW(char, function, uint, short, size)
ROW(void, uint, short, size, char)
ROW(int, short, size, char, color)
ROW(long, size, char, color, ushort)
ROW(pointer, char, color, ushort, level)
ROW(bool_type, color, ushort, level, schar)
ROW(char, ushort, level, schar, pointer)
ROW(void, level, schar, pointer, int)
ROW(int, schar, pointer, int, bool_type)

static int none(void)
{
    arrive(0, 0, 0, 0, 0);
    return failure();
}
static int one(int a)
{
    arrive(1, number_int(a), 0, 0, 0);
    return failure();
}
static int two(int a, const struct thing *b)
{
    arrive(2, number_int(a), (uintptr_t)b, 0, 0);
    return failure();
}
static int three(int a, const struct thing *b, long long c)
{
    arrive(3, number_int(a), (uintptr_t)b, number_llong(c), 0);
    return failure();
}

/* Every form with none to three arguments. Those with four are tested above. */
#define COUNT(fn, ...)                                                                             \
    static void count_##fn(struct around *at, int a, struct thing *b, long long c)                 \
    {                                                                                              \
        expected[0] = number_int(a);                                                               \
        expected[1] = (uintptr_t)b;                                                                \
        expected[2] = number_llong(c);                                                             \
        EVERY_FORM(__VA_ARGS__);                                                                   \
        change(at);                                                                                \
        a = 0;                                                                                     \
        b = NULL;                                                                                  \
        c = 0;                                                                                     \
    }                                                                                              \
    TEST(every_form_takes_##fn##_of_the_arguments)                                                 \
    {                                                                                              \
        struct around at = before;                                                                 \
        count_##fn(&at, -12, things, 1ll << 40);                                                   \
        check_after(&at, CALLS_OF_EVERY_FORM);                                                     \
        assert_trace("");                                                                          \
    }
COUNT(none, none)
COUNT(one, one, a)
COUNT(two, two, a, b)
COUNT(three, three, a, b, c)

static void variables(int *var, struct thing *b, long long c)
{
    DEFER_VAR(one, *var);
    DEFER_VAR(two, *var, b);
    DEFER_VAR(three, *var, b, c);
    b = NULL;
    c = 0;
    *var += 2;
}

TEST(a_variable_is_read_at_exit_and_what_follows_it_is_not)
{
    int var = -2;
    expected[0] = 0;
    expected[1] = (uintptr_t)things;
    expected[2] = 70;
    calls = 0;
    variables(&var, things, 70);
    assert_int_equal(calls, 3);
    var = -3;
    variables(&var, things, 70);
    assert_int_equal(calls, 3); /* no more, as the variable is now negative: empty */
    assert_trace("");
}

/* ---- Results --------------------------------------------------------------------------------- */

#define GIVES(R)                                                                                   \
    static of_##R gives_##R(struct thing *a, int b, unsigned char c)                               \
    {                                                                                              \
        arrive(3, (uintptr_t)a, number_int(b), c, 0);                                              \
        RETURN_##R;                                                                                \
    }                                                                                              \
    static int result_of_##R(struct thing *a, int b, unsigned char c)                              \
    {                                                                                              \
        DEFER_STACK(stack, 1);                                                                     \
        DEFER_GUARD(guard, gives_##R, a, b, c);                                                    \
        check(!DEFER_PUSH(&stack, gives_##R, a, b, c), "push,");                                   \
        check(defer_stack_unwind(&stack, 0) == DEFER_RUN(guard), "status,");                       \
        DEFER_REARM(guard);                                                                        \
        return DEFER_RUN(guard);                                                                   \
    }
GIVES(void)
GIVES(int)
GIVES(long)
GIVES(pointer)
GIVES(bool_type)
GIVES(char)

TEST(a_result_is_a_status_if_it_is_an_int)
{
    expected[0] = (uintptr_t)things;
    expected[1] = 2;
    expected[2] = 255;
    assert_int_equal(result_of_void(things, 2, 255), 0);
    assert_int_equal(result_of_int(things, 2, 255), 7);
    assert_int_equal(result_of_long(things, 2, 255), 0);
    assert_int_equal(result_of_pointer(things, 2, 255), 0);
    assert_int_equal(result_of_bool_type(things, 2, 255), 0);
    assert_int_equal(result_of_char(things, 2, 255), 0);
    assert_trace("");
}

/* ---- Enumerations ----------------------------------------------------------------------------- */

enum __attribute__((__packed__)) packed { NO_SIDE, LEFT = 3, RIGHT = 250 };
enum plain { NO_WAY, UP = 5, DOWN = 70000 };

static int of_enumerations(struct thing *a, enum plain b, enum packed c)
{
    arrive(3, (uintptr_t)a, b, c, 0);
    return 0;
}

static void enumerators(struct thing *thing)
{
    DEFER_STACK(stack, 1);
    check(!DEFER_PUSH(&stack, of_enumerations, thing, DOWN, RIGHT), "push,");
    DEFER(of_enumerations, thing, DOWN, RIGHT);
}

TEST(enumerations_of_two_sizes_stand_beside_each_other)
{
    expected[0] = (uintptr_t)things;
    expected[1] = 70000;
    expected[2] = 250;
    calls = 0;
    enumerators(things);
    assert_int_equal(calls, 2);
    assert_trace("");
}

/* ---- An inline function of external linkage --------------------------------------------------- */

/* Clang wants a name for each type that is declared in it. */
int of_two(int a, long b);
__attribute__((__noinline__)) int of_two(int a, long b)
{
    arrive(2, number_int(a), number_long(b), 0, 0);
    return 0;
}
void guard_inline_two(int a, long b);
inline void guard_inline_two(int a, long b)
{
    DEFER(of_two, a, b);
    DEFER_IF(a, of_two, a, b);
    a = 0;
    b = 1;
}

TEST(a_guard_of_two_stands_in_an_inline_function)
{
    expected[0] = 8;
    expected[1] = 9;
    calls = 0;
    guard_inline_two(8, 9);
    assert_int_equal(calls, 1); /* a is 0 by then */
    assert_trace("");
}

/* ---- Conversions ----------------------------------------------------------------------------- */

/* An ordinary call stores the expected values. */
#define CONVERTS(name, A, B, C, D)                                                                 \
    int convert_##name(of_##A a, of_##B b, of_##C c, of_##D d);                                    \
    __attribute__((__noinline__)) int convert_##name(of_##A a, of_##B b, of_##C c, of_##D d)       \
    {                                                                                              \
        arrive(4, number_##A(a), number_##B(b), number_##C(c), number_##D(d));                     \
        return 0;                                                                                  \
    }                                                                                              \
    CONVERSION(name, big, minus, large, small)                                                     \
    CONVERSION(name, minus, large, small, big)                                                     \
    CONVERSION(name, large, small, big, minus)                                                     \
    CONVERSION(name, small, big, minus, large)                                                     \
    TEST(arguments_convert_##name)                                                                 \
    {                                                                                              \
        for (int i = 0; i < 6; i++) {                                                              \
            static const long long bigs[] = { 1ll << 40, 300, -1, 0, 1ll << 62, 65536 };           \
            static const int minuses[] = { -1, 256, 0, INT_MIN, 65535, 1 };                        \
            static const unsigned larges[] = { 4000000000u, 0, UINT_MAX, 300, 1, 0x80000000 };     \
            static const signed char smalls[] = { -128, 1, 0, -1, 100, 127 };                      \
            name##_big(bigs[i], minuses[i], larges[i], smalls[i]);                                 \
            name##_minus(bigs[i], minuses[i], larges[i], smalls[i]);                               \
            name##_large(bigs[i], minuses[i], larges[i], smalls[i]);                               \
            name##_small(bigs[i], minuses[i], larges[i], smalls[i]);                               \
            assert_trace("");                                                                      \
        }                                                                                          \
    }
#define CONVERSION(name, a, b, c, d)                                                               \
    static void name##_##a(long long big, int minus, unsigned large, signed char small)            \
    {                                                                                              \
        recording = true;                                                                          \
        convert_##name(a, b, c, d);                                                                \
        recording = false;                                                                         \
        DEFER_STACK(stack, 1);                                                                     \
        check(!DEFER_PUSH(&stack, convert_##name, a, b, c, d), "push,");                           \
        DEFER(convert_##name, a, b, c, d);                                                         \
        big = minus = small = 5;                                                                   \
        large = 5;                                                                                 \
    }
CONVERTS(to_narrow_and_wide, bool_type, uchar, size, short)
CONVERTS(to_signed, schar, int, ssize, llong)
CONVERTS(to_unsigned, ushort, uint, char, ullong)
CONVERTS(to_bool, long, bool_type, bool_type, ulong)

static int flags(bool a, unsigned char b, size_t c, unsigned short d)
{
    note_number(a);
    note_number(b);
    check(c == SIZE_MAX, "size,");
    note_number(d);
    return 0;
}

static void wraps_around(void)
{
    unsigned long long highest = 1ull << 63;
    long three_hundred = 300;
    int minus = -1;
    DEFER_STACK(stack, 1);
    check(!DEFER_PUSH(&stack, flags, three_hundred, minus, minus, three_hundred), "push,");
    DEFER(flags, three_hundred, minus, minus, minus);
    DEFER(flags, highest, 'c', -1, LAST_COLOR & 0xffff);
}

TEST(a_narrow_parameter_takes_the_low_bits_and_bool_takes_all)
{
    wraps_around();
    assert_trace("1,99,65535," "1,255,65535," "1,255,300,");
}

/* ---- Pointers -------------------------------------------------------------------------------- */

static void note_thing(const struct thing *thing) { note_number(thing ? thing->of : -1); }
static void of_four(const struct thing *a, void *b, const volatile struct thing *c,
                    struct thing **d)
{
    note_thing(a);
    note_thing((struct thing *)b);
    note_thing((const struct thing *)c);
    note_thing(d ? *d : NULL);
}
static void mixed(const void *a, int b, const char *c, int (*d)(int))
{
    note_thing((const struct thing *)a);
    note_number(b);
    note(c);
    note_number(d(10));
}
static void two_things(struct thing *a, struct thing *b)
{
    note_thing(a);
    note_thing(b);
}
static int add_one(int n) { return n + 1; }
static int add_two(int n) { return n + 2; }

static void pointers(void)
{
    struct thing a = { 1 }, b = { 2 }, *at = &a;
    const struct thing *to_const = &b;
    char text[] = "text,";
    int (*add)(int) = add_one;
    DEFER_STACK(stack, 1);
    check(!DEFER_PUSH(&stack, of_four, &a, &b, to_const, &at), "push,");
    check(!DEFER_PUSH(&stack, mixed, &a, 6, text, add), "push,");
    check(!DEFER_PUSH(&stack, two_things, &a, NULL), "push,");
    DEFER(of_four, to_const, at, &a, NULL);
    DEFER(mixed, to_const, 7, text, add);
    DEFER(mixed, &a, 8, "literal,", add_two);
    DEFER(two_things, NULL, &b);
    at = &b;
    to_const = NULL;
    add = add_two;
    a.of = 3;
    text[0] = 'n';
}

TEST(pointers_of_every_kind_stand_beside_each_other)
{
    pointers();
    assert_trace("-1,2," "3,8,literal,12," "2,7,next,11," "2,3,3,-1,"
                 "3,-1," "3,6,next,11," "3,2,2,2,");
}

static void two_bools(bool a, bool b)
{
    note_number(a);
    note_number(b);
}
static void bools_and_number(bool a, int b, struct thing *c, bool d)
{
    two_bools(a, d);
    note_number(b);
    note_thing(c);
}

static void bools(char *p, struct thing *thing)
{
    DEFER_STACK(stack, 1);
    check(!DEFER_PUSH(&stack, two_bools, p, NULL), "push,");
    check(!DEFER_PUSH(&stack, bools_and_number, p, 6, thing, p), "push,");
    DEFER(two_bools, p, thing);
    DEFER(bools_and_number, p, 6, thing, p);
}

TEST(a_pointer_may_be_a_bool)
{
    struct thing thing = { 7 };
    bools((char *)0x100, &thing);
    assert_trace("1,1,6,7," "1,1," "1,1,6,7," "1,0,");
}

#ifndef __cplusplus
/* A void * that is meant for a pointer to something else, beside an integer. */
#ifdef __clang__
#define PUSH_VOID_POINTER(...) check(!DEFER_PUSH(&stack, __VA_ARGS__), "push,")
#else
#define PUSH_VOID_POINTER(...) /* cannot be: see tests/compile_fail */
#endif
#define BESIDE(name, T, ...)                                                                       \
    static int beside_##name(struct thing *a, of_##name b, int **c, of_##name d)                   \
    {                                                                                              \
        arrive(4, (uintptr_t)a, number_##name(b), (uintptr_t)c, number_##name(d));                 \
        return 0;                                                                                  \
    }                                                                                              \
    MAY_BE_UNUSED int before_##name(of_##name a, struct thing *b)                                         \
    {                                                                                              \
        arrive(2, number_##name(a), (uintptr_t)b, 0, 0);                                           \
        return 0;                                                                                  \
    }                                                                                              \
    static void same_type_##name(void *p, of_##name value)                                         \
    {                                                                                              \
        expected[0] = (uintptr_t)p;                                                                \
        expected[1] = expected[3] = number_##name(value);                                          \
        expected[2] = 0;                                                                           \
        DEFER_STACK(stack, 1);                                                                     \
        PUSH_VOID_POINTER(beside_##name, p, value, NULL, value);                                   \
        DEFER(beside_##name, p, value, NULL, value);                                               \
        value = make_##name(1);                                                                    \
    }
INTEGER_TYPES(BESIDE)
#define CONVERTS_BESIDE(name)                                                                      \
    static void void_pointer_to_##name(void *p, int minus, unsigned long long large)               \
    {                                                                                              \
        recording = true;                                                                          \
        beside_##name(p, minus, p, large);                                                         \
        recording = false;                                                                         \
        DEFER_STACK(stack, 1);                                                                     \
        PUSH_VOID_POINTER(beside_##name, p, minus, p, large);                                      \
        DEFER(beside_##name, p, minus, p, large);                                                  \
        minus = 5;                                                                                 \
        large = 5;                                                                                 \
    }                                                                                              \
    static void void_pointer_after_##name(void *p, int minus)                                      \
    {                                                                                              \
        recording = true;                                                                          \
        before_##name(minus, p);                                                                   \
        recording = false;                                                                         \
        DEFER_STACK(stack, 1);                                                                     \
        PUSH_VOID_POINTER(before_##name, minus, p);                                                \
        DEFER(before_##name, minus, p);                                                            \
        minus = 5;                                                                                 \
    }                                                                                              \
    TEST(a_void_pointer_beside_##name##_may_be_any)                                                \
    {                                                                                              \
        static const int minuses[] = { -1, 256, 0, INT_MIN, 65535, 200 };                          \
        static const unsigned long long larges[] = { ~0ull, 0, 1ull << 63, 1ull << 40, 300, 1 };   \
        for (int i = 0; i < PATTERNS(64); i++) same_type_##name(&things[1], make_##name(i));       \
        for (int i = 0; i < 6; i++) void_pointer_to_##name(&things[1], minuses[i], larges[i]);     \
        for (int i = 0; i < 6; i++) void_pointer_after_##name(&things[1], minuses[i]);             \
        assert_trace("");                                                                          \
    }
CONVERTS_BESIDE(char)
CONVERTS_BESIDE(schar)
CONVERTS_BESIDE(uchar)
CONVERTS_BESIDE(short)
CONVERTS_BESIDE(ushort)
CONVERTS_BESIDE(int)
CONVERTS_BESIDE(uint)
CONVERTS_BESIDE(long)
CONVERTS_BESIDE(ulong)
CONVERTS_BESIDE(llong)
CONVERTS_BESIDE(ullong)
CONVERTS_BESIDE(ssize)
CONVERTS_BESIDE(size)
CONVERTS_BESIDE(bool_type)

static void zeros(struct thing *p)
{
    DEFER_STACK(stack, 1);
    PUSH_VOID_POINTER(beside_long, 0, 0, 0, 0);
    PUSH_VOID_POINTER(before_schar, 0, 0);
    DEFER(beside_long, 0, 0, 0, 0);
    DEFER(before_schar, 0, 0);
    DEFER(before_bool_type, false, 0);
    DEFER_IF(p, beside_uchar, 0, 0, NULL, 0);
}

TEST(a_zero_may_be_a_null_pointer_or_a_number)
{
    for (int i = 0; i < 4; i++) expected[i] = 0;
    zeros(things);
    assert_trace("");
}

TEST(a_void_pointer_beside_an_enumeration_may_be_any)
{
    for (int i = 0; i < PATTERNS(64); i++) {
        same_type_level(&things[1], make_level(i));
        same_type_color(&things[1], make_color(i));
    }
    assert_trace("");
}
#endif

/* ---- What is kept, and when ------------------------------------------------------------------ */

static int evaluated;
static int next(void) { return ++evaluated; }
static int sum;
static int add_up(int a, long b, int c)
{
    sum += a + (int)b + c;
    return -1;
}

static void evaluates(struct around *at)
{
    DEFER_STACK(stack, 1);
    DEFER(add_up, next(), 1000, 0);
    DEFER_IF(at->on, add_up, 0, next(), 1000);
    DEFER_UNLESS(at->off, add_up, 1000, 0, next());
    DEFER_IF_NEGATIVE(at->negative, add_up, next(), 0, 1000);
    DEFER_STATUS(&at->status, add_up, 0, 1000, next());
    DEFER_ERRNO(&at->err, add_up, 1000, next(), 0);
    DEFER_GUARD(guard, add_up, 0, next(), 1000);
    check(!DEFER_PUSH(&stack, add_up, next(), 1000, 0), "push,");
    change(at);
    check(evaluated == 8, "evaluated,");
}

TEST(an_argument_is_evaluated_once)
{
    struct around at = before;
    evaluated = sum = 0;
    evaluates(&at);
    assert_int_equal(evaluated, 8);
    assert_int_equal(sum, 8000 + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8);
    assert_trace("");
}

static void note_two(int a, char b)
{
    note_number(a);
    note_char(b);
}
static void note_swapped(int a, char b)
{
    note_char(b);
    note_number(a);
}
static void (*two_of(int swapped))(int, char) { return swapped ? note_swapped : note_two; }

static void any_function_of_two(void)
{
    struct { void (*table[2])(int, char); } all = { { note_two, note_swapped } }, *at = &all;
    struct { unsigned bits : 3; } field = { 5 };
    void (*fn)(int, char) = note_two;
    DEFER_STACK(stack, 1);
    check(!DEFER_PUSH(&stack, at->table[1], 1, 'a'), "push,");
    DEFER(fn, 2, 'b');
    DEFER(*fn, 3, 'c');
    DEFER(at->table[1], 4, 'd');
    DEFER(two_of(1), field.bits, 'e');
    DEFER(fn == note_two ? note_swapped : fn, 6, 'f');
    DEFER((note_two), 7, 'g');
    fn = NULL;
    all.table[1] = NULL;
    field.bits = 0;
}

TEST(any_expression_may_be_a_function_of_two)
{
    any_function_of_two();
    assert_trace("7,g" "f6," "e5," "d4," "3,c" "2,b" "a1,");
}

static void note_none(void) { note("none,"); }
static void note_four(int a, int b, int c, char d)
{
    note_number(a * 100 + b * 10 + c);
    note_char(d);
}

static inline int leaves_by(int way)
{
    DEFER(note_four, way, 2, 3, ';');
    for (int i = 0; i < 3; i++) {
        DEFER(note_two, i, '-');
        if (i == way) return i;
        {
            DEFER(note_none);
            if (way == 3) continue;
            if (way == 4) goto out;
        }
        DEFER_IF(i, note_two, way, '+');
        if (way == 5) break;
    }
out:
    return way;
}

TEST(several_arguments_on_every_way_out)
{
    static const char *const traces[] = {
        "0,-23,;", "none,0,-1,-123,;", "none,0,-none,2,+1,-2,-223,;",
        "none,0,-none,1,-none,2,-323,;", "none,0,-423,;", "none,0,-523,;",
    };
    for (int way = 0; way < 6; way++) {
        leaves_by(way);
        assert_trace(traces[way]);
    }
}

/* ---- Releases of the system ------------------------------------------------------------------ */

#if !defined(__wasi__) && !defined(_WIN32)
enum { SIZE = 1 << 16 };
static void *map(void *where)
{
    int fd = open("/dev/zero", O_RDWR);
    void *p = mmap(where, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    close(fd);
    if (p == MAP_FAILED) abort();
    return p;
}

/* Whether nothing is mapped there any more: then something else can be. */
static bool is_unmapped(void *p)
{
    void *other = map(p);
    munmap(other, SIZE);
    return p == other;
}

static void *maps(bool pushes)
{
    void *p = map(NULL);
    size_t n = SIZE;
    if (pushes) {
        DEFER_STACK(stack, 1);
        (void)DEFER_PUSH(&stack, munmap, p, n);
        n = 0;
        note(is_unmapped(p) ? "early," : "mapped,");
        return p;
    }
    DEFER(munmap, p, n);
    n = 0;
    note(is_unmapped(p) ? "early," : "mapped,");
    return p;
}

TEST(munmap_gives_back_what_was_mapped)
{
    for (int pushes = 0; pushes < 2; pushes++) {
        void *p = maps(pushes);
        assert_trace("mapped,");
        assert_true(is_unmapped(p));
    }
}

static int make_file(char *name)
{
    int fd = mkstemp(name);
    if (fd < 0) abort();
    return fd;
}

static bool is_locked(const char *name)
{
    int fd = open(name, O_RDWR);
    DEFER(close, fd);
    return flock(fd, LOCK_EX | LOCK_NB) != 0;
}

static void locks(int fd, const char *name, bool pushes)
{
    if (flock(fd, LOCK_EX)) abort();
    if (pushes) {
        DEFER_STACK(stack, 1);
        (void)DEFER_PUSH(&stack, flock, fd, LOCK_UN);
        note(is_locked(name) ? "locked," : "early,");
        return;
    }
    DEFER(flock, fd, LOCK_UN);
    note(is_locked(name) ? "locked," : "early,");
}

TEST(flock_unlocks)
{
    char name[] = "locked-XXXXXX";
    int fd = make_file(name);
    for (int pushes = 0; pushes < 2; pushes++) {
        locks(fd, name, pushes);
        note(is_locked(name) ? "still," : "unlocked,");
        assert_trace("locked,unlocked,");
    }
    close(fd);
    unlink(name);
}

static void removes_unless(bool is_done, int dir, const char *name, bool pushes)
{
    bool done = false;
    if (pushes) {
        DEFER_STACK(stack, 1);
        (void)DEFER_PUSH(&stack, unlinkat, dir, name, 0);
        if (is_done) defer_stack_dismiss(&stack, 0);
        return;
    }
    DEFER_UNLESS(done, unlinkat, dir, name, 0);
    done = is_done;
}

TEST(unlinkat_removes_what_is_not_done)
{
    int dir = open(".", O_RDONLY);
    for (int pushes = 0; pushes < 2; pushes++) {
        char name[] = "removed-XXXXXX";
        close(make_file(name));
        removes_unless(true, dir, name, pushes);
        assert_int_equal(access(name, F_OK), 0);
        removes_unless(false, dir, name, pushes);
        assert_int_equal(access(name, F_OK), -1);
    }
    close(dir);
}

static bool echoes(int fd)
{
    struct termios t;
    if (tcgetattr(fd, &t)) abort();
    return t.c_lflag & ECHO;
}

static void asks_without_echo(int fd, bool pushes)
{
    struct termios t, silent;
    if (tcgetattr(fd, &t)) abort();
    silent = t;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    if (pushes) {
        DEFER_STACK(stack, 1);
        (void)DEFER_PUSH(&stack, tcsetattr, fd, TCSANOW, &t);
        tcsetattr(fd, TCSANOW, &silent);
        note(echoes(fd) ? "echo," : "silent,");
        return;
    }
    DEFER(tcsetattr, fd, TCSANOW, &t);
    tcsetattr(fd, TCSANOW, &silent);
    note(echoes(fd) ? "echo," : "silent,");
}

TEST(tcsetattr_restores_the_terminal)
{
    struct termios t;
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (fd < 0 || tcgetattr(fd, &t)) print_error("no pseudo-terminal: tcsetattr is not tested\n");
    for (int pushes = 0; fd >= 0 && !tcgetattr(fd, &t) && pushes < 2; pushes++) {
        bool echo = echoes(fd);
        asks_without_echo(fd, pushes);
        assert_trace("silent,");
        assert_int_equal(echoes(fd), echo);
    }
    if (fd >= 0) close(fd);
}

static bool is_blocked(void)
{
    sigset_t now;
    sigemptyset(&now);
    pthread_sigmask(SIG_BLOCK, NULL, &now);
    return sigismember(&now, SIGUSR1);
}

static void blocks_signals(bool pushes)
{
    sigset_t all, old;
    sigfillset(&all);
    sigemptyset(&old);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    if (pushes) {
        DEFER_STACK(stack, 1);
        (void)DEFER_PUSH(&stack, pthread_sigmask, SIG_SETMASK, &old, NULL);
        note(is_blocked() ? "blocked," : "early,");
        return;
    }
    DEFER(pthread_sigmask, SIG_SETMASK, &old, NULL);
    note(is_blocked() ? "blocked," : "early,");
}

TEST(pthread_sigmask_restores_the_mask)
{
    for (int pushes = 0; pushes < 2; pushes++) {
        blocks_signals(pushes);
        assert_trace("blocked,");
        assert_true(!is_blocked());
    }
}

static void runs_a_child(pid_t *child, bool pushes)
{
    *child = fork();
    if (*child < 0) abort();
    if (*child == 0) _exit(3);
    if (pushes) {
        DEFER_STACK(stack, 1);
        /* `int *`, in C on GCC one of the pointers that a NULL may be meant for */
        (void)DEFER_PUSH(&stack, waitpid, *child, NULL, 0);
        return;
    }
    DEFER(waitpid, *child, NULL, 0);
}

TEST(waitpid_waits_for_a_child)
{
    for (int pushes = 0; pushes < 2; pushes++) {
        pid_t child;
        runs_a_child(&child, pushes);
        errno = 0;
        assert_int_equal(waitpid(child, NULL, WNOHANG), -1);
        assert_int_equal(errno, ECHILD); /* no child is left */
    }
}

#ifdef __linux__
static void watches(int epoll, int fd, struct epoll_event *event)
{
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, event)) abort();
    DEFER(epoll_ctl, epoll, EPOLL_CTL_DEL, fd, NULL);
    note(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, event) ? "there," : "not there,");
}

TEST(epoll_ctl_takes_a_descriptor_out)
{
    struct epoll_event event = { EPOLLIN, { NULL } };
    int epoll = epoll_create1(0), ends[2];
    if (epoll < 0 || pipe(ends)) abort();
    watches(epoll, ends[0], &event);
    assert_trace("there,");
    assert_int_equal(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event), 0);
    close(ends[0]);
    close(ends[1]);
    close(epoll);
}
#endif
#endif
