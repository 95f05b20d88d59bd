/* A rollback on errors only, by each of the conditions. */
#include "shape.h"

SHAPE int rollback_if(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    int rc = 0;
    DEFER_IF(rc, undo, r);
    rc = use(r);
    if (rc) return rc;
    note(1);
    rc = use(r);
    if (rc) return rc;
    note(2);
    return 0;
#else
    int rc = use(r);
    if (rc) goto fail;
    note(1);
    rc = use(r);
    if (rc) goto fail;
    note(2);
    return 0;
fail:
    undo(r);
    return rc;
#endif
}

/* The flag is a failure until the end is reached. */
SHAPE int rollback_if_not_done(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    int rc = -2;
    DEFER_IF(rc, undo, r);
    if (use(r)) return -2;
    note(3);
    if (use(r)) return -2;
    rc = 0;
    return 0;
#else
    if (use(r)) goto fail;
    note(3);
    if (use(r)) goto fail;
    return 0;
fail:
    undo(r);
    return -2;
#endif
}

SHAPE int rollback_unless(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    int ok = 0;
    DEFER_UNLESS(ok, undo, r);
    if (use(r)) return -2;
    note(5);
    if (use(r)) return -3;
    ok = 1;
    return 0;
#else
    int rc;
    if (use(r)) {
        rc = -2;
        goto fail;
    }
    note(5);
    if (use(r)) {
        rc = -3;
        goto fail;
    }
    return 0;
fail:
    undo(r);
    return rc;
#endif
}

SHAPE int rollback_if_negative(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
    int count = -1;
    DEFER_IF_NEGATIVE(count, undo, r);
    count = transfer(r);
    if (count < 0) return count;
    note(6);
    if (use(r)) count = -2;
    return count;
#else
    int count = transfer(r);
    if (count < 0) goto fail;
    note(6);
    if (use(r)) {
        count = -2;
        goto fail;
    }
    return count;
fail:
    undo(r);
    return count;
#endif
}
