/* A loop left by break and continue. */
#include "shape.h"

SHAPE int loop(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        resource *r = acquire(i);
        if (!r) break;
#ifndef GOTO
        DEFER(release, r);
        int count = transfer(r);
        if (count < 0) break;
        if (count == 0) continue;
        sum += count;
        note(sum);
#else
        int count = transfer(r);
        if (count < 0) {
            release(r);
            break;
        }
        if (count == 0) {
            release(r);
            continue;
        }
        sum += count;
        note(sum);
        release(r);
#endif
    }
    return sum;
}
