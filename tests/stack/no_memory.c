/* Memory runs out at each allocation in turn: every release still runs exactly once, ENOMEM is
 * returned, and a move that fails leaves both stacks as they were. */
#include "defer.h"
#include "memory.h"
#include <stdio.h>

enum { IDS = 200 };
static int runs[IDS], pushed, reported;
static long failing; /* the number of the allocation that fails; all behind it too, if negative */

static bool fails(void)
{
    return failing < 0 ? allocations >= -failing : allocations == failing;
}

static void runs_void(int *run) { ++*run; }
static int runs_int(int id) { return ++runs[id]; }

static void reports(void *context, const char *what, int status)
{
    reported += !context && what && status == 1;
}

/* Pushes a few releases of both kinds; each either is on the stack now, or has run. */
static int push(defer_stack *s, int n)
{
    int result = 0;
    for (; n && pushed < IDS; n--, pushed++) {
        size_t depth = defer_stack_depth(s);
        long before = allocations;
        int status = pushed % 2 ? DEFER_PUSH(s, runs_void, &runs[pushed])
                                : DEFER_PUSH(s, runs_int, pushed);
        bool refused = before < allocations && fails();
        CHECK(status == (refused ? ENOMEM : 0));
        CHECK(runs[pushed] == refused);
        CHECK(defer_stack_depth(s) == depth + !refused);
        if (status) result = status;
    }
    return result;
}

static void pushes_more(defer_stack *s)
{
    push(s, 20);
}

static int move(defer_stack *to, defer_stack *from)
{
    size_t there = defer_stack_depth(to), here = defer_stack_depth(from);
    long before = allocations;
    int status = defer_stack_move(to, from);
    bool refused = before < allocations && fails();
    CHECK(status == (refused ? ENOMEM : 0));
    CHECK(defer_stack_depth(to) == (refused ? there : there + here));
    CHECK(defer_stack_depth(from) == (refused ? here : 0));
    return status;
}

static void builds(defer_stack *owner)
{
    DEFER_STACK(s, 2);
    defer_stack_on_failure(&s, reports, NULL);
    push(&s, 30);
    move(owner, &s);
    push(&s, 3);
    push(owner, 10);
    move(owner, &s);
    DEFER_PUSH(&s, pushes_more, &s);
}

static void once(void)
{
    defer_stack owner = DEFER_STACK_INIT, empty = DEFER_STACK_INIT;
    allocations = pushed = reported = 0;
    for (int i = 0; i < IDS; i++) runs[i] = 0;
    defer_stack_on_failure(&owner, reports, NULL);
    defer_stack_on_failure(&empty, reports, NULL);
    builds(&owner);
    builds(&owner);
    move(&empty, &owner);
    DEFER_PUSH(&owner, pushes_more, &owner);
    defer_stack_run(&owner);
    defer_stack_run(&empty);
    for (int i = 0; i < pushed; i++) CHECK(runs[i] == 1);
    CHECK(pushed > 100 && reported == (pushed + 1) / 2);
    CHECK(blocks == 0);
    if (failures) printf("when allocation %ld failed\n", failing), exit(1);
}

int main(void)
{
    long all;
    once(); /* failing is 0: none does */
    all = allocations;
    allocation_fails = fails;
    for (failing = 1; failing <= allocations; failing++) once();
    for (long n = all; n > 0; n--) failing = -n, once();
    printf("%ld allocations failed in turn, and all from each on\n", all);
    return all < 10;
}
