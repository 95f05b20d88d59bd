/* Each form of a guard in a loop that several threads share: the release of every iteration runs
 * exactly once. This would fail if guards used nested functions, whose captures threads share. */
#include "defer.h"
#include <sched.h>
#include <stdio.h>

enum { ITERATIONS = 2000, FORMS = 8 };
static int count[FORMS][ITERATIONS];

static int add(int form, int i)
{
#pragma omp atomic
    count[form][i]++;
    return 0;
}
static void always(int i) { (void)add(0, i); }
static void if_set(int i) { (void)add(1, i); }
static void unless_set(int i) { (void)add(2, i); }
static void if_negative(int i) { (void)add(3, i); }
static int status_of(int i) { return add(4, i); }
static void variable(int i) { (void)add(5, i); }
static int named(int i) { return add(6, i); }
static void pushed(int i) { (void)add(7, i); }

int main(void)
{
    int wrong = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads(4)
    for (int i = 0; i < ITERATIONS; i++) {
        int on = 1;
        int off = 0;
        int below = -1;
        int status = 0;
        int var = i;
        DEFER_STACK(stack, 1);
        (void)DEFER_PUSH(&stack, pushed, i);
        DEFER(always, i);
        DEFER_IF(on, if_set, i);
        DEFER_UNLESS(off, unless_set, i);
        DEFER_IF_NEGATIVE(below, if_negative, i);
        DEFER_STATUS(&status, status_of, i);
        DEFER_VAR(variable, var);
        DEFER_GUARD(guard, named, i);
        (void)sched_yield();
        if (i % 2) (void)DEFER_RUN(guard);
    }
    for (int form = 0; form < FORMS; form++)
        for (int i = 0; i < ITERATIONS; i++)
            if (count[form][i] != 1) wrong++;
    if (wrong) printf("%d releases did not run once\n", wrong);
    return wrong != 0;
}
