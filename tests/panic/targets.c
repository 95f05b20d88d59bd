/* Panic and recovery in one program that needs only the C library, for other targets and C
 * libraries. Each check compares what guards and stacks have noted with what is expected. Checks
 * that end the process run in a child process. Prints the differences. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "defer_panic.h"
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FRAMES = 100, THREADS = 4, PANICS = 100, SIZE = 4096 };

static char *noted;         /* of the main thread; shared with the children */
static __thread char *next; /* of this thread */
static int failed;

static void note(int letter)
{
    *next++ = (char)letter;
    *next = 0;
}

static void check_equal(const char *what, const char *expected, const char *seen)
{
    if (strcmp(expected, seen) == 0) return;
    printf("%s: \"%.400s\", not \"%.400s\"\n", what, seen, expected);
    failed = 1;
}

/* Checks what was noted since the last call. */
static void check_noted(const char *what, const char *expected)
{
    check_equal(what, expected, noted);
    next = noted;
    *next = 0;
}

/* ---- The bodies ------------------------------------------------------------------------------ */

typedef void leave(void);
static void panic(void) { DEFER_PANIC("deep"); }
static void exit_7(void) { defer_exit(7); }

/* Each frame has a guard and a stack of two. */
static __attribute__((noinline)) void frame(int n, leave *out)
{
    DEFER(note, 'a' + n % 26);
    DEFER_STACK(stack, 1);
    if (DEFER_PUSH(&stack, note, '0' + n % 10) || DEFER_PUSH(&stack, note, 'A' + n % 26)) return;
    if (n == FRAMES)
        out();
    else
        frame(n + 1, out);
    note('!');
}
static void frames_panic(void *none)
{
    (void)none;
    frame(1, panic);
}
static char frames_noted[SIZE]; /* what frames 1 to FRAMES note */
static void fill_frames_noted(void)
{
    char *e = frames_noted;
    for (int n = FRAMES; n > 0; n--) {
        *e++ = (char)('A' + n % 26);
        *e++ = (char)('0' + n % 10);
        *e++ = (char)('a' + n % 26);
    }
}

static void inner(void *none)
{
    (void)none;
    DEFER(note, 'i');
    DEFER_PANIC_VALUE("inner", &failed);
}
static void tries(void *none)
{
    defer_panic caught;
    DEFER(note, 'o');
    if (defer_try(inner, none, &caught) && caught.value == &failed) note('1');
    if (!defer_try(inner, none, NULL)) note('!');
    note('2');
    DEFER_PANIC("outer");
}
static void repanics(void *none)
{
    defer_panic caught;
    DEFER(note, 'r');
    if (defer_try(inner, none, &caught)) defer_repanic(&caught);
}

static void try_in_guard(int letter)
{
    note(defer_panicking() ? letter : '!');
    if (!defer_try(inner, NULL, NULL)) note('!');
    note(defer_panicking() ? letter : '!');
}
static void guard_tries(void *none)
{
    (void)none;
    DEFER(note, 'z');
    DEFER(try_in_guard, 't');
    DEFER(note, 'y');
    panic();
}

static int compare(const void *a, const void *b)
{
    (void)a;
    (void)b;
    DEFER(note, 'c');
    DEFER_PANIC("callback");
}
static void sorts(void *none)
{
    int numbers[] = { 2, 1, 3 };
    (void)none;
    DEFER(note, 's');
    qsort(numbers, 3, sizeof *numbers, compare);
}

/* ---- The checks ------------------------------------------------------------------------------ */

static void check_caught(const char *what, void (*body)(void *), const char *message,
                      const char *expected)
{
    defer_panic caught = { 0, 0, 0, 0, 0, 0 };
    if (!defer_try(body, NULL, &caught)) note('!');
    check_equal(what, message, caught.message ? caught.message : "");
    if (defer_panicking()) note('!');
    check_noted(what, expected);
}

static void *thread_panics(void *notes)
{
    for (int n = 0; n < PANICS; n++) {
        next = notes;
        if (!defer_try(frames_panic, NULL, NULL) || strcmp(notes, frames_noted)) return NULL;
    }
    return notes;
}
static void threads_panic(void)
{
    static char notes[THREADS][SIZE];
    pthread_t threads[THREADS];
    void *result;
    for (int k = 0; k < THREADS; k++) {
        if (pthread_create(&threads[k], NULL, thread_panics, notes[k])) abort();
    }
    for (int k = 0; k < THREADS; k++) {
        if (pthread_join(threads[k], &result) || !result) note('!');
    }
    check_noted("threads", "");
}

