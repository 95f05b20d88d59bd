/* A lock, and early returns under it. */
#include "shape.h"

SHAPE int early_returns(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    lock(r);
    DEFER(unlock, r);
    if (use(r)) return -2;
    int count = transfer(r);
    if (count < 0) return -3;
    if (count == 0) return 0;
    note(count);
    return count;
#else
    int count;
    lock(r);
    if (use(r)) {
        count = -2;
        goto out;
    }
    count = transfer(r);
    if (count < 0) {
        count = -3;
        goto out;
    }
    if (count == 0) goto out;
    note(count);
out:
    unlock(r);
    return count;
#endif
}
