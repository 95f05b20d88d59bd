/* Shared by the tests of panic. A check that fails is counted, and does not leave by longjmp as
 * those of cmocka do; so it may stand in the scope of a guard. */
#ifndef PANIC_H
#define PANIC_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strict modes too */
#endif
#include "defer_panic.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Appends to the trace of this thread. In the child process of check_end, writes to standard
 * error. */
void note(const char *text);
int note_and_fail(const char *text); /* returns -1 */

void check(int ok, const char *what, const char *file, int line);
#define CHECK(ok) check(!!(ok), #ok, __FILE__, __LINE__)

/* Checks what this thread has noted since the last CHECK_TRACE. */
void check_trace(const char *expected, const char *file, int line);
#define CHECK_TRACE(expected) check_trace(expected, __FILE__, __LINE__)

/* Calls body(NULL) in a child process. Checks that the process ends with this exit code, or by
 * signal -end, and that the extended regular expression matches all that it writes to standard
 * error. */
enum { RETURNED = 97 }; /* the exit code if body returned */
void check_end(void (*body)(void *), int end, const char *regex, const char *file, int line);
#define CHECK_END(body, end, regex) check_end(body, end, regex, __FILE__, __LINE__)

/* A message after the guards have run, if the unwinder cannot tell the end of the stack from a
 * function without unwind tables. So it is in the main thread of a static program. */
#define BEYOND                                                                                     \
    "defer\\.h: guards beyond a function without unwind tables, if there is one, did not run\n"
#ifdef STATIC
#define AT_END "(" BEYOND ")?"
#else
#define AT_END ""
#endif

/* How often the long tests repeat their work. */
extern int rounds;

/* In frames.cpp: C++ functions that a panic or an exception passes through. */
void with_destructor(void (*body)(void *), void *arg); /* notes "~" */
void rethrowing(void (*body)(void *), void *arg);      /* notes "r" in its catch (...) */
void swallowing(void (*body)(void *), void *arg);      /* notes "s" in its catch (...) */
void not_throwing(void (*body)(void *), void *arg);    /* calls body in a noexcept function */
int catching(void (*body)(void *), void *arg);         /* 1 if body threw an int, else 0 */
void throw_int(void *unused);
int try_in_cpp(void (*body)(void *), void *arg, const char **message);

/* callback.c, built twice: without defer_panic.h, and also without unwind tables. */
void without_header(void (*body)(void *), void *arg); /* notes "w" */
void without_tables(void (*body)(void *), void *arg); /* would note "!" */

/* In order.c. */
void panic_with_text(void *text);
void panic_through_ten_frames(void *text); /* each notes "." */

typedef void test_function(void);
void add_test(const char *name, test_function *test);
#ifdef __cplusplus
}
#endif

/* TEST(guards_run_newest_first) { ... } needs no list of tests: main.c runs every one. */
#define TEST(name)                                                                                 \
    static void name(void);                                                                        \
    __attribute__((__constructor__)) static void add_##name(void)                                  \
    {                                                                                              \
        add_test(#name, name);                                                                     \
    }                                                                                              \
    static void name(void)

#endif
