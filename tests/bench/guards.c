/* The functions of ../codegen, written with pthread_cleanup_push, with g_autoptr of GLib, and with
 * _Defer of ISO TS 25755. Functions that cannot be written in one of these ways are left out. */
#include "shape.h"

/* clang-format off */
#define UP_3(X) X(0) X(1) X(2)
#define UP_8(X) UP_3(X) X(3) X(4) X(5) X(6) X(7)
#define UP_16(X) UP_8(X) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
#define UP_32(X)                                                                                   \
    UP_16(X) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23)                                       \
    X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define EACH_COUNT(X) X(8) X(16) X(32)

/* The functions in which every resource is released by `release`. RESOURCE(r, value, error)
 * declares a resource with a guard, IN_LOOP does so in a loop. */
#define FUNCTIONS(way)                                                                             \
    SHAPE int way##_three_resources(int id)                                                        \
    {                                                                                              \
        RESOURCE(a, acquire(id), -1)                                                               \
        RESOURCE(b, acquire(id + 1), -2)                                                           \
        RESOURCE(c, acquire(id + 2), -3)                                                           \
        return use(c);                                                                             \
    }                                                                                              \
    SHAPE int way##_guards_8(int id) { UP_8(COUNTED) return use(r0); }                             \
    SHAPE int way##_guards_16(int id) { UP_16(COUNTED) return use(r0); }                           \
    SHAPE int way##_guards_32(int id) { UP_32(COUNTED) return use(r0); }                           \
    SHAPE int way##_loop(int n)                                                                    \
    {                                                                                              \
        int sum = 0;                                                                               \
        for (int i = 0; i < n; i++) {                                                              \
            IN_LOOP(r, acquire(i))                                                                 \
            int count = transfer(r);                                                               \
            if (count < 0) break;                                                                  \
            if (count == 0) continue;                                                              \
            sum += count;                                                                          \
            note(sum);                                                                             \
        }                                                                                          \
        return sum;                                                                                \
    }
#define COUNTED(i) RESOURCE(r##i, acquire(id + i), -1)
#define UNDER_LOCK(r)                                                                              \
    if (use(r)) return -2;                                                                         \
    int count = transfer(r);                                                                       \
    if (count < 0) return -3;                                                                      \
    if (count == 0) return 0;                                                                      \
    note(count);                                                                                   \
    return count

#ifdef HAVE_GLIB
#include <glib.h>
G_DEFINE_AUTOPTR_CLEANUP_FUNC(resource, release)
#define RESOURCE(r, value, error) g_autoptr(resource) r = value; if (!r) return error;
#define IN_LOOP(r, value) g_autoptr(resource) r = value; if (!r) break;
FUNCTIONS(glib)
#undef RESOURCE
#undef IN_LOOP
SHAPE resource *glib_hand_out(int id)
{
    g_autoptr(resource) r = acquire(id);
    if (!r) return 0;
    if (use(r)) return 0;
    note(1);
    if (use(r)) return 0;
    return g_steal_pointer(&r);
}
#endif

#ifdef __STDC_DEFER_TS25755__
#define RESOURCE(r, value, error)                                                                  \
    resource *r = value; if (!r) return error; _Defer { release(r); }
#define IN_LOOP(r, value) resource *r = value; if (!r) break; _Defer { release(r); }
FUNCTIONS(native)
SHAPE resource *native_hand_out(int id)
{
    resource *r = acquire(id);
    if (!r) return 0;
    int ok = 0;
    _Defer { if (!ok) release(r); }
    if (use(r)) return 0;
    note(1);
    if (use(r)) return 0;
    ok = 1;
    return r;
}
SHAPE int native_rollback_unless(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    int ok = 0;
    _Defer { if (!ok) undo(r); }
    if (use(r)) return -2;
    note(5);
    if (use(r)) return -3;
    ok = 1;
    return 0;
}
SHAPE int native_early_returns(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    lock(r);
    _Defer { unlock(r); }
    UNDER_LOCK(r);
}
#endif

/* Between push and pop is a block that may be left only at its end. */
#include <pthread.h>
static void release_any(void *r) { release(r); }
static void undo_any(void *r) { undo(r); }
static void unlock_any(void *r) { unlock(r); }
#define OPEN(i)                                                                                    \
    resource *r##i = acquire(id + i);                                                              \
    if (r##i) {                                                                                    \
        pthread_cleanup_push(release_any, r##i);
#define CLOSE(i) pthread_cleanup_pop(1); }
#define GUARDS(n)                                                                                  \
    SHAPE int pthread_guards_##n(int id)                                                           \
    {                                                                                              \
        int rc = -1;                                                                               \
        UP_##n(OPEN)                                                                               \
        rc = use(r0);                                                                              \
        UP_##n(CLOSE)                                                                              \
        return rc;                                                                                 \
    }
EACH_COUNT(GUARDS)
#define CLOSE_WITH(error) pthread_cleanup_pop(1); } else rc = error
SHAPE int pthread_three_resources(int id)
{
    int rc;
    OPEN(0) OPEN(1) OPEN(2)
    rc = use(r2);
    CLOSE_WITH(-3);
    CLOSE_WITH(-2);
    CLOSE_WITH(-1);
    return rc;
}
SHAPE int pthread_loop(int n)
{
    int sum = 0, more = 1;
    for (int i = 0; more && i < n; i++) {
        resource *r = acquire(i);
        if (!r) break;
        pthread_cleanup_push(release_any, r);
        int count = transfer(r);
        if (count < 0) {
            more = 0;
        } else if (count > 0) {
            sum += count;
            note(sum);
        }
        pthread_cleanup_pop(1);
    }
    return sum;
}
/* Sets `rc` to 0, or to the error of the first of two uses that fails. */
#define TWO_USES(r, what)                                                                          \
    if (use(r)) rc = -2;                                                                           \
    else {                                                                                         \
        note(what);                                                                                \
        rc = use(r) ? -3 : 0;                                                                      \
    }
SHAPE resource *pthread_hand_out(int id)
{
    resource *r = acquire(id);
    if (!r) return 0;
    int rc;
    pthread_cleanup_push(release_any, r);
    TWO_USES(r, 1)
    pthread_cleanup_pop(rc);
    return rc ? 0 : r;
}
SHAPE int pthread_rollback_unless(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    int rc;
    pthread_cleanup_push(undo_any, r);
    TWO_USES(r, 5)
    pthread_cleanup_pop(rc);
    return rc;
}
SHAPE int pthread_early_returns(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    int count;
    lock(r);
    pthread_cleanup_push(unlock_any, r);
    if (use(r)) {
        count = -2;
    } else {
        count = transfer(r);
        if (count < 0)
            count = -3;
        else if (count > 0)
            note(count);
    }
    pthread_cleanup_pop(1);
    return count;
}
