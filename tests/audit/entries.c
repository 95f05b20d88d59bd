/* Half of a program, NAME: files.c crosses the entries and guards of two. */
#include "entries.h"

static void count(unsigned *released) { ++*released; }

static void push(defer_stack *s, unsigned *released)
{
    DEFER_PUSH(s, count, released);
}

static void push_and_run(defer_stack *s, unsigned *released)
{
    DEFER_PUSH(s, count, released);
    defer_stack_unwind(s, defer_stack_depth(s) - 1);
}

static void unwind(defer_stack *s) { defer_stack_unwind(s, defer_stack_depth(s) - 1); }
static void run(defer_stack *s) { defer_stack_run(s); }
static void dismiss(defer_stack *s) { defer_stack_dismiss(s, defer_stack_depth(s) - 1); }

static void guard(unsigned *released)
{
    DEFER(count, released);
#ifdef __cplusplus
    of_template(released);
    of_inline(released);
#else
    *released += 2;
#endif
}

extern const struct entries NAME;
const struct entries NAME = { push, push_and_run, unwind, run, dismiss, guard };
