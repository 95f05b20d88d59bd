/* main [rounds]: runs every TEST of the program. */
#include "panic.h"
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int rounds = 1000;

static __thread char trace[200];
static __thread size_t length;
static int is_child, failures;

void note(const char *text)
{
    size_t size = strlen(text);
    if (is_child) {
        if (write(2, text, size) != (ssize_t)size) _exit(99);
    } else if (length + size < sizeof trace) {
        memcpy(trace + length, text, size);
        length += size;
    }
}

int note_and_fail(const char *text)
{
    note(text);
    return -1;
}

static void fail(const char *what, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: %s\n", file, line, what);
    __atomic_add_fetch(&failures, 1, __ATOMIC_RELAXED);
}

void check(int ok, const char *what, const char *file, int line)
{
    if (!ok) fail(what, file, line);
}

void check_trace(const char *expected, const char *file, int line)
{
    char what[500];
    trace[length] = 0;
    length = 0;
    (void)snprintf(what, sizeof what, "noted \"%s\", not \"%s\"", trace, expected);
    if (strcmp(trace, expected) != 0) fail(what, file, line);
}

static int matches(const char *text, const char *regex)
{
    regex_t compiled;
    regmatch_t all;
    if (regcomp(&compiled, regex, REG_EXTENDED)) return 0;
    int error = regexec(&compiled, text, 1, &all, 0);
    regfree(&compiled);
    return error == 0 && all.rm_so == 0 && text[all.rm_eo] == 0;
}

static void become_child(void (*body)(void *), int out)
{
    struct rlimit no_core = { 0, 0 };
    is_child = 1;
    if (setrlimit(RLIMIT_CORE, &no_core) || dup2(out, 2) < 0) _exit(98);
    (void)close(out);
    body(NULL);
    _exit(RETURNED);
}

void check_end(void (*body)(void *), int end, const char *regex, const char *file, int line)
{
    int ends[2], status = 0;
    char said[2000], what[4000];
    size_t size = 0;
    ssize_t got;
    (void)fflush(stdout);
    if (pipe(ends)) abort();
    pid_t child = fork();
    if (!child) {
        (void)close(ends[0]);
        become_child(body, ends[1]);
    }
    (void)close(ends[1]);
    while ((got = read(ends[0], said + size, sizeof said - 1 - size)) > 0) size += (size_t)got;
    (void)close(ends[0]);
    said[size] = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) abort();

    int ended = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    (void)snprintf(what, sizeof what, "ended with %d, not %d, and said:\n%s\nnot /%s/", ended, end,
                   said, regex);
    if (ended != end || !matches(said, regex)) fail(what, file, line);
}

static struct { const char *name; test_function *run; } tests[100];
static size_t count;

void add_test(const char *name, test_function *test)
{
    if (count == sizeof tests / sizeof *tests) abort();
    tests[count].name = name;
    tests[count].run = test;
    count++;
}

int main(int argc, char **argv)
{
    if (argc > 1) rounds = atoi(argv[1]);
    for (size_t i = 0; i < count; i++) {
        printf("%s\n", tests[i].name); /* if the program ends, the last name is that of the test */
        (void)fflush(stdout);
        tests[i].run();
        check_trace("", tests[i].name, 0); /* the test has checked all that was noted */
        CHECK(!defer_panicking());
    }
    printf("%zu tests, %d failures\n", count, failures);
    return !count || failures;
}
