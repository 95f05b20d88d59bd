/*
 * Builds an object out of parts. Each part is made by a function of its own, which registers how it
 * is released on the stack of its caller. If a step fails, the stack unwinds; if all succeed, the
 * list moves into the object, whose owner runs it. A release that fails is reported, all are run.
 *
 *     register_across directory log bytes     makes the directory, and writes to the log
 *
 * Prints `built, 3 releases`, and at the end `all released`; or the step that failed. With the log
 * /dev/full, `register_across.c:42: fclose(w->log) returned -1: No space left on device` comes
 * instead of the last. The status is 1 if anything failed.
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

static int make_directory(defer_stack *s, const char *path)
{
    if (mkdir(path, 0777)) return fail("make the directory");
    return DEFER_PUSH(s, remove, path);
}

static int open_log(defer_stack *s, struct workspace *w, const char *path)
{
    w->log = fopen(path, "w");
    if (!w->log) return fail("open the log");
    return DEFER_PUSH(s, fclose, w->log);
}

static int get_buffer(defer_stack *s, struct workspace *w, size_t size)
{
    w->buffer = malloc(size);
    if (!w->buffer) return fail("get memory");
    return DEFER_PUSH(s, free, w->buffer);
}

static void report(void *unused, const char *what, int status)
{
    (void)unused;
    printf("%s returned %d: %s\n", what, status, strerror(errno));
}

static int build(struct workspace *w, char **args)
{
    DEFER_STACK(s, 8);
    defer_stack_on_failure(&s, report, NULL);
    if (make_directory(&s, args[1])) return -1;
    if (open_log(&s, w, args[2])) return -1;
    if (get_buffer(&s, w, strtoul(args[3], NULL, 10))) return -1;
    return defer_stack_move(&w->releases, &s);
}

int main(int argc, char **argv)
{
    struct workspace w;
    defer_stack_init(&w.releases);
    defer_stack_on_failure(&w.releases, report, NULL);
    if (argc != 4 || build(&w, argv)) return 1;
    printf("built, %zu releases\n", defer_stack_depth(&w.releases));
    fprintf(w.log, "%s is there\n", argv[1]);
    int status = defer_stack_run(&w.releases);
    if (!status) puts("all released");
    return status != 0;
}
