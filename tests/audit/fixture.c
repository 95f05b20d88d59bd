/* Tests of code that acquires and releases, with a fixture that fails a test which leaves anything
 * behind: a release that never ran, a descriptor, a block of memory. With LEAKS, each is left on
 * purpose by a test of its own, which must fail. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define DEFER_ENABLE_AUDIT 1
#include "defer.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- The code under test --------------------------------------------------------------------- */

/* The first line of a file, without its end; the caller frees it. Null: there is none. */
static char *first_line(const char *path)
{
    char *line = NULL;
    size_t room = 0;
    FILE *f = fopen(path, "r");
    if (!f) return NULL;
    DEFER(fclose, f);
    DEFER_VAR(free, line);
    if (getline(&line, &room, f) < 1) return NULL;
    line[strcspn(line, "\n")] = 0;
    return DEFER_TAKE(line);
}

/* ---- The fixture ----------------------------------------------------------------------------- */

static long blocks; /* what malloc gave and free did not get back; so in glibc */
void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
void __libc_free(void *);
void *malloc(size_t n) { return blocks++, __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return blocks++, __libc_calloc(n, size); }
void *realloc(void *p, size_t n) { return blocks += !p, __libc_realloc(p, n); }
void free(void *p) { blocks -= !!p, __libc_free(p); }

static struct held { long releases, descriptors, blocks; } before;
static struct held what_is_held(void)
{
    struct held held = { (long)defer_audit_pending(), 0, blocks };
    for (int fd = 0; fd < 256; fd++) held.descriptors += fcntl(fd, F_GETFD) >= 0;
    return held;
}
static int setup(void **state) { return (void)state, before = what_is_held(), 0; }
static int teardown(void **state)
{
    struct held after = what_is_held();
    (void)state;
    if (!memcmp(&after, &before, sizeof after)) return 0;
    defer_audit_report(stderr);
    print_error("left behind: %ld releases, %ld descriptors, %ld blocks\n",
                after.releases - before.releases, after.descriptors - before.descriptors,
                after.blocks - before.blocks);
    return 1;
}

/* ---- The tests ------------------------------------------------------------------------------- */

/* An assert that fails leaves by longjmp, which skips guards: a plain function has the guards, and
 * the test that calls it asserts. */
static int is_first_line(const char *path, const char *expected)
{
    char *line = first_line(path);
    DEFER(free, line);
    return line && !strncmp(line, expected, strlen(expected));
}

static void reads_the_first_line(void **state)
{
    (void)state;
    assert_true(is_first_line(__FILE__, "/* Tests of code that acquires"));
}

static void finds_no_line_in_an_empty_file(void **state)
{
    (void)state;
    assert_null(first_line("/dev/null"));
}

static void finds_no_line_without_a_file(void **state)
{
    (void)state;
    assert_null(first_line("/dev/null/missing"));
}

#ifdef LEAKS
static void nothing(void **p) { (void)p; }

static void skips_a_release(void **state)
{
    static jmp_buf back;
    if (setjmp(back)) return;
    DEFER(nothing, state);
    longjmp(back, 1);
}

static void asserts_in_the_scope_of_a_guard(void **state)
{
    DEFER(nothing, state);
    assert_true(!state);
}

static void leaves_a_descriptor(void **state)
{
    (void)state;
    assert_true(dup(1) >= 0);
}

static void leaves_memory(void **state)
{
    (void)state;
    assert_non_null(first_line(__FILE__));
}
#define LEAKING_TESTS                                                                              \
    TEST(skips_a_release), TEST(asserts_in_the_scope_of_a_guard), TEST(leaves_a_descriptor),       \
        TEST(leaves_memory),
#else
#define LEAKING_TESTS
#endif

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEAKING_TESTS TEST(reads_the_first_line),
        TEST(finds_no_line_in_an_empty_file),
        TEST(finds_no_line_without_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
