/*
 * Copies a file. Every step can fail. Whatever fails, both files are closed, the memory is given
 * back, no partial target is left, and an error of fclose counts: a full disk often shows only
 * there. An existing file is never overwritten; a device may be the target.
 *
 *     copy_file from to
 *
 * Prints nothing and exits with 0; or says on standard error what failed, and exits with 1.
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

int copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb");
    if (!in) return fail("open", from);
    DEFER(fclose, in);

    struct stat there;
    bool special = stat(to, &there) == 0 && !S_ISREG(there.st_mode);
    FILE *out = fopen(to, special ? "wb" : "wbx");
    if (!out) return fail("create", to);
    bool keep = special;
    DEFER_UNLESS(keep, remove, to); /* comes after the next guard, which closes the file */
    DEFER_GUARD(closing, fclose, out);

    enum { SIZE = 1 << 16 };
    char *buffer = malloc(SIZE);
    if (!buffer) return fail("get memory for", to);
    DEFER(free, buffer);

    size_t n;
    while ((n = fread(buffer, 1, SIZE, in)) > 0)
        if (fwrite(buffer, 1, n, out) != n) return fail("write", to);
    if (ferror(in)) return fail("read", from);
    if (DEFER_RUN(closing)) return fail("close", to);
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
