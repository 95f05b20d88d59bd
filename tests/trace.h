/* Included first by every test file: cmocka, and a trace that guards write and tests compare.
 * An assertion that fails leaves by longjmp, which skips guards. So the guards are in a function of
 * their own, and the test that calls it asserts. */
#ifndef TRACE_H
#define TRACE_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* descriptors and threads in strict modes too */
#endif
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif
#include <cmocka.h>

/* Append to the trace: a text, a character, a number as "12,". */
void note(const char *text);
void note_char(int c);
void note_number(long long number);
int note_and_fail(const char *text); /* returns -1 */

/* Returns the trace so far, and begins a new one. */
const char *take_trace(void);
#define assert_trace(expected) assert_string_equal(take_trace(), expected)

/* Called by a test that leaves by longjmp: says how many releases the audit will find skipped. */
void expect_skipped(unsigned releases);

void add_test(const char *sentence, CMUnitTestFunction test);
#ifdef __cplusplus
}
#endif

/* TEST(guards_run_in_reverse_order) { ... } needs no list of tests: main.c runs every one. */
#define TEST(sentence)                                                                             \
    static void sentence(void **);                                                                 \
    __attribute__((__constructor__)) static void add_##sentence(void)                              \
    {                                                                                              \
        add_test(#sentence, sentence);                                                             \
    }                                                                                              \
    static void sentence(void **unused __attribute__((__unused__)))

/* Clang 22 warns that __COUNTER__ is an extension. The expansion of a guard turns that off by a
 * pragma, which has no effect in the argument of another macro. */
#define GUARDS_IN_MACRO_ARGUMENTS
#ifdef __clang__
#if __has_warning("-Wc2y-extensions")
#undef GUARDS_IN_MACRO_ARGUMENTS
#define GUARDS_IN_MACRO_ARGUMENTS _Pragma("clang diagnostic ignored \"-Wc2y-extensions\"")
#endif
#endif

/* All integer types, as X(name, type, bits). */
enum color { RED, GREEN, LAST_COLOR = 0x7fffffff };
enum level { LOWEST = -0x7fffffff - 1, HIGHEST = 0x7fffffff };
#if CHAR_MIN < 0
#define SIGNED_CHAR_(X) X(char, char, 8)
#define UNSIGNED_CHAR_(X)
#else
#define SIGNED_CHAR_(X)
#define UNSIGNED_CHAR_(X) X(char, char, 8)
#endif
#define SIGNED_TYPES(X)                                                                            \
    SIGNED_CHAR_(X)                                                                                \
    X(schar, signed char, 8)                                                                       \
    X(short, short, 16)                                                                            \
    X(int, int, 32)                                                                                \
    X(long, long, (int)sizeof(long) * 8)                                                           \
    X(llong, long long, 64)                                                                        \
    X(ssize, ssize_t, (int)sizeof(ssize_t) * 8)                                                    \
    X(level, enum level, 32)
#define UNSIGNED_TYPES(X)                                                                          \
    UNSIGNED_CHAR_(X)                                                                              \
    X(bool_type, bool, 1)                                                                          \
    X(uchar, unsigned char, 8)                                                                     \
    X(ushort, unsigned short, 16)                                                                  \
    X(uint, unsigned, 32)                                                                          \
    X(ulong, unsigned long, (int)sizeof(long) * 8)                                                 \
    X(ullong, unsigned long long, 64)                                                              \
    X(size, size_t, (int)sizeof(size_t) * 8)                                                       \
    X(color, enum color, 31)
#define INTEGER_TYPES(X) SIGNED_TYPES(X) UNSIGNED_TYPES(X)

/* Values for an integer with this number of bits: each bit alone, then all bits, none, and 1. */
#define PATTERNS(bits) ((bits) + 3)
static inline unsigned long long pattern(int i, int bits)
{
    if (i < bits) return 1ull << i;
    if (i == bits) return ~0ull >> (64 - bits);
    return i - bits - 1ull;
}

#endif