static void *ends_in_thread(void *way)
{
    next = noted;
    (*(leave **)way)();
    return NULL;
}
/* Returns the wait status of the child, and stores in `said` what it wrote to standard error. */
static int in_child(leave *way, int in_thread, char *said, size_t size)
{
    pthread_t thread;
    int ends[2], status;
    if (pipe(ends)) abort();
    pid_t child = fork();
    if (!child) {
        dup2(ends[1], STDERR_FILENO);
        if (!in_thread)
            way();
        else if (pthread_create(&thread, NULL, ends_in_thread, &way) == 0)
            pthread_join(thread, NULL);
        _exit(99);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], said, size - 1)) > 0; size -= (size_t)n) said += n;
    *said = 0;
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child) abort();
    return status;
}
#define BEYOND                                                                                     \
    "defer.h: guards beyond a function without unwind tables, if there is one, did not run\n"
/* Leaves in this way in a child process: in its main thread, and again in another thread. Checks
 * the wait status, the text that is written after the place of the panic, and what was noted. */
static void check_end(const char *what, leave *way, int status, const char *text,
                      const char *expected)
{
    for (int in_thread = 0; in_thread < 2; in_thread++) {
        char said[SIZE];
        int seen = in_child(way, in_thread, said, sizeof said);
        const char *place = __FILE__ ":";
        char *start = strstr(said, ": ");
        start = start && !strncmp(said, place, strlen(place)) ? start + 2 : said;
        char *qemu = strstr(start, "qemu: uncaught"); /* QEMU adds a line of its own */
        if (qemu) *qemu = 0;
        /* Whether the unwinder can tell the end of the stack differs from target to target. */
        char *beyond = strstr(start, BEYOND);
        if (beyond) memmove(beyond, beyond + strlen(BEYOND), strlen(beyond + strlen(BEYOND)) + 1);
        check_equal(what, text, start);
        check_noted(what, expected);
        if (seen == status) continue;
        printf("%s: wait status %x, not %x\n", what, (unsigned)seen, (unsigned)status);
        failed = 1;
    }
}

static void nobody_recovers(void) { frame(1, panic); }
static void at_exit(void) { note('.'); }
static void exits_below(void *none)
{
    (void)none;
    atexit(at_exit);
    frame(1, exit_7);
}
static void exits(void) { defer_try(exits_below, NULL, NULL); }

static jmp_buf before;
static void jumps(void *none)
{
    (void)none;
    longjmp(before, 1);
}
static void stale(void)
{
    DEFER(note, '!');
    if (!setjmp(before)) defer_try(jumps, NULL, NULL);
    DEFER_PANIC("late");
}
/* longjmp has left a defer_try, whose record is stale. It was made deeper on the stack than the
 * panic is, or not. Another record is of a live defer_try, and must not be confused with it. */
static void tries_to_jump(void) { defer_try(jumps, NULL, NULL); }
static void stale_below(void *deep)
{
    DEFER(note, '!');
    if (!setjmp(before)) {
        if (deep)
            frame(1, tries_to_jump);
        else
            tries_to_jump();
    }
    DEFER_PANIC("late");
}
static void stale_in_try(void) { defer_try(stale_below, NULL, NULL); }
static void stale_deep(void) { defer_try(stale_below, &failed, NULL); }

#define NOT_REACHED " (its defer_try cannot be reached: a function without unwind tables, built"   \
                    " without -fexceptions, is on the way, or longjmp has left it)\n"
#ifdef __GLIBC__
static void through_libc(void) { check_caught("callback", sorts, "callback", "cs"); }
#else /* qsort of musl has no unwind tables */
static void sort(void) { defer_try(sorts, NULL, NULL); }
static void through_libc(void)
{
    check_end("callback", sort, SIGABRT, "compare: panic: callback" NOT_REACHED, "c");
}
#endif

int main(void)
{
    static char frames_and_exit[SIZE + 1];
    struct rlimit no_core = { 0, 0 };
    setrlimit(RLIMIT_CORE, &no_core);
    setvbuf(stdout, NULL, _IONBF, 0); /* else a child would write the buffer again */
    noted = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (noted == MAP_FAILED) return 2;
    fill_frames_noted();
    next = noted;

    check_caught("frames", frames_panic, "deep", frames_noted);
    check_caught("nested", tries, "outer", "i1i2o");
    check_caught("repanic", repanics, "inner", "ir");
    check_caught("try in a guard", guard_tries, "deep", "ytitz");
    through_libc();
    threads_panic();
    check_end("nobody recovers", nobody_recovers, SIGABRT, "panic: panic: deep\n",
         frames_noted);
    strcat(strcpy(frames_and_exit, frames_noted), ".");
    check_end("defer_exit", exits, 7 << 8, "", frames_and_exit);
    check_end("stale", stale, SIGABRT, "stale: panic: late" NOT_REACHED, "!");
    check_end("stale in a live one", stale_in_try, SIGABRT, "stale_below: panic: late" NOT_REACHED,
              "!");
    check_end("stale, from deep", stale_deep, SIGABRT, "stale_below: panic: late" NOT_REACHED, "!");
    return failed;
}
