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
 *     DEFER(fn, args...);               calls fn(args...); fn and args are evaluated now, once
 *     DEFER_IF(flag, fn, arg);          the same, if flag is non-zero at exit
 *     DEFER_UNLESS(flag, fn, arg);      the same, if flag is zero or null at exit
 *     DEFER_IF_NEGATIVE(res, fn, arg);  the same, if the signed integer res is below zero at exit
 *     DEFER_STATUS(&rc, fn, arg);       the same; what fn returns is put into rc, unless rc has one
 *     DEFER_VAR(fn, var);               calls fn(var) with its value at exit, unless that is empty
 *     DEFER_TAKE(var)                   is the value of var, and empties it: hands a resource out
 *     DEFER_GUARD(name, fn, arg);       DEFER, with DEFER_DISMISS, DEFER_REARM and DEFER_RUN(name)
 *     DEFER_BLOCK { ... };              runs the block, which sees every variable as it is at exit
 *
 * Rules
 *   - Guards run newest first, each once, when their block is left: at its end, by return, break,
 *     continue or goto, at the end of an iteration and of a statement expression. Compiled with
 *     -fexceptions, also when the thread ends or is cancelled and when a C++ exception passes.
 *   - Put a guard where the resource is acquired. A jump past it, into its scope, is an error.
 *   - fn takes nothing, or an integer or object pointer, and returns nothing, an integer or a
 *     pointer. Other types, two to four arguments (of DEFER) and DEFER_BLOCK need closures: GCC,
 *     C++11, or Clang 22 with -fdefer-ts. Without one, an error says so.
 *   - An argument that holds a comma needs parentheses, as in every macro.
 *
 * Limits: longjmp over the scope, exit, abort and signals skip guards. So do, on GCC, a computed
 * goto and an asm goto out of the scope. A return value is computed before the guards run:
 *
 *     int rc = write_all(f);                     int rc;
 *     DEFER_STATUS(&rc, fclose, f);              { DEFER_STATUS(&rc, fclose, f); ... }
 *     return rc;     // !! without fclose        return rc;     // right: f is closed by now
 *
 * Options, defined before the first include: DEFER_KEYWORD, `defer { ... };` is DEFER_BLOCK;
 * DEFER_PRESERVE_ERRNO, each guard leaves errno as it found it.
 */
#ifndef DEFER_H
#define DEFER_H

#define DEFER_VERSION_MAJOR 0
#define DEFER_VERSION_MINOR 1
#define DEFER_VERSION_PATCH 0
#define DEFER_VERSION_STRING "0.1.0"
#define DEFER_VERSION                                                                              \
    (DEFER_VERSION_MAJOR * 10000 + DEFER_VERSION_MINOR * 100 + DEFER_VERSION_PATCH)

/* ---- What the compiler has --------------------------------------------------------------------
 * Below this part no compiler is named. A new one is a line here, and a backend further down.
 * DEFER_MAX_ARGS, DEFER_HAS_BLOCK, DEFER_UNWINDS are for users too. */

#if defined(__TINYC__) || defined(__PCC__) || defined(__chibicc__) /* accept it, never run it */
#error "defer.h: this compiler ignores __attribute__((cleanup)); use GCC or Clang"
#elif !defined(__clang__) && (!defined(__GNUC__) || __GNUC__ < 5)
#error "defer.h: this compiler has no __attribute__((cleanup)); use GCC 5 or later, or Clang"
#elif defined(__cplusplus) ? __cplusplus < 201103L : __STDC_VERSION__ + 0 < 199901L
#error "defer.h: needs C99 or C++11, or later; add -std=gnu99 or -std=c++11"
#endif

#if defined(__cplusplus)
#define DEFER_HAS_LAMBDA_ 1 /* since C++11 */
#elif defined(__STDC_DEFER_TS25755__)
#define DEFER_HAS_TS_ 1 /* Clang 22 with -fdefer-ts; without it <stddefer.h> is there, and empty */
#elif !defined(__clang__)
#define DEFER_HAS_NESTED_ 1 /* GCC; never the address of one: that makes the stack executable */
#endif
#if defined(DEFER_HAS_LAMBDA_) || defined(DEFER_HAS_TS_) || defined(DEFER_HAS_NESTED_)
#define DEFER_HAS_BLOCK 1
#define DEFER_MAX_ARGS 4
#else
#define DEFER_HAS_BLOCK 0
#define DEFER_MAX_ARGS 1
#endif
#ifdef __EXCEPTIONS /* with -fexceptions */
#define DEFER_UNWINDS 1
#else
#define DEFER_UNWINDS 0
#endif

#ifdef __clang__
#if __has_feature(kcfi) /* since 16; its check, as the others, is made where the call is written */
#define DEFER_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall", "kcfi")))
#else
#define DEFER_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall")))
#endif
#if __has_warning("-Wc2y-extensions") /* since 22, which takes __COUNTER__ for one */
#define DEFER_QUIET_COUNTER_ DEFER_QUIET_("-Wc2y-extensions")
#endif
/* That a value is unused is said only of an expression that begins with a token of the user. */
#define DEFER_USED_(var, value) (var ? value : value)
#else
#define DEFER_USED_(var, value)                                                                    \
    ((DEFER_TYPE_(var))(DEFER_WORD_(var))defer_use_((DEFER_WORD_(var))value))
