/* Makes each allocation fail in turn, first alone and then with all that follow. Every release
 * still runs exactly once, ENOMEM is returned, and a move that fails leaves both stacks as they
 * were. */
#include "defer.h"
#include "memory.h"
#include <stdio.h>

enum { MOST_RELEASES = 200 };
static int runs[MOST_RELEASES]; /* how often each release has run */
static int pushed, reported;

static long failing; /* the number of the allocation that fails, counted from 1; 0: none */
static bool and_later_ones;

static bool fails(void)
{
    if (failing == 0) return false;
    return and_later_ones ? allocations >= failing : allocations == failing;
}

static void run_of(int *count) { ++*count; }
static int run_and_fail(int release) { return ++runs[release]; } /* 1, if it runs once */

static void count_report(void *context, const char *what, int status)
{
    if (!context && what && status == 1) reported++;
}

/* Pushes some releases, which return void and int in turn. Each is then either on the stack, or has
 * already run. */
static void push(defer_stack *s, int count)
{
    for (; count > 0 && pushed < MOST_RELEASES; count--) {
        size_t depth = defer_stack_depth(s);
        long before = allocations;
        int status;
        if (pushed % 2)
            status = DEFER_PUSH(s, run_of, &runs[pushed]);
        else
            status = DEFER_PUSH(s, run_and_fail, pushed);
        bool refused = before < allocations && fails();
        CHECK(status == (refused ? ENOMEM : 0));
        CHECK(runs[pushed] == refused);
        CHECK(defer_stack_depth(s) == depth + !refused);
        pushed++;
    }
}

/* A release. */
static void push_more(defer_stack *s)
{
    push(s, 20);
}

static void move(defer_stack *to, defer_stack *from)
{
    size_t depth_to = defer_stack_depth(to);
    size_t depth_from = defer_stack_depth(from);
    long before = allocations;
    int status = defer_stack_move(to, from);
    bool refused = before < allocations && fails();
    CHECK(status == (refused ? ENOMEM : 0));
    CHECK(defer_stack_depth(to) == (refused ? depth_to : depth_to + depth_from));
    CHECK(defer_stack_depth(from) == (refused ? depth_from : 0));
}

static void build(defer_stack *owner)
{
    DEFER_STACK(s, 2);
    defer_stack_on_failure(&s, count_report, NULL);
    push(&s, 30);
    move(owner, &s);
    push(&s, 3);
    push(owner, 10);
    move(owner, &s);
    (void)DEFER_PUSH(&s, push_more, &s);
}

static void check_once(void)
{
    defer_stack owner = DEFER_STACK_INIT;
    defer_stack empty = DEFER_STACK_INIT;
    allocations = pushed = reported = 0;
    for (int i = 0; i < MOST_RELEASES; i++) runs[i] = 0;
    defer_stack_on_failure(&owner, count_report, NULL);
    defer_stack_on_failure(&empty, count_report, NULL);
    build(&owner);
    build(&owner);
    move(&empty, &owner);
    (void)DEFER_PUSH(&owner, push_more, &owner);
    defer_stack_run(&owner);
    defer_stack_run(&empty);
    for (int i = 0; i < pushed; i++) CHECK(runs[i] == 1);
    CHECK(pushed > 100 && reported == (pushed + 1) / 2);
    CHECK(blocks == 0);
    if (failures > 0) {
        printf("when allocation %ld failed%s\n", failing, and_later_ones ? ", and later ones" : "");
        exit(1);
    }
}

int main(void)
{
    check_once(); /* none fails */
    long all = allocations;
    allocation_fails = fails;
    for (failing = 1; failing <= allocations; failing++) check_once();
    and_later_ones = true;
    for (failing = all; failing > 0; failing--) check_once();
    printf("%ld allocations failed in turn, alone and with all later ones\n", all);
    return all < 10;
}
