/*
 * A parser that leaves by longjmp on bad input skips its guards, and a file stays open. The audit
 * finds the guard that was skipped. The remedy is a stack that outlives the jump: it is unwound
 * after it, to the depth that it had before.
 *
 *     find_skipped wrong|right file...     the files hold lines of `key=value`
 *
 * Prints for each file how many pairs it has, or what is wrong with it, and then `releases that
 * have not run: 1`. At exit the audit reports `find_skipped.c:54: DEFER(fclose, f): registered 2,
 * run 1, dismissed 0, pending 1`. The exit status is 1 if a file is bad. With
 * DEFER_AUDIT_EXITCODE=9 in the environment it is 9 if a release was skipped.
 */
/* Has to be defined in all files of a program. With several, use -DDEFER_ENABLE_AUDIT. */
#define DEFER_ENABLE_AUDIT 1
#include "defer.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

struct parser {
    const char *path;
    defer_stack *releases;
    jmp_buf on_error;
    int refused;
};

/* Leaves the parser, from any depth of calls. */
static _Noreturn void refuse(struct parser *p, const char *why)
{
    printf("%s: %s\n", p->path, why);
    p->refused = 1;
    longjmp(p->on_error, 1);
}

static int count_pairs(struct parser *p, FILE *f)
{
    int pairs = 0;
    char line[1000];
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (line[0] == '=' || !strchr(line, '=')) refuse(p, "not key=value");
        pairs++;
    }
    if (ferror(f)) refuse(p, strerror(errno));
    return pairs;
}

static int parse_wrong(struct parser *p)
{
    FILE *f = fopen(p->path, "r");
    if (!f) refuse(p, strerror(errno));
    DEFER(fclose, f); /* !! skipped if refuse jumps out of count_pairs */
    return count_pairs(p, f);
}

static int parse_right(struct parser *p)
{
    FILE *f = fopen(p->path, "r");
    if (!f) refuse(p, strerror(errno));
    /* A push that fails has closed the file. */
    if (DEFER_PUSH(p->releases, fclose, f)) refuse(p, strerror(ENOMEM));
    return count_pairs(p, f);
}

static void read_file(struct parser *p, int (*parse)(struct parser *))
{
    size_t depth = defer_stack_depth(p->releases);
    if (setjmp(p->on_error) == 0) {
        int pairs = parse(p);
        printf("%s: %d pairs\n", p->path, pairs);
    }
    /* Whether the parser returned or jumped: what it has pushed is released here. */
    defer_stack_unwind(p->releases, depth);
}

int main(int argc, char **argv)
{
    int (*parse)(struct parser *) = NULL;
    if (argc > 2 && strcmp(argv[1], "wrong") == 0) parse = parse_wrong;
    if (argc > 2 && strcmp(argv[1], "right") == 0) parse = parse_right;
    if (!parse) {
        fprintf(stderr, "usage: find_skipped wrong|right file...\n");
        return 2;
    }
    DEFER_STACK(releases, 4);
    int refused = 0;
    for (int i = 2; i < argc; i++) {
        struct parser p = { .path = argv[i], .releases = &releases };
        read_file(&p, parse);
        if (p.refused) refused = 1;
    }
    printf("releases that have not run: %lu\n", defer_audit_pending());
    fflush(stdout); /* before the report of the audit, which goes to standard error */
    return refused;
}
