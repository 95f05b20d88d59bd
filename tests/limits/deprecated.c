/* If `fn` or an argument is deprecated, the compiler may warn several times.
 * refused: is deprecated
 */
#include "defer.h"
#include <assert.h>

static int closed;
__attribute__((__deprecated__)) static void old_close(int fd)
{
    closed = fd;
}

static void work(void)
{
#ifndef WRONG
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
    DEFER(old_close, 3);
#ifndef WRONG
#pragma GCC diagnostic pop
#endif
}

int main(void)
{
    work();
    assert(closed == 3);
}
