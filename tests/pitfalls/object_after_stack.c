/* An object that is declared after a stack no longer exists when the stack runs.
 * From -O1 on, Clang uses its storage for something else. At -O0, AddressSanitizer of Clang finds
 * the mistake, that of GCC does not. */
#include "defer.h"
#include <assert.h>

static int number_given_back;
struct lease { int number; };
static void give_back(struct lease *lease) { number_given_back = lease->number; }
static int sign(struct lease *lease, int number)
{
    lease->number = number;
    return number != 0;
}

/* wrong: give_back gets the address of an object that no longer exists */
static int work_wrong(int number)
{
    DEFER_STACK(s, 4);
    struct lease lease;
    if (!sign(&lease, number)) return -1;
    return DEFER_PUSH(&s, give_back, &lease);
}

/* right: declares the object before the stack that points at it */
static int work_right(int number)
{
    struct lease lease;
    DEFER_STACK(s, 4);
    if (!sign(&lease, number)) return -1;
    return DEFER_PUSH(&s, give_back, &lease);
}

/* check: the wrong code has undefined behaviour, so it is called only if there is an argument */
int main(int argc, char **argv)
{
    (void)argv;
    assert(work_right(42) == 0 && number_given_back == 42);
    return argc > 1 && work_wrong(42);
}
