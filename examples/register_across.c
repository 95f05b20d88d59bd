/*
 * Builds an object out of parts. Each part is made by a function of its own, which registers its
 * release on a stack of the caller. If a step fails, the stack releases the parts made so far. If
 * all succeed, the releases move into the object, and its owner runs them. A release that fails is
 * reported, and does not keep the others from running.
 *
 *     register_across directory log bytes     makes the directory, and writes to the log
 *
 * Prints `built, 3 releases`, and at the end `all released`; or the step that failed. If the log is
 * /dev/full, the last line is `register_across.c:44: fclose(w->log) returned -1: No space left on
 * device`. The exit status is 1 if anything failed.
 */
#include "defer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct workspace {
    FILE *log;
    char *buffer;
    defer_stack releases;
};

static int fail(const char *step)
{
    printf("cannot %s: %s\n", step, strerror(errno));
    return -1;
}

/* DEFER_PUSH returns 0; or ENOMEM, and then it has already called the release. */
static int make_directory(defer_stack *releases, const char *path)
{
    if (mkdir(path, 0777)) return fail("make the directory");
    return DEFER_PUSH(releases, remove, path);
}

static int open_log(defer_stack *releases, struct workspace *w, const char *path)
{
    w->log = fopen(path, "w");
    if (!w->log) return fail("open the log");
    return DEFER_PUSH(releases, fclose, w->log);
}

static int get_buffer(defer_stack *releases, struct workspace *w, size_t size)
{
    w->buffer = malloc(size);
    if (!w->buffer) return fail("get memory");
    return DEFER_PUSH(releases, free, w->buffer);
}

/* Called for each release that returned an error. */
static void report(void *unused, const char *what, int status)
{
    (void)unused;
    printf("%s returned %d: %s\n", what, status, strerror(errno));
}

static int build(struct workspace *w, const char *directory, const char *log, size_t size)
{
    DEFER_STACK(releases, 8);
    defer_stack_on_failure(&releases, report, NULL);
    if (make_directory(&releases, directory)) return -1;
    if (open_log(&releases, w, log)) return -1;
    if (get_buffer(&releases, w, size)) return -1;
    return defer_stack_move(&w->releases, &releases);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: register_across directory log bytes\n");
        return 2;
    }
    struct workspace w;
    defer_stack_init(&w.releases);
    defer_stack_on_failure(&w.releases, report, NULL);
    if (build(&w, argv[1], argv[2], strtoul(argv[3], NULL, 10))) return 1;
    printf("built, %zu releases\n", defer_stack_depth(&w.releases));

    fprintf(w.log, "%s is there\n", argv[1]); /* an error shows when the log is closed */
    if (defer_stack_run(&w.releases)) return 1;
    puts("all released");
    return 0;
}
