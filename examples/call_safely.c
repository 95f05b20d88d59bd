/*
 * Calls handlers that may fail at any depth of calls, and then panic. On the way up, guards close
 * the files and free the memory. The caller keeps a default answer and goes on. This does not
 * protect against a handler that crashes.
 *
 *     call_safely input size        a handler takes blocks of `size` bytes
 *
 * Prints for each call the answer, the files still open and the blocks still taken, and which panic
 * was caught: `nest -1, 3 files, 0 blocks, a bracket is open: nest, call_safely.c:69`. The exit
 * status is 1 if a call left a file open or a block taken.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct request {
    const char *name;
    const char *path;
    int (*handler)(struct request *, FILE *);
    int max_blocks;
    int answer;
    size_t block_size;
};

static int blocks;
static clock_t deadline; /* in CPU time, so that a busy machine makes no difference */

static char *take(struct request *r)
{
    /* The value of a panic has to outlive the functions that it leaves, as the request does. */
    if (blocks >= r->max_blocks) DEFER_PANIC_VALUE("over budget", &r->block_size);
    char *block = malloc(r->block_size);
    if (!block) DEFER_PANIC_VALUE("out of memory", &r->block_size);
    blocks++;
    return block;
}

static void give_back(char *block)
{
    free(block);
    blocks--;
}

/* Counts the lines, and looks at the deadline now and then. A signal handler must not panic
 * instead: it might interrupt malloc, which would stay locked, or strike between two calls, where
 * the unwinder finds no guards. */
static int count(struct request *r, FILE *f)
{
    char *line = take(r);
    DEFER(give_back, line);
    int lines = 0;
    while (fgets(line, (int)r->block_size, f)) {
        if (clock() > deadline) DEFER_PANIC("too late");
        lines++;
    }
    if (ferror(f)) DEFER_PANIC("cannot read");
    return lines;
}

/* Reads one letter, or a list in brackets by calling itself for each element. Returns 0 if it has
 * read the bracket that ends a list, else 1. */
static int nest(struct request *r, FILE *f)
{
    char *letter = take(r);
    DEFER(give_back, letter);
    if (fread(letter, 1, 1, f) != 1) DEFER_PANIC("a bracket is open");
    if (*letter == '(') {
        while (nest(r, f)) {}
    }
    return *letter != ')';
}

static void serve(void *request)
{
    struct request *r = request;
    FILE *f = fopen(r->path, "r");
    if (!f) DEFER_PANIC("no input");
    DEFER(fclose, f);
    deadline = clock() + CLOCKS_PER_SEC / 20;
    r->answer = r->handler(r, f);
}

static int count_open_files(void)
{
    int files = 0;
    for (int fd = 0; fd < 256; fd++)
        if (fcntl(fd, F_GETFD) >= 0) files++;
    return files;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: call_safely input size\n");
        return 2;
    }
    const char *input = argv[1];
    size_t size = strtoul(argv[2], NULL, 10);
    struct request requests[] = {
        { "count", input, count, 9, -1, size },
        { "nest", input, nest, 9, -1, size },
        { "nest in 2 blocks", input, nest, 2, -1, size },
        { "count for ever", "/dev/zero", count, 9, -1, size },
        { "count", input, count, 9, -1, size },
    };
    int request_count = sizeof requests / sizeof requests[0];
    int files_before = count_open_files();
    int leaked = 0;
    for (int i = 0; i < request_count; i++) {
        struct request *r = &requests[i];
        defer_panic p;
        int panicked = defer_try(serve, r, &p);
        int files = count_open_files();
        printf("%-16s %3d, %d files, %d blocks", r->name, r->answer, files, blocks);
        if (panicked) {
            printf(", %s: %s, %s:%d", p.message, p.function, p.file, p.line);
            if (p.value) printf(" (%zu bytes)", *(size_t *)p.value);
        }
        putchar('\n');
        if (files != files_before || blocks != 0) leaked = 1;
    }
    return leaked;
}
