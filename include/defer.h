/*
 * defer.h - scope guards for C: what was acquired is released on every way out of the block.
 * SPDX-License-Identifier: MIT
 *
 *     #include "defer.h"
 *     #include <stdio.h>
 *
 *     int first_byte(const char *path)
 *     {
 *         FILE *f = fopen(path, "rb");
 *         if (!f) return -1;
 *         DEFER(fclose, f);            // runs on every way out of this block
 *         return fgetc(f);
 *     }
 *
 *     DEFER(fn, args...);                calls fn(args...); fn and args are evaluated now, once
 *     DEFER_IF(flag, fn, args...);       the same, if flag is non-zero at exit
 *     DEFER_UNLESS(flag, fn, args...);   the same, if flag is zero or null at exit
 *     DEFER_IF_NEGATIVE(n, fn, args...); the same, if the signed integer n is below zero at exit
 *     DEFER_STATUS(&rc, fn, args...);    the same; what fn returns goes into rc, if rc is still 0
 *     DEFER_ERRNO(&err, fn, args...);    the same; errno goes into err, if fn fails and err is 0
 *     DEFER_EACH(fn, a, b, ...);         DEFER(fn, a); DEFER(fn, b); ... for up to 16 arguments
 *     DEFER_VAR(fn, var, more...);       calls fn(var, more...) with the value of var at exit,
 *                                        unless that is empty: null, or a negative integer
 *     DEFER_TAKE(var)                    is the value of var, and empties it: hands a resource out
 *     DEFER_GUARD(name, fn, args...);    DEFER, with DEFER_DISMISS, DEFER_REARM and DEFER_RUN(name)
 *     DEFER_BLOCK { ... };               runs the block, which sees every variable as it is at exit
 *     DEFER_STACK(s, n);                 declares a stack of releases, which run at block exit
 *     DEFER_PUSH(&s, fn, args...)        registers fn(args...); see "The LIFO cleanup stack"
 *
 * Rules
 *   - Guards run newest first, each once, when their block is left: at its end, by return, break,
 *     continue or goto, at the end of an iteration and of a statement expression. Compiled with
 *     -fexceptions, also when the thread ends or is cancelled and when a C++ exception passes.
 *   - Put a guard where the resource is acquired. A jump past it, into its scope, is an error.
 *   - The call is an ordinary one: the arguments convert to the parameters, the compiler says what
 *     is wrong with them, and what fn returns is ignored without a warning. An argument that holds
 *     a comma needs parentheses, as in every macro.
 *   - fn takes none to four arguments, pointers and integers, and returns one of these or nothing.
 *     Other types, a fn with `...`, and DEFER_BLOCK need closures: GCC, C++11, or Clang 22 with
 *     -fdefer-ts. Without one, and for the stack, an error says so. There, beside an integer, cast
 *     a void * (NULL, too) to the type of its parameter: C cannot find it out.
 *
 * Limits: longjmp over the scope, exit, abort and signals skip guards. So do a computed goto and an
 * asm goto out of the scope (Clang without -fdefer-ts refuses both). A return value is computed
 * before the guards run:
 *
 *     int rc = write_all(f);                     int rc;
 *     DEFER_STATUS(&rc, fclose, f);              { DEFER_STATUS(&rc, fclose, f); ... }
 *     return rc;     // !! without fclose        return rc;     // right: f is closed by now
 *
 * Options, defined before the first include: DEFER_KEYWORD, `defer { ... };` is DEFER_BLOCK;
 * DEFER_PRESERVE_ERRNO, each guard leaves errno as it found it; DEFER_NO_STDLIB, no header of the
 * library and no allocation: a stack keeps to its n entries; DEFER_ENABLE_AUDIT, reports what was
 * registered and never ran, with defer_audit.h. Panic and recovery are in defer_panic.h.
 */
#ifndef DEFER_H
#define DEFER_H

#define DEFER_VERSION_MAJOR 0
#define DEFER_VERSION_MINOR 1
#define DEFER_VERSION_PATCH 0
#define DEFER_VERSION_STRING "0.1.0"
#define DEFER_VERSION                                                                              \
    (DEFER_VERSION_MAJOR * 10000 + DEFER_VERSION_MINOR * 100 + DEFER_VERSION_PATCH)

/* ---- The guards -------------------------------------------------------------------------------
 * Macros, which use what is below. Each begins with a declaration, so that it is no body of an `if`
 * without braces, and ends with the `;` of the user. With GCC, DEFER(fclose, f); is
 *
 *     struct defer_scope_7_ { int (*defer_0_)(FILE *); const volatile void *defer_1_; };
 *     void defer_leave_7_(struct defer_scope_7_ *kept) { kept->defer_0_(kept->defer_1_); }
 *     __attribute__((cleanup(defer_leave_7_))) struct defer_scope_7_ defer_kept_7_ = { fclose, f };
 *
 * inlined. With -fdefer-ts _Defer { ... } makes the call, in C++ the destructor of the struct. Else
 * Clang has a cleanup function of this header for all guards of a form: see "no closures". */

/* Calls fn(args...) at exit. Pass &x, and not x, for what x is then. */
#define DEFER(...)                                                                                 \
    DEFER_NEW_(DEFER_PLACE_, "DEFER(" #__VA_ARGS__ ")", DEFER_ALWAYS_, ~, ~, __VA_ARGS__)

/* DEFER for each of up to 16 arguments, one guard each: the last is released first. */
#define DEFER_EACH(...) DEFER_EACH_(DEFER_ARG_COUNT_(__VA_ARGS__), __VA_ARGS__)

/* DEFER under a condition: fn and args are evaluated now. flag and result are lvalues that outlive
 * the block, no bit-fields: their address is taken now, and they are read at exit. flag is an
 * integer or a pointer, result a signed integer: for functions that return a count, or -1. */
#define DEFER_IF(flag, ...)                                                                        \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_IF(" #flag ", " #__VA_ARGS__ ")",                              \
               DEFER_WATCH_, when_if_, &(flag), __VA_ARGS__)
#define DEFER_UNLESS(flag, ...)                                                                    \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_UNLESS(" #flag ", " #__VA_ARGS__ ")",                          \
               DEFER_WATCH_, when_unless_, &(flag), __VA_ARGS__)
#define DEFER_IF_NEGATIVE(result, ...)                                                             \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_IF_NEGATIVE(" #result ", " #__VA_ARGS__ ")",                   \
               DEFER_WATCH_, when_negative_, &(result), __VA_ARGS__)

/* Keep the first error, in an int: at exit, if it is still 0, DEFER_STATUS stores there what fn
 * returns, an int; DEFER_ERRNO stores errno, if fn returns a negative int. For fclose, fsync and
 * close. `return rc` in the same block reads rc before. */
#define DEFER_STATUS(status, ...)                                                                  \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_STATUS(" #status ", " #__VA_ARGS__ ")",                        \
               DEFER_WATCH_, when_status_, status, __VA_ARGS__)
#ifndef DEFER_NO_STDLIB
#define DEFER_ERRNO(err, ...)                                                                      \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_ERRNO(" #err ", " #__VA_ARGS__ ")",                            \
               DEFER_WATCH_, when_errno_, err, __VA_ARGS__)
#endif

/* Calls fn(var, more...) at exit with the value that var has then, unless it is empty: null, a
 * negative integer, an unsigned 0. var is an lvalue as flag is above; more is evaluated now.
 * DEFER_TAKE(var) is its value, and empties it: `return DEFER_TAKE(p);` hands p out. var may be
 * evaluated twice there; the compiler warns if the value is not used. */
#define DEFER_VAR(fn, ...)                                                                         \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_VAR(" #fn ", " #__VA_ARGS__ ")",                               \
               DEFER_VAR_, ~, DEFER_FIRST_OF_(__VA_ARGS__, ~), fn, __VA_ARGS__)
#define DEFER_TAKE(var) DEFER_TAKE_(var)

/* DEFER with a name. DISMISS: it will not run. REARM: it will, once more. RUN: runs it now, if it
 * was to run, and dismisses it; the value is the int that fn returned, else 0. */
#define DEFER_GUARD(name, ...)                                                                     \
    DEFER_NEW_(DEFER_NAMED_PLACE_, "DEFER_GUARD(" #name ", " #__VA_ARGS__ ")",                     \
               DEFER_GUARD_, ~, name, __VA_ARGS__)
#define DEFER_DISMISS(name) DEFER_ARM_(name, 0)
#define DEFER_REARM(name) DEFER_ARM_(name, 1)
#define DEFER_RUN(name) DEFER_RUN_(name)

/* DEFER_BLOCK { ... }; runs what is in the braces at exit. It sees every variable by reference, as
 * `defer` of ISO TS 25755 does. No return, goto, break or continue out of it. */
#define DEFER_BLOCK DEFER_NEW_(DEFER_PLACE_, "DEFER_BLOCK", DEFER_BLOCK_, ~, ~, ~)
#ifdef DEFER_KEYWORD
#ifdef __STDC_DEFER_TS25755__
#include <stddefer.h>
#endif
#if !defined(defer) || defined(DEFER_PRESERVE_ERRNO) || defined(DEFER_ENABLE_AUDIT)
#undef defer
#define defer DEFER_BLOCK
#endif
#endif

/* ---- What the compiler has: below this part none is named ------------------------------------ */

#if defined(__TINYC__) || defined(__PCC__) || defined(__chibicc__) /* accept it, never run it */
#error "defer.h: this compiler ignores __attribute__((cleanup)); use GCC or Clang"
#elif !defined(__clang__) && (!defined(__GNUC__) || __GNUC__ < 5)
#error "defer.h: this compiler has no __attribute__((cleanup)); use GCC 5 or later, or Clang"
#elif defined(__cplusplus) ? __cplusplus < 201103L : __STDC_VERSION__ + 0 < 199901L
#error "defer.h: needs C99 or C++11, or later; add -std=gnu99 or -std=c++11"
#elif defined(__CHERI_PURE_CAPABILITY__)
#error "defer.h: a call is kept as integers, which cannot hold the pointers of this target"
#elif defined(DEFER_PRESERVE_ERRNO) && defined(DEFER_NO_STDLIB)
#error "defer.h: DEFER_PRESERVE_ERRNO needs <errno.h>, and DEFER_NO_STDLIB has none; define one"
#elif defined(DEFER_ENABLE_AUDIT) && defined(DEFER_NO_STDLIB)
#error "defer.h: DEFER_ENABLE_AUDIT needs the library, DEFER_NO_STDLIB goes without; define one"
#endif

/* Closures by reference: lambdas (C++11), _Defer (Clang 22 with -fdefer-ts; <stddefer.h> is there
 * without it, and empty), nested functions (GCC). */
#if defined(__cplusplus) || defined(__STDC_DEFER_TS25755__) || !defined(__clang__)
#define DEFER_HAS_BLOCK 1
#else
#define DEFER_HAS_BLOCK 0
#endif
#define DEFER_MAX_ARGS 4
#ifdef __EXCEPTIONS /* with -fexceptions */
#define DEFER_UNWINDS 1
#else
#define DEFER_UNWINDS 0
#endif

#ifdef __clang__
/* A sanitizer checks a call where it is written, so that one place is all that needs this. */
#if __has_feature(kcfi) /* since 16 */
#define DEFER_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall", "kcfi")))
#else
#define DEFER_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall")))
#endif
#define DEFER_QUIET_CALL_                                                                          \
    DEFER_QUIET_("-Wincompatible-pointer-types-discards-qualifiers") DEFER_QUIET_("-Wformat")
#define DEFER_SILENT_ _Pragma("GCC diagnostic push") DEFER_QUIET_("-Weverything")
#define DEFER_SILENT_END_ _Pragma("GCC diagnostic pop")
#define DEFER_NO_LINES_ __nodebug__ /* inlined code is at the line of its caller */
#if __has_warning("-Wc2y-extensions") /* since 22, which takes __COUNTER__ for one */
#define DEFER_QUIET_COUNTER_ DEFER_QUIET_("-Wc2y-extensions")
#endif
#define DEFER_QUIET_STATIC_ DEFER_QUIET_("-Wstatic-in-inline")
#define DEFER_HAS_CLEANUPS_ DEFER_HELPER_
/* Of a block in C++. */
#define DEFER_BLOCK_INLINE_ __attribute__((__always_inline__))
/* Warns that a value is unused if the expression begins with a token of the user. */
#define DEFER_USED_(var, value) (var ? value : value)
#else /* warns of the result of a function, behind casts too */
#define DEFER_QUIET_CALL_ DEFER_QUIET_("-Wdiscarded-qualifiers") DEFER_QUIET_("-Wformat")
#define DEFER_SILENT_
#define DEFER_SILENT_END_
#define DEFER_NO_LINES_ __artificial__
#define DEFER_UNCHECKED_
#define DEFER_QUIET_STATIC_
/* Of a helper with cleanups in cleanups: at -O0 with -fexceptions GCC crashes on inlined ones. */
#define DEFER_HAS_CLEANUPS_ DEFER_FOLDED_
#define DEFER_BLOCK_INLINE_ /* not by force: what holds va_end cannot be inlined */
#define DEFER_USED_(var, value)                                                                    \
    ((DEFER_TYPE_(var))(DEFER_SIZED_(var))defer_use_((DEFER_SIZED_(var))value))
#endif
#ifndef DEFER_QUIET_COUNTER_
#define DEFER_QUIET_COUNTER_
#endif
/* Calling conventions that a function may have instead of that of the target. */
#if defined(__x86_64__) && defined(_WIN32)
#define DEFER_HAS_CONVENTION_ DEFER_HAS_(__sysv_abi__)
#elif defined(__x86_64__)
#define DEFER_HAS_CONVENTION_ DEFER_HAS_(__ms_abi__)
#elif defined(__i386__)
#define DEFER_HAS_CONVENTION_                                                                      \
    DEFER_HAS_(__regparm__(3)) DEFER_HAS_(__regparm__(2)) DEFER_HAS_(__regparm__(1))               \
    DEFER_HAS_(__stdcall__)
#else
#define DEFER_HAS_CONVENTION_
#endif
#if !defined(__clang__) && !defined(__cplusplus) && __GNUC__ < 12
#define DEFER_FIRST_ struct defer_begin_; /* an `if` would take the pragma for its body */
#else
#define DEFER_FIRST_
#endif
#ifdef DEFER_NO_STDLIB
#define DEFER_STDLIB_(...)
#else
#include <errno.h>
#include <stdlib.h>
#define DEFER_STDLIB_(...) __VA_ARGS__
#endif