#endif
#ifndef DEFER_QUIET_COUNTER_
#define DEFER_QUIET_COUNTER_
#endif

#ifdef DEFER_PRESERVE_ERRNO
#include <errno.h>
#endif

/* ---- Private: helpers ------------------------------------------------------------------------ */

/* Inlined at -O0 too, where that saves a frame; `artificial` keeps a debugger from stepping in. */
#define DEFER_INLINE_ __inline__ __attribute__((__always_inline__))
#define DEFER_HELPER_ static __inline__ __attribute__((__always_inline__, __artificial__))
#define DEFER_CLEANUP_(function) __attribute__((__cleanup__(function), __unused__))

/* An expansion is silent about what it does on purpose: it ignores what fn returns, and it is a
 * declaration that may follow a statement (which C++ does not warn of). */
#define DEFER_PRAGMA_(text) _Pragma(#text)
#define DEFER_QUIET_(warning) DEFER_PRAGMA_(GCC diagnostic ignored warning)
#ifdef __cplusplus
#define DEFER_QUIET_MIXED_
#else
#define DEFER_QUIET_MIXED_ DEFER_QUIET_("-Wdeclaration-after-statement")
#endif
#define DEFER_BEGIN_                                                                               \
    DEFER_PRAGMA_(GCC diagnostic push)                                                             \
    DEFER_QUIET_("-Wunused-result") DEFER_QUIET_MIXED_ DEFER_QUIET_COUNTER_
#define DEFER_END_ DEFER_PRAGMA_(GCC diagnostic pop)

/* Is macro(n, k, ...), with a number, as two guards may share a line, and a name made of it. */
#define DEFER_NEW_(macro, ...) DEFER_BEGIN_ DEFER_NUMBER_(macro, __COUNTER__, __VA_ARGS__)
#define DEFER_NUMBER_(macro, n, ...) DEFER_NAME_(macro, n, __VA_ARGS__)
#define DEFER_NAME_(macro, n, ...) macro(n, defer_kept_##n##_, __VA_ARGS__)

/* A member of a struct that does not compile unless `ok`. In strict C99, where libc may define
 * _Static_assert away, the name of a bit-field stands for every text. */
#ifdef __cplusplus
#define DEFER_CHECK_(ok, text) static_assert(ok, "defer.h: " text);
#elif defined(__STRICT_ANSI__) && __STDC_VERSION__ < 201112L
#define DEFER_CHECK_(ok, text)                                                                     \
    int : (int)sizeof(struct { int defer_h_refuses_this_use_see_its_manual : (ok) ? 1 : -1; });
#else
#define DEFER_CHECK_(ok, text) _Static_assert(ok, "defer.h: " text);
#endif
#define DEFER_REFUSE_(n, text)                                                                     \
    __extension__ struct defer_refused_##n##_ { DEFER_CHECK_(0, text) int defer_x_; } DEFER_END_
#define DEFER_CLOSURES_ "build with GCC, as C++11, or with Clang 22 and -fdefer-ts"

/* What an expression is, unevaluated: its type, decayed and not promoted, and the class that the
 * compiler gives it, 1 to 4 for integers and 5 for pointers. */
#define DEFER_IS_POINTER_(x) (DEFER_CLASS_(x) == 5)
#define DEFER_IS_INTEGER_(x) (DEFER_CLASS_(x) > 0 && DEFER_CLASS_(x) < 5)
#ifdef __cplusplus
template <class T> T defer_value_(T);
template <class T> struct defer_class_ { enum { number = __builtin_classify_type(T()) }; };
template <class T, bool integer> struct defer_signed_ { enum { yes = 0 }; };
template <class T> struct defer_signed_<T, true> { enum { yes = T(-1) < T(1) }; };
template <class T> struct defer_is_int_ { enum { yes = 0 }; };
template <> struct defer_is_int_<int> { enum { yes = 1 }; };
template <> struct defer_is_int_<int &> { enum { yes = 1 }; };
#define DEFER_TYPE_(x) decltype(defer_value_(x))
#define DEFER_CLASS_(x) +defer_class_<DEFER_TYPE_(x)>::number
#define DEFER_IS_SIGNED_(x) defer_signed_<DEFER_TYPE_(x), DEFER_IS_INTEGER_(x)>::yes
#define DEFER_IS_INT_(x) defer_is_int_<decltype((x))>::yes
#else
#define DEFER_TYPE_(x) __typeof__((void)0, (x))
#define DEFER_CLASS_(x) __builtin_classify_type(x)
#define DEFER_IF_POINTER_(x, yes, no) __builtin_choose_expr(DEFER_IS_POINTER_(x), yes, no)
#define DEFER_INTEGER_(x) __builtin_choose_expr(DEFER_IS_INTEGER_(x), ((void)0, (x)), 0u)
#define DEFER_IS_SIGNED_(x)                                                                        \
    ((__typeof__(DEFER_INTEGER_(x)))-1 < (__typeof__(DEFER_INTEGER_(x)))1)
