/*
 * Calls handlers that may fail at any depth, and panic then. The guards on the way close and free;
 * the caller keeps a default answer, and goes on. It is no fence against a handler that crashes.
 *
 *     call_safely input size        a handler takes blocks of `size` bytes
 *
 * Prints each answer, the files open and blocks taken after it, and what was caught where: `nest
 * -1, 3 files, 0 blocks, a bracket is open: nest, call_safely.c:57`. The status is 1 if these files
 * are more than at the start, or a block is left.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct request {
    const char *name, *path;
    int (*handler)(struct request *, FILE *), budget, answer;
    size_t size; /* a panic points here, as the frames of the handler are gone then */
};
static int blocks;
static clock_t deadline; /* in CPU time: other load does no harm */

static char *take(struct request *r)
{
    if (blocks >= r->budget) DEFER_PANIC_VALUE("over budget", &r->size);
    char *block = malloc(r->size);
    if (!block) DEFER_PANIC_VALUE("out of memory", &r->size);
    return blocks++, block;
}

static void give_back(char *block)
{
    free(block);
    blocks--;
}

/* It looks at the deadline now and then. A signal handler that panics could strike anywhere: inside
 * of malloc, which stays locked, or between two calls, where the unwinder knows of no guards. */
static int count(struct request *r, FILE *f)
{
    char *line = take(r);
    DEFER(give_back, line);
    int lines = 0;
    for (; fgets(line, (int)r->size, f); lines++)
        if (clock() > deadline) DEFER_PANIC("too late");
    if (ferror(f)) DEFER_PANIC("cannot read");
    return lines;
}

/* Reads a letter or, in brackets, a list; 0 at the end of one. */
static int nest(struct request *r, FILE *f)
{
    char *letter = take(r);
    DEFER(give_back, letter);
    if (!fread(letter, 1, 1, f)) DEFER_PANIC("a bracket is open");
    while (*letter == '(' && nest(r, f)) {}
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

static int open_files(void)
{
    int files = 0;
    for (int fd = 0; fd < 256; fd++) files += fcntl(fd, F_GETFD) >= 0;
    return files;
}

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    size_t size = strtoul(argv[2], NULL, 10);
    struct request all[] = { { "count", argv[1], count, 9, -1, size },
                             { "nest", argv[1], nest, 9, -1, size },
                             { "nest in 2 blocks", argv[1], nest, 2, -1, size },
                             { "count for ever", "/dev/zero", count, 9, -1, size },
                             { "count", argv[1], count, 9, -1, size } };
    int before = open_files(), left = 0;
    for (struct request *r = all; r < all + sizeof all / sizeof *all; r++) {
        defer_panic p;
        int panicked = defer_try(serve, r, &p), files = open_files();
        printf("%-16s %3d, %d files, %d blocks", r->name, r->answer, files, blocks);
        if (panicked) printf(", %s: %s, %s:%d", p.message, p.function, p.file, p.line);
        if (panicked && p.value) printf(" (%zu bytes)", *(size_t *)p.value);
        left |= puts("") < 0 || files != before || blocks;
    }
    return left;
}
