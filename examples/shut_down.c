/*
 * A service that shuts down in order. On SIGTERM its workers finish what is queued, and the guards
 * release everything, newest first. A second SIGTERM ends it at once, from any depth of calls:
 * defer_exit runs the guards of its thread first, which plain exit does not. Neither may be called
 * in a signal handler. So the signals are blocked, and the thread that has the guards waits for
 * them with sigwait.
 *
 *     shut_down file                      waits for signals
 *     shut_down file once|twice|exit      sends itself one signal; two; two, and leaves by exit
 *
 * Prints `serving`, `Terminated: finishing`, `3 workers joined, 300 items done`, `queue closed`,
 * `file closed`, `file removed`. The exit status is 0, or 143 after a second SIGTERM.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORKERS = 3, ITEMS = 300 };

struct service {
    FILE *file;
    int queue[2]; /* a pipe: each byte is an item, and its end says that no more will come */
    pthread_t workers[WORKERS];
    int started;
    atomic_int working;
    atomic_int done;
    atomic_int hurry; /* leave without finishing what is queued */
    sigset_t signals;
    int signals_to_send; /* to itself, for the demonstration */
    void (*leave)(int);
};

/* The last worker to end says so with SIGRTMIN. If SIGTERM is pending as well, sigwait takes that
 * one first. */
static void *work(void *service)
{
    struct service *s = service;
    char item;
    while (!s->hurry && read(s->queue[0], &item, 1) == 1) {
        fprintf(s->file, "item %d\n", item);
        s->done++;
    }
    int still_working = --s->working;
    if (still_working == 0) kill(getpid(), SIGRTMIN);
    return NULL;
}

static void join_workers(const struct service *s)
{
    for (int i = 0; i < s->started; i++) pthread_join(s->workers[i], NULL);
    printf("%d workers joined, %d items done\n", s->started, s->done);
}

static void send_next_signal(struct service *s)
{
    if (s->signals_to_send == 0) return;
    s->signals_to_send--;
    kill(getpid(), SIGTERM);
}

/* Returns when the workers have ended; on a second SIGTERM it does not return. */
static void wait_for_end(struct service *s)
{
    send_next_signal(s);
    for (;;) {
        int received;
        if (sigwait(&s->signals, &received) || received == SIGRTMIN) return;
        int is_second = s->queue[1] < 0;
        if (is_second) {
            s->hurry = 1;
            printf("%s: leaving at once\n", strsignal(received));
            s->leave(128 + received);
        }
        printf("%s: finishing\n", strsignal(received));
        send_next_signal(s);
        close(DEFER_TAKE(s->queue[1])); /* now the guard in serve has nothing to close */
    }
}

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static int serve(struct service *s)
{
    if (pipe(s->queue)) return fail("cannot make the queue");
    DEFER(puts, "queue closed"); /* runs after the guard below, which closes it */
    DEFER(close, s->queue[0]);
    DEFER(join_workers, s);
    DEFER_VAR(close, s->queue[1]); /* runs before the join: workers end when the queue does */

    while (s->started < WORKERS) {
        errno = pthread_create(&s->workers[s->started], NULL, work, s);
        if (errno) return fail("cannot start a worker");
        s->started++;
    }
    static const char items[ITEMS];
    if (write(s->queue[1], items, ITEMS) != ITEMS) return fail("cannot fill the queue");
    puts("serving");
    fflush(stdout);
    wait_for_end(s);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: shut_down file [once|twice|exit]\n");
        return 2;
    }
    const char *how = argc > 2 ? argv[2] : "";
    struct service s = { .working = WORKERS, .leave = defer_exit };
    if (strcmp(how, "once") == 0) s.signals_to_send = 1;
    if (strcmp(how, "twice") == 0) s.signals_to_send = 2;
    if (strcmp(how, "exit") == 0) {
        s.signals_to_send = 2;
        s.leave = exit;
    }
    /* Blocked before the workers start, so that they inherit it. */
    sigemptyset(&s.signals);
    sigaddset(&s.signals, SIGTERM);
    sigaddset(&s.signals, SIGRTMIN);
    pthread_sigmask(SIG_BLOCK, &s.signals, NULL);

    s.file = fopen(argv[1], "wx");
    if (!s.file) return fail("cannot make the file");
    DEFER(puts, "file removed");
    DEFER(remove, argv[1]);
    DEFER(puts, "file closed");
    DEFER(fclose, s.file);
    return serve(&s);
}
