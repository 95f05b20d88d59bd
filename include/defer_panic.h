/*
 * defer_panic.h - panic and recover as in Go: to give up from any depth, with every guard run.
 * SPDX-License-Identifier: MIT
 *
 * Include it, and compile every file whose guards are to run with -fexceptions. The unwinder of the
 * compiler runs the guards: one costs no instruction more for it.
 *
 *     static void handle(void *request) { ... if (!budget) DEFER_PANIC("no budget"); ... }
 *
 *     defer_panic caught;
 *     if (defer_try(handle, &request, &caught))      // every guard in between has run
 *         fprintf(stderr, "%s:%d: %s\n", caught.file, caught.line, caught.message);
 *
 *     DEFER_PANIC("text")               runs all guards and stacks up to the next defer_try
 *     DEFER_PANIC_VALUE("text", p)      the same; the defer_try gets the pointer too
 *     defer_try(body, arg, &caught)     calls body(arg): 0 if it returned, 1 if it panicked
 *     defer_repanic(&caught)            goes on to the next defer_try
 *     defer_panicking()                 1 in a guard that a panic runs
 *     defer_exit(code)                  exit(code), from any depth, after all guards of the thread
 *
 * Without a defer_try on the thread, the text goes to standard error, the guards run, and abort()
 * ends the program. If the defer_try cannot be reached, the guards up to there run; then the text,
 * why, and abort(). A panic out of a guard that a panic runs: both texts, and abort(). A C++
 * `catch (...)` that does not rethrow ends a panic, and a noexcept function the program. A guard
 * around a call of what is declared nothrow is passed over. After a panic out of a signal handler
 * the signal stays blocked.
 */
#ifndef DEFER_PANIC_H
#define DEFER_PANIC_H

#include "defer.h"
#if !DEFER_UNWINDS
#error "defer_panic.h: guards are run by unwinding; add -fexceptions to every file"
#elif defined(DEFER_NO_STDLIB)
#error "defer_panic.h: needs the library, DEFER_NO_STDLIB goes without; do not define it"
#elif defined(__clang__) && defined(__ARM_EABI__)
#error "defer_panic.h: Clang and the unwinder of 32-bit ARM disagree; use GCC there"
#endif
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <unwind.h>

