/*
 * A parser that leaves by longjmp on bad input skips its guards. The audit names the one whose file
 * is left open. The remedy: a stack outside of the setjmp, unwound to what was there before.
 *
 *     find_skipped wrong|right file...     the files hold lines of `key=value`
 *
 * Prints of each file its pairs, or what is wrong with it; `releases that have not run: 1`; and at
 * exit `find_skipped.c:49: DEFER(fclose, f): registered 2, run 1, dismissed 0, pending 1`. The
 * status is 1 if a file is bad; but 9 with DEFER_AUDIT_EXITCODE=9 if a release was skipped.
 */
#define DEFER_ENABLE_AUDIT 1 /* in all files of a program: -DDEFER_ENABLE_AUDIT */
#include "defer.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

struct parser {
    const char *path;
    defer_stack *releases;
    jmp_buf back;
    int refused;
};

static _Noreturn void refuse(struct parser *p, const char *why)
{
    printf("%s: %s\n", p->path, why);
    p->refused = 1;
    longjmp(p->back, 1);
}

static int count_pairs(struct parser *p, FILE *f)
{
    int pairs = 0;
    for (char line[1000]; fgets(line, sizeof line, f);) {
        if (*line == '#' || *line == '\n') continue;
        if (*line == '=' || !strchr(line, '=')) refuse(p, "not key=value");
        pairs++;
    }
    if (ferror(f)) refuse(p, strerror(errno));
    return pairs;
}

static int parse_wrong(struct parser *p)
{
    FILE *f = fopen(p->path, "r");
    if (!f) refuse(p, strerror(errno));
    DEFER(fclose, f); /* !! refuse jumps past it */
    return count_pairs(p, f);
}

static int parse_right(struct parser *p)
{
    FILE *f = fopen(p->path, "r");
    if (!f) refuse(p, strerror(errno));
    if (DEFER_PUSH(p->releases, fclose, f)) refuse(p, strerror(ENOMEM)); /* f is closed */
    return count_pairs(p, f);
}

static void read_file(struct parser *p, int (*parse)(struct parser *))
{
    size_t mark = defer_stack_depth(p->releases);
    if (!setjmp(p->back)) printf("%s: %d pairs\n", p->path, parse(p));
    defer_stack_unwind(p->releases, mark); /* also what the jump has skipped */
}

int main(int argc, char **argv)
{
    int refused = 0, wrong = argc > 2 && !strcmp(argv[1], "wrong");
    if (argc < 3 || (!wrong && strcmp(argv[1], "right"))) return 2;
    DEFER_STACK(releases, 4);
    for (int i = 2; i < argc; i++) {
        struct parser p = { .path = argv[i], .releases = &releases };
        read_file(&p, wrong ? parse_wrong : parse_right);
        refused |= p.refused;
    }
    printf("releases that have not run: %lu\n", defer_audit_pending());
    return fflush(stdout) || refused;
}
