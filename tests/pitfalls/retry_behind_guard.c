/* A jump back to a label after a guard does not leave the block, so nothing is released. */
#include "defer.h"
#include <assert.h>

static int open_handles;
static void release(int handle)
{
    open_handles -= handle >= 0;
}

/* wrong: each try overwrites the handle of the try before */
static int connect_wrong(int tries)
{
    int handle = -1;
    DEFER_VAR(release, handle);
retry:
    handle = open_handles++;
    if (--tries) goto retry;
    return 0;
}

/* right: declares both after the label, so that the jump back leaves their scope */
static int connect_right(int tries)
{
retry:;
    int handle = open_handles++;
    DEFER(release, handle);
    if (--tries) goto retry;
    return 0;
}

/* check: */
int main(void)
{
    connect_wrong(3);
    assert(open_handles == 2);
    open_handles = 0;
    connect_right(3);
    assert(open_handles == 0);
}
