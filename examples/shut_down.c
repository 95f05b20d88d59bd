/*
 * A service that ends in order. On SIGTERM its workers finish what is queued, and the guards
 * release everything, newest first. A second SIGTERM ends it at once, from any depth: defer_exit
 * runs the guards of its thread, plain exit does not. A signal handler may call neither: the
 * signals are blocked, and the thread that has the guards waits for them.
 *
 *     shut_down file [once|twice|exit]    sends itself one signal, two, or two and calls exit
 *
 * Prints `serving`, `Terminated: finishing`, `3 workers joined, 300 items done`, `queue closed`,
 * `file closed`, `file removed`. The status is 0, and 143 after a second SIGTERM.
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
    int queue[2]; /* a pipe: a byte is an item, its end says that no more will come */
    pthread_t workers[WORKERS];
    int started;
    atomic_int working, done, hurry;
    sigset_t signals;
    int sends;
    void (*leave)(int);
};

static void *work(void *service)
{
    struct service *s = service;
    for (char item; !s->hurry && read(s->queue[0], &item, 1) == 1; s->done++)
        fprintf(s->file, "item %d\n", item);
    if (--s->working == 0) kill(getpid(), SIGRTMIN); /* sigwait takes any other signal first */
    return NULL;
}

static void join_workers(const struct service *s)
{
    for (int i = 0; i < s->started; i++) pthread_join(s->workers[i], NULL);
    printf("%d workers joined, %d items done\n", s->started, s->done);
}

static void wait_for_end(struct service *s)
{
    if (s->sends-- > 0) kill(getpid(), SIGTERM);
    for (int got; !sigwait(&s->signals, &got) && got != SIGRTMIN;) {
        s->hurry = s->queue[1] < 0; /* told before */
        printf("%s: %s\n", strsignal(got), s->hurry ? "leaving at once" : "finishing");
        if (s->hurry) s->leave(128 + got);
        if (s->sends-- > 0) kill(getpid(), SIGTERM);
        close(DEFER_TAKE(s->queue[1]));
    }
}

static int serve(struct service *s)
{
    if (pipe(s->queue)) return perror("cannot make the queue"), 1;
    DEFER(puts, "queue closed"); /* by the next guard, which runs before this one */
    DEFER(close, s->queue[0]);
    DEFER(join_workers, s);
    DEFER_VAR(close, s->queue[1]); /* so that they leave */
    for (; s->started < WORKERS; s->started++)
        if ((errno = pthread_create(&s->workers[s->started], NULL, work, s)))
            return perror("cannot start a worker"), 1;
    static const char items[ITEMS];
    if (write(s->queue[1], items, ITEMS) != ITEMS) return perror("cannot fill the queue"), 1;
    puts("serving");
    fflush(stdout);
    wait_for_end(s);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    const char *how = argc > 2 ? argv[2] : "";
    struct service s = { .working = WORKERS, .sends = *how ? 1 + (*how != 'o') : 0 };
    s.leave = strcmp(how, "exit") ? defer_exit : exit;
    sigemptyset(&s.signals);
    sigaddset(&s.signals, SIGTERM), sigaddset(&s.signals, SIGRTMIN);
    pthread_sigmask(SIG_BLOCK, &s.signals, NULL); /* in the workers too */

    s.file = fopen(argv[1], "wx");
    if (!s.file) return perror("cannot make the file"), 1;
    DEFER(puts, "file removed");
    DEFER(remove, argv[1]);
    DEFER(puts, "file closed");
    DEFER(fclose, s.file);
    return serve(&s);
}
