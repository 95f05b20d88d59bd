/* A function to compare like those of ../codegen: a loop that pushes onto a stack. */
#include "shape.h"

int pushes(int n)
{
    DEFER_STACK(stack, 4);
    for (int i = 0; i < n; i++) {
        resource *r = acquire(i);
        if (!r || DEFER_PUSH(&stack, release, r)) return -1;
        if (use(r)) break;
    }
    return 0;
}
