/* Uses every macro of defer.h, with many types and in many places. It must compile in C and C++
 * without a warning, and release all that it registers. EVERY_MACRO is the name of the function, so
 * that two such files with different options can be linked together. */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef HOSTILE
#include "hostile.h"
#endif
#ifdef WITH_PANIC
#include "defer_panic.h"
#else
#include "defer.h"
#endif

#ifndef EVERY_MACRO
#define EVERY_MACRO every_macro
#endif
#ifdef __cplusplus
extern "C" int EVERY_MACRO(void);
#else
int EVERY_MACRO(void);
#endif

static __thread unsigned released;

struct pair { int first, second; };
enum color { RED, GREEN };
typedef struct pair *pair_pointer;

static void none(void) { released++; }
static void pointer(void *p1) { released++; (void)p1; }
static void nothing(void *p1) { (void)p1; }
static void pointer_to_const(const void *p1) { released++; (void)p1; }
static int int_result(void *p1) { released++; (void)p1; return 0; }
static long long_result(void *p1) { released++; (void)p1; return 0; }
static char *pointer_result(char *p1) { released++; return p1; }
static bool bool_result(bool p1) { released++; return p1; }
static void pair_release(struct pair *p1) { released++; (void)p1; }
static enum color color_release(enum color p1) { released++; return p1; }
static int descriptor(int p1) { released++; return p1 < 0; }
#define INTEGERS(X)                                                                                \
    X(char) X(unsigned) X(short) X(long) X(int8_t) X(uint8_t) X(int16_t) X(uint16_t) X(int32_t)    \
    X(int64_t) X(uint64_t) X(size_t) X(ptrdiff_t) X(bool)
#define TAKES(integer_type)                                                                        \
    static void take_##integer_type(integer_type p1) { released++; (void)p1; }
INTEGERS(TAKES)
__attribute__((__warn_unused_result__)) static int checked(void *p1)
{
    released++;
    return p1 != NULL;
}

/* Each of these functions returns how many of its releases will run. */
static unsigned of_no_or_one_argument(void)
{
    char chars[4] = "abc";
    struct pair both = { 1, 2 };
    const pair_pointer fixed = &both;
    void (*chosen)(void *) = pointer;
    DEFER(none);
    DEFER(pointer, chars);
    DEFER(pointer, NULL);
    DEFER(pointer_to_const, "text");
    DEFER(int_result, chars);
    DEFER(checked, chars);
    DEFER(long_result, &both);
    DEFER(pointer_result, chars);
    DEFER(bool_result, true);
    DEFER(pair_release, &both); DEFER(pair_release, fixed);
    DEFER(color_release, GREEN);
    DEFER(descriptor, 3);
    DEFER(take_size_t, sizeof chars);
    DEFER(*chosen, &both);
    DEFER(both.first ? pointer : nothing, chars);
    return 16;
}

