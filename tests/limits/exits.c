/* Which ways out of a scope run its guard. Each is tried in a process of its own. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "defer.h"
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

static int out;
static void say(const char *text)
{
    if (write(out, text, 1) != 1) abort();
}

static jmp_buf before;

/* X(name, how often the guard runs, how the scope is left) */
#define EXITS(X)                                                                                   \
    X(RETURN, 1, return NULL)                                                                      \
    X(PTHREAD_EXIT, DEFER_UNWINDS, pthread_exit(NULL))                                             \
    X(CANCELLATION, DEFER_UNWINDS, (pthread_cancel(pthread_self()), pthread_testcancel()))         \
    X(THRD_EXIT, DEFER_UNWINDS, thrd_exit(0))                                                      \
    X(LONGJMP, 0, longjmp(before, 1))                                                              \
    X(EXIT, 0, exit(0))                                                                            \
    X(QUICK_EXIT, 0, quick_exit(0))                                                                \
    X(UNDERSCORE_EXIT, 0, _exit(0))                                                                \
    X(ABORT, 0, abort())                                                                           \
    X(SIGNAL, 0, raise(SIGTERM))                                                                   \
    X(EXEC, 0, execl("/bin/true", "true", (char *)NULL))

#define WAY(name, runs, leave) name,
enum way { EXITS(WAY) WAYS };
#define TO_BE(name, runs, leave) { #name, runs },
static const struct { const char *name; int runs; } expected[] = { EXITS(TO_BE) };

static void *guarded(void *way)
{
    DEFER(say, "g");
#define LEAVE(name, runs, leave)                                                                   \
    case name: leave; break;
    switch (*(enum way *)way) {
        EXITS(LEAVE)
    case WAYS: break;
    }
    return NULL;
}

static int c_guarded(void *way)
{
    guarded(way);
    return 0;
}

static void in_child(enum way way)
{
    pthread_t thread;
    thrd_t c_thread;
    if (way == THRD_EXIT) {
        if (thrd_create(&c_thread, c_guarded, &way) == thrd_success) thrd_join(c_thread, NULL);
    } else if (way == PTHREAD_EXIT || way == CANCELLATION) {
        if (!pthread_create(&thread, NULL, guarded, &way)) pthread_join(thread, NULL);
    } else if (!setjmp(before)) {
        guarded(&way);
    }
    _exit(0);
}

/* How often the guard ran; -1 if the system failed. */
static int runs_of(enum way way)
{
    int ends[2];
    char said[2];
    if (pipe(ends)) return -1;
    DEFER(close, ends[0]);
    pid_t child = fork();
    if (!child) {
        out = ends[1];
        in_child(way);
    }
    close(ends[1]);
    if (child < 0 || waitpid(child, NULL, 0) != child) return -1;
    return (int)read(ends[0], said, sizeof said);
}

int main(void)
{
    int failed = 0;
    for (int way = 0; way < WAYS; way++) {
        int runs = runs_of((enum way)way);
        if (runs == expected[way].runs) continue;
        printf("%s: the guard ran %d times, not %d\n", expected[way].name, runs,
               expected[way].runs);
        failed = 1;
    }
    return failed;
}
