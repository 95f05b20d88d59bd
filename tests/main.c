/* Runs every TEST of the program. A test fails if it leaves a descriptor open or a part of the
 * trace unchecked, or, with DEFER_ENABLE_AUDIT, a release that did not run. */
#include "trace.h"
#include <fcntl.h>

static char trace[4096];
static size_t length;

void note(const char *text)
{
    while (*text) note_char(*text++);
}

void note_char(int c)
{
    if (length < sizeof(trace) - 1) trace[length++] = (char)c;
}

void note_number(long long number)
{
    char text[32];
    snprintf(text, sizeof(text), "%lld,", number);
    note(text);
}

int note_and_fail(const char *text)
{
    note(text);
    return -1;
}

const char *take_trace(void)
{
    trace[length] = 0;
    length = 0;
    return trace;
}

static int descriptors;

#ifdef DEFER_ENABLE_AUDIT
#include "defer.h"
#else
static unsigned long defer_audit_pending(void) { return 0; }
#endif
static unsigned long pending, skipped;

void expect_skipped(unsigned releases)
{
#ifdef DEFER_ENABLE_AUDIT
    skipped = releases;
#else
    (void)releases;
#endif
}

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 32; fd++)
        if (fcntl(fd, F_GETFD) >= 0) count++;
    return count;
}

static int before(void **unused)
{
    (void)unused;
    take_trace();
    descriptors = open_descriptors();
    pending = defer_audit_pending();
    skipped = 0;
    return 0;
}

static int after(void **unused)
{
    (void)unused;
    const char *unread = take_trace();
    int opened = open_descriptors() - descriptors;
    long left = (long)(defer_audit_pending() - pending - skipped);
    if (*unread) print_error("unread trace: %s\n", unread);
    if (opened) print_error("descriptors left open: %d\n", opened);
    if (left) print_error("releases that did not run: %ld\n", left);
    return *unread || opened || left;
}

static struct CMUnitTest tests[500]; /* cmocka skips the empty ones */
static size_t count;

void add_test(const char *sentence, CMUnitTestFunction test)
{
    if (count == sizeof(tests) / sizeof(*tests)) abort();
    tests[count].name = sentence;
    tests[count].test_func = test;
    tests[count].setup_func = before;
    tests[count].teardown_func = after;
    count++;
}

int main(void)
{
    if (count == 0) return 1;
    return cmocka_run_group_tests_name("behaviour", tests, NULL, NULL) != 0;
}
