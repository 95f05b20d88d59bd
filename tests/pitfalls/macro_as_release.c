/* A guard calls the function, and not a macro with arguments that has the same name. */
#include "defer.h"
#include <assert.h>
#include <stdlib.h>

static int counted;
static void count_free(void *p)
{
    counted++;
    free(p);
}
#define free(p) count_free(p)

/* wrong: calls free of the C library, not count_free */
static void use_wrong(void)
{
    char *p = malloc(8);
    DEFER(free, p);
}

/* right: wraps the macro in a function */
static void release(void *p)
{
    free(p);
}
static void use_right(void)
{
    char *p = malloc(8);
    DEFER(release, p);
}

/* check: */
int main(void)
{
    use_wrong();
    assert(counted == 0);
    use_right();
    assert(counted == 1);
}
