/* Guards work with any name, any macro of the user, and any kind of function. */
#include "trace.h"
#include "defer.h"
GUARDS_IN_MACRO_ARGUMENTS

static void share_a_line(void)
{
    DEFER(note, "a"); DEFER(note, "b"); DEFER(note, "c");
    { DEFER(note, "d"); } { DEFER(note, "e"); }
}

TEST(guards_may_share_a_line)
{
    share_a_line();
    assert_trace("decba");
}

/* ---- Macros of the user ---------------------------------------------------------------------- */

#define NOTING(text) DEFER(note, text)
#define NOTING_BOTH(a, b) DEFER(note, a); DEFER(note, b)
#define NOTING_ALL(flag, status, name)                                                             \
    DEFER_IF(flag, note, "if"); DEFER_UNLESS(flag, note, "unless");                                \
    DEFER_STATUS(&status, note_and_fail, "status"); DEFER_GUARD(name, note, #name)
#define TWICE(...) { __VA_ARGS__ } { __VA_ARGS__ }
#define RELEASE note
#define TEXT "object-like"
#define OWNING(type, name, value, release) type name = (value); DEFER_VAR(release, name)

static void from_macros(void)
{
    int flag = 1, status = 0;
    NOTING("1");
    NOTING_BOTH("2", "3");
    NOTING_ALL(flag, status, guard);
    TWICE(DEFER(note, "4"); NOTING("5");)
    DEFER(RELEASE, TEXT);
    OWNING(const char *, owned, "owned", RELEASE);
}

TEST(guards_may_come_from_macros)
{
    from_macros();
    assert_trace("5454ownedobject-likeguardstatusif321");
}

#define WITH_LOCK(body) { note("lock,"); DEFER(note, "unlock,"); body }

static int with_lock(void)
{
    WITH_LOCK(note("1,");)
    WITH_LOCK(WITH_LOCK(note("2,");) return 5;)
}

TEST(guards_may_stand_in_the_argument_of_a_macro)
{
    assert_int_equal(with_lock(), 5);
    assert_trace("lock,1,unlock,lock,lock,2,unlock,unlock,");
}

/* ---- Variables, functions and guards with names that expansions might use -------------------- */

static int note_status(int number)
{
    note_number(number);
    return number;
}

#define ALL_FORMS(name)                                                                            \
    static void values_named_##name(void)                                                          \
    {                                                                                              \
        int name = 1;                                                                              \
        DEFER(note_number, name);                                                                  \
        DEFER_IF(name, note_number, name);                                                         \
        DEFER_UNLESS(name, note_number, name);                                                     \
        DEFER_IF_NEGATIVE(name, note_number, name);                                                \
        DEFER_VAR(note_number, name);                                                              \
        DEFER_STATUS(&name, note_status, name);                                                    \
        name = 2;                                                                                  \
        note_number(DEFER_TAKE(name));                                                             \
    }                                                                                              \
    static int functions_named_##name(int (*name)(int))                                            \
    {                                                                                              \
        int status_ = 0;                                                                           \
        DEFER(name, 5);                                                                            \
        DEFER_STATUS(&status_, name, 8);                                                           \
        return status_;                                                                            \
    }                                                                                              \
    static int guards_named_##name(int argument_)                                                  \
    {                                                                                              \
        DEFER_GUARD(name, note_status, argument_);                                                 \
        DEFER_DISMISS(name);                                                                       \
        DEFER_REARM(name);                                                                         \
        return DEFER_RUN(name);                                                                    \
    }                                                                                              \
    TEST(anything_may_be_called_##name)                                                            \
    {                                                                                              \
        values_named_##name();                                                                     \
        assert_trace("2,1,1,1,1,");                                                               \
        functions_named_##name(note_status);                                                       \
        assert_trace("8,5,");                                                                  \
        assert_int_equal(guards_named_##name(3), 3);                                               \
        assert_trace("3,");                                                                        \
    }
#define NAMES(X)                                                                                   \
    X(a) X(b) X(i) X(k) X(n) X(p) X(x) X(_) X(T) X(F) X(P) X(ptr) X(fn) X(arg) X(value) X(guard)   \
    X(name) X(flag) X(at) X(status) X(seen) X(call) X(release) X(self) X(yes) X(number) X(defer_)  \
    X(now) X(rest)
NAMES(ALL_FORMS)

/* ---- Kinds of functions ---------------------------------------------------------------------- */

static inline int inlined(int number)
{
    DEFER(note_number, number);
    DEFER_IF(number, note, "inline,");
    DEFER_GUARD(guard, note_status, number);
    return number ? DEFER_RUN(guard) : 0;
}

__attribute__((__always_inline__)) static inline int always_inlined(int number)
{
    for (int i = 0; i < 2; i++) {
        DEFER(note_number, i);
        if (number) return inlined(number);
        DEFER_VAR(note_number, number);
    }
    return -1;
}

__attribute__((__noinline__)) static int not_inlined(int number)
{
    DEFER(note, "noinline,");
    return always_inlined(number);
}

TEST(guards_work_in_inline_functions)
{
    assert_int_equal(inlined(0), 0);
    assert_trace("0,0,");
    assert_int_equal(always_inlined(0), -1);
    assert_trace("0,0,0,1,");
    assert_int_equal(not_inlined(3) + always_inlined(4), 7);
    assert_trace("3,inline,3,0,noinline," "4,inline,4,0,");
}

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wstatic-in-inline"
#endif
int external(int number);
inline int external(int number)
{
    int status = 0;
    DEFER(note_number, number);
    DEFER_STATUS(&status, note_and_fail, "external,");
    return number;
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif
#ifndef __cplusplus
extern inline int external(int number);
#endif

TEST(guards_work_in_external_inline_functions)
{
    int (*volatile pointer)(int) = external;
    assert_int_equal(external(1) + pointer(2), 3);
    assert_trace("external,1,external,2,");
}

static long long factorial(int n)
{
    DEFER(note_number, n);
    return n < 2 ? 1 : n * factorial(n - 1);
}

TEST(guards_work_in_recursive_functions)
{
    assert_int_equal(factorial(4), 24);
    assert_trace("1,2,3,4,");
}

/* ---- Places ---------------------------------------------------------------------------------- */

static int in_expressions(int number)
{
    int first = __extension__({ DEFER(note, "a"); number; });
    int second = (__extension__({ DEFER(note, "b"); DEFER(note, "c"); first + 1; })) +
        __extension__({ DEFER_VAR(note_number, number); number; });
    return second;
}

TEST(guards_work_in_statement_expressions)
{
    assert_int_equal(in_expressions(2), 5);
    assert_trace("acb2,");
}

#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define BY_TYPE(x)                                                                                 \
    _Generic((x), int: __extension__({ DEFER(note, "int,"); 1; }),                                 \
             default: __extension__({ DEFER(note, "other,"); NOTING_BOTH("b", "a"); 2; }))

static int in_generic(void)
{
    return BY_TYPE(1) * 10 + BY_TYPE("");
}

TEST(guards_work_in_the_branches_of_generic)
{
    assert_int_equal(in_generic(), 12);
    assert_trace("int,abother,");
}
#endif

static void at_labels(int which)
{
    switch (which) {
    case 0: {
        DEFER(note, "zero");
        note("0");
    } break;
    case 1: {
        DEFER(note, "one");
        DEFER_UNLESS(which, note, "never");
        goto label;
    }
    default: {
        DEFER(note, "default");
    }
    }
    return;
label: {
    DEFER(note, "label");
    note("-");
}
}

TEST(guards_work_behind_labels_with_braces)
{
    for (int which = 0; which < 3; which++) {
        at_labels(which);
        note(";");
    }
    assert_trace("0zero;one-label;default;");
}
