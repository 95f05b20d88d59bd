/* A function has guards and `goto cleanup`: the jump skips the declaration of a guard.
 * refused gcc: jump into scope of identifier with variably modified type
 * refused clang: cannot jump from this goto statement to its label
 */
#include "defer.h"
#include <assert.h>
#include <stdlib.h>

/* wrong: does not compile, since at cleanup the guard would free a `b` that was never set */
#ifdef WRONG
static int join_wrong(size_t size)
{
    int rc = -1;
    char *a = malloc(size);
    if (!a) goto cleanup;
    char *b = malloc(size);
    DEFER(free, b);
    rc = 0;
cleanup:
    free(a);
    return rc;
}
#endif

/* right: either guards or goto in a function, not both */
static int join_right(size_t size)
{
    char *a = malloc(size);
    DEFER(free, a);
    if (!a) return -1;
    char *b = malloc(size);
    DEFER(free, b);
    return b ? 0 : -1;
}

/* check: */
int main(void)
{
    assert(join_right(8) == 0);
}
