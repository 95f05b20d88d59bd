/* Registers releases in every way, and ends them in every way. Each place is used four times, and
 * left by longjmp the last time, so that one release is pending at the end. The comment beside a
 * place is what the report must say about it. A place without such a comment must not be reported.
 *
 *     counts file      also writes the report to the file; prints how many releases are pending
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static int out_of_memory;
/* Before defer.h, so that its stack uses it. */
#define realloc(block, size) (out_of_memory ? NULL : realloc(block, size))
#define DEFER_KEYWORD 1
#include "defer.h"

enum { LAST_ROUND = 3 };
static jmp_buf after_the_last_round;
static int failures;
#define CHECK(ok) ((ok) ? (void)0 : (failures++, (void)printf("line %d: %s\n", __LINE__, #ok)))

static void leave_the_last(int round)
{
    if (round == LAST_ROUND) longjmp(after_the_last_round, 1);
}

/* Not a local of `use`, as longjmp would make it indeterminate. */
static int current_round;
static void use(void (*place)(int))
{
    for (current_round = 0; current_round <= LAST_ROUND; current_round++) {
        if (setjmp(after_the_last_round) == 0) place(current_round);
    }
}

static unsigned released;
static void none(void) { released++; }
static void pointer(void *p) { released += p != NULL; }
static void number(int n) { released += n >= 0; }
static int returns_int(int *p) { return ++*p; }

/* ---- Guards ---------------------------------------------------------------------------------- */

static void without_argument(int round)
{
    DEFER(none); /* registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
}

static void with_argument(int round)
{
    DEFER(pointer, &released); /* registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
}

static void that_always_ran(int round)
{
    {
        DEFER(pointer, &released);
        DEFER(number, round);
    }
    leave_the_last(round);
}

static void condition(int round)
{
    int flag = round;
    DEFER_IF(flag, pointer, &released); /* registered 4, run 2, dismissed 1, pending 1 */
    leave_the_last(round);
}

static void negated_condition(int round)
{
    void *done = round ? &released : NULL;
    DEFER_UNLESS(done, number, round); /* registered 4, run 1, dismissed 2, pending 1 */
    leave_the_last(round);
}

static void negative_result(int round)
{
    long result = round - 1;
    DEFER_IF_NEGATIVE(result, number, 3); /* registered 4, run 1, dismissed 2, pending 1 */
    leave_the_last(round);
}

static void status(int round)
{
    int rc = 0, calls = 0;
    DEFER_STATUS(&rc, returns_int, &calls); /* registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
}

static void variable(int round)
{
    int fd = round - 1;
    DEFER_VAR(number, fd); /* registered 4, run 2, dismissed 1, pending 1 */
    leave_the_last(round);
}

static void taken_variable(int round)
{
    unsigned *p = &released;
    DEFER_VAR(pointer, p); /* registered 4, run 2, dismissed 1, pending 1 */
    if (!round) CHECK(DEFER_TAKE(p) == &released);
    leave_the_last(round);
}

static void dismissed_guard(int round)
{
    DEFER_GUARD(guard, pointer, &released); /* registered 4, run 0, dismissed 3, pending 1 */
    leave_the_last(round);
    DEFER_DISMISS(guard);
    if (round) DEFER_DISMISS(guard);
}

static void dismissed_before_it_is_left(int round)
{
    DEFER_GUARD(guard, pointer, &released);
    DEFER_DISMISS(guard);
    leave_the_last(round);
}

static void rearmed_guard(int round)
{
    DEFER_GUARD(guard, number, 1); /* registered 5, run 3, dismissed 1, pending 1 */
    if (!round) DEFER_DISMISS(guard);
    DEFER_REARM(guard);
    leave_the_last(round);
}

static void guard_run_early(int round)
{
    int calls = 0;
    DEFER_GUARD(guard, returns_int, &calls); /* registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
    CHECK(DEFER_RUN(guard) == 1);
    if (round) CHECK(DEFER_RUN(guard) == 0);
}

static void guard_rearmed_after_a_run(int round)
{
    DEFER_GUARD(guard, pointer, &released); /* registered 8, run 5, dismissed 2, pending 1 */
    DEFER_RUN(guard);
    DEFER_REARM(guard);
    leave_the_last(round);
    if (round) DEFER_DISMISS(guard);
}

#if DEFER_HAS_BLOCK
static void two(int a, void *b)
{
    number(a);
    pointer(b);
}

static void three(int a, void *b, double c)
{
    two(a, b);
    number(c > 0);
}

static double four(int a, void *b, double c, char d)
{
    three(a, b, c);
    return d;
}