static unsigned of_each_integer(void)
{
#define DEFERS(integer_type)                                                                       \
    integer_type x_##integer_type = 1;                                                             \
    const integer_type y_##integer_type = 0;                                                       \
    DEFER(take_##integer_type, x_##integer_type);                                                  \
    DEFER_IF(x_##integer_type, take_##integer_type, y_##integer_type);                             \
    DEFER_UNLESS(y_##integer_type, take_##integer_type, x_##integer_type);                         \
    DEFER_VAR(take_##integer_type, x_##integer_type);
    INTEGERS(DEFERS)
    return 14 * 4;
}

static unsigned of_conditions(void)
{
    int rc = 0;
    ssize_t got = -1;
    signed char small = -1;
    long long large = -1;
    void *p = NULL;
    struct { int flags[2]; char *title; } state = { { 0, 1 }, NULL };
    DEFER_IF(state.flags[1], pointer, p);
    DEFER_UNLESS(state.title, pointer, p);
    DEFER_UNLESS(*&p, pointer, p);
    DEFER_IF_NEGATIVE(got, pointer, p);
    DEFER_IF_NEGATIVE(small, descriptor, 1);
    DEFER_IF_NEGATIVE(large, descriptor, 2);
    DEFER_STATUS(&rc, int_result, p);
    DEFER_STATUS(&state.flags[0], descriptor, 0);
    return 8;
}

static unsigned of_variables(void)
{
    int fd = 3, no_fd = -1;
    unsigned handle = 4, no_handle = 0;
    char *chars = NULL;
    struct pair both = { 5, 6 };
    struct pair *cursor = &both, *volatile moving = &both;
    bool yes_or_no = true;
    enum color hue = GREEN;
    DEFER_VAR(descriptor, fd);
    DEFER_VAR(descriptor, no_fd);
    DEFER_VAR(take_unsigned, handle);
    DEFER_VAR(take_unsigned, no_handle);
    DEFER_VAR(pointer_result, chars);
    DEFER_VAR(pair_release, cursor);
    DEFER_VAR(pair_release, moving);
    DEFER_VAR(descriptor, cursor->first);
    DEFER_VAR(bool_result, yes_or_no);
    DEFER_VAR(color_release, hue);
    cursor = DEFER_TAKE(cursor);
    both.second = DEFER_TAKE(both.first);
    if (DEFER_TAKE(chars) || DEFER_TAKE(no_handle)) handle = 0;
    return 6;
}

static unsigned of_names(void)
{
    char chars[4] = "abc";
    int rc = 0;
    DEFER_GUARD(one, pointer, chars);
    DEFER_GUARD(two, int_result, chars);
    DEFER_GUARD(three, descriptor, 3);
    DEFER_GUARD(four, pointer_result, chars);
    DEFER_GUARD(five, take_size_t, sizeof chars);
    DEFER_DISMISS(one);
    DEFER_DISMISS(two);
    DEFER_REARM(two);
    rc = DEFER_RUN(three);
    DEFER_RUN(four);
    if (DEFER_RUN(five) || rc) return 0;
    return 4;
}

static void two(char *p1, size_t p2)
{
    released++;
    (void)p1;
    (void)p2;
}
static int four(char p1, int64_t p2, const char *p3, void (*p4)(void))
{
    released++;
    (void)p1;
    (void)p2;
    (void)p3;
    (void)p4;
    return 0;
}
static int three(int p1, const struct pair *p2, bool p3)
{
    released++;
    (void)p1;
    (void)p2;
    (void)p3;
    return 0;
}
static unsigned of_many_arguments(void)
{
    char chars[4] = "abc";
    struct pair both = { 1, 2 };
    int rc = 0, fd = 3;
    DEFER_STACK(stack, DEFER_MAX_ARGS);
    DEFER(two, chars, sizeof chars);
    DEFER_IF(fd, four, 'c', 4, chars, none);
    DEFER_UNLESS(rc, three, 1, &both, true);
    DEFER_IF_NEGATIVE(rc, two, chars, 1); /* does not run */
    DEFER_STATUS(&rc, three, 1, &both, false);
#ifndef DEFER_NO_STDLIB
    DEFER_ERRNO(&rc, four, 'c', 4, chars, none);
#else
    DEFER_STATUS(&rc, four, 'c', 4, chars, none);
#endif
    DEFER_VAR(three, fd, &both, 2);
    DEFER_GUARD(six, four, 'c', -4, "text", &none);
    DEFER_EACH(pointer, chars, &both, NULL);
    if (DEFER_PUSH(&stack, two, chars, sizeof chars)) return 0;
    if (DEFER_PUSH(&stack, three, 1, &both, true)) return 0;
    if (DEFER_PUSH(&stack, four, 'c', 4, chars, none)) return 0;
    if (DEFER_CANCEL(&stack, two, chars, sizeof chars)) return 0;
    if (DEFER_RELEASE(&stack, three, 1, &both, true)) return 0;
    return DEFER_RUN(six) ? 0 : 12;
}

#if DEFER_HAS_BLOCK
static double eight(double p1, double p2, struct pair p3)
{
    released++;
    return p1 + p2 + p3.first;
}
static struct pair five(char p1, int64_t p2, const char *p3, void (*p4)(void))
{
    struct pair both = { p1, 0 };
    released++;
    (void)p2;
    (void)p3;
    (void)p4;
    return both;
}
__attribute__((__format__(__printf__, 2, 3))) static int variadic(void *p1, const char *p2, ...)
{
    released++;
    (void)p1;
    (void)p2;
    return 0;
}
static unsigned of_other_types(void)
{
    char chars[4] = "abc";
    struct pair both = { 1, 2 };
    DEFER(eight, 1.5, 2, both);
    DEFER(five, 'c', 4, chars, none);
    DEFER(variadic, chars, "%s", chars);
    return 3;
}
#else
static unsigned of_other_types(void) { return 0; }
#endif

/* DEFER_BLOCK { ... }; ends in an empty statement. A guard may follow it. So may a declaration of
 * the user, but -Wdeclaration-after-statement warns about it. */
#if DEFER_HAS_BLOCK
static unsigned of_blocks(void)
{
    unsigned n_of_loop;
    char chars[4] = "abc";
    for (n_of_loop = 0; n_of_loop < 3; n_of_loop++) {
        DEFER_BLOCK { released++; };
        if (n_of_loop == 1) continue;
        DEFER_BLOCK {
            int local = chars[0];
            DEFER(descriptor, local);
            if (local) chars[0] = 'b';
        };
    }
    DEFER_BLOCK {};
#ifdef DEFER_KEYWORD
    defer { released++; };
    return 3 + 2 + 1;
#else
    return 3 + 2;
#endif
}
#else
static unsigned of_blocks(void) { return 0; }
#endif

#define WITH(release_it, what) DEFER(release_it, what); DEFER(release_it, what)
#define WITH_ALL(what)                                                                             \
    DEFER_STACK(first_##what, 1); DEFER_STACK(second_##what, 1);                                   \
    DEFER_IF(what, descriptor, what); DEFER_UNLESS(what, descriptor, what);                        \
    DEFER_IF_NEGATIVE(what, descriptor, what); DEFER_VAR(descriptor, what);                        \
    DEFER_GUARD(guard_of_##what, descriptor, what); DEFER_DISMISS(guard_of_##what)
static inline unsigned of_macros(unsigned depth)
{
#ifndef HOSTILE
    /* Names that the header might use for variables of its own. */
    char a[1], arg[1], n[1], fn[1], at[1], _[1], k[1], p[1], ptr[1], self[1], name[1], value[1];
    WITH(pointer, a); WITH(pointer, arg);
    WITH(pointer, n); WITH(pointer, fn);
    WITH(pointer, _); WITH(pointer, k); WITH(pointer, p); WITH(pointer, ptr);
    DEFER(pointer, at);
    DEFER(pointer, self); DEFER(pointer, name); DEFER(pointer, value);
    if (depth) return of_macros(depth - 1) + 20;
    return 20;
#else
    WITH(pointer, &depth);
    return 2;
#endif
}

__attribute__((__always_inline__)) static inline unsigned of_many_in_a_line(int amount)
{
    WITH_ALL(amount);
    return 2;
}

/* Guards in a statement expression run at its end. `in` is an expression of type int. */
#define RELEASED_IN(in) __extension__({ DEFER(descriptor, in); DEFER_VAR(descriptor, in); 1u; })
static unsigned of_expressions(int amount)
{
    unsigned sum = RELEASED_IN(amount) + (amount ? RELEASED_IN(amount) : 0);
    for (; sum < 3; sum += RELEASED_IN(amount)) {
        DEFER_STATUS(&amount, int_result, &amount);
    }
#if !defined(__cplusplus) && __STDC_VERSION__ >= 201112L
    sum += __extension__ _Generic(sum, unsigned: RELEASED_IN(amount), default: 0u);
#endif
    return 2 * sum + 1;
}

static unsigned of_labels(int how)
{
    switch (how) {
    case 0: { DEFER(descriptor, how); DEFER(descriptor, how); break; }
    case 1: if (how) { DEFER(descriptor, how); return 1; }
        break;
    default:; DEFER(descriptor, how); /* in the last case: no other case jumps past it */
    }
    return how ? 1 : 2;
}

static unsigned of_exits(int how)
{
    int tries = 0;
    switch (how) {
    case 0: {
        DEFER(descriptor, how);
        break;
    }
    case 1: {
        DEFER(descriptor, how);
        return 1;
    }
    default:
        tries++;
    }
again: {
    DEFER(descriptor, tries);
    if (++tries < 3) goto again;
}
    do {
        DEFER(descriptor, tries);
        if (tries == 4) break;
        if (tries == 3) continue;
    } while (++tries < 5);
    return how ? 4 : 6;
}

static unsigned of_stack(void)
{
#ifdef DEFER_NO_STDLIB
    DEFER_STACK(elsewhere, 2);
#else
    defer_stack elsewhere = DEFER_STACK_INIT;
    defer_stack_init(&elsewhere);
#endif
    DEFER_STACK(releases, 2);
    defer_stack_on_failure(&elsewhere, NULL, NULL);
    if (DEFER_PUSH(&releases, pointer, &released)) return 0;
    if (DEFER_PUSH(&releases, descriptor, 3)) return 0;
    if (DEFER_PUSH(&elsewhere, descriptor, 4)) return 0; /* allocates memory, if it can */
    if (defer_stack_push(&elsewhere, pointer, &elsewhere)) return 0;
    if (DEFER_RELEASE(&releases, pointer, &released)) return 0;
    if (DEFER_CANCEL(&releases, descriptor, 3) == 0) released++;
    if (defer_stack_move(&releases, &elsewhere)) return 0;
    defer_stack_dismiss(&releases, 4);
    if (defer_stack_depth(&releases) != 2) return 0;
    if (defer_stack_unwind(&releases, 1) + defer_stack_run(&elsewhere)) return 0;
    return 4;
}

#ifdef WITH_PANIC
static void panics(void *value)
{
    DEFER(pointer, value);
    if (defer_panicking()) defer_exit(EXIT_FAILURE);
    if (!value) return;
    DEFER_PANIC_VALUE("of a test", value);
}

static void panics_on(void *value)
{
    defer_panic caught;
    DEFER(pointer, value);
    if (!value) DEFER_PANIC("without a value");
    if (!defer_try(panics, value, &caught)) return;
    defer_repanic(&caught);
}

static unsigned of_panics(void)
{
    defer_panic caught;
    if (defer_try(panics_on, &released, &caught)) released += caught.value == &released;
    return 3;
}
#else
static unsigned of_panics(void) { return 0; }
#endif

#ifdef DEFER_ENABLE_AUDIT
static unsigned of_audit(void)
{
    DEFER(pointer, NULL);
    if (defer_audit_pending() > 100) defer_audit_report(stderr);
    return defer_audit_pending() > 0;
}
#else
static unsigned of_audit(void) { return 0; }
#endif

#if DEFER_VERSION != DEFER_VERSION_MAJOR * 10000 + DEFER_VERSION_MINOR * 100 + DEFER_VERSION_PATCH
#error "DEFER_VERSION is not that of its parts"
#endif
static unsigned of_versions(void)
{
    return (sizeof DEFER_VERSION_STRING < sizeof "0.0.0") + (DEFER_UNWINDS > 1);
}

int EVERY_MACRO(void)
{
    unsigned expected = 0;
    released = 0;
    expected += of_no_or_one_argument();
    expected += of_each_integer();
    expected += of_conditions();
    expected += of_variables();
    expected += of_names();
    expected += of_many_arguments();
    expected += of_other_types();
    expected += of_blocks();
    expected += of_macros(2);
    expected += of_many_in_a_line(1) + of_many_in_a_line(2);
    expected += of_expressions(1) + of_labels(0) + of_labels(1) + of_labels(2);
    expected += of_exits(0) + of_exits(1) + of_exits(2);
    expected += of_stack();
    expected += of_panics();
    expected += of_audit() + of_versions();
    if (released != expected) printf("released %u, not %u\n", released, expected);
    return released != expected;
}
