/* Where the entries of a stack run among the guards of its block. */
#include "defer.h"

#include <stdio.h>

static int visit(const char *const *names, int count)
{
    DEFER(puts, "a guard before the stack");
    DEFER_STACK(visited, 8); // room for 8 entries; beyond that it grows on the heap
    DEFER(puts, "a guard behind the stack");
    for (int i = 0; i < count; i++)
        if (DEFER_PUSH(&visited, puts, names[i])) return -1;
    return 0;
}

int main(void)
{
    static const char *const names[] = { "one", "two" };
    return visit(names, 2) < 0;
}
