/* What the shapes share. Each is compiled three times:
 *   GUARDED   with defer.h
 *   GOTO      the twin that a C programmer writes by hand
 *   RAW       the guarded function, but each guard is __attribute__((cleanup)) on a variable with a
 *             cleanup function of its own, as one writes it without defer.h
 * The functions that they call are in paths.c. */
/* clang-format off */
#ifndef SHAPE_H
#define SHAPE_H

#ifdef __cplusplus
extern "C" {
#endif
typedef struct resource resource;
resource *acquire(int id);   /* null if it fails */
int use(resource *r);        /* 0, or -1 if it fails */
int transfer(resource *r);   /* a count, 0, or -1 if it fails */
int finish(resource *r);     /* releases it; 0, or what failed */
void release(resource *r);
void release_part(resource *r, int from, int to);
void unmap(resource *r, unsigned long size);
int set_lock(int fd, int how);                                /* 0, or what failed */
int settle(resource *r, int kind, long at, const char *why);  /* the same */
void undo(resource *r);
void keep(resource *r);      /* takes it over */
void lock(resource *r);
void unlock(resource *r);
void note(int what);
#ifdef __cplusplus
}
#define SHAPE extern "C"
#else
#define SHAPE extern
#endif

/* The shapes: what each returns, and its name. Those of blocks, and narrow_inlined, are only there
 * where the compiler has closures. */
#define SHAPES(X)                                                                                  \
    X(int, three_resources) X(int, loop) X(int, early_returns)                                     \
    X(int, guards_8) X(int, guards_16) X(int, guards_32)                                           \
    X(int, rollback_if) X(int, rollback_if_not_done)                                               \
    X(int, rollback_unless) X(int, rollback_if_negative)                                           \
    X(int, status) X(resource *, hand_out) X(int, dismiss) X(int, run_early)                       \
    X(int, two_with_a_size) X(int, two_integers) X(int, three_arguments) X(int, four_arguments)    \
    X(int, two_inlined) X(int, three_inlined) X(int, four_inlined) X(int, narrow_inlined)          \
    X(int, rollback_two) X(int, rollback_three) X(int, rollback_four) X(int, rollback_inlined)     \
    X(int, dismiss_two) X(int, dismiss_three) X(int, dismiss_inlined)                              \
    X(int, run_two) X(int, run_four) X(int, run_inlined)                                           \
    X(int, status_of_two) X(int, status_of_four)                                                   \
    X(int, block_small) X(int, block_large)

#ifdef GUARDED
#include "defer.h"
#define OWNED(fn, var, value) resource *var = value; DEFER_VAR(fn, var)
#endif

#ifdef RAW
/* From -O1 up, inlined: else half of it would be elsewhere, and not be compared. */
#ifdef __OPTIMIZE__
#define RAW_INLINE static inline __attribute__((always_inline))
#else
#define RAW_INLINE static inline
#endif
#define RAW_CLEANUP(fn) __attribute__((cleanup(fn), unused))
RAW_INLINE void raw_release(resource **r) { release(*r); }
RAW_INLINE void raw_unlock(resource **r) { unlock(*r); }
#define DEFER(fn, arg) RAW_CLEANUP(raw_##fn) resource *raw_##arg = arg

struct watch { resource *r; int *at; };
RAW_INLINE void raw_undo_if(struct watch *w) { if (*w->at) undo(w->r); }
RAW_INLINE void raw_undo_unless(struct watch *w) { if (!*w->at) undo(w->r); }
RAW_INLINE void raw_undo_negative(struct watch *w) { if (*w->at < 0) undo(w->r); }
RAW_INLINE void raw_finish_status(struct watch *w)
{
    int status = finish(w->r);
    if (!*w->at) *w->at = status;
}
#define RAW_WATCH(fn, arg, at) RAW_CLEANUP(raw_##fn) struct watch raw_##arg = { arg, at }
#define DEFER_IF(flag, fn, arg) RAW_WATCH(fn##_if, arg, &flag)
#define DEFER_UNLESS(flag, fn, arg) RAW_WATCH(fn##_unless, arg, &flag)
#define DEFER_IF_NEGATIVE(result, fn, arg) RAW_WATCH(fn##_negative, arg, &result)
#define DEFER_STATUS(status, fn, arg) RAW_WATCH(fn##_status, arg, status)

RAW_INLINE void raw_release_owned(resource **r) { if (*r) release(*r); }
#define OWNED(fn, var, value) RAW_CLEANUP(raw_##fn##_owned) resource *var = value
#define DEFER_TAKE(var)                                                                            \
    __extension__({ resource **at = &var, *taken = *at; *at = 0; taken; })

struct armed { resource *r; int armed; };
RAW_INLINE void raw_release_armed(struct armed *a) { if (a->armed) release(a->r); }
RAW_INLINE void raw_finish_armed(struct armed *a) { if (a->armed) finish(a->r); }
RAW_INLINE int raw_run(struct armed *a)
{
    int armed = a->armed;
    a->armed = 0;
    return armed ? finish(a->r) : 0;
}
#define DEFER_GUARD(name, fn, arg) RAW_CLEANUP(raw_##fn##_armed) struct armed name = { arg, 1 }
#define DEFER_DISMISS(name) (void)(name.armed = 0)
#define DEFER_RUN(name) raw_run(&name)
#endif

#endif
