/*
 * defer_audit.h - finds the releases that were registered and never ran.
 * SPDX-License-Identifier: MIT
 *
 * Define DEFER_ENABLE_AUDIT for all files of a program, and defer.h includes this file, from beside
 * itself. It counts what each guard and each push registers, runs and dismisses, and reports what
 * is left: what longjmp, exit, or the end of a thread without -fexceptions has skipped.
 *
 *     copy.c:12: DEFER(fclose, f): registered 3, run 2, dismissed 0, pending 1
 *
 * When the process exits with anything pending, the report goes to standard error, and the exit
 * status is that of the environment variable DEFER_AUDIT_EXITCODE, if it is set. _exit goes
 * without: ask before it.
 *
 *     defer_audit_pending()        how many releases are pending now: for the teardown of a test
 *     defer_audit_report(stderr)   a line for each place that has any
 *
 * A condition that was not met and an empty variable count as dismissed. A module reports its own
 * places when it is unloaded; it shares the list of the program if that exports its symbols
 * (-rdynamic), else it has one of its own.
 */
#ifndef DEFER_AUDIT_H
#define DEFER_AUDIT_H

#if !defined(DEFER_H) || !defined(DEFER_ENABLE_AUDIT)
#error "defer_audit.h: define DEFER_ENABLE_AUDIT and include defer.h, which includes this file"
#endif
#include <sched.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C++" {
#endif

/* A place is a guard or a push in the source. It is static, so that what a jump skips is still
 * there. A release is settled when it has run or was dismissed, and pending until then. */
struct defer_place_ {
    const char *text_, *what_; /* what_ is what an entry of a stack is known by */
    struct defer_place_ *next_;
    unsigned long registered_, settled_, dismissed_;
    int listed_;
};
struct defer_file_ { struct defer_place_ *places_; struct defer_file_ *next_; };
static struct defer_file_ defer_file_;
#define DFR_STATIC_PLACE_(name, text, what)                                                        \
    static struct defer_place_ name = { DFR_SOURCE_ text, what, 0, 0, 0, 0, 0 };
#define DFR_REGISTERED_(n, text)                                                                   \
    DFR_STATIC_PLACE_(DFR_PLACE_OF_(n), text, 0)                                                   \
    DFR_CLEANUP_(defer_settle_at_)                                                                 \
    struct defer_place_ *defer_registered_##n##_ = defer_register_(&DFR_PLACE_OF_(n));

#define DFR_COUNT_(counter) ((void)__atomic_fetch_add(&(counter), 1, __ATOMIC_RELAXED))
/* Lists a place at the end: of two threads that do so at once, the second one finds it there.
 * Neither waits, as it may be in a signal handler; for both it is listed when this returns. */
DFR_COLD_ void defer_list_(struct defer_place_ *p_)
{
    struct defer_place_ **end_ = &defer_file_.places_, *next_ = 0;
    while (!__atomic_compare_exchange_n(end_, &next_, p_, 0, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE) &&
           next_ != p_) {
        end_ = &next_->next_;
        next_ = 0;
    }
    __atomic_store_n(&p_->listed_, 1, __ATOMIC_RELEASE);
}
DFR_HELPER_ struct defer_place_ *defer_register_(struct defer_place_ *p_)
{
    if (!__atomic_load_n(&p_->listed_, __ATOMIC_ACQUIRE)) defer_list_(p_);
    DFR_COUNT_(p_->registered_);
    return p_;
}
DFR_COLD_ void defer_skipped_(struct defer_place_ *p_) { DFR_COUNT_(p_->dismissed_); }
DFR_COLD_ void defer_settle_(struct defer_place_ *p_, int dismissed_)
{
    if (dismissed_) defer_skipped_(p_);
    DFR_COUNT_(p_->settled_);
}
DFR_HELPER_ void defer_settle_at_(struct defer_place_ *const *at_) { defer_settle_(*at_, 0); }
DFR_HELPER_ void defer_arm_(long was_, int armed_, struct defer_place_ *p_)
{
    if (armed_ && !was_) (void)defer_register_(p_);
    if (!armed_ && was_) defer_settle_(p_, 1);
}
DFR_HELPER_ int
defer_push_audited_(defer_stack *s_, const struct defer_call_ *call_, struct defer_place_ *p_)
{
    if (call_->words_[0]) (void)defer_register_(p_);
    return defer_push_(s_, call_, p_->what_);
}
#define DFR_PUSH_(text, what, s, call)                                                             \
    (DFR_NEGATE_ __extension__({                                                                   \
        static const char defer_what_[] = DFR_SOURCE_ what;                                        \
        DFR_STATIC_PLACE_(defer_place_, text, defer_what_)                                         \
        defer_push_audited_(s, DFR_CALL_ADDRESS_(call), &defer_place_);                            \
    }))
/* A function's result may be ignored, as without the audit. */
DFR_HELPER_ int defer_pushed_(int status_) { return status_; }
#define defer_stack_push(s, fn, arg)                                                               \
    defer_pushed_(DFR_PUSH_("defer_stack_push(" #s ", " #fn ", " #arg ")", "", s,                  \
                            defer_plain_call_(fn, arg)))

