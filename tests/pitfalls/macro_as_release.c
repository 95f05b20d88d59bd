/* A guard calls a function: a macro with arguments of the same name is not seen. */
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

/* wrong: calls the free of the C library, not count_free */
static void use_wrong(void)
{
    char *p = malloc(8);
    DEFER(free, p);
}

/* right: a function of its own, in which the macro is expanded */
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
