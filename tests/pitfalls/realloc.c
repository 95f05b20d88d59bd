/* A realloc that fails sets the variable to null, and its guard frees nothing. */
#include "defer.h"
#include <assert.h>
#include <stdlib.h>

static int released;
static void release(void *p)
{
    released++;
    free(p);
}

/* wrong: if realloc fails, the old block is lost */
static int grow_wrong(size_t size)
{
    char *p = malloc(8);
    DEFER_VAR(release, p);
    p = realloc(p, size);
    return p ? 0 : -1;
}

/* right: `p` keeps the old block until there is a new one */
static int grow_right(size_t size)
{
    char *p = malloc(8);
    DEFER_VAR(release, p);
    char *larger = realloc(p, size);
    if (!larger) return -1;
    p = larger;
    return 0;
}

/* check: */
int main(void)
{
    assert(grow_wrong((size_t)-1 / 2) == -1 && released == 0);
    assert(grow_right((size_t)-1 / 2) == -1 && released == 1);
}