struct defer_audit_ { struct defer_file_ *files_; int locked_, joined_, reported_, failed_; };
DFR_SHARED_(extern struct defer_audit_ defer_audit_; /* one in the program */
    __attribute__((__weak__, __visibility__("default"))) struct defer_audit_ defer_audit_;)

DFR_HELPER_ struct defer_audit_ *defer_lock_audit_(void)
{
    while (__atomic_exchange_n(&defer_audit_.locked_, 1, __ATOMIC_ACQUIRE)) (void)sched_yield();
    return &defer_audit_;
}
DFR_HELPER_ void defer_unlock_audit_(struct defer_audit_ *const *audit_)
{ __atomic_store_n(&(*audit_)->locked_, 0, __ATOMIC_RELEASE); }
#define DFR_LOCKED_(audit)                                                                         \
    DFR_CLEANUP_(defer_unlock_audit_) struct defer_audit_ *audit = defer_lock_audit_()
#define DFR_EACH_PLACE_(place, file)                                                               \
    for (place = __atomic_load_n(&(file)->places_, __ATOMIC_ACQUIRE); place;                       \
         place = __atomic_load_n(&place->next_, __ATOMIC_ACQUIRE))

/* Once: what another file pushes over it, without the audit, may leave what_ as it is. */
DFR_COLD_ void defer_settle_entry_(struct defer_entry_ *e_, int dismissed_)
{
    DFR_LOCKED_(audit_);
    struct defer_file_ *file_;
    struct defer_place_ *p_;
    const char *what_ = e_->what_;
    e_->what_ = 0;
    for (file_ = what_ ? audit_->files_ : 0; file_; file_ = file_->next_)
        DFR_EACH_PLACE_(p_, file_)
            if (p_->what_ == what_) {
                defer_settle_(p_, dismissed_);
                return;
            }
}
DFR_COLD_ unsigned long defer_pending_in_(const struct defer_file_ *file_, FILE *to_)
{
    struct defer_place_ *p_;
    unsigned long sum_ = 0;
    DFR_EACH_PLACE_(p_, file_) {
        /* In this order: what is counted meanwhile makes no number negative. */
        unsigned long dismissed_ = __atomic_load_n(&p_->dismissed_, __ATOMIC_RELAXED);
        unsigned long settled_ = __atomic_load_n(&p_->settled_, __ATOMIC_RELAXED);
        unsigned long registered_ = __atomic_load_n(&p_->registered_, __ATOMIC_RELAXED);
        sum_ += registered_ - settled_;
        if (to_ && registered_ != settled_)
            (void)fprintf(to_, "%s: registered %lu, run %lu, dismissed %lu, pending %lu\n",
                          p_->text_, registered_, settled_ - dismissed_, dismissed_,
                          registered_ - settled_);
    }
    return sum_;
}
DFR_COLD_ unsigned long defer_pending_to_(FILE *to_)
{
    DFR_LOCKED_(audit_);
    const struct defer_file_ *file_;
    unsigned long sum_ = 0;
    for (file_ = audit_->files_; file_; file_ = file_->next_)
        sum_ += defer_pending_in_(file_, to_);
    return sum_;
}
/* How many releases are registered, and neither run nor dismissed, now: for a test's teardown. */
DFR_COLD_ unsigned long defer_audit_pending(void) { return defer_pending_to_(0); }
/* A line for each place with any. */
DFR_COLD_ void defer_audit_report(FILE *to_) { (void)defer_pending_to_(to_); }

DFR_COLD_ void defer_audit_at_exit_(void)
{
    const char *code_ = getenv("DEFER_AUDIT_EXITCODE");
    int failed_ = defer_pending_to_(stderr) || defer_audit_.failed_;
    if (!defer_audit_.files_) return; /* a module with a list of its own is unloaded */
    defer_audit_.reported_ = 1;
    if (!failed_ || !code_ || !*code_) return;
    (void)fflush(0);
    _Exit((int)strtol(code_, 0, 10));
}
__attribute__((__constructor__)) DFR_COLD_ void defer_join_audit_(void)
{
    DFR_LOCKED_(audit_);
    if (!audit_->joined_) audit_->joined_ = !atexit(defer_audit_at_exit_);
    defer_file_.next_ = audit_->files_;
    audit_->files_ = &defer_file_;
}
__attribute__((__destructor__)) DFR_COLD_ void defer_cleanup_audit_(void)
{
    DFR_LOCKED_(audit_);
    struct defer_file_ **at_ = &audit_->files_;
    if (!audit_->reported_ && defer_pending_in_(&defer_file_, stderr)) audit_->failed_ = 1;
    while (*at_ && *at_ != &defer_file_) at_ = &(*at_)->next_;
    if (*at_) *at_ = defer_file_.next_;
}

#ifdef __cplusplus
}
#endif
#endif
