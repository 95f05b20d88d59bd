/* When an argument is read. */
#include "defer.h"

#include <stdio.h>

#if DEFER_HAS_BLOCK
static void show(int n)
{
    printf("value %d\n", n);
}

static void show_at(const int *n)
{
    printf("address %d\n", *n);
}

static void capture(void)
{
    int n = 1;
    DEFER(show, n);     // 1: the value that n has here
    DEFER(show_at, &n); // 3: what is there at exit
    n = 2;
    DEFER_BLOCK { printf("block %d\n", n); }; // 3: a block sees the variable itself
    n = 3;
}

int main(void)
{
    capture();
    return 0;
}
#else
int main(void)
{
    return 77; // for other compilers
}
#endif
