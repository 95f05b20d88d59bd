/* The script `run` steps through this program in a debugger. It finds one line by the comment
 * there. */
#include "defer.h"

static int released;

static void release(int *number)
{
    released += *number;
}

static void drop(int number)
{
    released += number;
}

static int work(int n)
{
    int first = n, second = n + 1;
    DEFER(release, &first);
    second++;
    DEFER_VAR(drop, second);
    DEFER_IF(n, drop, 1);
    DEFER_GUARD(named, drop, 2);
    DEFER_RUN(named);
    second++;
    return second;
}

#if DEFER_HAS_BLOCK
static int with_block(int n)
{
    int counted = n;
    DEFER_BLOCK {
        int inner = counted + 1;
        released += inner; /* in the block */
    };
    counted = 41;
    return n;
}
#else
#define with_block(n) (n)
#endif

static int with_stack(int n)
{
    int first = n;
    DEFER_STACK(releases, 2);
    if (DEFER_PUSH(&releases, release, &first)) return 1;
    return 0;
}

int main(void)
{
    int sum = work(3);
    sum += with_stack(4);
    sum += with_block(5);
    return sum + released == 0;
}
