/* Leaves a scope that has a guard and a stack. The audit must report them if the way out skips
 * them.
 *
 *     exits <way>      the comment beside a place is what the report says if it was skipped
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#ifdef __EXCEPTIONS
#include "defer_panic.h"
#else
#include "defer.h"
#endif
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

static void release(const char *text) { fputs(text, stdout); } /* stdio has it until the end */
static void at_exit(void) { fputs("atexit\n", stderr); }
static jmp_buf before;
static int exit_status;

static int is(const char *way, const char *name)
{
    return strcmp(way, name) == 0;
}

static void fork_and_report(void)
{
    pid_t child = fork();
    if (!child) {
        DEFER(release, "child"); /* in the child: registered 1, run 0, dismissed 0, pending 1 */
        defer_audit_report(stderr);
        _exit(0);
    }
    if (waitpid(child, NULL, 0) != child) abort();
}

static void leave(const char *way)
{
    if (is(way, "return")) return;
    if (is(way, "seven")) {
        exit_status = 7;
    } else if (is(way, "longjmp")) {
        longjmp(before, 1);
    } else if (is(way, "exit")) {
        exit(3);
    } else if (is(way, "quick_exit")) {
        defer_audit_report(stderr);
        quick_exit(3);
    } else if (is(way, "_exit")) {
        defer_audit_report(stderr);
        _exit(3);
    } else if (is(way, "pthread_exit")) {
        pthread_exit(NULL);
    } else if (is(way, "cancel")) {
        pthread_cancel(pthread_self());
        pthread_testcancel();
    } else if (is(way, "thrd_exit")) {
        thrd_exit(0);
    } else if (is(way, "fork")) {
        fork_and_report();
#ifdef DEFER_PANIC_H
    } else if (is(way, "panic")) {
        DEFER_PANIC("of a test");
    } else if (is(way, "defer_exit")) {
        defer_exit(3);
#endif
#if DEFER_UNWINDS && defined(__cplusplus)
    } else if (is(way, "throw")) {
        throw 3;
#endif
    } else {
        fprintf(stderr, "no way %s\n", way);
    }
}

static void guarded(void *way)
{
    DEFER_STACK(s, 1);
    DEFER(release, "guard"); /* registered 1, run 0, dismissed 0, pending 1 */
    (void)DEFER_PUSH(&s, release, "push"); /* registered 1, run 0, dismissed 0, pending 1 */
    leave((const char *)way);
}
static void *in_thread(void *way)
{
    guarded(way);
    return NULL;
}

static int in_c_thread(void *way)
{
    guarded(way);
    return 0;
}

static int in_main_thread(void *way)
{
    if (setjmp(before) != 0) return exit_status;
#ifdef DEFER_PANIC_H
    if (is((const char *)way, "panic")) return defer_try(guarded, way, NULL) ? 3 : 1;
#endif
#if DEFER_UNWINDS && defined(__cplusplus)
    try {
        guarded(way);
    } catch (int thrown) {
        exit_status = thrown;
    }
#else
    guarded(way);
#endif
    return exit_status;
}

int main(int argc, char **argv)
{
    if (argc != 2 || atexit(at_exit) || fputs("begun ", stdout) < 0) return 2;
    const char *way = argv[1];
    pthread_t thread;
    thrd_t c_thread;
    if (is(way, "thrd_exit")) {
        if (thrd_create(&c_thread, in_c_thread, argv[1]) == thrd_success) thrd_join(c_thread, NULL);
        return 0;
    }
    if (is(way, "pthread_exit") || is(way, "cancel")) {
        if (!pthread_create(&thread, NULL, in_thread, argv[1])) pthread_join(thread, NULL);
        return 0;
    }
    return in_main_thread(argv[1]);
}