#ifdef __cplusplus
extern "C++" {
#endif

#ifdef __ARM_EABI__ /* which has no other way to ask */
#define DFR_STACK_POINTER_(context) _Unwind_GetGR(context, 13)
#else
#define DFR_STACK_POINTER_(context) _Unwind_GetCFA(context)
#endif

typedef struct defer_panic {
    const char *message;
    void *value;
    const char *file;
    int line;
    const char *function;
    unsigned replaced; /* panics of the same defer_try that a catch (...) has ended before */
} defer_panic;

/* Where a panic goes: the defer_try of the record, if the frame from which it calls its body is on
 * the stack, with this return address. A record that longjmp has left is dead memory: nothing looks
 * at it before its frame was found. */
struct defer_goal_ {
    struct defer_record_ *record_;
    void *frame_, *return_;
    unsigned replaced_;
};
/* What an unwinding needs. It is not in the frame that panics: the guards overwrite that. */
struct defer_record_ {
    struct _Unwind_Exception exception_;
    defer_panic panic_, *caught_;
    struct defer_goal_ outer_, goal_;
    jmp_buf *back_;
    int running_, beside_; /* what unwinds with it; what did with the root as defer_try began */
    int code_, cancel_;
};
enum { DFR_PANICS_ = 1, DFR_EXITS_ };
/* An unwinding has the record of the thread, the root; or, inside of a guard that another one runs,
 * that of its own defer_try. */
struct defer_thread_ { struct defer_goal_ top_; struct defer_record_ root_; };
DFR_SHARED_(extern __thread struct defer_thread_ defer_thread_; /* one in the program */
              __attribute__((__weak__, __visibility__("default"))) __thread struct defer_thread_
                  defer_thread_;)

#define DFR_NORETURN_ __attribute__((__noreturn__))
#define DFR_LEFT_ __attribute__((__no_sanitize_address__)) /* without returning */
DFR_COLD_ void defer_say_(const defer_panic *p_, const char *why_)
{
    (void)fprintf(stderr, "%s:%d: %s: panic: %s%s\n", p_->file, p_->line, p_->function,
                  p_->message, why_);
}
DFR_COLD_ void defer_set_running_(struct defer_record_ *r_, int running_)
{
    r_->running_ = running_;
    /* A pending cancel would act in a guard, and end the thread in the place of the panic. */
    (void)pthread_setcancelstate(running_ ? PTHREAD_CANCEL_DISABLE : r_->cancel_, &r_->cancel_);
}
/* What unwinds to that defer_try, which is null or alive; null if nothing does. */
DFR_COLD_ struct defer_record_ *defer_unwinding_(struct defer_record_ *to_)
{
    struct defer_record_ *root_ = &defer_thread_.root_;
    if (!root_->running_ || root_->goal_.record_ == to_) return root_->running_ ? root_ : 0;
    return to_ && to_->running_ ? to_ : 0;
}

/* An outer defer_try may have that return address, but farther from the frame than a record is
 * large. The 1 is of Thumb code. Asked of each frame: the address first, as few have it. */
DFR_HELPER_ DFR_LEFT_ int
defer_is_goal_(struct _Unwind_Context *context_, const struct defer_goal_ *goal_)
{
    return __builtin_expect((_Unwind_GetIP(context_) | 1) ==
                                ((__UINTPTR_TYPE__)goal_->return_ | 1), 0) &&
           DFR_STACK_POINTER_(context_) - (__UINTPTR_TYPE__)goal_->frame_ <=
               sizeof(struct defer_record_) + sizeof(jmp_buf);
}
struct defer_search_ { const struct defer_goal_ *goal_; int found_; };
DFR_COLD_ DFR_LEFT_ _Unwind_Reason_Code
defer_search_frame_(struct _Unwind_Context *context_, void *search_)
{
    struct defer_search_ *s_ = (struct defer_search_ *)search_;
    s_->found_ = defer_is_goal_(context_, s_->goal_);
    return s_->found_ ? _URC_END_OF_STACK : _URC_NO_REASON;
}
DFR_COLD_ DFR_LEFT_ DFR_NORETURN_ void defer_arrive_(struct defer_record_ *r_)
{
    struct defer_record_ *to_ = r_->goal_.record_;
    to_->panic_ = r_->panic_;
    longjmp(*to_->back_, 1);
}
DFR_COLD_ DFR_LEFT_ DFR_NORETURN_ void
defer_end_of_stack_(struct defer_record_ *r_, struct _Unwind_Context *context_)
{
    if (r_->running_ == DFR_EXITS_) {
        r_->running_ = 0; /* the functions of atexit may do what they like */
        exit(r_->code_);
    }
    if (r_->goal_.record_)
        defer_say_(&r_->panic_, " (its defer_try cannot be reached: a function without unwind"
                                " tables, built without -fexceptions, is on the way, or longjmp has"
                                " left it)");
    else if ((_Unwind_GetIP(context_) | 1) != 1) /* not every libc has an end that can be told */
        (void)fprintf(stderr, "defer.h: guards beyond a function without unwind tables, if there is"
                              " one, did not run\n");
    abort();
}
DFR_COLD_ DFR_LEFT_ _Unwind_Reason_Code
defer_stop_(int version_, _Unwind_Action actions_, _Unwind_Exception_Class class_,
            struct _Unwind_Exception *exception_, struct _Unwind_Context *context_, void *record_)
{
    struct defer_record_ *r_ = (struct defer_record_ *)record_;
    (void)version_, (void)class_, (void)exception_;
    if (defer_is_goal_(context_, &r_->goal_) && r_->goal_.record_) defer_arrive_(r_);
    if (actions_ & _UA_END_OF_STACK) defer_end_of_stack_(r_, context_);
    return _URC_NO_REASON;
}
DFR_COLD_ void defer_swallowed_(_Unwind_Reason_Code why_, struct _Unwind_Exception *exception_)
{
    struct defer_record_ *r_ = (struct defer_record_ *)(void *)exception_;
    (void)why_;
    if (r_->running_ == DFR_EXITS_) {
        (void)fprintf(stderr, "defer.h: a catch (...) has ended defer_exit(%d)\n", r_->code_);
        abort();
    }
    defer_set_running_(r_, 0);
    defer_thread_.top_.replaced_++;
}
DFR_HELPER_ DFR_NORETURN_ void
defer_unwind_to_(struct defer_record_ *r_, const struct defer_goal_ *goal_, int running_)
{
    r_->goal_ = *goal_;
    r_->exception_.exception_cleanup = defer_swallowed_;
    defer_set_running_(r_, running_);
    (void)_Unwind_ForcedUnwind(&r_->exception_, defer_stop_, r_);
    (void)fprintf(stderr, "defer.h: this stack cannot be unwound\n");
    abort();
}
/* Inline, as each frame in which a panic begins is unwound too. */
DFR_HELPER_ DFR_LEFT_ DFR_NORETURN_ void defer_repanic_(const defer_panic *p_)
{
    struct defer_thread_ *t_ = &defer_thread_;
    struct defer_record_ *r_ = &t_->root_;
    if (r_->running_ && r_->goal_.record_ != t_->top_.record_) { /* of a defer_try in a guard? */
        struct defer_search_ search_ = { &t_->top_, 0 };
        (void)_Unwind_Backtrace(defer_search_frame_, &search_);
        if (search_.found_) r_ = t_->top_.record_;
    }
    if (r_->running_) {
        if (r_->running_ == DFR_PANICS_) defer_say_(&r_->panic_, "");
        defer_say_(p_, r_->running_ == DFR_PANICS_ ? " (out of a guard that the panic above runs)"
                                                     : " (out of a guard that defer_exit runs)");
        abort();
    }
    if (!t_->top_.record_) defer_say_(p_, "");
    r_->panic_ = *p_;
    r_->panic_.replaced += t_->top_.replaced_;
    defer_unwind_to_(r_, &t_->top_, DFR_PANICS_);
}
/* Goes on to the next defer_try with a panic that was caught. */
DFR_COLD_ DFR_LEFT_ DFR_NORETURN_ void defer_repanic(const defer_panic *p_)
{ defer_repanic_(p_); }
DFR_COLD_ DFR_LEFT_ DFR_NORETURN_ void
defer_raise_(const char *text_, void *value_, const char *file_, int line_, const char *function_)
{
    defer_panic panic_ = { text_, value_, file_, line_, function_, 0 };
    defer_repanic_(&panic_);
}
/* These never return. The innermost defer_try of the thread gets the text and the value. */
#define DEFER_PANIC(text) DEFER_PANIC_VALUE(text, 0)
#define DEFER_PANIC_VALUE(text, value) defer_raise_(text, value, __FILE__, __LINE__, __func__)

#define DFR_FRAME_ static __attribute__((__noinline__, __unused__)) DFR_LEFT_
DFR_FRAME_ void defer_call_body_(struct defer_record_ *r_, void (*body_)(void *), void *arg_)
{
    struct defer_goal_ *top_ = &defer_thread_.top_;
    top_->record_ = r_;
    top_->frame_ = __builtin_frame_address(0);
    top_->return_ = __builtin_return_address(0);
    top_->replaced_ = 0;
    body_(arg_);
    __asm__ volatile("" : : : "memory"); /* no tail call */
}
DFR_HELPER_ void defer_end_try_(struct defer_record_ *r_)
{
    struct defer_record_ *unwinding_ = defer_unwinding_(r_);
    if (unwinding_) defer_set_running_(unwinding_, 0);
    if (r_->beside_ == defer_thread_.root_.running_) defer_thread_.top_ = r_->outer_;
}
/* Calls body(arg). 0: it has returned. 1: it has panicked; *caught, if not null, tells. */
DFR_FRAME_ int defer_try(void (*body_)(void *), void *arg_, defer_panic *caught_)
{
    jmp_buf back_;
    DFR_CLEANUP_(defer_end_try_) struct defer_record_ record_;
    __builtin_memset(&record_, 0, sizeof record_);
    record_.back_ = &back_;
    record_.caught_ = caught_;
    record_.outer_ = defer_thread_.top_;
    record_.beside_ = defer_thread_.root_.running_;
    /* Known to others from here on: setjmp may change it, when it returns for the second time. */
    __asm__ volatile("" : : "r"(&record_) : "memory");
    if (setjmp(back_)) {
        if (record_.caught_) *record_.caught_ = record_.panic_;
        return 1;
    }
    defer_call_body_(&record_, body_, arg_);
    return 0;
}
/* 1 in a guard that a panic runs, else 0. */
DFR_COLD_ int defer_panicking(void)
{
    struct defer_record_ *unwinding_ = defer_unwinding_(defer_thread_.top_.record_);
    return unwinding_ && unwinding_->running_ == DFR_PANICS_;
}
/* exit(code), from any depth, after all guards of the thread have run. */
DFR_COLD_ DFR_NORETURN_ void defer_exit(int code_)
{
    struct defer_record_ *r_ = &defer_thread_.root_;
    if (r_->running_) {
        (void)fprintf(stderr, "defer.h: defer_exit(%d) out of a guard that a panic or"
                              " defer_exit runs\n", code_);
        abort();
    }
    r_->code_ = code_;
    defer_thread_.top_.record_ = 0; /* no defer_try stops it */
    defer_unwind_to_(r_, &defer_thread_.top_, DFR_EXITS_);
}

#ifdef __cplusplus
}
#endif
#endif
