/* A release that is called off, and one that runs before the end. */
#include "shape.h"

SHAPE int dismiss(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    DEFER_GUARD(guard, release, r);
    if (use(r)) return -2;
    note(1);
    if (use(r)) return -3;
    DEFER_DISMISS(guard);
    keep(r);
    return 0;
#else
    int rc;
    if (use(r)) {
        rc = -2;
        goto fail;
    }
    note(1);
    if (use(r)) {
        rc = -3;
        goto fail;
    }
    keep(r);
    return 0;
fail:
    release(r);
    return rc;
#endif
}

SHAPE int run_early(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    DEFER_GUARD(guard, finish, r);
    if (use(r)) return -2;
    note(1);
    if (use(r)) return -3;
    return DEFER_RUN(guard);
#else
    int rc;
    if (use(r)) {
        rc = -2;
        goto fail;
    }
    note(1);
    if (use(r)) {
        rc = -3;
        goto fail;
    }
    return finish(r);
fail:
    finish(r);
    return rc;
#endif
}
