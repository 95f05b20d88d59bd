/* Releases of two, three and four arguments, by the forms of guards: of functions that are
 * elsewhere, and of static ones, which are inlined. */
#include "shape.h"

static inline void static_back(resource *r, int how)
{
    note(how);
    release(r);
}
static inline int static_part(resource *r, int from, long to)
{
    release_part(r, from, (int)to);
    return finish(r);
}
static inline void static_all(resource *r, int from, unsigned long size, resource *keeper)
{
    note(from);
    unmap(r, size);
    keep(keeper);
}
static inline void static_narrow(resource *r, unsigned char how, short from)
{
    release_part(r, how, from);
}

#ifdef GUARDED
#define KEEP DEFER
#define KEEP_IF DEFER_IF
#define KEEP_UNLESS DEFER_UNLESS
#define KEEP_NEGATIVE DEFER_IF_NEGATIVE
#define KEEP_NAMED DEFER_GUARD
#define KEEP_STATUS DEFER_STATUS
#define RUN_KEPT(name, fn) DEFER_RUN(name)
#endif

#ifdef RAW
/* For fn, a struct of its arguments and the cleanup functions; last, how it is called with them. */
#define RAW_OF(fn, fields, ...)                                                                    \
    struct of_##fn { fields };                                                                     \
    struct at_##fn { struct of_##fn kept; int *at; };                                              \
    struct armed_##fn { struct of_##fn kept; int armed; };                                         \
    RAW_INLINE void raw_##fn(struct of_##fn *k) { fn(__VA_ARGS__); }                               \
    RAW_INLINE void raw_if_##fn(struct at_##fn *w) { if (*w->at) raw_##fn(&w->kept); }             \
    RAW_INLINE void raw_unless_##fn(struct at_##fn *w) { if (!*w->at) raw_##fn(&w->kept); }        \
    RAW_INLINE void raw_negative_##fn(struct at_##fn *w) { if (*w->at < 0) raw_##fn(&w->kept); }   \
    RAW_INLINE void raw_armed_##fn(struct armed_##fn *g) { if (g->armed) raw_##fn(&g->kept); }
#define RAW_INT_OF(fn, ...)                                                                        \
    RAW_INLINE int raw_call_##fn(struct of_##fn *k) { return fn(__VA_ARGS__); }                    \
    RAW_INLINE int raw_run_##fn(struct armed_##fn *g)                                              \
    {                                                                                              \
        int armed = g->armed;                                                                      \
        g->armed = 0;                                                                              \
        return armed ? raw_call_##fn(&g->kept) : 0;                                                \
    }                                                                                              \
    RAW_INLINE void raw_status_##fn(struct at_##fn *w)                                             \
    {                                                                                              \
        int status = raw_call_##fn(&w->kept);                                                      \
        if (!*w->at) *w->at = status;                                                              \
    }
RAW_OF(unmap, resource *r; unsigned long size;, k->r, k->size)
RAW_OF(set_lock, int fd; int how;, k->fd, k->how)
RAW_INT_OF(set_lock, k->fd, k->how)
RAW_OF(release_part, resource *r; int from; int to;, k->r, k->from, k->to)
RAW_OF(settle, resource *r; int kind; long at; const char *why;, k->r, k->kind, k->at, k->why)
RAW_INT_OF(settle, k->r, k->kind, k->at, k->why)
RAW_OF(static_back, resource *r; int how;, k->r, k->how)
RAW_OF(static_part, resource *r; int from; long to;, k->r, k->from, k->to)
RAW_INT_OF(static_part, k->r, k->from, k->to)
RAW_OF(static_all, resource *r; int from; unsigned long size; resource *keeper;, k->r, k->from,
       k->size, k->keeper)
RAW_OF(static_narrow, resource *r; unsigned char how; short from;, k->r, k->how, k->from)
#define KEEP(fn, ...) RAW_CLEANUP(raw_##fn) struct of_##fn raw_kept = { __VA_ARGS__ }
#define RAW_AT(form, flag, fn, ...)                                                                \
    RAW_CLEANUP(raw_##form##_##fn) struct at_##fn raw_kept = { { __VA_ARGS__ }, flag }
#define KEEP_IF(flag, ...) RAW_AT(if, &flag, __VA_ARGS__)
#define KEEP_UNLESS(flag, ...) RAW_AT(unless, &flag, __VA_ARGS__)
#define KEEP_NEGATIVE(flag, ...) RAW_AT(negative, &flag, __VA_ARGS__)
#define KEEP_STATUS(at, ...) RAW_AT(status, at, __VA_ARGS__)
#define KEEP_NAMED(name, fn, ...)                                                                  \
    RAW_CLEANUP(raw_armed_##fn) struct armed_##fn name = { { __VA_ARGS__ }, 1 }
#define RUN_KEPT(name, fn) raw_run_##fn(&name)
#endif

/* Left in three ways under one guard. (A guard is written in the macro, and is no argument of it:
 * there Clang warns of __COUNTER__ whatever the guard says.) */
#ifndef GOTO
#define UNDER_GUARD(name, fn, ...)                                                                 \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int count = transfer(r);                                                                   \
        KEEP(fn, __VA_ARGS__);                                                                     \
        if (use(r)) return -2;                                                                     \
        note(count);                                                                               \
        if (use(r)) return -3;                                                                     \
        return count;                                                                              \
    }
#else
#define UNDER_GUARD(name, fn, ...)                                                                 \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int rc, count = transfer(r);                                                               \
        if (use(r)) {                                                                              \
            rc = -2;                                                                               \
            goto out;                                                                              \
        }                                                                                          \
        note(count);                                                                               \
        if (use(r)) {                                                                              \
            rc = -3;                                                                               \
            goto out;                                                                              \
        }                                                                                          \
        rc = count;                                                                                \
    out:                                                                                           \
        fn(__VA_ARGS__);                                                                           \
        return rc;                                                                                 \
    }