#ifdef __cplusplus
extern "C++" { /* also where the header is included inside of extern "C" */
#define DEFER_SHARED_(definition) extern "C" { definition }
#else
#define DEFER_SHARED_(definition) definition
#endif

/* ---- Private: helpers ------------------------------------------------------------------------ */

/* Inlined at -O0 too, where that saves a frame; a debugger is not to step into the helpers. */
#define DEFER_INLINE_ __inline__ __attribute__((__always_inline__))
#define DEFER_HELPER_ static __inline__ __attribute__((__always_inline__, DEFER_NO_LINES_))
#define DEFER_CLEANUP_(function) __attribute__((__cleanup__(function), __unused__))
#ifdef __OPTIMIZE__
#define DEFER_RARE_ static __attribute__((__noinline__, __cold__, __unused__)) /* out of the way */
#define DEFER_FOLDED_ DEFER_HELPER_ /* one case is left of its switch; else all are, in one place */
#else /* GCC leaves out what is inline and never called */
#define DEFER_RARE_ static __inline__ __attribute__((__cold__, __unused__))
#define DEFER_FOLDED_ static __inline__ __attribute__((DEFER_NO_LINES_))
#endif

/* An expansion is silent about what it does on purpose: it ignores what fn returns. In C it is a
 * declaration that may follow a statement; in C++ it asks for the type of NULL. */
#define DEFER_PRAGMA_(text) _Pragma(#text)
#define DEFER_QUIET_(warning) DEFER_PRAGMA_(GCC diagnostic ignored warning)
#ifdef __cplusplus
#define DEFER_QUIET_OTHER_ DEFER_QUIET_("-Wconversion-null") DEFER_QUIET_COUNTER_
#else
#define DEFER_QUIET_OTHER_                                                                         \
    DEFER_QUIET_("-Wdeclaration-after-statement") DEFER_QUIET_STATIC_ DEFER_QUIET_COUNTER_
#endif
#define DEFER_BEGIN_                                                                               \
    DEFER_FIRST_ DEFER_PRAGMA_(GCC diagnostic push)                                                \
    DEFER_QUIET_("-Wunused-result") DEFER_QUIET_OTHER_
#define DEFER_END_ DEFER_PRAGMA_(GCC diagnostic pop)
#define DEFER_LAST_(n) __attribute__((__unused__)) typedef char defer_last_##n##_

/* Expands to form(n, k, count, when, subject, fn, args...): n is a number that no other guard has,
 * as two may share a line, k a name made of it, and count how many fn and args are. Before it goes
 * what the audit is to know of the place. */
#define DEFER_NEW_(place, text, form, when, subject, ...)                                          \
    DEFER_BEGIN_ DEFER_NUMBER_(place, text,                                                        \
        DEFER_FEW_(DEFER_MANY_, form, form, form, form, form, __VA_ARGS__), when, subject,         \
                               __COUNTER__, DEFER_ARG_COUNT_(__VA_ARGS__), __VA_ARGS__)
#define DEFER_NUMBER_(place, text, form, when, subject, n, count, ...)                             \
    DEFER_NAME_(place, text, form, when, subject, n, count, __VA_ARGS__)
#define DEFER_NAME_(place, text, form, when, subject, n, count, ...)                               \
    place(n, text) form(n, defer_kept_##n##_, count, when, subject, __VA_ARGS__)
#define DEFER_ARG_COUNT_(...)                                                                      \
    DEFER_PICK_(__VA_ARGS__, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, ~)
#define DEFER_FEW_(many, a, b, c, d, e, ...)                                                       \
    DEFER_PICK_(__VA_ARGS__, many, many, many, many, many, many, many, many, many, many, many,     \
                many, many, e, d, c, b, a, ~)
#define DEFER_PICK_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, q, r, s, picked, ...) picked
#define DEFER_FIRST_OF_(lead, ...) lead
#define DEFER_MANY_TEXT_ "a guard or a push takes a function and at most 4 arguments"
#define DEFER_MANY_(n, ...) DEFER_REFUSE_(n, DEFER_MANY_TEXT_)

#define DEFER_EACH_(count, ...) DEFER_EACH_OF_(count, __VA_ARGS__)
#define DEFER_EACH_OF_(count, ...) DEFER_EACH_##count##_(__VA_ARGS__)
#define DEFER_EACH_18_(...) DEFER_NEW_(DEFER_NO_PLACE_, "", DEFER_EACH_REFUSED_, ~, ~, ~)
#define DEFER_EACH_1_ DEFER_EACH_18_
#define DEFER_EACH_REFUSED_(n, ...)                                                                \
    DEFER_REFUSE_(n, "DEFER_EACH takes a function and 1 to 16 arguments")
#define DEFER_EACH_17_(fn, a, ...) DEFER(fn, a); DEFER_EACH_16_(fn, __VA_ARGS__)
#define DEFER_EACH_16_(fn, a, ...) DEFER(fn, a); DEFER_EACH_15_(fn, __VA_ARGS__)
#define DEFER_EACH_15_(fn, a, ...) DEFER(fn, a); DEFER_EACH_14_(fn, __VA_ARGS__)
#define DEFER_EACH_14_(fn, a, ...) DEFER(fn, a); DEFER_EACH_13_(fn, __VA_ARGS__)
#define DEFER_EACH_13_(fn, a, ...) DEFER(fn, a); DEFER_EACH_12_(fn, __VA_ARGS__)
#define DEFER_EACH_12_(fn, a, ...) DEFER(fn, a); DEFER_EACH_11_(fn, __VA_ARGS__)
#define DEFER_EACH_11_(fn, a, ...) DEFER(fn, a); DEFER_EACH_10_(fn, __VA_ARGS__)
#define DEFER_EACH_10_(fn, a, ...) DEFER(fn, a); DEFER_EACH_9_(fn, __VA_ARGS__)
#define DEFER_EACH_9_(fn, a, ...) DEFER(fn, a); DEFER_EACH_8_(fn, __VA_ARGS__)
#define DEFER_EACH_8_(fn, a, ...) DEFER(fn, a); DEFER_EACH_7_(fn, __VA_ARGS__)
#define DEFER_EACH_7_(fn, a, ...) DEFER(fn, a); DEFER_EACH_6_(fn, __VA_ARGS__)
#define DEFER_EACH_6_(fn, a, ...) DEFER(fn, a); DEFER_EACH_5_(fn, __VA_ARGS__)
#define DEFER_EACH_5_(fn, a, ...) DEFER(fn, a); DEFER_EACH_4_(fn, __VA_ARGS__)
#define DEFER_EACH_4_(fn, a, ...) DEFER(fn, a); DEFER_EACH_3_(fn, __VA_ARGS__)
#define DEFER_EACH_3_(fn, a, ...) DEFER(fn, a); DEFER_EACH_2_(fn, __VA_ARGS__)
#define DEFER_EACH_2_(fn, a) DEFER(fn, a)

/* A map is macro(n, index, fn, value) for fn and each argument, and a call is callee(n, k, fn) of
 * pass(n, k, index, argument) for each; both have a macro of their own for the first argument. */
#define DEFER_MAP_1_(macro, lead, n, fn) macro(n, 0, fn, fn)
#define DEFER_MAP_2_(macro, lead, n, fn, a) macro(n, 0, fn, fn) macro##lead(n, 1, fn, a)
#define DEFER_MAP_3_(macro, lead, n, fn, a, b)                                                     \
    DEFER_MAP_2_(macro, lead, n, fn, a) macro(n, 2, fn, b)
#define DEFER_MAP_4_(macro, lead, n, fn, a, b, c)                                                  \
    DEFER_MAP_3_(macro, lead, n, fn, a, b) macro(n, 3, fn, c)
#define DEFER_MAP_5_(macro, lead, n, fn, a, b, c, d)                                               \
    DEFER_MAP_4_(macro, lead, n, fn, a, b, c) macro(n, 4, fn, d)
#define DEFER_CALL_1_(callee, pass, lead, n, k, fn) callee(n, k, fn)()
#define DEFER_CALL_2_(callee, pass, lead, n, k, fn, a) callee(n, k, fn)(lead(n, k, 1, a))
#define DEFER_CALL_3_(callee, pass, lead, n, k, fn, a, b)                                          \
    callee(n, k, fn)(lead(n, k, 1, a), pass(n, k, 2, b))
#define DEFER_CALL_4_(callee, pass, lead, n, k, fn, a, b, c)                                       \
    callee(n, k, fn)(lead(n, k, 1, a), pass(n, k, 2, b), pass(n, k, 3, c))
#define DEFER_CALL_5_(callee, pass, lead, n, k, fn, a, b, c, d)                                    \
    callee(n, k, fn)(lead(n, k, 1, a), pass(n, k, 2, b), pass(n, k, 3, c), pass(n, k, 4, d))

#define DEFER_USER_FN_(n, k, fn) (fn)
#define DEFER_USER_ARG_(n, k, i, x) x

/* A member of a struct that does not compile unless `ok`. In strict C99, where libc may define
 * _Static_assert away, the name of a bit-field stands for every text. */
#ifdef __cplusplus
#define DEFER_CHECK_(ok, text) static_assert(ok, "defer.h: " text);
#elif defined(__STRICT_ANSI__) && __STDC_VERSION__ < 201112L
#define DEFER_CHECK_(ok, text)                                                                     \
    int : (int)sizeof(struct { int defer_h_refuses_this_use_see_its_manual : (ok) ? 1 : -1; });
#else
#define DEFER_CHECK_(ok, text) /* with choose_expr, Clang does not repeat the condition */         \
    _Static_assert(__builtin_choose_expr(ok, 1, 0), "defer.h: " text);
#endif
#define DEFER_REFUSE_(n, text)                                                                     \
    __extension__ struct defer_refused_##n##_ { DEFER_CHECK_(0, text) int defer_x_; };             \
    DEFER_END_ DEFER_LAST_(n)
#define DEFER_CLOSURES_ "build with GCC, as C++11, or with Clang 22 and -fdefer-ts"

/* What an expression is, unevaluated, by the class that the compiler gives it. An empty one is what
 * DEFER_VAR passes over and DEFER_TAKE leaves: null, a negative integer, an unsigned 0. A call that
 * is kept is made with an int or with 64 bits. */
#define DEFER_IS_POINTER_(x) (DEFER_CLASS_(x) == 5)
#define DEFER_IS_INTEGER_(x) (DEFER_CLASS_(x) - 1u < 4)
#define DEFER_IS_SCALAR_(x) (DEFER_CLASS_(x) - 1u < 5)
#define DEFER_MAY_KEEP_(x) (DEFER_IS_SCALAR_(x) && (sizeof(x) <= sizeof(int) || sizeof(x) == 8))
#define DEFER_CHECK_VAR_(macro, var)                                                               \
    DEFER_CHECK_(DEFER_MAY_KEEP_(var),                                                             \
                 #macro " needs a pointer or an integer; pass the variable that holds the resource")

/* What each form asks of the lvalue at `at` and of what fn returns, and what it does at exit, with
 * what it sees there and the call that it keeps. */
#define DEFER_CHECK_when_if_(at, returned)                                                         \
    DEFER_CHECK_(DEFER_IS_INTEGER_(*(at)) || DEFER_IS_POINTER_(*(at)),                             \
                 "the flag of DEFER_IF and DEFER_UNLESS must be an integer or a pointer")
#define DEFER_DO_when_if_(seen, call, place)                                                       \
    if (seen) call; DEFER_AUDIT_(else defer_pass_over_(place);)
#define DEFER_CHECK_when_unless_ DEFER_CHECK_when_if_
#define DEFER_DO_when_unless_(seen, call, place) DEFER_DO_when_if_(!(seen), call, place)
#define DEFER_CHECK_when_negative_(at, returned)                                                   \
    DEFER_CHECK_(DEFER_IS_SIGNED_(*(at)),                                                          \
                 "the result of DEFER_IF_NEGATIVE must be a signed integer; else use DEFER_IF")
#define DEFER_DO_when_negative_(seen, call, place) DEFER_DO_when_if_((seen) < 0, call, place)
#define DEFER_CHECK_when_status_(at, returned)                                                     \
    DEFER_CHECK_(DEFER_IS_INT_(*(at)) && DEFER_IS_INT_(returned),                                  \
                 "DEFER_STATUS and DEFER_ERRNO need the address of an int, and an fn that returns" \
                 " int")
#define DEFER_DO_when_status_(seen, call, place) defer_keep_first_(&(seen), call);
DEFER_HELPER_ void defer_keep_first_(int *at_, int status_) { if (!*at_) *at_ = status_; }
#define DEFER_CHECK_when_errno_ DEFER_CHECK_when_status_
#define DEFER_DO_when_errno_(seen, call, place) defer_keep_errno_(&(seen), call);
DEFER_STDLIB_(DEFER_HELPER_ void defer_keep_errno_(int *at_, int status_)
              { if (status_ < 0 && !*at_) *at_ = errno; })
#define DEFER_DO_when_always_(seen, call, place) call;
#define DEFER_CHECK_when_var_(at, returned) DEFER_CHECK_VAR_(DEFER_VAR, *(at))

#define DEFER_KEEP_ERRNO_(work)                                                                    \
    DEFER_STDLIB_(int defer_errno_ = errno;) { work } DEFER_STDLIB_(errno = defer_errno_;)
#ifdef DEFER_PRESERVE_ERRNO
#define DEFER_LEAVE_(release) DEFER_KEEP_ERRNO_(release)
#else
#define DEFER_LEAVE_(release) release
#endif

/* What the audit is told: see defer_audit.h. Nothing without DEFER_ENABLE_AUDIT. */
#ifdef DEFER_ENABLE_AUDIT
#define DEFER_AUDIT_(...) __VA_ARGS__
struct defer_place_;
struct defer_entry_;
DEFER_RARE_ void defer_settle_(struct defer_place_ *p_, int dismissed_);
DEFER_RARE_ void defer_pass_over_(struct defer_place_ *p_);
DEFER_RARE_ void defer_settle_entry_(struct defer_entry_ *e_, int dismissed_);
#else
#define DEFER_AUDIT_(...)
#endif
#define DEFER_AT_(n) defer_place_##n##_
#define DEFER_SOURCE_ __FILE__ ":" DEFER_LINE_(__LINE__) ": "
#define DEFER_LINE_(line) DEFER_LINE_OF_(line)
#define DEFER_LINE_OF_(line) #line
/* Declared before the guard, the variable goes after it: then the guard has run. */
#define DEFER_PLACE_(n, text) DEFER_AUDIT_(DEFER_REGISTERED_(n, text))
#define DEFER_NAMED_PLACE_(n, text) DEFER_AUDIT_(DEFER_STATIC_PLACE_(DEFER_AT_(n), text, 0))
#define DEFER_NAME_PLACE_(n, name)                                                                 \
    DEFER_AUDIT_(struct defer_place_ *defer_place_of_##name##_ = defer_register_(&DEFER_AT_(n));   \
                 (void)defer_place_of_##name##_;)
#define DEFER_NO_PLACE_(n, text)

/* ---- Private: a call whose types are erased ----------------------------------------------------
 * It is what the stack keeps, and a guard where there are no closures: fn and its arguments, all as
 * integers, and its shape, which says how to call fn. Registers and WebAssembly tell 32 bits from
 * 64, and no pointer from an integer of its size: so a shape is the class of the result, the number
 * of arguments, and for each how the parameter is passed. From -O1 up the shape of a guard is a
 * constant, and the compiler finds the exact call again. */

typedef unsigned long long defer_word_;
struct defer_call_ { defer_word_ words_[1 + DEFER_MAX_ARGS]; long shape_; }; /* fn, and args */
/* How a parameter is passed: in 64 bits, or in 32. A callee may rely on its caller to extend a
 * narrow value, and on some targets one of 32 bits, to the whole register. */
enum {
    DEFER_64_, DEFER_U32_, DEFER_S32_, DEFER_U16_, DEFER_S16_, DEFER_U8_, DEFER_S8_, DEFER_BOOL_,
    DEFER_TO_VOID_ = 0, DEFER_TO_INT_, DEFER_TO_32_, DEFER_TO_64_, DEFER_TO_NONE_ = 4,
    DEFER_POINTER_ = sizeof(void *) == 8 ? DEFER_64_ : DEFER_U32_
};
#if defined(__s390x__) || defined(__powerpc64__) || (defined(__sparc__) && defined(__arch64__)) || \
    (defined(__x86_64__) && defined(__ILP32__))
#define DEFER_EXTENDS_ 1
#else
#define DEFER_EXTENDS_ 0
#endif
#if defined(__LP64__) && (defined(__x86_64__) || defined(__aarch64__))
#define DEFER_WIDE_REGISTERS_ 1
#else
#define DEFER_WIDE_REGISTERS_ 0
#endif
#define DEFER_COUNTS_(count) ((count) * 4L)
#define DEFER_CODES_(i, code) ((0L + (code)) << (3 * (i) + 2))
#define DEFER_RESULT_(shape) ((shape) & 3)
#define DEFER_COUNT_OF_(shape) ((shape) >> 2 & 7)
#define DEFER_PARAM_(shape, i) ((shape) >> (3 * (i) + 2) & 7)
enum { DEFER_TAKES_POINTER_ = DEFER_COUNTS_(1) + DEFER_CODES_(1, DEFER_POINTER_) + DEFER_TO_VOID_ };

/* Converts as the call does. */
DEFER_FOLDED_ defer_word_ defer_convert_(defer_word_ value_, long shape_, int i_)
{
    switch (DEFER_PARAM_(shape_, i_)) {
    case DEFER_U32_: return (unsigned)value_;
    case DEFER_S32_: return (defer_word_)(int)value_;
    case DEFER_U16_: return (unsigned short)value_;
    case DEFER_S16_: return (defer_word_)(short)value_;
    case DEFER_U8_: return (unsigned char)value_;
    case DEFER_S8_: return (defer_word_)(signed char)value_;
    case DEFER_BOOL_: return value_ != 0;
    default: return value_;
    }
}
/* What the stack keeps is converted, as DEFER_CANCEL compares it; a guard converts at exit. */
DEFER_FOLDED_ struct defer_call_ defer_keep_call_(defer_word_ fn_, defer_word_ a_, defer_word_ b_,
                                                  defer_word_ c_, defer_word_ d_, long shape_)
{
    struct defer_call_ call_ = { { fn_, a_, b_, c_, d_ }, shape_ };
    if (DEFER_PARAM_(shape_, 1)) call_.words_[1] = defer_convert_(a_, shape_, 1);
    if (DEFER_PARAM_(shape_, 2)) call_.words_[2] = defer_convert_(b_, shape_, 2);
    if (DEFER_PARAM_(shape_, 3)) call_.words_[3] = defer_convert_(c_, shape_, 3);
    if (DEFER_PARAM_(shape_, 4)) call_.words_[4] = defer_convert_(d_, shape_, 4);
    return call_;
}
#ifdef __wasm__ /* where LLVM makes a trap of a direct call that passes an int for less than one */
DEFER_HELPER_ __UINTPTR_TYPE__ defer_fn_of_(const struct defer_call_ *call_)
{
    __UINTPTR_TYPE__ fn_ = (__UINTPTR_TYPE__)call_->words_[0];
    long s_ = call_->shape_;
    if (DEFER_PARAM_(s_, 1) > DEFER_S32_ || DEFER_PARAM_(s_, 2) > DEFER_S32_ ||
        DEFER_PARAM_(s_, 3) > DEFER_S32_ || DEFER_PARAM_(s_, 4) > DEFER_S32_)
        __asm__("" : "+r"(fn_));
    return fn_;
}
#define DEFER_FN_OF_(call) defer_fn_of_(call)
#else
#define DEFER_FN_OF_(call) (__UINTPTR_TYPE__)(call)->words_[0]
#endif

/* Makes a call of so many arguments; the status is what an fn that returns int returned, else 0.
 * Each argument is a variable of the type that it is passed in. For an entry of the stack, that is
 * 64 bits for all where registers have these and a callee looks at what it needs: 15 calls are less
 * code than 93. For a guard it would not be the exact call again. */
#define DEFER_WITH_(i, arg, then)                                                                  \
    if (DEFER_EXTENDS_ || all_wide_ || !DEFER_PARAM_(call_->shape_, i)) {                          \
        defer_word_ arg = call_->words_[i];                                                        \
        if (DEFER_EXTENDS_ && !all_wide_) arg = defer_convert_(arg, call_->shape_, i);             \
        then                                                                                       \
    } else {                                                                                       \
        unsigned arg = (unsigned)defer_convert_(call_->words_[i], call_->shape_, i); then          \
    }
#define DEFER_CALL_AS_(R, params) ((R (*) params)DEFER_FN_OF_(call_))
#define DEFER_RESULTS_(params, args)                                                               \
    switch (DEFER_RESULT_(call_->shape_)) {                                                        \
    case DEFER_TO_VOID_: DEFER_CALL_AS_(void, params) args; return 0;                              \
    case DEFER_TO_INT_: return DEFER_CALL_AS_(int, params) args;                                   \
    case DEFER_TO_32_: (void)DEFER_CALL_AS_(int, params) args; return 0;                           \
    default: (void)DEFER_CALL_AS_(defer_word_, params) args; return 0;                             \
    }
#define DEFER_MAKES_(count, body)                                                                  \
    DEFER_FOLDED_ DEFER_UNCHECKED_ int defer_make_##count##_(const struct defer_call_ *call_)      \
    { enum { all_wide_ = 0 }; body }                                                               \
    DEFER_FOLDED_ DEFER_UNCHECKED_ int defer_run_call_##count##_(const struct defer_call_ *call_)  \
    { enum { all_wide_ = DEFER_WIDE_REGISTERS_ }; body }
DEFER_MAKES_(1, DEFER_RESULTS_((void), ()))
DEFER_MAKES_(other_2, DEFER_WITH_(1, a_, DEFER_RESULTS_((__typeof__(a_)), (a_))))
DEFER_MAKES_(3, DEFER_WITH_(1, a_, DEFER_WITH_(2, b_,
    DEFER_RESULTS_((__typeof__(a_), __typeof__(b_)), (a_, b_)))))
DEFER_MAKES_(4, DEFER_WITH_(1, a_, DEFER_WITH_(2, b_, DEFER_WITH_(3, c_,
    DEFER_RESULTS_((__typeof__(a_), __typeof__(b_), __typeof__(c_)), (a_, b_, c_))))))
DEFER_MAKES_(5, DEFER_WITH_(1, a_, DEFER_WITH_(2, b_, DEFER_WITH_(3, c_, DEFER_WITH_(4, d_,
    DEFER_RESULTS_((__typeof__(a_), __typeof__(b_), __typeof__(c_), __typeof__(d_)),
                   (a_, b_, c_, d_)))))))
/* A pointer is the commonest argument: inlined at -O0 too, where a debugger steps into fn. */
DEFER_HELPER_ DEFER_UNCHECKED_ int defer_make_2_(const struct defer_call_ *call_)
{
    __UINTPTR_TYPE__ a_ = (__UINTPTR_TYPE__)call_->words_[1];
    if (call_->shape_ == DEFER_TAKES_POINTER_ + 1L * DEFER_TO_INT_)
        return DEFER_CALL_AS_(int, (__UINTPTR_TYPE__))(a_);
    if (call_->shape_ != DEFER_TAKES_POINTER_) return defer_make_other_2_(call_);
    DEFER_CALL_AS_(void, (__UINTPTR_TYPE__))(a_);
    return 0;
}
#define DEFER_KEEPS_                                                                               \
    "fn must have a prototype and the usual calling convention, not be variadic, take pointers"    \
    " and integers, and return one or nothing. Beside an integer, cast a void * to the type of"    \
    " its parameter. Else wrap fn in such a function, or for a guard " DEFER_CLOSURES_

/* No analyzer but that of GCC knows what runs at exit: the others are to believe that someone else
 * has the pointer, and what it points at by then. cppcheck sees that in a plain call only. */
#ifdef __clang_analyzer__
struct defer_seen_ { const volatile void *p_; struct defer_seen_ *next_; };
DEFER_SHARED_(__attribute__((__const__)) struct defer_seen_ *defer_elsewhere_(void);)
DEFER_HELPER_ void defer_see_(struct defer_seen_ **list_, struct defer_seen_ *new_,
                              const volatile void *p_)
{ new_->p_ = p_; new_->next_ = *list_; *list_ = new_; }
#define DEFER_SEEN_(address)                                                                       \
    __extension__({                                                                                \
        static struct defer_seen_ *defer_seen_; DEFER_TYPE_(address) defer_given_ = (address);     \
        defer_see_(&defer_seen_, defer_elsewhere_(), (const volatile void *)defer_given_);         \
        defer_given_; })
#else
#define DEFER_SEEN_(address) address
#endif

#ifdef __cplusplus
/* ---- Private: C++ ------------------------------------------------------------------------------
 * Defines what C defines below, by the same names: what an expression is, DEFER_TAKE_, the erased
 * call, how to keep values, run a guard with a name, and run something at exit. */

template <class T_> T_ defer_value_(T_);
/* As __builtin_classify_type numbers them, which knows no type of a template since GCC 14. */
template <class T_> char defer_has_remainder_(decltype(T_() % 1) *);
template <class T_> long defer_has_remainder_(...);
template <class T_> struct defer_class_ {
    enum { number_ = __is_enum(T_) || (sizeof defer_has_remainder_<T_>(0) == 1 &&
                                       !__is_class(T_) && !__is_union(T_)) };
};
template <class T_> struct defer_class_<T_ *> { enum { number_ = 5 }; };
template <class T_, bool is_enum_> struct defer_integer_ { typedef T_ type_; };
template <class T_> struct defer_integer_<T_, true> { typedef __underlying_type(T_) type_; };
template <class T_, bool integer_> struct defer_signed_ { enum { yes_ = 0 }; };
template <class T_> struct defer_signed_<T_, true> {
    typedef typename defer_integer_<T_, __is_enum(T_)>::type_ type_;
    enum { yes_ = type_(-1) < type_(1) };
};
template <class T_> struct defer_is_int_ { enum { yes_ = 0 }; };
template <> struct defer_is_int_<int> { enum { yes_ = 1 }; };
template <> struct defer_is_int_<int &> { enum { yes_ = 1 }; };
#define DEFER_TYPE_(x) decltype(defer_value_(x))
#define DEFER_CLASS_(x) +defer_class_<DEFER_TYPE_(x)>::number_
#define DEFER_IS_SIGNED_(x) defer_signed_<DEFER_TYPE_(x), DEFER_IS_INTEGER_(x)>::yes_
#define DEFER_IS_INT_(x) defer_is_int_<decltype((x))>::yes_
#define DEFER_IS_EMPTY_(x) defer_is_empty_(x)
template <class T_> DEFER_HELPER_ bool defer_is_empty_(T_ *x_) { return x_ == 0; }
template <class T_> DEFER_HELPER_ bool defer_is_empty_(T_ x_)
{ return DEFER_IS_SIGNED_(x_) ? x_ < T_() : x_ == T_(); }
#define DEFER_TAKE_(var) defer_take_<DEFER_TYPE_(var)>(var)
template <class T_, class V_>
__attribute__((__warn_unused_result__)) DEFER_HELPER_ T_ defer_take_(V_ &var_)
{
    T_ taken_ = var_;
    DEFER_CHECK_VAR_(DEFER_TAKE, taken_)
    var_ = DEFER_IS_SIGNED_(var_) ? T_(-1) : T_();
    return taken_;
}

/* P is deduced from fn alone, so that args convert as in an ordinary call. */
template <class T_> struct defer_as_is_ {
    typedef T_ type_;
    enum { is_void_ = 0, is_reference_ = 0 };
};
template <> struct defer_as_is_<void> { typedef int type_; enum { is_void_ = 1 }; };
template <class T_> struct defer_as_is_<T_ &> {
    typedef T_ &type_;
    enum { is_void_ = 0, is_reference_ = 1 };
};
template <class T_> struct defer_as_is_<T_ &&> : defer_as_is_<T_ &> {};
template <class T_> T_ defer_any_();
template <class T_> struct defer_is_bool_ { enum { yes_ = 0 }; };
template <> struct defer_is_bool_<bool> { enum { yes_ = 1 }; };
template <int i_, class... P_> struct defer_params_ { enum { fit_ = 1, codes_ = 0 }; };
template <int i_, class P_, class... Q_> struct defer_params_<i_, P_, Q_...> {
    typedef defer_params_<i_ + 1, Q_...> rest_;
    enum {
        is_signed_ = DEFER_IS_SIGNED_(defer_any_<P_>()),
        code_ = sizeof(P_) == 8 ? +DEFER_64_ : defer_class_<P_>::number_ == 5 ? +DEFER_POINTER_
                : defer_is_bool_<P_>::yes_ ? +DEFER_BOOL_
                : sizeof(P_) == 1 ? +DEFER_U8_ + +is_signed_
                : sizeof(P_) == 2 ? +DEFER_U16_ + +is_signed_
                : +DEFER_U32_ + +is_signed_,
        fit_ = DEFER_MAY_KEEP_(defer_any_<P_>()) && !defer_as_is_<P_>::is_reference_ && rest_::fit_,
        codes_ = DEFER_CODES_(i_, code_) + rest_::codes_
    };
};
template <class T_> DEFER_HELPER_ defer_word_ defer_word_of_(T_ *p_)
{ return reinterpret_cast<__UINTPTR_TYPE__>(DEFER_SEEN_(p_)); }
template <class T_> DEFER_HELPER_ defer_word_ defer_word_of_(T_ i_)
{ return static_cast<defer_word_>(i_); }
DEFER_HELPER_ const defer_call_ *defer_at_call_(const defer_call_ &call_) { return &call_; }
#define DEFER_AT_CALL_(call) defer_at_call_(call)
#define DEFER_CALL_OF_(...) defer_call_of_(__VA_ARGS__)
template <class R_, class... P_>
DEFER_HELPER_ defer_call_ defer_call_of_(R_ (*fn_)(P_...),
                                         typename defer_as_is_<P_>::type_... args_)
{
    typedef typename defer_as_is_<R_>::type_ result_;
    typedef defer_params_<1, P_...> params_;
    static_assert(sizeof...(P_) <= DEFER_MAX_ARGS, "defer.h: " DEFER_MANY_TEXT_);
    static_assert(DEFER_MAY_KEEP_(defer_any_<result_>()) && params_::fit_,
                  "defer.h: " DEFER_KEEPS_);
    const defer_word_ words_[1 + DEFER_MAX_ARGS] = {
        reinterpret_cast<__UINTPTR_TYPE__>(fn_), defer_word_of_(args_)...
    };
    return defer_keep_call_(words_[0], words_[1], words_[2], words_[3], words_[4],
                            DEFER_COUNTS_(static_cast<int>(sizeof...(P_))) + params_::codes_ +
                                (defer_as_is_<R_>::is_void_ ? DEFER_TO_VOID_
                                 : defer_is_int_<R_>::yes_ ? DEFER_TO_INT_
                                 : sizeof(result_) > sizeof(int) ? DEFER_TO_64_ : DEFER_TO_32_));
}

/* An argument is kept as the parameter of fn; what is none, in its own type. */
template <int i_, class... P_> struct defer_nth_ {};
template <class P_, class... Q_> struct defer_nth_<0, P_, Q_...> { typedef P_ type_; };
template <int i_, class P_, class... Q_>
struct defer_nth_<i_, P_, Q_...> : defer_nth_<i_ - 1, Q_...> {};
/* A reference is kept as one, if it needs no temporary object: if a pointer would convert, too. */
template <class U_> char defer_points_(U_ *);
template <class U_> long defer_points_(...);
template <class U_, bool binds_> struct defer_bound_ { typedef U_ &type_; };
template <class U_> struct defer_bound_<U_, false> { typedef U_ type_; };
template <class U_> struct defer_bound_<const U_, false> { typedef U_ type_; };
template <class P_, class X_> struct defer_keep_ { typedef P_ type_; };
template <class U_, class X_> struct defer_keep_<U_ &&, X_> { typedef U_ type_; };
template <class U_, class X_> struct defer_keep_<U_ &, X_> : defer_bound_<U_, false> {};
template <class U_, class V_> struct defer_keep_<U_ &, V_ &>
    : defer_bound_<U_, sizeof defer_points_<U_>((V_ *)0) == 1> {};
template <class T_> defer_keep_<T_ *, int> defer_decay_(T_ *, int);
template <class T_> defer_keep_<T_, int> defer_decay_(const T_ &, ...);
template <int i_, class X_, class A_, class R_, class... P_>
defer_keep_<typename defer_nth_<i_, typename A_::type_, P_...>::type_, X_>
defer_param_(R_ (*)(P_...), int);
struct defer_other_ { template <class F_> defer_other_(const F_ &); }; /* no plain function */
template <int i_, class X_, class A_>
defer_keep_<typename A_::type_, X_> defer_param_(defer_other_, ...);
#define DEFER_KEPT_(i, fn, x)                                                                      \
    typename decltype(                                                                             \
        defer_param_<i, decltype((x)), decltype(defer_decay_(x, 0))>(fn, 0))::type_
#define DEFER_OWN_(x) decltype(x)
#define DEFER_RETURNED_(n, count, ...)                                                             \
    DEFER_CALL_##count##_(DEFER_USER_FN_, DEFER_USER_ARG_, DEFER_USER_ARG_, n, ~, __VA_ARGS__)
#define DEFER_MY_(k, i) this->defer_##i##_
#define DEFER_INIT_(type, x) defer_pass_<type>(x) /* in braces it would not be narrowed */
template <class T_> DEFER_HELPER_ T_ defer_pass_(T_ value_) { return value_; }
/* What was kept as a value binds to no reference through which fn could change it. */
#define DEFER_PASS_(n, k, i, x) DEFER_MOVE_(DEFER_MY_(k, i))
#define DEFER_MOVE_(member) static_cast<decltype(member) &&>(member)
/* DEFER_RUN is a member, which has the call of the destructor, but keeps what an fn returns. */
#define DEFER_NAMED_(n, name, count, ...)                                                          \
    DEFER_INLINE_ __attribute__((__unused__, DEFER_NO_LINES_)) int defer_run_()                    \
    {                                                                                              \
        typedef decltype(DEFER_MAKE_(n, name, count, __VA_ARGS__)) defer_result_;                  \
        DEFER_AUDIT_(defer_settle_(&DEFER_AT_(n), 0);) this->defer_armed_ = 0;                     \
        return DEFER_CALL_##count##_(DEFER_INT_FN_, DEFER_PASS_, DEFER_PASS_, n, name,             \
                                     __VA_ARGS__);                                                 \
    }
#define DEFER_INT_FN_(n, k, fn) defer_int_fn_<defer_result_>::of_(this->defer_0_)
#define DEFER_ARM_INIT_(name) 1
#define DEFER_RUN_(name) ((name).defer_armed_ ? (name).defer_run_() : 0)
template <class R_> struct defer_int_fn_ {
    template <class F_> struct call_ {
        F_ &fn_;
        template <class... A_> DEFER_INLINE_ __attribute__((DEFER_NO_LINES_)) int
        operator()(A_ &&...args_) const { return (void)fn_(static_cast<A_ &&>(args_)...), 0; }
    };
    template <class F_> DEFER_HELPER_ call_<F_> of_(F_ &fn_) { return { fn_ }; }
};
template <> struct defer_int_fn_<int> {
    template <class F_> struct call_ {
        F_ &fn_;
        template <class... A_> DEFER_INLINE_ __attribute__((DEFER_NO_LINES_)) int
        operator()(A_ &&...args_) const { return fn_(static_cast<A_ &&>(args_)...); }
    };
    template <class F_> DEFER_HELPER_ call_<F_> of_(F_ &fn_) { return { fn_ }; }
};

/* A local class and its destructor cost least at -O0. Its name has the line in it, as the numbers
 * of two files that share an inline function may differ, and a class of one name must not. A block
 * is a lambda; a reference is bound to it, so that no copy of it can run. Its first declaration
 * would be lost to the rest as the body of an `if`. */
#define DEFER_SCOPE_(n, ...) DEFER_LINED_(n, __LINE__, __VA_ARGS__)
#define DEFER_LINED_(n, line, ...) DEFER_LOCAL_(n, line, __VA_ARGS__)
#define DEFER_LOCAL_(n, line, k, count, lead, checks, types, fields, named, given, release, ...)   \
    DEFER_MAP_##count##_(DEFER_T_, lead, n, __VA_ARGS__) checks types                              \
    struct defer_scope_##line##_##n##_ {                                                           \
        DEFER_MAP_##count##_(DEFER_F_, lead, n, __VA_ARGS__) fields named                          \
        DEFER_INLINE_ ~defer_scope_##line##_##n##_() noexcept(false) { DEFER_LEAVE_(release) }     \
    };                                                                                             \
    DEFER_END_ defer_scope_##line##_##n##_ k =                                                     \
        { DEFER_MAP_##count##_(DEFER_V_, lead, n, __VA_ARGS__) given }
#define DEFER_BARRIER_(n)
#define DEFER_BLOCK_(n, k, ...)                                                                    \
    struct defer_begin_##n##_ : defer_at_exit_ {}; DEFER_END_                                      \
    __attribute__((__unused__)) auto &&k = defer_begin_##n##_() ->*[&]() DEFER_BLOCK_INLINE_
template <class F_> struct defer_closure_ {
    F_ release_;
    DEFER_INLINE_ __attribute__((DEFER_NO_LINES_)) ~defer_closure_() noexcept(false)
    { DEFER_LEAVE_(release_();) }
};
struct defer_at_exit_ {};
template <class F_>
DEFER_HELPER_ defer_closure_<F_> operator->*(const defer_at_exit_ &, const F_ &f_)
{ return { f_ }; }

#else
/* ---- Private: C --------------------------------------------------------------------------------
 * What an expression is, unevaluated; its type is decayed and not promoted. */

#define DEFER_TYPE_(x) __typeof__((void)0, (x))
#define DEFER_CLASS_(x) __builtin_classify_type(x)
#define DEFER_IF_POINTER_(x, yes, no) __builtin_choose_expr(DEFER_IS_POINTER_(x), yes, no)
#define DEFER_INTEGER_(x) __builtin_choose_expr(DEFER_IS_INTEGER_(x), ((void)0, (x)), 0u)
#define DEFER_IS_SIGNED_(x)                                                                        \
    ((__typeof__(DEFER_INTEGER_(x)))-1 < 1)
#define DEFER_IS_INT_(x) __builtin_types_compatible_p(__typeof__(x), int)
#define DEFER_IS_EMPTY_(x)                                                                         \
    __builtin_choose_expr(DEFER_IS_SIGNED_(x),                                                     \
                          __builtin_choose_expr(DEFER_IS_SIGNED_(x), (x), 0) < 0, !(x))
#define DEFER_TAKE_(var) DEFER_USED_(var, DEFER_TAKEN_(var))
#define DEFER_TAKEN_(var)                                                                          \
    __extension__({                                                                                \
        __typeof__(var) *defer_at_ = &(var);                                                       \
        DEFER_TYPE_(var) defer_taken_ = *defer_at_;                                                \
        (void)sizeof(struct { DEFER_CHECK_VAR_(DEFER_TAKE, var) int defer_x_; });                  \
        *defer_at_ = (DEFER_TYPE_(var))DEFER_IF_POINTER_(var, (void *)0, -DEFER_IS_SIGNED_(var));  \
        defer_taken_;                                                                              \
    })
#define DEFER_IS_NULLPTR_(x) (DEFER_CLASS_(x) == -1)
#define DEFER_SIZED_(x) __typeof__(DEFER_IF_POINTER_(x, sizeof 0, 0ull))
__attribute__((__warn_unused_result__)) DEFER_HELPER_ unsigned long long
defer_use_(unsigned long long value_) { return value_; }

/* An argument as an integer. */
#ifdef __clang_analyzer__
#define DEFER_WORD_OF_(x)                                                                          \
    DEFER_IF_POINTER_(x, (__UINTPTR_TYPE__)DEFER_SEEN_(DEFER_IF_POINTER_(x, (x), (void *)0)),      \
                      DEFER_IF_POINTER_(x, 0, (x)))
#else
#define DEFER_WORD_OF_(x)                                                                          \
    (defer_word_)DEFER_TO_SIZE_OF_(x) __builtin_choose_expr(DEFER_IS_SCALAR_(x), (x), 0)
#if __SIZEOF_POINTER__ == 8
#define DEFER_TO_SIZE_OF_(x)
#else
#define DEFER_TO_SIZE_OF_(x) (DEFER_SIZED_(x))
#endif
#endif

/* The shape of fn(args...), which C has to find out by asking whether fn has a type. The parameter
 * that stands for a position in the question is a transparent union, which is compatible with each
 * of its members: so one question covers all integers that are passed alike, and one all pointers
 * that may be meant. If all arguments are pointers, so are the parameters, and nothing is asked. */
#define DEFER_ONE_OF_(...) { __VA_ARGS__ } __attribute__((__transparent_union__))
#define DEFER_IF_THEN_(is_so, value, other) __typeof__(__builtin_choose_expr(is_so, value, other))
#define DEFER_CHAR_IF_(is_so, T) DEFER_IF_THEN_(is_so, (char)0, (T)0)
#define DEFER_LONG_IF_INT_(T) DEFER_IF_THEN_(sizeof(long) == sizeof(int), (T long)0, (T int)0)
union defer_ints_1_ DEFER_ONE_OF_(signed char a_; unsigned char b_; char c_; _Bool d_;);
union defer_ints_2_ DEFER_ONE_OF_(short a_; unsigned short b_;);
union defer_ints_3_ DEFER_ONE_OF_(int a_; unsigned b_; DEFER_LONG_IF_INT_(signed) c_;
                                  DEFER_LONG_IF_INT_(unsigned) d_;);
union defer_ints_4_ DEFER_ONE_OF_(long long a_; unsigned long long b_;
                                  DEFER_IF_THEN_(sizeof(long) == 8, 0L, 0LL) c_;
                                  DEFER_IF_THEN_(sizeof(long) == 8, 0UL, 0ULL) d_;);
union defer_unsigned_1_ DEFER_ONE_OF_(unsigned char a_;
                                      DEFER_CHAR_IF_((char)-1 > 0, unsigned char) b_;);
union defer_signed_1_ DEFER_ONE_OF_(signed char a_; DEFER_CHAR_IF_((char)-1 < 0, signed char) b_;);
union defer_unsigned_3_ DEFER_ONE_OF_(unsigned a_; DEFER_LONG_IF_INT_(unsigned) b_;);
union defer_signed_3_ DEFER_ONE_OF_(int a_; DEFER_LONG_IF_INT_(signed) b_;);
struct defer_none_;
#define DEFER_FITS_(...) __builtin_types_compatible_p(defer_f_, defer_r_(__VA_ARGS__))
#define DEFER_ANY_(T) ((T (*)(void))0)()

/* No prototype fits a struct; a function with `...` is called in another way, and so is one with a
 * calling convention of its own: adding that changes no type which has it. */
#define DEFER_HAS_(convention)                                                                     \
    || (DEFER_SAME_(defer_f_, convention) && !DEFER_SAME_(defer_plain_f_, convention))
#define DEFER_SAME_(f, convention)                                                                 \
    __builtin_types_compatible_p(f *, f __attribute__((convention)) *)
typedef void defer_plain_f_(void);
#define DEFER_SHAPE_BEGIN_(fn, call)                                                               \
    __extension__({                                                                                \
        typedef __typeof__(*(fn)) defer_f_;                                                        \
        typedef __typeof__(call) defer_r_;                                                         \
        typedef __typeof__(__builtin_choose_expr(                                                  \
            __builtin_types_compatible_p(defer_r_, void), 0, DEFER_ANY_(defer_r_))) defer_v_;      \
        enum {                                                                                     \
            defer_result_ = __builtin_types_compatible_p(defer_r_, void) ? DEFER_TO_VOID_          \
                            : __builtin_types_compatible_p(defer_r_, int) ? DEFER_TO_INT_          \
                            : __builtin_classify_type(DEFER_ANY_(defer_v_)) > 5 ? DEFER_TO_NONE_   \
                            : sizeof(defer_v_) == 8 ? DEFER_TO_64_                                 \
                            : sizeof(defer_v_) <= sizeof(int) ? DEFER_TO_32_ : DEFER_TO_NONE_,     \
            defer_is_odd_ = DEFER_FITS_(struct defer_none_) DEFER_HAS_CONVENTION_                  \
        };
#define DEFER_SHAPE_END_(fit, checks, codes)                                                       \
        DEFER_BOOL_TYPE_(defer_fits_, !defer_is_odd_ && defer_result_ < +DEFER_TO_NONE_ && (fit))  \
        enum { defer_codes_ = codes };                                                             \
        (void)sizeof(struct {                                                                      \
            DEFER_CHECK_(sizeof(defer_fits_) == 2, DEFER_KEEPS_) checks int defer_x_; });          \
        (long)defer_codes_ + defer_result_; })
/* A constant as a type: where a constant is asked for, Clang before 22 wants one of a compound
 * literal of the user. */
#define DEFER_BOOL_TYPE_(name, value)                                                              \
    typedef __typeof__(*__builtin_choose_expr(value, (char (*)[2])0, (char (*)[1])0)) name;

#define DEFER_SHAPE_1_(checks, fn)                                                                 \
    DEFER_SHAPE_BEGIN_(fn, (fn)()) DEFER_SHAPE_END_(1, checks, DEFER_COUNTS_(0))

/* One argument: what it points at does not matter, and naming a type of variable size would
 * evaluate it. A constant 0 may be for a pointer. */
#define DEFER_SHAPE_2_(checks, fn, a)                                                              \
    DEFER_SHAPE_BEGIN_(fn, (fn)(a))                                                                \
    enum {                                                                                         \
        defer_way_ = _Generic(__builtin_choose_expr(defer_is_odd_, 0, (defer_f_ *)0),              \
            defer_r_ (*)(union defer_ints_4_): DEFER_64_,                                          \
            defer_r_ (*)(union defer_unsigned_3_): DEFER_U32_,                                     \
            defer_r_ (*)(union defer_signed_3_): DEFER_S32_,                                       \
            defer_r_ (*)(unsigned short): DEFER_U16_, defer_r_ (*)(short): DEFER_S16_,             \
            defer_r_ (*)(union defer_unsigned_1_): DEFER_U8_,                                      \
            defer_r_ (*)(union defer_signed_1_): DEFER_S8_,                                        \
            DEFER_TOO_WIDE_ defer_r_ (*)(_Bool): DEFER_BOOL_, default: -1)                         \
    };                                                                                             \
    DEFER_SHAPE_END_(                                                                              \
        defer_way_ < 0 ? (DEFER_IS_POINTER_(a) || DEFER_IS_ZERO_(a)) && DEFER_TAKES_NULL_(a) &&    \
                             !DEFER_FITS_(DEFER_TYPE_(a), ...) && !DEFER_FITS_(const char *, ...)  \
                       : defer_way_ < 8 && DEFER_CLASS_(a) < 5u,                                   \
        checks, DEFER_COUNTS_(1) + DEFER_CODES_(1, defer_way_ < 0 ? +DEFER_POINTER_ : +defer_way_))
#define DEFER_TAKES_NULL_(a) /* or it is an error */                                               \
    sizeof(__typeof__(__builtin_choose_expr(defer_way_ < 0 && DEFER_IS_ZERO_(a), (defer_f_ *)0,    \
                                            (void (*)(void *))0)((void *)0)) *)
#ifdef __SIZEOF_INT128__
#define DEFER_TOO_WIDE_ defer_r_ (*)(__int128): 8, defer_r_ (*)(unsigned __int128): 8,
#else
#define DEFER_TOO_WIDE_
#endif
#define DEFER_IS_ZERO_(arg)                                                                        \
    (__builtin_constant_p(arg) ? !__builtin_choose_expr(DEFER_IS_INTEGER_(arg), (arg),             \
                                                        !DEFER_IS_NULLPTR_(arg)) : 0)

/* Several: the size of each parameter is a digit of the answer. A pointer stands for that of the
 * argument, with qualifiers, void * and char *, and those of the other arguments. */
#define DEFER_ARG_(n, i, fn, x)                                                                    \
    typedef __typeof__(__builtin_choose_expr(DEFER_IS_NULLPTR_(x), (void *)0, ((void)0, (x))))     \
        defer_t##i##_;                                                                             \
    typedef __typeof__(DEFER_IF_POINTER_(*(defer_t##i##_ *)0, *(defer_t##i##_ *)0, (void *)0))     \
        defer_q##i##_;
#define DEFER_POINTERS_(n, i, fn, x)                                                               \
    defer_q##i##_ own##i##_;                                                                       \
    const __typeof__(*(defer_q##i##_)0) *const##i##_;                                              \
    volatile __typeof__(*(defer_q##i##_)0) *volatile##i##_;                                        \
    const volatile __typeof__(*(defer_q##i##_)0) *any##i##_;
#define DEFER_POINTER_UNION_(count, ...)                                                           \
    DEFER_MAP_##count##_(DEFER_ARG_, , 0, __VA_ARGS__)                                             \
    DEFER_SILENT_ /* older Clangs have no name for their warning of a const function */            \
    typedef union DEFER_ONE_OF_(                                                                   \
        void *void_; const void *const_; char *char_; const char *string_;                         \
        DEFER_MAP_##count##_(DEFER_POINTERS_, , 0, __VA_ARGS__)                                    \
    ) defer_pointers_;                                                                             \
    DEFER_SILENT_END_
/* What stands for position i, where the parameter has the size 1 << (s - 1). */
#define DEFER_P_(i) DEFER_IS_POINTER_(*(defer_t##i##_ *)0)
#define DEFER_STANDS_(i, s)                                                                        \
    typedef __typeof__(*__builtin_choose_expr(!DEFER_P_(i), (union defer_ints_##s##_ *)0,          \
        __builtin_choose_expr(sizeof(void *) == 1 << ((s) - 1), (defer_pointers_ *)0,              \
                              (struct defer_none_ *)0))) defer_w##i##_##s##_;
#define DEFER_POSITION_(i, args)                                                                   \
    DEFER_STANDS_(i, 1) DEFER_STANDS_(i, 2) DEFER_STANDS_(i, 3) DEFER_STANDS_(i, 4)
#define DEFER_ASK_(sizes, params)                                                                  \
    + (sizes) * __builtin_types_compatible_p(defer_f_, defer_r_ params)
#define DEFER_ASK_1_(sizes, ...)                                                                   \
    DEFER_ASK_(sizes + 01, (defer_w1_1_ __VA_ARGS__))                                              \
    DEFER_ASK_(sizes + 02, (defer_w1_2_ __VA_ARGS__))                                              \
    DEFER_ASK_(sizes + 03, (defer_w1_3_ __VA_ARGS__))                                              \
    DEFER_ASK_(sizes + 04, (defer_w1_4_ __VA_ARGS__))
#define DEFER_ASK_2_(sizes, ...)                                                                   \
    DEFER_ASK_1_(sizes + 010, , defer_w2_1_ __VA_ARGS__)                                           \
    DEFER_ASK_1_(sizes + 020, , defer_w2_2_ __VA_ARGS__)                                           \
    DEFER_ASK_1_(sizes + 030, , defer_w2_3_ __VA_ARGS__)                                           \
    DEFER_ASK_1_(sizes + 040, , defer_w2_4_ __VA_ARGS__)
#define DEFER_ASK_3_(sizes, ...)                                                                   \
    DEFER_ASK_2_(sizes + 0100, , defer_w3_1_ __VA_ARGS__)                                          \
    DEFER_ASK_2_(sizes + 0200, , defer_w3_2_ __VA_ARGS__)                                          \
    DEFER_ASK_2_(sizes + 0300, , defer_w3_3_ __VA_ARGS__)                                          \
    DEFER_ASK_2_(sizes + 0400, , defer_w3_4_ __VA_ARGS__)
#define DEFER_ASK_4_(sizes, ...)                                                                   \
    DEFER_ASK_3_(sizes + 01000, , defer_w4_1_)                                                     \
    DEFER_ASK_3_(sizes + 02000, , defer_w4_2_)                                                     \
    DEFER_ASK_3_(sizes + 03000, , defer_w4_3_)                                                     \
    DEFER_ASK_3_(sizes + 04000, , defer_w4_4_)
/* How parameter i is passed: by its size, and by whether fn takes a certain type there. */
#define DEFER_DIGIT_(i) (defer_sizes_ >> (3 * (i) - 3) & 7)
#define DEFER_FOUND_(i, args)                                                                      \
    typedef __typeof__(*__builtin_choose_expr(DEFER_DIGIT_(i) == 1, (defer_w##i##_1_ *)0,          \
                        __builtin_choose_expr(DEFER_DIGIT_(i) == 2, (defer_w##i##_2_ *)0,          \
                        __builtin_choose_expr(DEFER_DIGIT_(i) == 3, (defer_w##i##_3_ *)0,          \
                                              (defer_w##i##_4_ *)0)))) defer_w##i##_;
#define DEFER_PASSED_(i, args)                                                                     \
    + DEFER_CODES_(i, DEFER_P_(i) ? DEFER_POINTER_ : DEFER_DIGIT_(i) == 4 ? DEFER_64_              \
        : DEFER_DIGIT_(i) == 3 ? DEFER_U32_ + !DEFER_FITS_##args##_##i##_(union defer_unsigned_3_) \
        : DEFER_DIGIT_(i) == 2 ? DEFER_U16_ + !DEFER_FITS_##args##_##i##_(unsigned short)          \
        : DEFER_FITS_##args##_##i##_(_Bool) ? DEFER_BOOL_                                          \
        : DEFER_U8_ + !DEFER_FITS_##args##_##i##_(union defer_unsigned_1_))
#define DEFER_FITS_2_1_(T) DEFER_FITS_(T, defer_w2_)
#define DEFER_FITS_2_2_(T) DEFER_FITS_(defer_w1_, T)
#define DEFER_FITS_3_1_(T) DEFER_FITS_(T, defer_w2_, defer_w3_)
#define DEFER_FITS_3_2_(T) DEFER_FITS_(defer_w1_, T, defer_w3_)
#define DEFER_FITS_3_3_(T) DEFER_FITS_(defer_w1_, defer_w2_, T)
#define DEFER_FITS_4_1_(T) DEFER_FITS_(T, defer_w2_, defer_w3_, defer_w4_)
#define DEFER_FITS_4_2_(T) DEFER_FITS_(defer_w1_, T, defer_w3_, defer_w4_)
#define DEFER_FITS_4_3_(T) DEFER_FITS_(defer_w1_, defer_w2_, T, defer_w4_)
#define DEFER_FITS_4_4_(T) DEFER_FITS_(defer_w1_, defer_w2_, defer_w3_, T)
#define DEFER_AND_KEEPS_(i, args) && DEFER_MAY_KEEP_(*(defer_t##i##_ *)0)
#define DEFER_AND_POINTER_(i, args) && DEFER_P_(i)
#define DEFER_VARIADIC_2_                                                                          \
    (DEFER_FITS_(defer_pointers_, ...) || DEFER_FITS_(defer_pointers_, defer_pointers_, ...))
#define DEFER_VARIADIC_3_                                                                          \
    (DEFER_VARIADIC_2_ || DEFER_FITS_(defer_pointers_, defer_pointers_, defer_pointers_, ...))
#define DEFER_VARIADIC_4_                                                                          \
    (DEFER_VARIADIC_3_ || DEFER_FITS_(defer_pointers_, defer_pointers_, defer_pointers_,           \
                                      defer_pointers_, ...))
#define DEFER_POSITIONS_2_(macro) macro(1, 2) macro(2, 2)
#define DEFER_POSITIONS_3_(macro) macro(1, 3) macro(2, 3) macro(3, 3)
#define DEFER_POSITIONS_4_(macro) macro(1, 4) macro(2, 4) macro(3, 4) macro(4, 4)
#define DEFER_SHAPE_3_(checks, ...) DEFER_SHAPE_OF_(3, 2, checks, __VA_ARGS__)
#define DEFER_SHAPE_4_(checks, ...) DEFER_SHAPE_OF_(4, 3, checks, __VA_ARGS__)
#define DEFER_SHAPE_5_(checks, ...) DEFER_SHAPE_OF_(5, 4, checks, __VA_ARGS__)
#define DEFER_SHAPE_OF_(count, args, checks, ...)                                                  \
    DEFER_SHAPE_BEGIN_(DEFER_FIRST_OF_(__VA_ARGS__), DEFER_CALL_##count##_(                        \
        DEFER_USER_FN_, DEFER_USER_ARG_, DEFER_USER_ARG_, ~, ~, __VA_ARGS__))                      \
    DEFER_POINTER_UNION_(count, __VA_ARGS__) DEFER_POSITIONS_##args##_(DEFER_POSITION_)            \
    enum { defer_sizes_ = 0 DEFER_ASK_##args##_(0, ) };                                            \
    DEFER_POSITIONS_##args##_(DEFER_FOUND_)                                                        \
    DEFER_SHAPE_END_(                                                                              \
        (1 DEFER_POSITIONS_##args##_(DEFER_AND_POINTER_) ? !DEFER_VARIADIC_##args##_               \
                                                         : defer_sizes_ > 0)                       \
            DEFER_POSITIONS_##args##_(DEFER_AND_KEEPS_),                                           \
        checks, DEFER_COUNTS_(args) DEFER_POSITIONS_##args##_(DEFER_PASSED_))

/* The call itself. DEFER_VAR reads the first argument later. */
#define DEFER_WORDS_(count, lead, ...)                                                             \
    DEFER_MAP_##count##_(DEFER_WORD_, lead, ~, __VA_ARGS__) DEFER_ZEROS_##count##_
#define DEFER_ZEROS_1_ 0, 0, 0, 0,
#define DEFER_ZEROS_2_ 0, 0, 0,
#define DEFER_ZEROS_3_ 0, 0,
#define DEFER_ZEROS_4_ 0,
#define DEFER_ZEROS_5_
#define DEFER_WORD_(n, i, fn, x) DEFER_WORD_OF_(x),
#define DEFER_WORD_later_(n, i, fn, x) 0,
#define DEFER_ERASED_OF_(count, ...) DEFER_ERASED_IN_(count, __VA_ARGS__)
#define DEFER_ERASED_IN_(count, ...)                                                               \
    defer_keep_call_(DEFER_WORDS_(count, , __VA_ARGS__) DEFER_SHAPE_##count##_(, __VA_ARGS__))
#define DEFER_ERASED_MANY_(...)                                                                    \
    __extension__({                                                                                \
        (void)sizeof(struct { DEFER_CHECK_(0, DEFER_MANY_TEXT_) int defer_x_; });                  \
        defer_keep_call_(0, 0, 0, 0, 0, 0); })
/* By address: at -O0 a copy would be a call of memcpy, for a debugger to step into. */
#ifdef __CPPCHECK__
#define DEFER_AT_CALL_(call) defer_at_call_(call)
#define DEFER_CALL_OF_(...) defer_call_of_(__VA_ARGS__)
#else
#define DEFER_AT_CALL_(call) ((const struct defer_call_[1]){ call })
#define DEFER_CALL_OF_(...)                                                                        \
    DEFER_FEW_(DEFER_ERASED_MANY_, DEFER_ERASED_OF_, DEFER_ERASED_OF_, DEFER_ERASED_OF_,           \
               DEFER_ERASED_OF_, DEFER_ERASED_OF_, __VA_ARGS__)                                    \
        (DEFER_ARG_COUNT_(__VA_ARGS__), __VA_ARGS__)
#endif

/* ---- Private: closures in C --------------------------------------------------------------------
 * One that runs at exit is three macros; C++ has them above:
 *   DEFER_SCOPE_(...)             ends before the `;` of the user; see the next section
 *   DEFER_BLOCK_(n, k, ...)       ends before the `{` of the user
 *   DEFER_BARRIER_(n)             where a jump could pass a guard */

#ifdef __STDC_DEFER_TS25755__
/* With -fexceptions, Clang 22 compiles a body twice, and mixes up the variables declared in it: no
 * release declares one. */
#define DEFER_MY_(k, i) k.defer_##i##_
/* As a variable: Clang has no field that points to an array of variable length. */
#define DEFER_LVALUE_TYPE_(n, at) __extension__ __auto_type defer_at_##n##_ = (at);
#define DEFER_LVALUE_FIELD_(n)
#define DEFER_LVALUE_INIT_(at)
#define DEFER_LVALUE_(n, k) (*defer_at_##n##_)
#define DEFER_SCOPE_(n, k, count, lead, checks, types, fields, named, given, release, ...)         \
    types DEFER_SAY_(n, count, __VA_ARGS__) DEFER_MAP_##count##_(DEFER_T_, lead, n, __VA_ARGS__)   \
    __extension__ struct {                                                                         \
        DEFER_MAP_##count##_(DEFER_F_, lead, n, __VA_ARGS__) fields named checks                   \
    } k;                                                                                           \
    DEFER_MAP_##count##_(DEFER_SET_, lead, k, __VA_ARGS__) given                                   \
    DEFER_QUIET_CALL_ DEFER_AT_EXIT_(defer_errno_##n##_) { release } DEFER_LAST_(n) DEFER_END_
/* One by one: an initializer would be a call of memset at -O0. */
#define DEFER_SET_(k, i, fn, x) __extension__(k.defer_##i##_ = x);
#define DEFER_SET_later_(k, i, fn, x)
#define DEFER_BLOCK_(n, k, ...) struct defer_begin_ DEFER_END_; DEFER_AT_EXIT_(k)
#define DEFER_BARRIER_(n)
#ifndef DEFER_PRESERVE_ERRNO
#define DEFER_AT_EXIT_(note) _Defer
#else
#define DEFER_AT_EXIT_(note)                                                                       \
    DEFER_CLEANUP_(defer_restore_errno_) int note = errno; _Defer if (defer_note_errno_(&note))
DEFER_HELPER_ int defer_note_errno_(int *at_) { *at_ = errno; return 1; }
DEFER_HELPER_ void defer_restore_errno_(int *at_) { errno = *at_; }
#endif

#elif DEFER_HAS_BLOCK
/* The cleanup function is nested, and inlined: no trampoline (its address is never taken), and no
 * frame. It uses nothing but its parameter: what it took from around it would be shared by the
 * threads of OpenMP. A block does, and is not inlined by force, as what holds va_end cannot be.
 * GCC lets a jump pass a guard, but not a type of variable size, -Wvla. This one costs nothing but
 * a store at -O0: the bound is 1, and no constant expression, as it has a call in it (of a function
 * that is not static, which an inline function of the user may call); the braces are an error
 * outside of a function. */
extern DEFER_INLINE_ __attribute__((__gnu_inline__)) int defer_not_constant_(void) { return 1; }
#define DEFER_MY_(k, i) defer_kept_->defer_##i##_
#define DEFER_SCOPE_(n, k, count, lead, checks, types, fields, named, given, release, ...)         \
    DEFER_BARRIER_(n) types DEFER_SAY_(n, count, __VA_ARGS__)                                      \
    DEFER_MAP_##count##_(DEFER_T_, lead, n, __VA_ARGS__)                                           \
    __extension__ struct defer_scope_##n##_ {                                                      \
        DEFER_MAP_##count##_(DEFER_F_, lead, n, __VA_ARGS__) fields checks                         \
    };                                                                                             \
    named DEFER_NESTED_(n, struct defer_scope_##n##_ *defer_kept_, release)                        \
    __extension__ DEFER_CLEANUP_(defer_leave_##n##_) struct defer_scope_##n##_                     \
        k = { DEFER_MAP_##count##_(DEFER_V_, lead, n, __VA_ARGS__) given };                        \
    DEFER_END_ DEFER_LAST_(n)
#ifndef DEFER_PRESERVE_ERRNO
#define DEFER_BLOCK_(n, k, ...)                                                                    \
    DEFER_BARRIER_(n) __extension__ auto void k(char *);                                           \
    DEFER_CLEANUP_(k) char defer_guard_##n##_;                                                     \
    DEFER_END_ __extension__ void k(__attribute__((__unused__)) char *defer_unused_##n##_)
#else
#define DEFER_BLOCK_(n, k, ...)                                                                    \
    DEFER_BARRIER_(n) __extension__ auto void k(void);                                             \
    DEFER_NESTED_(n, __attribute__((__unused__)) char *defer_unused_##n##_, k();)                  \
    DEFER_CLEANUP_(defer_leave_##n##_) char defer_guard_##n##_;                                    \
    DEFER_END_ __extension__ void k(void)
#endif
#define DEFER_BARRIER_(n)                                                                          \
    DEFER_QUIET_("-Wvla") __extension__ __attribute__((__unused__)) typedef char                   \
        defer_barrier_##n##_[1 || __extension__({ defer_not_constant_(); })];
#define DEFER_NESTED_(n, parameter, release)                                                       \
    DEFER_QUIET_CALL_                                                                              \
    __extension__ DEFER_INLINE_ void defer_leave_##n##_(parameter) { DEFER_LEAVE_(release) }
#endif

/* C keeps an integer in its own type, a pointer without what it points at, and passes a constant as
 * it was written, so that it converts as in an ordinary call: 0 to a pointer, 4096 to a size_t. */
#define DEFER_KEPT_(i, fn, x)                                                                      \
    __typeof__(__builtin_choose_expr((i) && DEFER_IS_POINTER_(x), (const volatile void *)0,        \
                                     ((void)0, (x))))
#define DEFER_OWN_(x) __typeof__(x)
/* What is wrong with the call is said here, of the function of the user; the kept one is silent. */
#define DEFER_SAY_(n, count, ...)                                                                  \
    __attribute__((__unused__)) typedef __typeof__(DEFER_CALL_##count##_(                          \
        DEFER_USER_FN_, DEFER_USER_ARG_, DEFER_USER_ARG_, n, ~, __VA_ARGS__)) defer_said_##n##_;
#define DEFER_RETURNED_(n, count, ...) (*(defer_said_##n##_ *)0)
#define DEFER_INIT_(type, x) x
#define DEFER_PASS_(n, k, i, x)                                                                    \
    __builtin_choose_expr(__builtin_constant_p(x), (x), DEFER_MY_(k, i))
#endif

#if DEFER_HAS_BLOCK
/* ---- Private: guards made of closures ----------------------------------------------------------
 * DEFER_SCOPE_(n, k, count, lead, checks, types, fields, named, given, release, fn, args...) keeps
 * fn and its arguments as the fields 0 to count - 1 of `k`, and `given` in those named by `fields`,
 * and does `release` at exit, where DEFER_MY_(k, i) is field i; `named` is for DEFER_RUN. The maps
 * are the type of a field, named before the struct, in which `this` would be another, the field,
 * and its initializer. */

#define DEFER_T_(n, i, fn, x) typedef DEFER_KEPT_(i, fn, x) defer_##i##_##n##_;
#define DEFER_F_(n, i, fn, x) defer_##i##_##n##_ defer_##i##_;
#define DEFER_V_(n, i, fn, x) DEFER_INIT_(defer_##i##_##n##_, x),
#define DEFER_T_later_(n, i, fn, x) /* of DEFER_VAR, which reads it at exit */
#define DEFER_F_later_(n, i, fn, x)
#define DEFER_V_later_(n, i, fn, x)

/* As a pointer is kept without what it points at, one to a function converts from void *. */
#define DEFER_FN_(n, k, fn) __extension__ DEFER_MY_(k, 0)
#define DEFER_MAKE_(n, k, count, ...)                                                              \
    DEFER_CALL_##count##_(DEFER_FN_, DEFER_PASS_, DEFER_PASS_, n, k, __VA_ARGS__)
#ifndef DEFER_LVALUE_ /* a field, too */
#define DEFER_LVALUE_TYPE_(n, at) typedef DEFER_OWN_(at) defer_at_##n##_;
#define DEFER_LVALUE_FIELD_(n) defer_at_##n##_ defer_lvalue_;
#define DEFER_LVALUE_INIT_(at) at
#define DEFER_LVALUE_(n, k) (*DEFER_MY_(k, lvalue))
#endif
#define DEFER_ALWAYS_(n, k, count, when, at, ...)                                                  \
    DEFER_SCOPE_(n, k, count, , , , , , , DEFER_MAKE_(n, k, count, __VA_ARGS__);, __VA_ARGS__)
#define DEFER_WATCH_(n, k, count, when, at, ...)                                                   \
    DEFER_SCOPE_(n, k, count, ,                                                                    \
                 DEFER_CHECK_##when(at, DEFER_RETURNED_(n, count, __VA_ARGS__)),                   \
                 DEFER_LVALUE_TYPE_(n, at), DEFER_LVALUE_FIELD_(n), , DEFER_LVALUE_INIT_(at),      \
                 DEFER_DO_##when(DEFER_LVALUE_(n, k), DEFER_MAKE_(n, k, count, __VA_ARGS__),       \
                                 &DEFER_AT_(n)), __VA_ARGS__)
#define DEFER_VAR_(n, k, count, when, var, ...)                                                    \
    DEFER_SCOPE_(n, k, count, later_, DEFER_CHECK_VAR_(DEFER_VAR, var),                            \
                 DEFER_LVALUE_TYPE_(n, &(var)), DEFER_LVALUE_FIELD_(n), ,                          \
                 DEFER_LVALUE_INIT_(&(var)),                                                       \
                 DEFER_DO_when_if_(!DEFER_IS_EMPTY_(DEFER_LVALUE_(n, k)),                          \
                     DEFER_CALL_##count##_(DEFER_FN_, DEFER_PASS_, DEFER_PASS_VAR_, n, k,          \
                                           __VA_ARGS__), &DEFER_AT_(n)), __VA_ARGS__)
#define DEFER_PASS_VAR_(n, k, i, x) DEFER_LVALUE_(n, k)
#define DEFER_GUARD_(n, k, count, when, name, ...)                                                 \
    DEFER_NAME_PLACE_(n, name)                                                                     \
    DEFER_SCOPE_(n, name, count, , , ,                                                             \
                 long defer_armed_;, DEFER_NAMED_(n, name, count, __VA_ARGS__),                    \
                 DEFER_ARM_INIT_(name),                                                            \
                 DEFER_LEAVE_NAMED_(n, name, count, __VA_ARGS__), __VA_ARGS__)
#define DEFER_ARMED_(name) (name).defer_armed_
#if defined(__cplusplus) || defined(__clang__)
#define DEFER_LEAVE_NAMED_(n, name, count, ...)                                                    \
    if (DEFER_MY_(name, armed)) {                                                                  \
        DEFER_AUDIT_(defer_settle_(&DEFER_AT_(n), 0);) DEFER_MAKE_(n, name, count, __VA_ARGS__);   \
    }
#endif
#ifdef __cplusplus
#elif !defined(__clang__)
#define DEFER_ARM_INIT_(name) 1
#define DEFER_NAMED_(n, name, count, ...)                                                          \
    DEFER_QUIET_CALL_ __extension__ __attribute__((__unused__)) DEFER_INLINE_ int                  \
    defer_named_##name##_(struct defer_scope_##n##_ *defer_kept_)                                  \
    {                                                                                              \
        DEFER_AUDIT_(defer_settle_(&DEFER_AT_(n), 0);) defer_kept_->defer_armed_ = 0;              \
        return __builtin_choose_expr(__builtin_types_compatible_p(defer_said_##n##_, int),         \
                                     DEFER_MAKE_(n, name, count, __VA_ARGS__),                     \
                                     (DEFER_MAKE_(n, name, count, __VA_ARGS__), 0));               \
    }
#define DEFER_LEAVE_NAMED_(n, name, count, ...)                                                    \
    if (defer_kept_->defer_armed_) (void)defer_named_##name##_(defer_kept_);
#define DEFER_RUN_(name) ((name).defer_armed_ ? defer_named_##name##_(&(name)) : 0)
#else
#define DEFER_INT_OF_(call) __builtin_choose_expr(DEFER_IS_INT_(call), call, (call, 0))
/* DEFER_RUN does not know how many arguments there are: one that is not has a field of no size.
 * What is to be said of their conversion, the guard has said. */
#define DEFER_ARM_INIT_(name) name.defer_armed_ = 1;
#define DEFER_NAMED_(n, name, count, ...) DEFER_LACKS_##count##_
#define DEFER_LACKS_1_ char defer_1_[0]; DEFER_LACKS_2_
#define DEFER_LACKS_2_ char defer_2_[0]; DEFER_LACKS_3_
#define DEFER_LACKS_3_ char defer_3_[0]; DEFER_LACKS_4_
#define DEFER_LACKS_4_ char defer_4_[0];
#define DEFER_LACKS_5_
#define DEFER_RUN_(name)                                                                           \
    __extension__({                                                                                \
        DEFER_BEGIN_ DEFER_QUIET_CALL_                                                             \
        DEFER_QUIET_("-Wconversion") DEFER_QUIET_("-Wsign-conversion")                             \
        DEFER_QUIET_("-Wint-conversion") (name).defer_armed_ ? __extension__({                     \
            DEFER_AUDIT_(defer_settle_(defer_place_of_##name##_, 0);) (name).defer_armed_ = 0;     \
            DEFER_IF_HAS_(name, 4, DEFER_RUN_5_(name), DEFER_IF_HAS_(name, 3, DEFER_RUN_4_(name),  \
                DEFER_IF_HAS_(name, 2, DEFER_RUN_3_(name), DEFER_IF_HAS_(name, 1,                  \
                    DEFER_RUN_2_(name), DEFER_RUN_1_(name))))); }) : 0;                            \
        DEFER_END_                                                                                 \
    })
#define DEFER_IF_HAS_(name, i, yes, no) __builtin_choose_expr(DEFER_HAS_ARG_(name, i), yes, no)
#define DEFER_HAS_ARG_(name, i) (sizeof((name).defer_##i##_) > 0)
/* Those that are not chosen have to compile, and call something that fits. */
#define DEFER_RUN_AS_(name, is_it, params, args)                                                   \
    DEFER_INT_OF_(__builtin_choose_expr(is_it, (name).defer_0_, (int (*) params)0) args)
#define DEFER_NTH_(name, i) __typeof__((void)0, (name).defer_##i##_)
#define DEFER_RUN_1_(name) DEFER_RUN_AS_(name, !DEFER_HAS_ARG_(name, 1), (void), ())
#define DEFER_RUN_2_(name)                                                                         \
    DEFER_RUN_AS_(name, DEFER_HAS_ARG_(name, 1) && !DEFER_HAS_ARG_(name, 2),                       \
                  (DEFER_NTH_(name, 1)), ((name).defer_1_))
#define DEFER_RUN_3_(name)                                                                         \
    DEFER_RUN_AS_(name, DEFER_HAS_ARG_(name, 2) && !DEFER_HAS_ARG_(name, 3),                       \
                  (DEFER_NTH_(name, 1), DEFER_NTH_(name, 2)), ((name).defer_1_, (name).defer_2_))
#define DEFER_RUN_4_(name)                                                                         \
    DEFER_RUN_AS_(name, DEFER_HAS_ARG_(name, 3) && !DEFER_HAS_ARG_(name, 4),                       \
                  (DEFER_NTH_(name, 1), DEFER_NTH_(name, 2), DEFER_NTH_(name, 3)),                 \
                  ((name).defer_1_, (name).defer_2_, (name).defer_3_))
#define DEFER_RUN_5_(name)                                                                         \
    DEFER_RUN_AS_(name, DEFER_HAS_ARG_(name, 4),                                                   \
                  (DEFER_NTH_(name, 1), DEFER_NTH_(name, 2), DEFER_NTH_(name, 3),                  \
                   DEFER_NTH_(name, 4)),                                                           \
                  ((name).defer_1_, (name).defer_2_, (name).defer_3_, (name).defer_4_))
#endif

#else /* ---- Private: no closures ---------------------------------------------------------------
 * A guard is a call, and the lvalue that it looks at, of which `kind` is the size and the sign. Of
 * a guard with a name, `kind` is whether it is armed. */

struct defer_guard_ {
    struct defer_call_ call_;
    union { const volatile void *in_; void *out_; } at_;
    long kind_;
    DEFER_AUDIT_(struct defer_place_ *place_;)
};
enum { DEFER_SIGNED_ = 64, DEFER_VOLATILE_ = 128, DEFER_ATOMIC_ = 256 };
#define DEFER_KIND_(at)                                                                            \
    ((long)sizeof(*(at)) | (DEFER_IS_SIGNED_(*(at)) ? DEFER_SIGNED_ : 0) |                         \
     (DEFER_POINTS_(at, ) || DEFER_POINTS_(at, const) ? 0                                          \
      : DEFER_POINTS_(at, volatile) || DEFER_POINTS_(at, const volatile) ? DEFER_VOLATILE_         \
                                                                         : DEFER_ATOMIC_))
#define DEFER_POINTS_(at, qualifiers)                                                              \
    __builtin_types_compatible_p(__typeof__(at), qualifiers DEFER_TYPE_(*(at)) *)
#if __GCC_ATOMIC_LLONG_LOCK_FREE == 2
#define DEFER_HAS_ATOMIC_64_ 1
#else /* it would need libatomic */
#define DEFER_HAS_ATOMIC_64_ 0
#endif
#define DEFER_READ_(T)                                                                             \
    { typedef T __attribute__((__may_alias__)) t_; return (long long)*(t_ *)g_->at_.out_; }
#define DEFER_READ_AS_(T, kind)                                                                    \
    return (kind) & DEFER_ATOMIC_ ? (long long)__atomic_load_n((T *)at_, __ATOMIC_SEQ_CST)         \
                                  : (long long)*(volatile T *)at_;
/* With the qualifiers that the lvalue has, volatile or _Atomic. */
DEFER_RARE_ long long defer_read_qualified_(void *at_, long kind_)
{
    switch (kind_ & (15 | DEFER_SIGNED_)) {
    case 1: DEFER_READ_AS_(__UINT8_TYPE__, kind_)
    case 2: DEFER_READ_AS_(__UINT16_TYPE__, kind_)
    case 4: DEFER_READ_AS_(__UINT32_TYPE__, kind_)
    case 1 | DEFER_SIGNED_: DEFER_READ_AS_(__INT8_TYPE__, kind_)
    case 2 | DEFER_SIGNED_: DEFER_READ_AS_(__INT16_TYPE__, kind_)
    case 4 | DEFER_SIGNED_: DEFER_READ_AS_(__INT32_TYPE__, kind_)
    default: DEFER_READ_AS_(__INT64_TYPE__, DEFER_HAS_ATOMIC_64_ ? kind_ : 0)
    }
}
DEFER_FOLDED_ long long defer_seen_(const struct defer_guard_ *g_)
{
    if (g_->kind_ & (DEFER_VOLATILE_ | DEFER_ATOMIC_))
        return defer_read_qualified_(g_->at_.out_, g_->kind_);
    switch (g_->kind_) {
    case 0: /* never; without it LLVM splits the lvalue of the user into bytes */
        { __asm__ volatile("" : : "r"(g_->at_.out_) : "memory"); return 0; }
    case 1: DEFER_READ_(__UINT8_TYPE__)
    case 2: DEFER_READ_(__UINT16_TYPE__)
    case 4: DEFER_READ_(__UINT32_TYPE__)
    case 1 | DEFER_SIGNED_: DEFER_READ_(__INT8_TYPE__)
    case 2 | DEFER_SIGNED_: DEFER_READ_(__INT16_TYPE__)
    case 4 | DEFER_SIGNED_: DEFER_READ_(__INT32_TYPE__)
    default: DEFER_READ_(__INT64_TYPE__)
    }
}
DEFER_HELPER_ int defer_see_var_(struct defer_guard_ *g_) /* and passes it; 0 if it is empty */
{
    defer_word_ seen_ = (defer_word_)defer_seen_(g_);
    g_->call_.words_[1] = seen_;
    return g_->kind_ & DEFER_SIGNED_ ? (long long)seen_ >= 0 : seen_ != 0;
}
#define DEFER_DO_when_named_(seen, call, place)                                                    \
    if (g_->kind_) { DEFER_AUDIT_(defer_settle_(place, 0);) g_->kind_ = 0; call; }
#define DEFER_DO_when_var_ DEFER_DO_when_if_
/* The cleanup function of each form, and of DEFER_RUN, for each count of fn and args. */
#define DEFER_LEAVES_(when, count, seen)                                                           \
    DEFER_HELPER_ void defer_leave_##when##count##_(struct defer_guard_ *g_)                       \
    { DEFER_LEAVE_(DEFER_DO_##when(seen, defer_make_##count##_(&g_->call_), g_->place_)) }
#define DEFER_GUARDS_OF_(count)                                                                    \
    DEFER_LEAVES_(when_always_, count, 0)                                                          \
    DEFER_LEAVES_(when_if_, count, defer_seen_(g_))                                                \
    DEFER_LEAVES_(when_unless_, count, defer_seen_(g_))                                            \
    DEFER_LEAVES_(when_negative_, count, defer_seen_(g_))                                          \
    DEFER_LEAVES_(when_named_, count, 0)                                                           \
    DEFER_LEAVES_(when_var_, count, defer_see_var_(g_))                                            \
    DEFER_LEAVES_(when_status_, count, *(int *)g_->at_.out_)                                       \
    DEFER_STDLIB_(DEFER_LEAVES_(when_errno_, count, *(int *)g_->at_.out_))                         \
    DEFER_HELPER_ int defer_run_##count##_(struct defer_guard_ *g_)                                \
    {                                                                                              \
        int status_ = 0;                                                                           \
        DEFER_DO_when_named_(0, status_ = defer_make_##count##_(&g_->call_), g_->place_)           \
        return status_;                                                                            \
    }
DEFER_GUARDS_OF_(1)
DEFER_GUARDS_OF_(2)
DEFER_GUARDS_OF_(3)
DEFER_GUARDS_OF_(4)
DEFER_GUARDS_OF_(5)
#define DEFER_BARRIER_(n)
#define DEFER_KEEP_(k, count, when, lead, checks, at, kind, n, ...)                                \
    DEFER_CLEANUP_(defer_leave_##when##count##_) struct defer_guard_ k = {                         \
        { { DEFER_WORDS_(count, lead, __VA_ARGS__) },                                              \
          DEFER_SHAPE_##count##_(checks, __VA_ARGS__) },                                           \
        { (const volatile void *)(at) }, kind DEFER_AUDIT_(, &DEFER_AT_(n))                        \
    } DEFER_END_
#define DEFER_SIZE_ "a flag of 64 bits at most, atomic as the target can; else " DEFER_CLOSURES_
#define DEFER_ALWAYS_(n, k, count, when, at, ...)                                                  \
    DEFER_KEEP_(k, count, when_always_, , , 0, 0, n, __VA_ARGS__)
#define DEFER_WATCH_(n, k, count, when, at, ...)                                                   \
    DEFER_KEEP_(k, count, when, , DEFER_CHECK_##when(at, DEFER_ANY_(defer_r_))                     \
        DEFER_CHECK_(sizeof(*(at)) <= 4 || (sizeof(*(at)) <= 8 && (DEFER_HAS_ATOMIC_64_ ||         \
                         !(DEFER_KIND_(at) & DEFER_ATOMIC_))), DEFER_SIZE_),                       \
        at, DEFER_KIND_(at), n, __VA_ARGS__)
#define DEFER_VAR_(n, k, count, when, var, ...)                                                    \
    DEFER_KEEP_(k, count, when_var_, later_, DEFER_CHECK_VAR_(DEFER_VAR, var),                     \
                DEFER_SEEN_(&(var)), DEFER_KIND_(&(var)), n, __VA_ARGS__)
#define DEFER_GUARD_(n, k, count, when, name, ...)                                                 \
    DEFER_NAME_PLACE_(n, name)                                                                     \
    enum { defer_count_of_##name##_ = count };                                                     \
    DEFER_KEEP_(name, count, when_named_, , , 0, 1, n, __VA_ARGS__)
#define DEFER_ARMED_(name) (name).kind_
#define DEFER_RUN_(name)                                                                           \
    __builtin_choose_expr(defer_count_of_##name##_ == 1, defer_run_1_,                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 2, defer_run_2_,                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 3, defer_run_3_,                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 4, defer_run_4_, defer_run_5_))))(&(name))
#define DEFER_BLOCK_(n, k, ...)                                                                    \
    DEFER_REFUSE_(n, "DEFER_BLOCK: use DEFER(fn, &x), DEFER_IF or DEFER_VAR; or " DEFER_CLOSURES_);
#endif

#define DEFER_ARM_(name, armed)                                                                    \
    ((void)(DEFER_AUDIT_(defer_arm_(DEFER_ARMED_(name), armed, defer_place_of_##name##_),)         \
            DEFER_ARMED_(name) = armed))

/* ---- The LIFO cleanup stack --------------------------------------------------------------------
 * For what outlives an iteration or a function: releases registered in a loop, by a callee, on the
 * way through a constructor. They run newest first, each exactly once, out of memory included.
 *
 *     DEFER_STACK(cleanups, 8);                     // room for 8, then it grows on the heap
 *     for (int i = 0; i < n; i++) {
 *         FILE *f = fopen(name[i], "r");
 *         if (!f) return -1;                        // what is open by now is closed
 *         if (DEFER_PUSH(&cleanups, fclose, f)) return -1;
 *     }
 *
 * What a release points at is declared before the stack, or is dead when the stack runs:
 *
 *     DEFER_STACK(s, 4); struct x v; DEFER_PUSH(&s, f, &v);     // !! f(&v) reads a dead object
 *     struct x v; DEFER_STACK(s, 4); DEFER_PUSH(&s, f, &v);     // right
 * A release may use the stack that it is on. One thread at a time. errno is kept. */

#ifndef EINVAL
#define EINVAL 22
#endif
#ifndef ENOENT
#define ENOENT 2
#endif
#ifndef ENOMEM
#define ENOMEM 12
#endif

struct defer_entry_ { struct defer_call_ call_; const char *what_; /* if fn returns int */ };
typedef struct defer_stack {
    struct defer_entry_ *top_, *entries_, *end_; /* on the heap where entries are not own */
    struct defer_entry_ *own_, *own_end_;
    void (*report_)(void *, const char *, int);
    void *context_;
} defer_stack;

/* DEFER_STACK(name, n); declares `defer_stack name`, with room for n entries (a constant, at least
 * 1) beside it. All entries run at the end of the block.
 * DEFER_STACK_INIT, defer_stack_init: an empty stack elsewhere; its owner calls defer_stack_run. */
#define DEFER_STACK(name, n) DEFER_NEW_(DEFER_NO_PLACE_, "", DEFER_STACK_, ~, name, n)
#define DEFER_STACK_(n, k, count, when, name, room)                                                \
    DEFER_BARRIER_(n) __extension__ struct defer_check_##n##_ {                                    \
        DEFER_CHECK_((room) >= 1, "DEFER_STACK: the room must be a constant, at least 1")          \
        int defer_x_;                                                                              \
    };                                                                                             \
    struct defer_entry_ k[room]; DEFER_END_                                                        \
    DEFER_CLEANUP_(defer_end_stack_) /* in a block: elsewhere Clang would ignore the attribute */  \
    defer_stack name = { k, k, __extension__({ k + (room); }), k, k + (room), 0, 0 }
#define DEFER_STACK_INIT { 0, 0, 0, 0, 0, 0, 0 }
DEFER_HELPER_ void defer_stack_init(defer_stack *s_)
{ defer_stack empty_ = DEFER_STACK_INIT; *s_ = empty_; }
/* report(ctx, "copy.c:12: fclose(f)", status) is called for each release that returns non-zero. */
DEFER_HELPER_ void defer_stack_on_failure(defer_stack *s_,
                                          void (*report_)(void *, const char *, int), void *ctx_)
{
    s_->report_ = report_;
    s_->context_ = ctx_;
}
DEFER_HELPER_ __SIZE_TYPE__ defer_stack_depth(const defer_stack *s_) /* how many are pending */
{ return (__SIZE_TYPE__)(s_->top_ - s_->entries_); }

/* Takes the entries, and not the stack, which stays in registers that way. Null: out of memory. */
DEFER_RARE_ struct defer_entry_ *
defer_grow_(struct defer_entry_ *entries_, int on_heap_, __SIZE_TYPE__ depth_, __SIZE_TYPE__ room_)
{
    struct defer_entry_ *grown_ = 0;
    if (room_ > (__SIZE_TYPE__)-1 / sizeof *grown_) return 0;
    DEFER_STDLIB_(
        grown_ = (struct defer_entry_ *)realloc(on_heap_ ? entries_ : 0, room_ * sizeof *grown_);)
    if (grown_ && !on_heap_ && depth_) __builtin_memcpy(grown_, entries_, depth_ * sizeof *grown_);
    return DEFER_SEEN_(grown_);
}
DEFER_HELPER_ int defer_reserve_(defer_stack *s_, __SIZE_TYPE__ room_)
{
    __SIZE_TYPE__ depth_ = defer_stack_depth(s_);
    int on_heap_ = s_->entries_ != s_->own_;
    struct defer_entry_ *grown_ = defer_grow_(s_->entries_, on_heap_, depth_, room_);
    if (!grown_) return ENOMEM;
    s_->entries_ = grown_;
    s_->top_ = grown_ + depth_;
    s_->end_ = grown_ + room_;
    return 0;
}

/* An entry has been taken off before it runs, and may be overwritten by what its release pushes. */
DEFER_RARE_ int defer_run_entry_(struct defer_entry_ *e_,
                                 void (*report_)(void *, const char *, int), void *ctx_)
{
    const char *what_ = e_->what_;
    int status_;
    DEFER_AUDIT_(defer_settle_entry_(e_, 0);)
    switch (DEFER_COUNT_OF_(e_->call_.shape_)) {
    case 0: status_ = defer_run_call_1_(&e_->call_); break;
    case 1: status_ = defer_run_call_other_2_(&e_->call_); break;
    case 2: status_ = defer_run_call_3_(&e_->call_); break;
    case 3: status_ = defer_run_call_4_(&e_->call_); break;
    default: status_ = defer_run_call_5_(&e_->call_); break;
    }
    if (status_ && report_) report_(ctx_, what_, status_);
    return status_;
}
DEFER_HELPER_ DEFER_UNCHECKED_ int defer_pop_(defer_stack *s_)
{
    struct defer_entry_ *e_ = --s_->top_;
    /* the commonest shape: no frame more */
    if (__builtin_expect(e_->call_.shape_ != DEFER_TAKES_POINTER_, 0))
        return defer_run_entry_(e_, s_->report_, s_->context_);
    DEFER_AUDIT_(defer_settle_entry_(e_, 0);)
    ((void (*)(__UINTPTR_TYPE__))(__UINTPTR_TYPE__)e_->call_.words_[0])(
        (__UINTPTR_TYPE__)e_->call_.words_[1]);
    return 0;
}
/* A release that leaves by an exception, or ends the thread: the others run. */
struct defer_rest_ { defer_stack *stack_; __SIZE_TYPE__ depth_; };
DEFER_RARE_ void defer_run_rest_(const struct defer_rest_ *rest_);
DEFER_HELPER_ void defer_leave_rest_(const struct defer_rest_ *rest_)
{ if (DEFER_UNWINDS && defer_stack_depth(rest_->stack_) > rest_->depth_) defer_run_rest_(rest_); }
DEFER_HELPER_ int defer_unwind_(defer_stack *s_, __SIZE_TYPE__ depth_)
{
    int first_ = 0;
    DEFER_CLEANUP_(defer_leave_rest_) struct defer_rest_ rest_ = { s_, depth_ };
    while (defer_stack_depth(s_) > depth_) {
        int status_ = defer_pop_(s_);
        if (!first_) first_ = status_;
    }
    return first_;
}
DEFER_RARE_ void defer_run_rest_(const struct defer_rest_ *rest_)
{ (void)defer_unwind_(rest_->stack_, rest_->depth_); }

/* Runs the newest entries until `depth` are left; EINVAL, and none, if there are fewer. Returns the
 * first non-zero status of an fn that returns int; all are run whatever each returns. */
DEFER_HAS_CLEANUPS_ int defer_stack_unwind(defer_stack *s_, __SIZE_TYPE__ depth_)
{
    int first_;
    if (depth_ >= defer_stack_depth(s_)) return depth_ > defer_stack_depth(s_) ? EINVAL : 0;
    { DEFER_KEEP_ERRNO_(first_ = defer_unwind_(s_, depth_);) }
    return first_;
}
DEFER_HELPER_ void defer_give_back_(defer_stack *const *at_)
{
#ifdef DEFER_NO_STDLIB
    (void)at_; /* a block on the heap stays, for a file that can free it */
#else
    defer_stack *s_ = *at_;
    if (s_->top_ != s_->own_) free(s_->top_); /* empty, the top is where the entries begin */
    s_->top_ = s_->entries_ = s_->own_;
    s_->end_ = s_->own_end_;
#endif
}
/* Unwinds to 0 and gives the memory back. The stack can be used again. */
DEFER_HAS_CLEANUPS_ int defer_stack_run(defer_stack *s_)
{
    int first_;
    DEFER_KEEP_ERRNO_(DEFER_CLEANUP_(defer_give_back_) defer_stack *given_ = s_;
                      first_ = defer_unwind_(given_, 0);)
    return first_;
}
DEFER_HELPER_ void defer_end_stack_(defer_stack *s_) { (void)defer_stack_run(s_); }
/* Forgets the entries above `depth` without running them. */
DEFER_HELPER_ void defer_stack_dismiss(defer_stack *s_, __SIZE_TYPE__ depth_)
{
    if (depth_ >= defer_stack_depth(s_)) return;
    DEFER_AUDIT_(for (struct defer_entry_ *e_ = s_->top_; e_-- != s_->entries_ + depth_;)
                     defer_settle_entry_(e_, 1);)
    s_->top_ = s_->entries_ + depth_;
}

/* Out of memory. */
DEFER_RARE_ int defer_run_now_(long shape_, const defer_word_ *words_, const char *what_,
                               void (*report_)(void *, const char *, int), void *ctx_)
{
    struct defer_entry_ now_ = { { { 0 }, shape_ }, what_ };
    __builtin_memcpy(now_.call_.words_, words_,
                     (1 + (__SIZE_TYPE__)DEFER_COUNT_OF_(shape_)) * sizeof *words_);
    (void)defer_run_entry_(&now_, report_, ctx_);
    return ENOMEM;
}
DEFER_HELPER_ void defer_copy_words_(defer_word_ *to_, const struct defer_call_ *call_)
{
    to_[0] = call_->words_[0];
    if (DEFER_COUNT_OF_(call_->shape_) > 0) to_[1] = call_->words_[1];
    if (DEFER_COUNT_OF_(call_->shape_) > 1) to_[2] = call_->words_[2];
    if (DEFER_COUNT_OF_(call_->shape_) > 2) to_[3] = call_->words_[3];
    if (DEFER_COUNT_OF_(call_->shape_) > 3) to_[4] = call_->words_[4];
}
DEFER_HELPER_ int
defer_push_(defer_stack *s_, const struct defer_call_ *call_, const char *what_)
{
    struct defer_entry_ *e_;
    if (!call_->words_[0]) return EINVAL;
    if (__builtin_expect(s_->top_ == s_->end_, 0) &&
        defer_reserve_(s_, s_->end_ == s_->entries_ ? 8 : 2 * defer_stack_depth(s_))) {
        defer_word_ words_[1 + DEFER_MAX_ARGS];
        defer_copy_words_(words_, call_);
        return defer_run_now_(call_->shape_, words_, what_, s_->report_, s_->context_);
    }
    e_ = s_->top_;
    e_->call_.shape_ = call_->shape_;
    defer_copy_words_(e_->call_.words_, call_);
    if (DEFER_AUDIT_(1 ||) DEFER_RESULT_(call_->shape_) == DEFER_TO_INT_) e_->what_ = what_;
    s_->top_ = e_ + 1;
    return 0;
}
/* DEFER_PUSH(&s, fn, args...) registers fn(args...); 0. Out of memory it runs fn(args...) at once,
 * and returns ENOMEM. A null fn: EINVAL. defer_stack_push is the same as a function. */
#define DEFER_PUSH(s, ...)                                                                         \
    DEFER_PUSH_("DEFER_PUSH(" #s ", " #__VA_ARGS__ ")", DEFER_TEXT_OF_(__VA_ARGS__), s,            \
                DEFER_CALL_OF_(__VA_ARGS__))
#define DEFER_TEXT_OF_(...)                                                                        \
    DEFER_FEW_(DEFER_TEXT_, DEFER_TEXT_1_, DEFER_TEXT_, DEFER_TEXT_, DEFER_TEXT_, DEFER_TEXT_,     \
               __VA_ARGS__)(__VA_ARGS__)
#define DEFER_TEXT_1_(fn) #fn "()"
#define DEFER_TEXT_(fn, ...) #fn "(" #__VA_ARGS__ ")"
DEFER_HELPER_ struct defer_call_ defer_plain_call_(void (*fn_)(void *), void *arg_)
{ return DEFER_CALL_OF_(fn_, arg_); }
DEFER_HELPER_ int defer_stack_push(defer_stack *s_, void (*fn_)(void *), void *arg_)
{
    struct defer_call_ call_ = defer_plain_call_(fn_, arg_);
    return defer_push_(s_, &call_, 0);
}
#ifndef DEFER_ENABLE_AUDIT
#define DEFER_PUSH_(text, what, s, call) defer_push_(s, DEFER_AT_CALL_(call), DEFER_SOURCE_ what)
#endif

/* Hands all entries over, order kept, on top of those of `to`. ENOMEM, and nothing has moved. */
static __inline__ int defer_stack_move(defer_stack *to_, defer_stack *from_)
{
    __SIZE_TYPE__ count_ = defer_stack_depth(from_), room_ = defer_stack_depth(to_) + count_;
    if (to_ == from_ || !count_) return 0;
    if (room_ > (__SIZE_TYPE__)(to_->end_ - to_->entries_) && defer_reserve_(to_, room_))
        return ENOMEM;
    __builtin_memcpy(to_->top_, from_->entries_, count_ * sizeof *to_->top_);
    to_->top_ += count_;
    DEFER_AUDIT_(while (count_--) from_->entries_[count_].what_ = 0;)
    from_->top_ = from_->entries_;
    return 0;
}

/* DEFER_CANCEL removes the newest entry with that fn and those args, DEFER_RELEASE runs it too, and
 * reports if it fails. 0, or ENOENT if there is none. The address of a static inline fn differs
 * from file to file. */
static __inline__ int defer_is_call_(const struct defer_call_ *a_, const struct defer_call_ *b_)
{
    long i_ = DEFER_COUNT_OF_(a_->shape_);
    if (a_->shape_ != b_->shape_) return 0;
    do
        if (a_->words_[i_] != b_->words_[i_]) return 0;
    while (i_--);
    return 1;
}
static __inline__ int defer_remove_(defer_stack *s_, const struct defer_call_ *call_, int run_)
{
    struct defer_entry_ *e_ = s_->top_, found_;
    while (e_ != s_->entries_) {
        if (!defer_is_call_(&(--e_)->call_, call_)) continue;
        found_ = *e_;
        __builtin_memmove(e_, e_ + 1, (__SIZE_TYPE__)(s_->top_ - e_ - 1) * sizeof *e_);
        s_->top_--;
        DEFER_AUDIT_(s_->top_->what_ = 0; if (!run_) defer_settle_entry_(&found_, 1);)
        if (run_) (void)defer_run_entry_(&found_, s_->report_, s_->context_);
        return 0;
    }
    return ENOENT;
}
#define DEFER_CANCEL(s, ...) defer_remove_(s, DEFER_AT_CALL_(DEFER_CALL_OF_(__VA_ARGS__)), 0)
#define DEFER_RELEASE(s, ...) defer_remove_(s, DEFER_AT_CALL_(DEFER_CALL_OF_(__VA_ARGS__)), 1)

#ifdef __cplusplus
}
#endif
#ifdef DEFER_ENABLE_AUDIT
#include "defer_audit.h"
#endif
#endif
