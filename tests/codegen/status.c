/* The status of a release, which does not hide an earlier one. */
#include "shape.h"

SHAPE int status(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    int rc = 0;
#ifndef GOTO
    {
        DEFER_STATUS(&rc, finish, r);
        rc = transfer(r);
        note(1);
    }
#else
    rc = transfer(r);
    note(1);
    int finished = finish(r);
    if (!rc) rc = finished;
#endif
    note(rc);
    return rc;
}
