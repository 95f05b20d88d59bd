/* What a longjmp went past, a stack that lives on runs. */
#include "defer.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf broken;
static int released;

static void release(void *block)
{
    free(block);
    released++;
}

static void parse(defer_stack *s, FILE *f)
{
    void *block = malloc(64);
    if (!block || DEFER_PUSH(s, release, block)) longjmp(broken, 1);
    switch (getc(f)) {
    case '(': parse(s, f); break;
    case ')': break;
    default: longjmp(broken, 1);
    }
}

int try_to_parse(defer_stack *s, FILE *f)
{
    size_t depth = defer_stack_depth(s);
    if (setjmp(broken)) {
        defer_stack_unwind(s, depth); // what the jump went past
        return -1;
    }
    parse(s, f);
    return 0;
}

int main(void)
{
    DEFER_STACK(s, 2);
    FILE *f = tmpfile();
    if (!f || DEFER_PUSH(&s, fclose, f)) return 1;
    fputs("((((", f);
    rewind(f);
    return try_to_parse(&s, f) != -1 || released != 5 || defer_stack_depth(&s) != 1;
}
