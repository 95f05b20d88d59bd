/* A resource that is handed out on success. */
#include "shape.h"

SHAPE resource *hand_out(int id)
{
#ifndef GOTO
    OWNED(release, r, acquire(id));
    if (!r) return 0;
    if (use(r)) return 0;
    note(1);
    if (use(r)) return 0;
    return DEFER_TAKE(r);
#else
    resource *r = acquire(id);
    if (!r) return 0;
    if (use(r)) goto fail;
    note(1);
    if (use(r)) goto fail;
    return r;
fail:
    release(r);
    return 0;
#endif
}
