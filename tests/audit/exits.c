/* Which ways out of a scope the audit reports: those that skip its releases.
 *
 *     exits <way>      leaves in this way; the comment beside a place is what is then reported
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

static void release(const char *text) { fputs(text, stdout); } /* not yet flushed at the end */
static void at_exit(void) { fputs("atexit\n", stderr); }
static jmp_buf before;
static int ends_with;

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
    if (!strcmp(way, "return")) return;
    else if (!strcmp(way, "seven")) ends_with = 7;
    else if (!strcmp(way, "longjmp")) longjmp(before, 1);
    else if (!strcmp(way, "exit")) exit(3);
    else if (!strcmp(way, "quick_exit")) defer_audit_report(stderr), quick_exit(3);
    else if (!strcmp(way, "_exit")) defer_audit_report(stderr), _exit(3);
    else if (!strcmp(way, "pthread_exit")) pthread_exit(NULL);
    else if (!strcmp(way, "cancel")) pthread_cancel(pthread_self()), pthread_testcancel();
    else if (!strcmp(way, "thrd_exit")) thrd_exit(0);
    else if (!strcmp(way, "fork")) fork_and_report();
#ifdef DEFER_PANIC_H
    else if (!strcmp(way, "panic")) DEFER_PANIC("of a test");
    else if (!strcmp(way, "defer_exit")) defer_exit(3);
#endif
#if DEFER_UNWINDS && defined(__cplusplus)
    else if (!strcmp(way, "throw")) throw 3;
#endif
    else fprintf(stderr, "no way %s\n", way);
}

static void guarded(void *way)
{
    DEFER_STACK(s, 1);
    DEFER(release, "guard"); /* registered 1, run 0, dismissed 0, pending 1 */
    DEFER_PUSH(&s, release, "push"); /* registered 1, run 0, dismissed 0, pending 1 */
    leave((const char *)way);
}
static void *in_thread(void *way) { return guarded(way), (void *)NULL; }
static int in_c_thread(void *way) { return guarded(way), 0; }

int main(int argc, char **argv)
{
    pthread_t thread;
    thrd_t c_thread;
    void *way = argv[1];
    if (argc != 2 || atexit(at_exit) || fputs("begun ", stdout) < 0) return 2;
    if (!strcmp(argv[1], "thrd_exit")) {
        if (thrd_create(&c_thread, in_c_thread, way) == thrd_success) thrd_join(c_thread, NULL);
    } else if (!strcmp(argv[1], "pthread_exit") || !strcmp(argv[1], "cancel")) {
        if (!pthread_create(&thread, NULL, in_thread, way)) pthread_join(thread, NULL);
    } else if (!setjmp(before)) {
#ifdef DEFER_PANIC_H
        if (!strcmp(argv[1], "panic")) return defer_try(guarded, way, NULL) ? 3 : 1;
#endif
#if DEFER_UNWINDS && defined(__cplusplus)
        try {
            guarded(way);
        } catch (int thrown) {
            ends_with = thrown;
        }
#else
        guarded(way);
#endif
    }
    return ends_with;
}
