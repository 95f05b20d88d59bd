/* Two files of a program push entries that the other one runs. File `one` has the audit, and so has
 * `two` unless this file is compiled with WITHOUT. In either case all releases run exactly once,
 * and the counts are right for what a file with the audit both registers and runs. */
#include "entries.h"
#include <stdio.h>

static int failures;
#define CHECK(ok) ((ok) ? (void)0 : (failures++, (void)printf("line %d: %s\n", __LINE__, #ok)))

#ifdef WITHOUT
#define PENDING(releases) 1 /* the counts of mixed files are not exact */
#else
#define PENDING(releases) (defer_audit_pending() == (releases))
#endif

static void pushes_and_other_runs(const struct entries *a, const struct entries *b)
{
    unsigned released = 0;
    defer_stack s = DEFER_STACK_INIT;
    for (int i = 0; i < 20; i++) a->push(&s, &released);
    CHECK(PENDING(20));
    b->unwind_one(&s);
    CHECK(released == 1 && PENDING(19));
    b->dismiss_one(&s);
    CHECK(released == 1 && PENDING(18));
    b->push(&s, &released);
    a->push(&s, &released);
    CHECK(PENDING(20));
    b->run(&s);
    CHECK(released == 21 && PENDING(0));
    a->push(&s, &released);
    b->push(&s, &released);
    a->run(&s);
    CHECK(released == 23 && PENDING(0));
}

/* `two` pushes an entry where one of `one` was before. That must not change the counts of `one`. */
static void counts_its_own(void)
{
    unsigned released = 0;
    unsigned long pending = defer_audit_pending();
    DEFER_STACK(s, 4);
    one.push_and_run(&s, &released);
    CHECK(released == 1 && defer_audit_pending() == pending);
    two.push(&s, &released);
    one.unwind_one(&s);
    CHECK(released == 2 && defer_audit_pending() == pending);
    one.guard(&released);
    two.guard(&released);
    CHECK(released == 8 && defer_audit_pending() == pending);
}

int main(void)
{
    CHECK(defer_audit_pending() == 0);
    counts_its_own();
    pushes_and_other_runs(&one, &two);
    pushes_and_other_runs(&two, &one);
    pushes_and_other_runs(&one, &one);
    counts_its_own();
    return failures;
}