#define DEFER_IS_INT_(x) __builtin_types_compatible_p(__typeof__(x), int)
#endif

/* Empty is what DEFER_VAR passes over and DEFER_TAKE leaves: null, -1, an unsigned 0. */
#ifdef __cplusplus
template <class T> DEFER_HELPER_ bool defer_is_empty_(T x)
{
    return DEFER_IS_SIGNED_(x) ? x < T() : x == T();
}
template <class T> __attribute__((__warn_unused_result__)) DEFER_HELPER_ T defer_take_(T &var)
{
    T taken = var;
    var = DEFER_IS_SIGNED_(var) ? T(-1) : T();
    return taken;
}
#define DEFER_IS_EMPTY_(x) defer_is_empty_(x)
#define DEFER_TAKE_(var) defer_take_(var)
#else
#define DEFER_IS_EMPTY_(x)                                                                         \
    __builtin_choose_expr(DEFER_IS_SIGNED_(x), DEFER_INTEGER_(x) < 0, !(x))
#define DEFER_TAKEN_(var)                                                                          \
    __extension__({                                                                                \
        (void)sizeof(struct { DEFER_CHECK_VAR_(DEFER_TAKE, var) int defer_x_; });                  \
        __typeof__(var) *defer_at_ = &(var);                                                       \
        DEFER_TYPE_(var) defer_taken_ = *defer_at_;                                                \
        *defer_at_ = (DEFER_TYPE_(var))DEFER_IF_POINTER_(var, (void *)0, -DEFER_IS_SIGNED_(var));  \
        defer_taken_;                                                                              \
    })
#define DEFER_TAKE_(var) DEFER_USED_(var, DEFER_TAKEN_(var))
#define DEFER_WORD_(x) __typeof__(DEFER_IF_POINTER_(x, sizeof 0, 0ull))
__attribute__((__warn_unused_result__)) DEFER_HELPER_ unsigned long long
defer_use_(unsigned long long value_) { return value_; }
#endif

/* What a guard does at exit: `seen` is what it looks at, `call` the call that it keeps. */
#define DEFER_DO_ALWAYS_(seen, call) call;
#define DEFER_DO_IF_(seen, call) if (seen) call;
#define DEFER_DO_UNLESS_(seen, call) if (!(seen)) call;
#define DEFER_DO_NEGATIVE_(seen, call) if ((seen) < 0) call;
#define DEFER_DO_STATUS_(seen, call)                                                               \
    int defer_status_ = call;                                                                      \
    if (defer_status_ && !(seen)) seen = defer_status_;
#ifdef DEFER_PRESERVE_ERRNO
#define DEFER_LEAVE_(release) int defer_errno_ = errno; { release } errno = defer_errno_;
#else
#define DEFER_LEAVE_(release) release
#endif

/* What it asks of the lvalue at `at`, and of what fn returns. */
#define DEFER_CHECK_ALWAYS_(at, returned)
#define DEFER_CHECK_IF_(at, returned)                                                              \
    DEFER_CHECK_(DEFER_IS_INTEGER_(*(at)) || DEFER_IS_POINTER_(*(at)),                             \
                 "the flag of DEFER_IF and DEFER_UNLESS must be an integer or a pointer")
#define DEFER_CHECK_UNLESS_ DEFER_CHECK_IF_
#define DEFER_CHECK_NEGATIVE_(at, returned)                                                        \
    DEFER_CHECK_(DEFER_IS_SIGNED_(*(at)),                                                          \
                 "the result of DEFER_IF_NEGATIVE must be a signed integer; else use DEFER_IF")
#define DEFER_CHECK_STATUS_(at, returned)                                                          \
    DEFER_CHECK_(DEFER_IS_INT_(*(at)) && DEFER_IS_INT_(returned),                                  \
                 "DEFER_STATUS needs the address of an int, and an fn that returns int")
#define DEFER_CHECK_VAR_(macro, var)                                                               \
    DEFER_CHECK_((DEFER_IS_INTEGER_(var) && sizeof(var) <= 8) || DEFER_IS_POINTER_(var),           \
                 #macro ": the variable is neither a pointer nor an integer; "                     \
                        "pass the variable that holds the resource")

/* ---- Private: closures ------------------------------------------------------------------------
 * A backend is three macros:
 *   DEFER_SCOPE_(n, k, fields, release, values...)   keeps the values as `k`, releases at exit
 *   DEFER_MY_(k)                                     how `release` reaches the fields
 *   DEFER_BLOCK_(n, k, unused)                       ends where the { of the user begins */

#if defined(DEFER_HAS_LAMBDA_)
/* A local class and its destructor cost least at -O0. A block is a lambda; a reference is bound to
 * it, so that no copy of it can run. */