#endif
UNDER_GUARD(two_with_a_size, unmap, r, 4096)
UNDER_GUARD(two_integers, set_lock, count, 8)
UNDER_GUARD(three_arguments, release_part, r, id, count)
UNDER_GUARD(four_arguments, settle, r, count, 9, "why")
UNDER_GUARD(two_inlined, static_back, r, count)
UNDER_GUARD(three_inlined, static_part, r, count, 9)
UNDER_GUARD(four_inlined, static_all, r, id, 7, r)
#if !defined(GUARDED) || DEFER_HAS_BLOCK
/* Else Clang calls it as a function of another type, with 32 bits for a narrow parameter, and so
 * does not inline it. */
UNDER_GUARD(narrow_inlined, static_narrow, r, 5, 6)
#endif

/* A rollback on errors only: by a flag, which is `bad` until the end is reached, and by a name. */
#ifndef GOTO
#define ROLLBACK(name, number, form, bad, good, fn, ...)                                           \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int flag = bad;                                                                            \
        form(flag, fn, __VA_ARGS__);                                                               \
        if (use(r)) return -2;                                                                     \
        note(number);                                                                              \
        if (use(r)) return -3;                                                                     \
        flag = good;                                                                               \
        return 0;                                                                                  \
    }
#define DISMISS(name, number, fn, ...)                                                             \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        KEEP_NAMED(guard, fn, __VA_ARGS__);                                                        \
        if (use(r)) return -2;                                                                     \
        note(number);                                                                              \
        if (use(r)) return -3;                                                                     \
        DEFER_DISMISS(guard);                                                                      \
        return 0;                                                                                  \
    }
#else
#define ROLLBACK(name, number, form, bad, good, ...) DISMISS(name, number, __VA_ARGS__)
#define DISMISS(name, number, fn, ...)                                                             \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        int rc;                                                                                    \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        if (use(r)) {                                                                              \
            rc = -2;                                                                               \
            goto fail;                                                                             \
        }                                                                                          \
        note(number);                                                                              \
        if (use(r)) {                                                                              \
            rc = -3;                                                                               \
            goto fail;                                                                             \
        }                                                                                          \
        return 0;                                                                                  \
    fail:                                                                                          \
        fn(__VA_ARGS__);                                                                           \
        return rc;                                                                                 \
    }
#endif
ROLLBACK(rollback_two, 11, KEEP_UNLESS, 0, 1, unmap, r, 4096)
ROLLBACK(rollback_three, 12, KEEP_IF, 1, 0, release_part, r, id, 2)
ROLLBACK(rollback_four, 13, KEEP_NEGATIVE, -1, 0, settle, r, 1, 9, "why")
ROLLBACK(rollback_inlined, 14, KEEP_UNLESS, 0, 1, static_all, r, id, 7, r)
DISMISS(dismiss_two, 15, unmap, r, 4096)
DISMISS(dismiss_three, 16, release_part, r, id, 2)
DISMISS(dismiss_inlined, 17, static_back, r, 7)

/* A release that runs before the end, and says how it went. */
#ifndef GOTO
#define RUN_EARLY(name, fn, ...)                                                                   \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int count = transfer(r);                                                                   \
        KEEP_NAMED(guard, fn, __VA_ARGS__);                                                        \
        if (use(r)) return -2;                                                                     \
        note(count);                                                                               \
        if (use(r)) return -3;                                                                     \
        return RUN_KEPT(guard, fn);                                                                \
    }
#else
#define RUN_EARLY(name, fn, ...)                                                                   \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int rc, count = transfer(r);                                                               \
        if (use(r)) {                                                                              \
            rc = -2;                                                                               \
            goto fail;                                                                             \
        }                                                                                          \
        note(count);                                                                               \
        if (use(r)) {                                                                              \
            rc = -3;                                                                               \
            goto fail;                                                                             \
        }                                                                                          \
        return fn(__VA_ARGS__);                                                                    \
    fail:                                                                                          \
        fn(__VA_ARGS__);                                                                           \
        return rc;                                                                                 \
    }
#endif
RUN_EARLY(run_two, set_lock, count, 8)
RUN_EARLY(run_four, settle, r, count, 9, "why")
RUN_EARLY(run_inlined, static_part, r, count, 9)

/* The status of a release of two and of four. */
#ifndef GOTO
#define STATUS(name, fn, ...)                                                                      \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int rc = 0;                                                                                \
        {                                                                                          \
            KEEP_STATUS(&rc, fn, __VA_ARGS__);                                                     \
            rc = transfer(r);                                                                      \
            note(1);                                                                               \
        }                                                                                          \
        note(rc);                                                                                  \
        return rc;                                                                                 \
    }
#else
#define STATUS(name, fn, ...)                                                                      \
    SHAPE int name(int id)                                                                         \
    {                                                                                              \
        resource *r = acquire(id);                                                                 \
        if (!r) return -1;                                                                         \
        int rc = transfer(r), status;                                                              \
        note(1);                                                                                   \
        status = fn(__VA_ARGS__);                                                                  \
        if (!rc) rc = status;                                                                      \
        note(rc);                                                                                  \
        return rc;                                                                                 \
    }
#endif
STATUS(status_of_two, set_lock, id, 8)
STATUS(status_of_four, settle, r, 2, 9, "why")
