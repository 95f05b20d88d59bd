/* A pointer to an array of variable length, beside another argument, in a stack or in a guard
 * without closures. Clang has no member of such a type, which the header asks with.
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