#define DEFER_SCOPE_(n, k, fields, release, ...)                                                   \
    struct defer_scope_##n##_ {                                                                    \
        fields DEFER_INLINE_ ~defer_scope_##n##_() noexcept(false) { DEFER_LEAVE_(release) }       \
    };                                                                                             \
    DEFER_END_ defer_scope_##n##_ k = { __VA_ARGS__ }
#define DEFER_MY_(k) this->
#define DEFER_BLOCK_(n, k, unused)                                                                 \
    DEFER_END_ __attribute__((__unused__)) auto &&k = defer_at_exit_() ->*[&]()
template <class F> struct defer_closure_ {
    F release_;
    DEFER_INLINE_ ~defer_closure_() noexcept(false) { DEFER_LEAVE_(release_();) }
};
struct defer_at_exit_ {};
template <class F> DEFER_HELPER_ defer_closure_<F> operator->*(defer_at_exit_, F release)
{
    return { release };
}

#elif defined(DEFER_HAS_TS_)
#define DEFER_SCOPE_(n, k, fields, release, ...)                                                   \
    struct defer_begin_;                                                                           \
    __extension__ struct { fields } k = { __VA_ARGS__ };                                           \
    _Defer { DEFER_LEAVE_(release) } struct defer_end_ DEFER_END_
#define DEFER_MY_(k) k.
#ifndef DEFER_PRESERVE_ERRNO
#define DEFER_BLOCK_(n, k, unused) struct defer_begin_ DEFER_END_; _Defer
#else
#define DEFER_BLOCK_(n, k, unused)                                                                 \
    DEFER_CLEANUP_(defer_restore_errno_) int k = errno DEFER_END_; _Defer if (defer_note_errno_(&k))
DEFER_HELPER_ int defer_note_errno_(int *at_) { *at_ = errno; return 1; }
DEFER_HELPER_ void defer_restore_errno_(int *at_) { errno = *at_; }
#endif

#elif defined(DEFER_HAS_NESTED_)
/* The cleanup function is nested, and inlined: no trampoline, no frame. GCC lets a jump pass a
 * guard, but not a type of variable size, -Wvla; this one costs no instruction. */
#define DEFER_SCOPE_(n, k, fields, release, ...)                                                   \
    DEFER_BARRIER_(n) __extension__ struct { fields } k = { __VA_ARGS__ };                         \
    DEFER_NESTED_(n, release) DEFER_END_ struct defer_end_
#define DEFER_MY_(k) k.
#define DEFER_BLOCK_(n, k, unused)                                                                 \
    DEFER_BARRIER_(n) __extension__ auto DEFER_INLINE_ void k(void);                               \
    DEFER_NESTED_(n, k();) DEFER_END_ __extension__ DEFER_INLINE_ void k(void)
#define DEFER_BARRIER_(n)                                                                          \
    DEFER_QUIET_("-Wvla") __extension__ __attribute__((__unused__)) typedef char                   \
        defer_barrier_##n##_[__extension__({ 1; })];
