/* Tests of code that acquires and releases resources. The fixture fails any test that leaves
 * something behind: a release that never ran, an open descriptor or a block of memory. With LEAKS
 * there are more tests, each of which leaves one of these behind on purpose, and must fail. */
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

/* Returns the first line of a file without its newline, to be freed by the caller. Returns null if
 * there is none. */
static char *first_line(const char *path)
{
    char *line = NULL;
    size_t capacity = 0;
    FILE *f = fopen(path, "r");
    if (!f) return NULL;
    DEFER(fclose, f);
    DEFER_VAR(free, line);
    if (getline(&line, &capacity, f) < 1) return NULL;
    line[strcspn(line, "\n")] = 0;
    return DEFER_TAKE(line);
}

/* ---- The fixture ----------------------------------------------------------------------------- */

/* The allocator of glibc under other names, so that the usual names can count. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static long blocks; /* allocated and not yet freed */

void *malloc(size_t size)
{
    blocks++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    blocks++;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    if (!block) blocks++;
    return __libc_realloc(block, size);
}

void free(void *block)
{
    if (block) blocks--;
    __libc_free(block);
}

struct held {
    long releases;
    long descriptors;
    long blocks;
};
static struct held before;

static struct held what_is_held(void)
{
    struct held held = { .releases = (long)defer_audit_pending(), .blocks = blocks };
    for (int fd = 0; fd < 256; fd++)
        if (fcntl(fd, F_GETFD) >= 0) held.descriptors++;
    return held;
}

static int setup(void **state)
{
    (void)state;
    before = what_is_held();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    struct held after = what_is_held();
    if (memcmp(&after, &before, sizeof after) == 0) return 0;
    defer_audit_report(stderr);
    print_error("left behind: %ld releases, %ld descriptors, %ld blocks\n",
                after.releases - before.releases, after.descriptors - before.descriptors,
                after.blocks - before.blocks);
    return 1;
}

/* ---- The tests ------------------------------------------------------------------------------- */

/* An assertion that fails leaves by longjmp, which skips guards. So the guards are in a function of
 * their own, and the test that calls it asserts. */
static int is_first_line(const char *path, const char *expected)
{
    char *line = first_line(path);
    DEFER(free, line);
    return line && strncmp(line, expected, strlen(expected)) == 0;
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
