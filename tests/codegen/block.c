/* A block at exit: a small body, and a larger one with three exits. */
#include "shape.h"
#if !defined(GUARDED) || DEFER_HAS_BLOCK

#ifdef RAW
struct small {
    resource **r;
};
RAW_INLINE void raw_small(struct small *k)
{
    note(2);
    release(*k->r);
}
#endif

SHAPE int block_small(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
#ifndef GOTO
#ifdef GUARDED
    DEFER_BLOCK {
        note(2);
        release(r);
    };
#else
    RAW_CLEANUP(raw_small) struct small raw_r = { &r };
#endif
    if (use(r)) return -2;
    note(1);
    return 0;
#else
    int rc;
    if (use(r)) {
        rc = -2;
        goto out;
    }
    note(1);
    rc = 0;
out:
    note(2);
    release(r);
    return rc;
#endif
}

/* With -fexceptions GCC has two calls of the block, and keeps one copy of a large one out of line:
 * smaller than the attribute whose function is inlined twice, and some ten instructions more. */
#if defined(__clang__) || !defined(__EXCEPTIONS)

#define LARGE_BODY(r, count)                                                                       \
    if (count > 0) undo(r);                                                                        \
    for (int i = 0; i < count; i++) release_part(r, i, i + 1);                                     \
    if (finish(r)) note(count);                                                                    \
    note(4)

#ifdef RAW
struct large {
    resource **r;
    int *count;
};
RAW_INLINE void raw_large(struct large *k)
{
    LARGE_BODY(*k->r, *k->count);
}
#endif

SHAPE int block_large(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    int count = transfer(r);
#ifndef GOTO
#ifdef GUARDED
    DEFER_BLOCK { LARGE_BODY(r, count); };
#else
    RAW_CLEANUP(raw_large) struct large raw_r = { &r, &count };
#endif
    if (use(r)) return -2;
    note(1);
    if (use(r)) return -3;
    note(2);
    return count;
#else
    int rc;
    if (use(r)) {
        rc = -2;
        goto out;
    }
    note(1);
    if (use(r)) {
        rc = -3;
        goto out;
    }
    note(2);
    rc = count;
out:
    LARGE_BODY(r, count);
    return rc;
#endif
}

#endif
#endif