#define DEFER_NESTED_(n, release)                                                                  \
    __extension__ DEFER_INLINE_ void defer_leave_##n##_(                                           \
        __attribute__((__unused__)) char *defer_unused_##n##_) { DEFER_LEAVE_(release) }           \
    DEFER_CLEANUP_(defer_leave_##n##_) char defer_guard_##n##_;
#endif

#if DEFER_HAS_BLOCK
/* C keeps an argument in its own type, and passes a constant as it was written, so that it converts
 * as in an ordinary call: 0 to a pointer, 4096 to a size_t. C++ keeps it as the parameter of fn. */
#ifdef __cplusplus
template <int i, class F, class A> struct defer_param_ { typedef A type; };
template <class R, class P, class... Q, class A> struct defer_param_<0, R (*)(P, Q...), A> {
    typedef P type;
};
template <int i, class R, class P, class... Q, class A>
struct defer_param_<i, R (*)(P, Q...), A> : defer_param_<i - 1, R (*)(Q...), A> {};
template <int i, class F, class A> typename defer_param_<i, F, A>::type defer_kept_(F, A);
template <class T> DEFER_HELPER_ T defer_pass_(T value) { return value; }
#define DEFER_KEPT_(i, fn, arg) DEFER_TYPE_(defer_kept_<i>(fn, arg))
#define DEFER_INIT_(i, fn, arg) defer_pass_<DEFER_KEPT_(i, fn, arg)>(arg)
#define DEFER_PASS_(k, i, arg) DEFER_MY_(k) defer_##i##_
#else
#define DEFER_KEPT_(i, fn, arg) DEFER_TYPE_(arg)
#define DEFER_INIT_(i, fn, arg) arg
#define DEFER_PASS_(k, i, arg)                                                                     \
    __builtin_choose_expr(__builtin_constant_p(arg), (arg), DEFER_MY_(k) defer_##i##_)
#endif
#define DEFER_FN_(fn) DEFER_TYPE_(fn) defer_fn_;
#define DEFER_ARG_(i, fn, arg) DEFER_KEPT_(i, fn, arg) defer_##i##_;
#define DEFER_CALL_(k) DEFER_MY_(k) defer_fn_
#define DEFER_CALL_1_(k, a) DEFER_CALL_(k)(DEFER_PASS_(k, 0, a))

#define DEFER_0_(n, k, fn) DEFER_SCOPE_(n, k, DEFER_FN_(fn), DEFER_CALL_(k)();, fn)
#define DEFER_1_(n, k, fn, a)                                                                      \
    DEFER_SCOPE_(n, k, DEFER_FN_(fn) DEFER_ARG_(0, fn, a), DEFER_CALL_1_(k, a);,                   \
                 fn, DEFER_INIT_(0, fn, a))
#define DEFER_2_(n, k, fn, a, b)                                                                   \
    DEFER_SCOPE_(n, k, DEFER_FN_(fn) DEFER_ARG_(0, fn, a) DEFER_ARG_(1, fn, b),                    \
                 DEFER_CALL_(k)(DEFER_PASS_(k, 0, a), DEFER_PASS_(k, 1, b));,                      \
                 fn, DEFER_INIT_(0, fn, a), DEFER_INIT_(1, fn, b))
#define DEFER_3_(n, k, fn, a, b, c)                                                                \
    DEFER_SCOPE_(n, k,                                                                             \
                 DEFER_FN_(fn) DEFER_ARG_(0, fn, a) DEFER_ARG_(1, fn, b) DEFER_ARG_(2, fn, c),     \
                 DEFER_CALL_(k)(DEFER_PASS_(k, 0, a), DEFER_PASS_(k, 1, b), DEFER_PASS_(k, 2, c));,\
                 fn, DEFER_INIT_(0, fn, a), DEFER_INIT_(1, fn, b), DEFER_INIT_(2, fn, c))
#define DEFER_4_(n, k, fn, a, b, c, d)                                                             \
    DEFER_SCOPE_(n, k, DEFER_FN_(fn) DEFER_ARG_(0, fn, a) DEFER_ARG_(1, fn, b)                     \
                 DEFER_ARG_(2, fn, c) DEFER_ARG_(3, fn, d),                                        \
                 DEFER_CALL_(k)(DEFER_PASS_(k, 0, a), DEFER_PASS_(k, 1, b), DEFER_PASS_(k, 2, c),  \
                                DEFER_PASS_(k, 3, d));, fn, DEFER_INIT_(0, fn, a),                 \
                 DEFER_INIT_(1, fn, b), DEFER_INIT_(2, fn, c), DEFER_INIT_(3, fn, d))

#define DEFER_WATCH_(n, k, WHEN, at, fn, arg)                                                      \
    DEFER_SCOPE_(n, k, DEFER_FN_(fn) DEFER_ARG_(0, fn, arg) DEFER_TYPE_(at) defer_at_;             \
                 DEFER_CHECK_##WHEN##_(at, (fn)(arg)),                                             \
                 DEFER_DO_##WHEN##_(*DEFER_MY_(k) defer_at_, DEFER_CALL_1_(k, arg)),               \
                 fn, DEFER_INIT_(0, fn, arg), at)
#define DEFER_VAR_(n, k, fn, var)                                                                  \
    DEFER_SCOPE_(n, k, DEFER_FN_(fn) DEFER_TYPE_(&(var)) defer_at_;                                \
                 DEFER_CHECK_VAR_(DEFER_VAR, var),                                                 \
                 DEFER_TYPE_(*DEFER_MY_(k) defer_at_) defer_var_##n##_ = *DEFER_MY_(k) defer_at_;  \
                 if (!DEFER_IS_EMPTY_(defer_var_##n##_)) DEFER_CALL_(k)(defer_var_##n##_);,        \
                 fn, &(var))
#define DEFER_GUARD_(n, k, name, fn, arg)                                                          \
    DEFER_SCOPE_(n, name, DEFER_FN_(fn) DEFER_ARG_(0, fn, arg) int defer_armed_;,                  \
                 if (DEFER_MY_(name) defer_armed_) DEFER_CALL_1_(name, arg);,                      \
                 fn, DEFER_INIT_(0, fn, arg), 1)
#define DEFER_ARM_(name, armed) ((void)((name).defer_armed_ = armed))
#ifdef __cplusplus
template <class P, class A> DEFER_HELPER_ int defer_int_(int (*fn)(P), A &arg) { return fn(arg); }
template <class F, class A> DEFER_HELPER_ int defer_int_(F fn, A &arg, ...) { return fn(arg), 0; }
template <class S> DEFER_HELPER_ int defer_run_(S &guard)
{
    if (!guard.defer_armed_) return 0;
    guard.defer_armed_ = 0;
    return defer_int_(guard.defer_fn_, guard.defer_0_);
}
#define DEFER_RUN_(name) defer_run_(name)
#else
/* What is to be said of the conversion of the argument, the guard has said. */
#define DEFER_RUN_(name)                                                                           \
    __extension__({                                                                                \
        DEFER_BEGIN_ DEFER_QUIET_("-Wconversion") DEFER_QUIET_("-Wsign-conversion")                \
        int defer_armed_ = (name).defer_armed_;                                                    \
        (name).defer_armed_ = 0;                                                                   \
        defer_armed_ ? DEFER_INT_((name).defer_fn_((name).defer_0_)) : 0; DEFER_END_               \
    })
#define DEFER_INT_(call) __builtin_choose_expr(DEFER_IS_INT_(call), call, (call, 0))
#endif

#else /* ---- Private: no closures. A guard keeps a call whose types are erased ---------------- */

/* A call of fn. Its shape keeps the class of the result and of the parameter exact, as calling
 * conventions, WebAssembly and CFI ask. */
enum { DEFER_NONE_, DEFER_POINTER_, DEFER_INT_, DEFER_UINT_, DEFER_LONG_, DEFER_PARAMS_ };
enum { DEFER_TO_VOID_, DEFER_TO_INT_, DEFER_TO_WORD_, DEFER_TO_LONG_, DEFER_TO_POINTER_ };
union defer_value_ { const volatile void *in_; void *out_; unsigned long long integer_; };
struct defer_call_ { void (*fn_)(void); union defer_value_ arg_; int shape_; };

/* The status is what an fn that returns int returned, else 0. */
#define DEFER_AS_(RESULT, PARAM, result, R, params, args)                                          \
    case RESULT * DEFER_PARAMS_ + PARAM: {                                                         \
        union { void (*in_)(void); R (*out_) params; } fn_ = { call_.fn_ };                        \
        result fn_.out_ args;                                                                      \
        break;                                                                                     \
    }
#define DEFER_SHAPES_(RESULT, result, R)                                                           \
    DEFER_AS_(RESULT, DEFER_POINTER_, result, R, (void *), (call_.arg_.out_))                      \
    DEFER_AS_(RESULT, DEFER_NONE_, result, R, (void), ())                                          \
    DEFER_AS_(RESULT, DEFER_INT_, result, R, (int), ((int)call_.arg_.integer_))                    \
    DEFER_AS_(RESULT, DEFER_UINT_, result, R, (unsigned), ((unsigned)call_.arg_.integer_))         \
    DEFER_AS_(RESULT, DEFER_LONG_, result, R, (unsigned long long), (call_.arg_.integer_))
DEFER_HELPER_ DEFER_UNCHECKED_ int defer_make_(struct defer_call_ call_)
{
    int status_ = 0;
    switch (call_.shape_) {
        DEFER_SHAPES_(DEFER_TO_VOID_, , void)
        DEFER_SHAPES_(DEFER_TO_INT_, status_ =, int)
        DEFER_SHAPES_(DEFER_TO_WORD_, (void), int)
        DEFER_SHAPES_(DEFER_TO_LONG_, (void), unsigned long long)
        DEFER_SHAPES_(DEFER_TO_POINTER_, (void), void *)
    }
    return status_;
}

/* The types of fn, its result, its argument and its parameter, for the rest of a block. The last is
 * found by trying the integers. A pointer takes that of the argument, which may differ in what it
 * points at; a float stands for what cannot be kept. */
#define DEFER_FITS_(...) __builtin_types_compatible_p(defer_f_, defer_r_(__VA_ARGS__))
#define DEFER_TRY_(T, other) __builtin_choose_expr(DEFER_FITS_(T), (T)0, other)
#define DEFER_TYPES_(fn, arg)                                                                      \
    typedef __typeof__(*(fn)) defer_f_;                                                            \
    typedef __typeof__((fn)(arg)) defer_r_;                                                        \
    typedef DEFER_TYPE_(arg) defer_a_;                                                             \
    typedef __typeof__(DEFER_TRY_(int, DEFER_TRY_(unsigned, DEFER_TRY_(long, DEFER_TRY_(           \
        unsigned long, DEFER_TRY_(long long, DEFER_TRY_(unsigned long long, DEFER_TRY_(_Bool,      \
        DEFER_TRY_(char, DEFER_TRY_(signed char, DEFER_TRY_(unsigned char, DEFER_TRY_(short,       \
        DEFER_TRY_(unsigned short, DEFER_IF_POINTER_((defer_a_)0, (defer_a_)0, 0.f)                \
        ))))))))))))) defer_p_;
#define DEFER_RETURNS_(T) __builtin_types_compatible_p(defer_r_, T)
#define DEFER_RESULT_ __builtin_choose_expr(DEFER_RETURNS_(void), 0, ((defer_r_ (*)(void))0)())
#define DEFER_SHAPE_                                                                               \
    ((DEFER_RETURNS_(void) ? DEFER_TO_VOID_ : DEFER_RETURNS_(int) ? DEFER_TO_INT_                  \
      : DEFER_IS_POINTER_(DEFER_RESULT_) ? DEFER_TO_POINTER_                                       \
      : sizeof(DEFER_RESULT_) > sizeof(int) ? DEFER_TO_LONG_ : DEFER_TO_WORD_) * DEFER_PARAMS_ +   \
     (DEFER_IS_POINTER_((defer_p_)0) ? DEFER_POINTER_                                              \
      : sizeof(defer_p_) > sizeof(int) ? DEFER_LONG_                                               \
      : DEFER_IS_SIGNED_((defer_p_)0) ? DEFER_INT_ : DEFER_UINT_))
#define DEFER_CHECK_TYPES_                                                                         \
    DEFER_CHECK_((DEFER_IS_POINTER_(DEFER_RESULT_) || DEFER_IS_INTEGER_(DEFER_RESULT_)) &&         \
                 (DEFER_IS_POINTER_((defer_p_)0) || DEFER_IS_INTEGER_((defer_p_)0)) &&             \
                 sizeof(DEFER_RESULT_) <= 8 && !(DEFER_FITS_(int) && DEFER_FITS_(long)) &&         \
                 !DEFER_FITS_(defer_a_, ...) && !DEFER_FITS_(const char *, ...),                   \
                 "fn must take a pointer or an integer, by its prototype, and return nothing, an " \
                 "integer or a pointer; for others " DEFER_CLOSURES_)
#define DEFER_FN_(fn) ((union { defer_f_ *in_; void (*out_)(void); }){ (fn) }).out_
#define DEFER_ARG_(value)                                                                          \
    DEFER_IF_POINTER_((defer_p_)0,                                                                 \
        ((union defer_value_){ .in_ = DEFER_IF_POINTER_((defer_p_)0, (value), (void *)0) }),       \
        ((union defer_value_){ .integer_ = (unsigned long long)DEFER_IF_POINTER_((defer_p_)0, 0,   \
            ((struct { defer_p_ out_; }){ (value) }).out_) }))

/* A guard is a call, and an lvalue that it looks at: `kind` is its size and sign. Of a guard with a
 * name, `kind` is whether it is armed. */
struct defer_guard_ { struct defer_call_ call_; union defer_value_ at_; int kind_; };
enum { DEFER_SIGNED_ = 64 };
#define DEFER_KIND_(at) ((int)sizeof(*(at)) | (DEFER_IS_SIGNED_(*(at)) ? DEFER_SIGNED_ : 0))
#define DEFER_READ_(T) { typedef T __attribute__((__may_alias__)) t_; return (long long)*(t_ *)at_; }
DEFER_HELPER_ long long defer_seen_(void *at_, int kind_)
{
    switch (kind_) {
    case 1: DEFER_READ_(unsigned char)
    case 2: DEFER_READ_(unsigned short)
    case 4: DEFER_READ_(unsigned)
    case 1 | DEFER_SIGNED_: DEFER_READ_(signed char)
    case 2 | DEFER_SIGNED_: DEFER_READ_(short)
    case 4 | DEFER_SIGNED_: DEFER_READ_(int)
    default: DEFER_READ_(long long)
    }
}
DEFER_HELPER_ int defer_run_(struct defer_guard_ *guard_)
{
    int armed_ = guard_->kind_;
    guard_->kind_ = 0;
    return armed_ ? defer_make_(guard_->call_) : 0;
}
#define DEFER_LEAVES_(WHEN, seen)                                                                  \
    DEFER_HELPER_ void defer_leave_##WHEN##_(struct defer_guard_ *guard_)                          \
    {                                                                                              \
        DEFER_LEAVE_(DEFER_DO_##WHEN##_(seen, defer_make_(guard_->call_)))                         \
    }
#define DEFER_DO_NAMED_(seen, call) defer_run_(guard_);
DEFER_LEAVES_(ALWAYS, 0)
DEFER_LEAVES_(IF, defer_seen_(guard_->at_.out_, guard_->kind_))
DEFER_LEAVES_(UNLESS, defer_seen_(guard_->at_.out_, guard_->kind_))
DEFER_LEAVES_(NEGATIVE, defer_seen_(guard_->at_.out_, guard_->kind_))
DEFER_LEAVES_(STATUS, *(int *)guard_->at_.out_)
DEFER_LEAVES_(NAMED, 0)
DEFER_HELPER_ void defer_leave_VAR_(struct defer_guard_ *guard_)
{
    typedef void *__attribute__((__may_alias__)) pointer_;
    long long seen_ = defer_seen_(guard_->at_.out_, guard_->kind_);
    if (guard_->kind_ & DEFER_SIGNED_ ? seen_ < 0 : !seen_) return;
    if (guard_->call_.shape_ % DEFER_PARAMS_ == DEFER_POINTER_)
        guard_->call_.arg_.out_ = *(pointer_ *)guard_->at_.out_;
    else
        guard_->call_.arg_.integer_ = (unsigned long long)seen_;
    DEFER_LEAVE_(defer_make_(guard_->call_);)
}

#define DEFER_KEEP_(k, WHEN, types, fn, arg, shape, at, kind)                                      \
    DEFER_CLEANUP_(defer_leave_##WHEN##_) struct defer_guard_ k = __extension__({                  \
        types(struct defer_guard_){ { DEFER_FN_(fn), arg, shape }, { at }, kind };                 \
    }) DEFER_END_
#define DEFER_CHECKED_(fn, arg, checks)                                                            \
    DEFER_TYPES_(fn, arg) (void)sizeof(struct { DEFER_CHECK_TYPES_ checks int defer_x_; });
#define DEFER_0_(n, k, fn)                                                                         \
    DEFER_KEEP_(k, ALWAYS, typedef __typeof__(*(fn)) defer_f_; typedef __typeof__((fn)()) defer_r_;\
                typedef int defer_p_;, fn, { 0 }, DEFER_SHAPE_ - DEFER_INT_ + DEFER_NONE_, "", 0)
#define DEFER_1_(n, k, fn, a) DEFER_WATCH_(n, k, ALWAYS, "", fn, a)
#define DEFER_WATCH_(n, k, WHEN, at, fn, arg)                                                      \
    DEFER_KEEP_(k, WHEN, DEFER_CHECKED_(fn, arg, DEFER_CHECK_##WHEN##_(at, DEFER_RESULT_)),        \
                fn, DEFER_ARG_(arg), DEFER_SHAPE_, at, DEFER_KIND_(at))
#define DEFER_VAR_(n, k, fn, var)                                                                  \
    DEFER_KEEP_(k, VAR, DEFER_CHECKED_(fn, var, DEFER_CHECK_VAR_(DEFER_VAR, var)                   \
        DEFER_CHECK_(sizeof(defer_p_) >= sizeof(int) || sizeof(defer_p_) == sizeof(defer_a_),      \
                     "DEFER_VAR: fn takes less than the variable holds; " DEFER_CLOSURES_)),       \
                fn, { 0 }, DEFER_SHAPE_, &(var), DEFER_KIND_(&(var)))
#define DEFER_GUARD_(n, k, name, fn, arg)                                                          \
    DEFER_KEEP_(name, NAMED, DEFER_CHECKED_(fn, arg, ), fn, DEFER_ARG_(arg), DEFER_SHAPE_, "", 1)
#define DEFER_ARM_(name, armed) ((void)((name).kind_ = armed))
#define DEFER_RUN_(name) defer_run_(&(name))
#define DEFER_2_(n, k, ...)                                                                        \
    DEFER_REFUSE_(n, "DEFER with more than one argument: pass a pointer to a struct, or "          \
                     DEFER_CLOSURES_)
#define DEFER_3_ DEFER_2_
#define DEFER_4_ DEFER_2_
#define DEFER_BLOCK_(n, k, unused)                                                                 \
    DEFER_REFUSE_(n, "DEFER_BLOCK: use DEFER(fn, &x), DEFER_IF or DEFER_VAR; or " DEFER_CLOSURES_);
#endif

/* ---- The guards -------------------------------------------------------------------------------
 * All begin with a declaration, and end with the `;` of the user. */

#define DEFER(...)                                                                                 \
    DEFER_NEW_(DEFER_PICK_(__VA_ARGS__, DEFER_MANY_, DEFER_MANY_, DEFER_MANY_, DEFER_4_, DEFER_3_, \
                           DEFER_2_, DEFER_1_, DEFER_0_, ~), __VA_ARGS__)
#define DEFER_PICK_(fn, a, b, c, d, e, f, g, macro, ...) macro
#define DEFER_MANY_(n, k, ...) DEFER_REFUSE_(n, "DEFER takes a function and at most 4 arguments")
#define DEFER_IF(flag, fn, arg) DEFER_NEW_(DEFER_WATCH_, IF, &(flag), fn, arg)
#define DEFER_UNLESS(flag, fn, arg) DEFER_NEW_(DEFER_WATCH_, UNLESS, &(flag), fn, arg)
#define DEFER_IF_NEGATIVE(result, fn, arg) DEFER_NEW_(DEFER_WATCH_, NEGATIVE, &(result), fn, arg)
#define DEFER_STATUS(status, fn, arg) DEFER_NEW_(DEFER_WATCH_, STATUS, status, fn, arg)
#define DEFER_VAR(fn, var) DEFER_NEW_(DEFER_VAR_, fn, var)
#define DEFER_TAKE(var) DEFER_TAKE_(var)
#define DEFER_GUARD(name, fn, arg) DEFER_NEW_(DEFER_GUARD_, name, fn, arg)
#define DEFER_DISMISS(name) DEFER_ARM_(name, 0)
#define DEFER_REARM(name) DEFER_ARM_(name, 1)
#define DEFER_RUN(name) DEFER_RUN_(name)
#define DEFER_BLOCK DEFER_NEW_(DEFER_BLOCK_, ~)
#ifdef DEFER_KEYWORD
#define defer DEFER_BLOCK
#endif

#endif
