/* A release of three arguments. */
#include "shape.h"
#if !defined(GUARDED) || DEFER_MAX_ARGS == 4

#ifdef RAW
struct part {
    resource *r;
    int from, to;
};
RAW_INLINE void raw_part(struct part *p)
{
    release_part(p->r, p->from, p->to);
}
#endif

SHAPE int three_arguments(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    int count = transfer(r);
#if defined(GUARDED)
    DEFER(release_part, r, id, count);
#elif defined(RAW)
    RAW_CLEANUP(raw_part) struct part part = { r, id, count };
#endif
#ifndef GOTO
    if (use(r)) return -2;
    note(1);
    return use(r);
#else
    int rc;
    if (use(r)) {
        rc = -2;
        goto out;
    }
    note(1);
    rc = use(r);
out:
    release_part(r, id, count);
    return rc;
#endif
}

#endif
