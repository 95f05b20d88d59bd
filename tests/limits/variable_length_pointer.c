/* A pointer to an array of variable length, beside another argument, in a stack or in a guard
 * without closures. The header asks for parameters with a union of such pointers; Clang has none.
 * only clang c: yes
 * refused: fields must have a constant size
 */
#include "defer.h"
#include <assert.h>
#include <stdlib.h>

static int freed;
static void free_rows(void *rows, int n)
{
    free(rows);
    freed += n;
}

static int sum(int n)
{
    double (*rows)[n] = (double (*)[n])calloc((size_t)n, sizeof *rows);
    if (!rows) return -1;
    DEFER_STACK(stack, 1);
#ifdef WRONG
    if (DEFER_PUSH(&stack, free_rows, rows, n)) return -1;
#if !DEFER_HAS_BLOCK
    DEFER(free_rows, rows, 0);
#endif
#else
    if (DEFER_PUSH(&stack, free_rows, (void *)rows, n)) return -1;
#endif
    return (int)rows[n - 1][0];
}

int main(void)
{
    assert(sum(3) == 0 && freed == 3);
    return 0;
}
