/*
 * Copies a file. Every step can fail. Whichever does, both files are closed, the memory is freed,
 * and no partial copy is left behind. An error of fclose counts too: that a disk is full often
 * shows only there.
 *
 *     copy_file from to      an existing file is not overwritten, but `to` may be a device
 *
 * Prints nothing. If a step fails, says so on standard error; the exit status is then 1.
 */
#include "defer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int fail(const char *step, const char *path)
{
    fprintf(stderr, "copy_file: cannot %s %s: %s\n", step, path, strerror(errno));
    return 1;
}

/* Whether the path names something other than a file, such as /dev/null. */
static bool is_device(const char *path)
{
    struct stat status;
    if (stat(path, &status)) return false;
    return !S_ISREG(status.st_mode);
}

int copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb");
    if (!in) return fail("open", from);
    DEFER(fclose, in);

    bool device = is_device(to);
    FILE *out = fopen(to, device ? "wb" : "wbx"); /* "x" fails if there is such a file */
    if (!out) return fail("create", to);
    bool keep = device;
    DEFER_UNLESS(keep, remove, to); /* runs last: the guard below closes the file first */
    DEFER_GUARD(closing, fclose, out);

    enum { BUFFER_SIZE = 65536 };
    char *buffer = malloc(BUFFER_SIZE);
    if (!buffer) return fail("get memory for", to);
    DEFER(free, buffer);

    size_t n;
    while ((n = fread(buffer, 1, BUFFER_SIZE, in)) > 0) {
        if (fwrite(buffer, 1, n, out) != n) return fail("write", to);
    }
    if (ferror(in)) return fail("read", from);
    if (DEFER_RUN(closing)) return fail("close", to); /* closes the file now, to see the error */
    keep = true;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: copy_file from to\n");
        return 2;
    }
    return copy_file(argv[1], argv[2]);
}
