/* The functions of cmocka.h. */
#include "trace.h"

#ifdef __wasi__ /* has no longjmp */
#define TRY_() 1
#define LEAVE_() exit(1)
#else
static jmp_buf next;
#define TRY_() (setjmp(next) == 0)
#define LEAVE_() longjmp(next, 1)
#endif

void print_error(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stdout, format, list);
    va_end(list);
    fflush(stdout);
}

void check_numbers(unsigned long long a, unsigned long long b, const char *file, int line)
{
    if (a == b) return;
    print_error("%s:%d: 0x%llx is not 0x%llx\n", file, line, a, b);
    LEAVE_();
}

void check_texts(const char *a, const char *b, const char *file, int line)
{
    if (strcmp(a, b) == 0) return;
    print_error("%s:%d: \"%s\" is not \"%s\"\n", file, line, a, b);
    LEAVE_();
}

static int fails(const struct CMUnitTest *test)
{
    if (test->setup_func(NULL)) return 1;
    if (!TRY_()) return 1;
    test->test_func(NULL);
    return test->teardown_func(NULL) != 0;
}

int run_tests(const char *group, const struct CMUnitTest *tests, size_t slots)
{
    int ran = 0, failed = 0;
    for (const struct CMUnitTest *test = tests; test < tests + slots; test++) {
        if (!test->test_func) continue;
        ran++;
        if (!fails(test)) continue;
        failed++;
        print_error("FAILED: %s\n", test->name);
    }
    printf("%s: %d tests, %d failed\n", group, ran, failed);
    return failed;
}

#if defined(__wasi__) || defined(_WIN32)
/* The tests only close descriptors, so any will do. */
static int any_descriptor(void)
{
    return open("/dev/null", O_RDONLY);
}

int pipe(int fd[2])
{
    fd[0] = any_descriptor();
    fd[1] = any_descriptor();
    return fd[0] < 0 || fd[1] < 0 ? -1 : 0;
}

#ifdef _WIN32
int fcntl(int fd, int what)
{
    (void)fd;
    return what == F_GETFD ? 0 : -1;
}
#else
int dup(int fd)
{
    return fd < 0 ? -1 : any_descriptor();
}
#endif
#endif
