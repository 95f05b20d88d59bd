/* A guard frees a pointer on failure, and the function still returns it. */
#include "defer.h"
#include <assert.h>
#include <stdlib.h>

static void *freed;
static void release(void *p)
{
    freed = p;
    free(p);
}

/* wrong: on failure, returns a pointer to freed memory */
static char *make_wrong(int ok)
{
    char *text = malloc(8);
    DEFER_UNLESS(ok, release, text);
    return text;
}

/* right: DEFER_TAKE hands the pointer to the caller; any other return frees it */
static char *make_right(int ok)
{
    char *text = malloc(8);
    DEFER_VAR(release, text);
    if (!ok) return NULL;
    return DEFER_TAKE(text);
}

/* check: */
int main(void)
{
    char *dangling = make_wrong(0);
    assert(dangling && dangling == freed);
    freed = NULL;
    assert(!make_right(0) && freed);
    free(make_right(1));
}
