/* 8, 16 and 32 guards in one block. */
#include "shape.h"

/* clang-format off */
#define UP_8(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define UP_16(X) UP_8(X) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
#define UP_32(X)                                                                                   \
    UP_16(X) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23)                                       \
    X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define DOWN_8(X) X(7) X(6) X(5) X(4) X(3) X(2) X(1) X(0)
#define DOWN_16(X) X(15) X(14) X(13) X(12) X(11) X(10) X(9) X(8) DOWN_8(X)
#define DOWN_32(X)                                                                                 \
    X(31) X(30) X(29) X(28) X(27) X(26) X(25) X(24)                                                \
    X(23) X(22) X(21) X(20) X(19) X(18) X(17) X(16) DOWN_16(X)

#ifndef GOTO
#define GUARD(i)                                                                                   \
    resource *r##i = acquire(id + i);                                                              \
    if (!r##i) return -1;                                                                          \
    DEFER(release, r##i);
#define GUARDS(n)                                                                                  \
    SHAPE int guards_##n(int id)                                                                   \
    {                                                                                              \
        UP_##n(GUARD)                                                                              \
        return use(r0);                                                                            \
    }
#else
#define DECLARE(i) resource *r##i;
#define ACQUIRE(i)                                                                                 \
    r##i = acquire(id + i);                                                                        \
    if (!r##i) goto out_##i;
#define RELEASE(i)                                                                                 \
    release(r##i);                                                                                 \
    out_##i:
#define GUARDS(n)                                                                                  \
    SHAPE int guards_##n(int id)                                                                   \
    {                                                                                              \
        int rc = -1;                                                                               \
        UP_##n(DECLARE)                                                                            \
        UP_##n(ACQUIRE)                                                                            \
        rc = use(r0);                                                                              \
        DOWN_##n(RELEASE)                                                                          \
        return rc;                                                                                 \
    }
#endif

GUARDS(8)
GUARDS(16)
GUARDS(32)
