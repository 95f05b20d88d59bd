/* The value of a return is computed before the guards run. */
#include "defer.h"
#include <assert.h>

struct writer {
    int buffered;
    int written;
};
static void flush(struct writer *w)
{
    w->written += w->buffered;
    w->buffered = 0;
}

/* wrong: returns 0, the count before the flush */
static int write_wrong(int bytes)
{
    struct writer w = { 0, 0 };
    DEFER(flush, &w);
    w.buffered += bytes;
    return w.written;
}

/* right: flushes at the end of an inner block, before the return */
static int write_right(int bytes)
{
    struct writer w = { 0, 0 };
    {
        DEFER(flush, &w);
        w.buffered += bytes;
    }
    return w.written;
}

/* check: */
int main(void)
{
    assert(write_wrong(5) == 0);
    assert(write_right(5) == 5);
}
