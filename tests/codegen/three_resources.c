/* Three resources, four exits. */
#include "shape.h"

SHAPE int three_resources(int id)
{
#ifndef GOTO
    resource *a = acquire(id);
    if (!a) return -1;
    DEFER(release, a);
    resource *b = acquire(id + 1);
    if (!b) return -2;
    DEFER(release, b);
    resource *c = acquire(id + 2);
    if (!c) return -3;
    DEFER(release, c);
    return use(c);
#else
    int rc;
    resource *a, *b, *c;
    a = acquire(id);
    if (!a) return -1;
    b = acquire(id + 1);
    if (!b) {
        rc = -2;
        goto out_a;
    }
    c = acquire(id + 2);
    if (!c) {
        rc = -3;
        goto out_b;
    }
    rc = use(c);
    release(c);
out_b:
    release(b);
out_a:
    release(a);
    return rc;
#endif
}
