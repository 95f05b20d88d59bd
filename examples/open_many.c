/*
 * Opens every file of a directory tree: first one at a time, then all at once. To have one file
 * open at a time, put a guard into the loop: it closes the file at the end of each iteration. To
 * have them all open, put a stack in front of the loop: it closes them when the function is left,
 * by whichever return.
 *
 *     open_many directory limit       has at most `limit` descriptors
 *
 * Prints `read_each: 321 files, 456789 bytes`, `open_all: 321 files` and `all closed`. If a file
 * cannot be opened, it says which, `open_all: x/y.c: Too many open files`; the exit status is then
 * 1.
 */
#include "defer.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Returns the next file, or an entry that cannot be read: to open it fails too. */
static FTSENT *next_file(FTS *tree)
{
    FTSENT *entry;
    do {
        entry = fts_read(tree);
    } while (entry && entry->fts_info != FTS_F && entry->fts_errno == 0);
    return entry;
}

static int fail(const char *function, const FTSENT *file)
{
    printf("%s: %s: %s\n", function, file->fts_path, strerror(errno));
    return 1;
}

static int read_each(FTS *tree)
{
    long files = 0;
    long bytes = 0;
    FTSENT *file;
    while ((file = next_file(tree))) {
        int fd = open(file->fts_accpath, O_RDONLY);
        if (fd < 0) return fail("read_each", file);
        DEFER(close, fd);

        char buffer[4096];
        ssize_t n;
        while ((n = read(fd, buffer, sizeof buffer)) > 0) bytes += n;
        if (n < 0) return fail("read_each", file);
        files++;
    }
    printf("read_each: %ld files, %ld bytes\n", files, bytes);
    return 0;
}

static int open_all(FTS *tree)
{
    DEFER_STACK(open_files, 64); /* for more than 64 it allocates memory */
    FTSENT *file;
    while ((file = next_file(tree))) {
        int fd = open(file->fts_accpath, O_RDONLY);
        if (fd < 0) return fail("open_all", file);
        /* A push that fails has closed `fd`. */
        if (DEFER_PUSH(&open_files, close, fd)) return fail("open_all", file);
    }
    printf("open_all: %zu files\n", defer_stack_depth(&open_files));
    return 0;
}

static int walk(int (*visit)(FTS *), char *directory)
{
    char *directories[] = { directory, NULL };
    FTS *tree = fts_open(directories, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (!tree) {
        perror(directory);
        return 1;
    }
    DEFER(fts_close, tree);
    return visit(tree);
}

static int limit_descriptors(rlim_t count)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return -1;
    limit.rlim_cur = count;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: open_many directory limit\n");
        return 2;
    }
    if (limit_descriptors((rlim_t)atol(argv[2]))) {
        perror("cannot limit the descriptors");
        return 2;
    }
    /* The lowest free descriptor is the first that is opened below. */
    int first = dup(STDIN_FILENO);
    close(first);
    int failed = walk(read_each, argv[1]);
    failed |= walk(open_all, argv[1]);
    int is_open = fcntl(first, F_GETFD) >= 0;
    puts(is_open ? "left open" : "all closed");
    return failed;
}
