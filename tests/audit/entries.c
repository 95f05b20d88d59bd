/* Compiled twice for a program, with NAME as `one` and as `two`. files.c pushes in one of these
 * files and runs in the other. */
#include "entries.h"

static void count(unsigned *released) { ++*released; }

static void push(defer_stack *s, unsigned *released)
{
    (void)DEFER_PUSH(s, count, released);
}

static void push_and_run(defer_stack *s, unsigned *released)
{
    (void)DEFER_PUSH(s, count, released);
    defer_stack_unwind(s, defer_stack_depth(s) - 1);
}

static void unwind_one(defer_stack *s) { defer_stack_unwind(s, defer_stack_depth(s) - 1); }
static void run(defer_stack *s) { defer_stack_run(s); }
static void dismiss_one(defer_stack *s) { defer_stack_dismiss(s, defer_stack_depth(s) - 1); }

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
const struct entries NAME = { push, push_and_run, unwind_one, run, dismiss_one, guard };
