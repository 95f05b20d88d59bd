/* The same function twice, with guards and with goto, on every way through it. */
#include "defer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int copy(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb");
    if (!in) return -1;
    DEFER(fclose, in);
    FILE *out = fopen(to, "wb");
    if (!out) return -1;
    DEFER_GUARD(closing, fclose, out);
    for (int c; (c = getc(in)) != EOF;)
        if (putc(c, out) == EOF) return -1;
    return ferror(in) ? -1 : DEFER_RUN(closing);
}

int copy_by_hand(const char *from, const char *to)
{
    int rc = -1;
    FILE *in = fopen(from, "rb");
    if (!in) goto end;
    FILE *out = fopen(to, "wb");
    if (!out) goto close_in;
    for (int c; (c = getc(in)) != EOF;)
        if (putc(c, out) == EOF) goto close_out;
    if (!ferror(in)) {
        rc = fclose(out);
        goto close_in;
    }
close_out:
    fclose(out);
close_in:
    fclose(in);
end:
    return rc;
}

static int lowest_descriptor(void)
{
    int fd = dup(0);
    DEFER_VAR(close, fd);
    return fd;
}

int main(void)
{
    static const char *const paths[][2] = {
        { "source", "target" },      { "none", "target" },      { ".", "target" },
        { "source", "none/target" }, { "source", "/dev/full" },
    };
    FILE *source = fopen("source", "w");
    if (!source || fputs("text\n", source) == EOF || fclose(source)) return 1;

    int before = lowest_descriptor(), differ = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const char *from = paths[i][0], *to = paths[i][1];
        int rc = copy(from, to);
        printf("%s to %s: %d%s%s\n", from, to, rc, rc ? ", " : "", rc ? strerror(errno) : "");
        differ += rc != copy_by_hand(from, to);
    }
    printf("left open: %d\n", lowest_descriptor() - before);
    return differ;
}
