/* An object declared after a stack is dead when the stack runs. Clang reuses its storage from -O1
 * on; -fsanitize=address of Clang finds it at -O0, that of GCC does not. */
#include "defer.h"
#include <assert.h>

static int given;
struct lease { int number; };
static void give_back(struct lease *lease) { given = lease->number; }
static int sign(struct lease *lease, int number) { return lease->number = number; }

/* wrong: give_back gets the address of a dead object */
static int work_wrong(int number)
{
    DEFER_STACK(s, 4);
    struct lease lease;
    if (!sign(&lease, number)) return -1;
    return DEFER_PUSH(&s, give_back, &lease);
}

/* right: what the releases point at comes first */
static int work_right(int number)
{
    struct lease lease;
    DEFER_STACK(s, 4);
    if (!sign(&lease, number)) return -1;
    return DEFER_PUSH(&s, give_back, &lease);
}

/* check: what the wrong one does, nobody knows; with an argument it is called */
int main(int argc, char **argv)
{
    (void)argv;
    assert(work_right(42) == 0 && given == 42);
    return argc > 1 && work_wrong(42);
}
