/* The parts of cmocka that the tests use, for targets without a cmocka in Debian. An assertion that
 * fails leaves by longjmp, as with cmocka, or ends the program where there is no longjmp. Also the
 * functions of POSIX that the tests use, for WASI and Windows. */
#ifndef TARGETS_CMOCKA_H
#define TARGETS_CMOCKA_H

typedef void (*CMUnitTestFunction)(void **state);

struct CMUnitTest {
    const char *name;
    CMUnitTestFunction test_func;
    int (*setup_func)(void **state);
    int (*teardown_func)(void **state);
};

/* Runs the tests, skipping those without a function. Returns how many failed. */
int run_tests(const char *group, const struct CMUnitTest *tests, size_t slots);
#define cmocka_run_group_tests_name(group, tests, setup, teardown)                                 \
    run_tests(group, tests, sizeof(tests) / sizeof(*(tests)))

__attribute__((__format__(__printf__, 1, 2))) void print_error(const char *format, ...);
void check_numbers(unsigned long long a, unsigned long long b, const char *file, int line);
void check_texts(const char *a, const char *b, const char *file, int line);

#define assert_int_equal(a, b)                                                                     \
    check_numbers((unsigned long long)(a), (unsigned long long)(b), __FILE__, __LINE__)
#define assert_string_equal(a, b) check_texts(a, b, __FILE__, __LINE__)
#define assert_true(condition) assert_int_equal(!(condition), 0)
#define assert_non_null(pointer) assert_true(pointer)
#define assert_null(pointer) assert_true(!(pointer))

#if defined(__wasi__) || defined(_WIN32)
#include <fcntl.h>
#undef F_GETFD
#ifdef _WIN32
#define F_GETFD 1
int fcntl(int fd, int what);
#else
#define F_GETFD F_GETFL /* with F_GETFD, the libc of WASI accepts any descriptor */
int dup(int fd);
#endif
int pipe(int fd[2]);
#endif

#endif