static void many_arguments(int round)
{
    DEFER(two, 1, &released); /* with closures: registered 4, run 3, dismissed 0, pending 1 */
    DEFER(three, 1, NULL, 2.); /* with closures: registered 4, run 3, dismissed 0, pending 1 */
    DEFER(four, 1, NULL, 2, 'c'); /* with closures: registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
}

static void blocks(int round)
{
    DEFER_BLOCK { none(); }; /* with closures: registered 4, run 3, dismissed 0, pending 1 */
    defer { none(); }; /* with closures: registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
}

static void use_what_needs_closures(void)
{
    use(many_arguments);
    use(blocks);
}
#else
static void use_what_needs_closures(void) {}
#endif

static void in_a_loop(int round)
{
    for (int i = 0; i < 100; i++) {
        DEFER(number, i); /* registered 400, run 399, dismissed 0, pending 1 */
        if (i == 99) leave_the_last(round);
    }
}

static void recurse(int depth)
{
    DEFER(number, depth); /* registered 41, run 30, dismissed 0, pending 11 */
    if (depth) {
        recurse(depth - 1);
    } else {
        leave_the_last(current_round);
    }
}
static void recursion(int round) { recurse(round == LAST_ROUND ? 10 : 9); }

/* ---- The stack ------------------------------------------------------------------------------- */

static void block_of_a_stack(int round)
{
    DEFER_STACK(s, 1);
    (void)DEFER_PUSH(&s, pointer, &released); /* registered 4, run 3, dismissed 0, pending 1 */
    defer_stack_push(&s, pointer, &s); /* registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
    if (round) defer_stack_unwind(&s, 0);
}

static void removed_entry(int round)
{
    DEFER_STACK(s, 4);
    (void)DEFER_PUSH(&s, number, 1); /* registered 4, run 2, dismissed 1, pending 1 */
    (void)DEFER_PUSH(&s, number, 2); /* registered 4, run 3, dismissed 0, pending 1 */
    leave_the_last(round);
    CHECK(DEFER_CANCEL(&s, number, 3) == ENOENT);
    if (round) {
        CHECK(DEFER_RELEASE(&s, number, 1) == 0);
    } else {
        CHECK(DEFER_CANCEL(&s, number, 1) == 0);
    }
}

static void forgotten_entry(int round)
{
    DEFER_STACK(s, 4);
    (void)DEFER_PUSH(&s, number, 1); /* registered 4, run 2, dismissed 1, pending 1 */
    (void)DEFER_PUSH(&s, pointer, &s); /* registered 4, run 1, dismissed 2, pending 1 */
    leave_the_last(round);
    defer_stack_dismiss(&s, (size_t)round);
}

static void moved_entry(int round)
{
    DEFER_STACK(to, 2);
    DEFER_STACK(from, 2);
    (void)DEFER_PUSH(&to, number, 1); /* registered 4, run 3, dismissed 0, pending 1 */
    (void)DEFER_PUSH(&from, number, 2); /* registered 4, run 1, dismissed 2, pending 1 */
    (void)DEFER_PUSH(&from, pointer, &to); /* registered 4, run 1, dismissed 2, pending 1 */
    CHECK(defer_stack_move(&to, &from) == 0);
    leave_the_last(round);
    if (round) defer_stack_dismiss(&to, 1);
}

static void out_of_memory_entry(int round)
{
    static defer_stack s = DEFER_STACK_INIT;
    unsigned before_push = released;
    out_of_memory = !round;
    (void)DEFER_PUSH(&s, pointer, &s); /* registered 4, run 3, dismissed 0, pending 1 */
    CHECK(released - before_push == !round);
    out_of_memory = 0;
    leave_the_last(round);
    CHECK(defer_stack_run(&s) == 0);
}

static void null_function(int round)
{
    void (*null)(void *) = NULL;
    DEFER_STACK(s, 2);
    CHECK(DEFER_PUSH(&s, null, &s) == EINVAL);
    CHECK(defer_stack_push(&s, null, &s) == EINVAL);
    leave_the_last(round);
}

static void many_entries(int round)
{
    static defer_stack s = DEFER_STACK_INIT;
    for (int i = 0; i < 100; i++)
        (void)DEFER_PUSH(&s, number, i); /* registered 400, run 390, dismissed 0, pending 10 */
    defer_stack_unwind(&s, 10);
    leave_the_last(round);
    defer_stack_run(&s);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "w") : NULL;
    CHECK(defer_audit_pending() == 0);
    use(without_argument);
    use(with_argument);
    use(that_always_ran);
    use(condition);
    use(negated_condition);
    use(negative_result);
    use(status);
    use(variable);
    use(taken_variable);
    use(dismissed_guard);
    use(dismissed_before_it_is_left);
    use(rearmed_guard);
    use(guard_run_early);
    use(guard_rearmed_after_a_run);
    use_what_needs_closures();
    use(in_a_loop);
    use(recursion);
    use(block_of_a_stack);
    use(removed_entry);
    use(forgotten_entry);
    use(moved_entry);
    use(out_of_memory_entry);
    use(null_function);
    use(many_entries);
    printf("%lu\n", defer_audit_pending());
    if (!file) return 2;
    defer_audit_report(file);
    return fclose(file) || failures;
}
