/* The value of a return is computed first, then the guards run. */
#include "defer.h"
#include <assert.h>

struct writer {
    int buffered, written;
};
static void flush(struct writer *w)
{
    w->written += w->buffered;
    w->buffered = 0;
}

/* wrong: returns 0, what was written before the flush */
static int write_wrong(int bytes)
{
    struct writer w = { 0, 0 };
    DEFER(flush, &w);
    w.buffered += bytes;
    return w.written;
}

/* right: the guard is in a block of its own, which ends before */
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
