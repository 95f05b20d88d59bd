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
 *     DEFER_STATUS(&rc, fn, arg);       the same; what fn returns goes into rc, if rc is still 0
 *     DEFER_VAR(fn, var);               calls fn(var) with its value at exit, unless that is empty
 *     DEFER_TAKE(var)                   is the value of var, and empties it: hands a resource out
 *     DEFER_GUARD(name, fn, arg);       DEFER, with DEFER_DISMISS, DEFER_REARM and DEFER_RUN(name)
 *     DEFER_BLOCK { ... };              runs the block, which sees every variable as it is at exit
 *     DEFER_STACK(s, n);                declares a stack of releases, which run at block exit
 *     DEFER_PUSH(&s, fn, arg)           registers fn(arg) on it; see "The LIFO cleanup stack"
 *
 * Rules
 *   - Guards run newest first, each once, when their block is left: at its end, by return, break,
 *     continue or goto, at the end of an iteration and of a statement expression. Compiled with
 *     -fexceptions, also when the thread ends or is cancelled and when a C++ exception passes.
 *   - Put a guard where the resource is acquired. A jump past it, into its scope, is an error.
 *   - The call is an ordinary one: the arguments convert to the parameters, the compiler says what
 *     is wrong with them, and what fn returns is ignored without a warning. An argument that holds
 *     a comma needs parentheses, as in every macro.
 *   - fn takes nothing, or an integer or object pointer, and returns nothing, an integer or a
 *     pointer. Other types, two to four arguments (of DEFER) and DEFER_BLOCK need closures: GCC,
 *     C++11, or Clang 22 with -fdefer-ts. Without one, an error says so.
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
    DEFER_NEW_(DEFER_PLACE_, "DEFER(" #__VA_ARGS__ ")",                                            \
               DEFER_PICK_(__VA_ARGS__, DEFER_MANY_, DEFER_MANY_, DEFER_MANY_, DEFER_MANY_,        \
                           DEFER_MANY_, DEFER_MANY_, DEFER_5_, DEFER_4_, DEFER_3_, DEFER_2_,       \
                           DEFER_1_, ~), __VA_ARGS__)
#define DEFER_PICK_(fn, a, b, c, d, e, f, g, h, i, j, macro, ...) macro
#define DEFER_MANY_(n, k, ...) DEFER_REFUSE_(n, "DEFER takes a function and at most 4 arguments")

/* DEFER under a condition: fn and arg are evaluated now. flag and result are lvalues that outlive
 * the block, no bit-fields: their address is taken now, and they are read at exit. flag is an
 * integer or a pointer, result a signed integer: for functions that return a count, or -1. */
#define DEFER_IF(flag, fn, arg)                                                                    \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_IF(" #flag ", " #fn ", " #arg ")",                             \
               DEFER_WATCH_, when_if_, &(flag), fn, arg)
#define DEFER_UNLESS(flag, fn, arg)                                                                \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_UNLESS(" #flag ", " #fn ", " #arg ")",                         \
               DEFER_WATCH_, when_unless_, &(flag), fn, arg)
#define DEFER_IF_NEGATIVE(result, fn, arg)                                                         \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_IF_NEGATIVE(" #result ", " #fn ", " #arg ")",                  \
               DEFER_WATCH_, when_negative_, &(result), fn, arg)

/* Keeps the first error: at exit *status, an int, gets what fn returns, an int, if it is still 0.
 * For fclose, fsync and close. `return rc` in the same block reads rc before. */
#define DEFER_STATUS(status, fn, arg)                                                              \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_STATUS(" #status ", " #fn ", " #arg ")",                       \
               DEFER_WATCH_, when_status_, status, fn, arg)

/* Calls fn(var) at exit with the value that var has then, unless it is empty: null, a negative
 * integer, an unsigned 0. var is an lvalue as flag is above. DEFER_TAKE(var) is its value, and
 * empties it: `return DEFER_TAKE(p);` hands p out. var may be evaluated twice there; the compiler
 * warns if the value is not used. */
#define DEFER_VAR(fn, var)                                                                         \
    DEFER_NEW_(DEFER_PLACE_, "DEFER_VAR(" #fn ", " #var ")", DEFER_VAR_, fn, var)
#define DEFER_TAKE(var) DEFER_TAKE_(var)

/* DEFER with a name. DISMISS: it will not run. REARM: it will, once more. RUN: runs it now, if it
 * was to run, and dismisses it; the value is the int that fn returned, else 0. */
#define DEFER_GUARD(name, fn, arg)                                                                 \
    DEFER_NEW_(DEFER_NAMED_PLACE_, "DEFER_GUARD(" #name ", " #fn ", " #arg ")",                    \
               DEFER_GUARD_, name, fn, arg)
#define DEFER_DISMISS(name) DEFER_ARM_(name, 0)
#define DEFER_REARM(name) DEFER_ARM_(name, 1)
#define DEFER_RUN(name) DEFER_RUN_(name)

/* DEFER_BLOCK { ... }; runs what is in the braces at exit. It sees every variable by reference, as
 * `defer` of ISO TS 25755 does. No return, goto, break or continue out of it. */
#define DEFER_BLOCK DEFER_NEW_(DEFER_PLACE_, "DEFER_BLOCK", DEFER_BLOCK_, ~)
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
#elif defined(DEFER_PRESERVE_ERRNO) && defined(DEFER_NO_STDLIB)
#error "defer.h: DEFER_PRESERVE_ERRNO needs <errno.h>, and DEFER_NO_STDLIB has none; define one"
#elif defined(DEFER_ENABLE_AUDIT) && defined(DEFER_NO_STDLIB)
#error "defer.h: DEFER_ENABLE_AUDIT needs the library, DEFER_NO_STDLIB goes without; define one"
#endif

/* Closures by reference: lambdas (C++11), _Defer (Clang 22 with -fdefer-ts; <stddefer.h> is there
 * without it, and empty), nested functions (GCC). */
#if defined(__cplusplus) || defined(__STDC_DEFER_TS25755__) || !defined(__clang__)
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
/* A sanitizer checks a call where it is written, so that one place is all that needs this. */
#if __has_feature(kcfi) /* since 16 */
#define DEFER_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall", "kcfi")))
#else
#define DEFER_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall")))
#endif
#define DEFER_QUIET_CALL_                                                                          \
    DEFER_QUIET_("-Wincompatible-pointer-types-discards-qualifiers") DEFER_QUIET_("-Wformat")
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
#define DEFER_NO_LINES_ __artificial__
#define DEFER_UNCHECKED_
#define DEFER_QUIET_STATIC_
/* Of a helper with cleanups in cleanups: at -O0 with -fexceptions GCC crashes on inlined ones. */
#define DEFER_HAS_CLEANUPS_ DEFER_FOLDED_
#define DEFER_BLOCK_INLINE_ /* not by force: what holds va_end cannot be inlined */
#define DEFER_USED_(var, value)                                                                    \
    ((DEFER_TYPE_(var))(DEFER_WORD_(var))defer_use_((DEFER_WORD_(var))value))
#endif
#ifndef DEFER_QUIET_COUNTER_
#define DEFER_QUIET_COUNTER_
#endif
/* Calling conventions that a function may have instead of that of the target. */
#if defined(__x86_64__) && defined(_WIN32)
#define DEFER_HAS_CONVENTION_ (0 DEFER_HAS_(__sysv_abi__))
#elif defined(__x86_64__)
#define DEFER_HAS_CONVENTION_ (0 DEFER_HAS_(__ms_abi__))
#elif defined(__i386__)
#define DEFER_HAS_CONVENTION_                                                                      \
    (0 DEFER_HAS_(__regparm__(3)) DEFER_HAS_(__regparm__(2)) DEFER_HAS_(__regparm__(1))            \
     DEFER_HAS_(__stdcall__))
#else
#define DEFER_HAS_CONVENTION_ 0
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

/* Is macro(n, k, ...), with a number, as two guards may share a line, and a name made of it; first,
 * what the audit is to know of the place. */
#define DEFER_NEW_(place, text, macro, ...)                                                        \
    DEFER_BEGIN_ DEFER_NUMBER_(place, text, macro, __COUNTER__, __VA_ARGS__)
#define DEFER_NUMBER_(place, text, macro, n, ...) DEFER_NAME_(place, text, macro, n, __VA_ARGS__)
#define DEFER_NAME_(place, text, macro, n, ...)                                                    \
    place(n, text) macro(n, defer_kept_##n##_, __VA_ARGS__)

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
#define DEFER_MAY_KEEP_(x)                                                                         \
    (DEFER_CLASS_(x) - 1u < 5 && (sizeof(x) <= sizeof(int) || sizeof(x) == 8))
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
                 "DEFER_STATUS needs the address of an int, and an fn that returns int")
#define DEFER_DO_when_status_(seen, call, place) defer_keep_first_(&(seen), call);
DEFER_HELPER_ void defer_keep_first_(int *at_, int status_) { if (!*at_) *at_ = status_; }
#define DEFER_CHECK_when_always_(at, returned)
#define DEFER_DO_when_always_(seen, call, place) call;

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
 * It is what the stack keeps, and a guard where there are no closures: fn, and an argument or none.
 * Its shape keeps the class of the result and that of the parameter exact, as calling conventions,
 * WebAssembly and CFI ask. */

enum {
    DEFER_NONE_, DEFER_POINTER_, DEFER_INT_, DEFER_UINT_, DEFER_LONG_, DEFER_PARAM_ = 7,
    DEFER_TO_VOID_ = 0, DEFER_TO_INT_ = 8, DEFER_TO_LONG_ = 16, DEFER_TO_WORD_ = 24
};
union defer_word_ { const volatile void *in_; void *out_; unsigned long long integer_; };
struct defer_call_ { void (*fn_)(void); union defer_word_ arg_; long shape_; };

#define DEFER_AS_(RESULT, PARAM, result, R, params, args)                                          \
    case RESULT | PARAM: {                                                                         \
        union { void (*in_)(void); R (*out_) params; } fn_ = { call_->fn_ };                       \
        result fn_.out_ args;                                                                      \
        break;                                                                                     \
    }
#define DEFER_SHAPES_(RESULT, result, R)                                                           \
    DEFER_AS_(RESULT, DEFER_POINTER_, result, R, (void *), (call_->arg_.out_))                     \
    DEFER_AS_(RESULT, DEFER_NONE_, result, R, (void), ())                                          \
    DEFER_AS_(RESULT, DEFER_INT_, result, R, (int), ((int)call_->arg_.integer_))                   \
    DEFER_AS_(RESULT, DEFER_UINT_, result, R, (unsigned), ((unsigned)call_->arg_.integer_))        \
    DEFER_AS_(RESULT, DEFER_LONG_, result, R, (unsigned long long), (call_->arg_.integer_))
DEFER_FOLDED_ DEFER_UNCHECKED_ int defer_make_other_(const struct defer_call_ *call_)
{
    int status_ = 0;
    switch (call_->shape_) {
        DEFER_SHAPES_(DEFER_TO_VOID_, , void)
        DEFER_SHAPES_(DEFER_TO_INT_, status_ =, int)
        DEFER_SHAPES_(DEFER_TO_LONG_, (void), unsigned long long)
        DEFER_SHAPES_(DEFER_TO_WORD_, (void), int)
    }
    return status_;
}
/* Makes the call; the status is what an fn that returns int returned, else 0. The commonest shapes
 * are inlined at -O0 too, where a debugger steps into fn, and only these, for the size. */
DEFER_HELPER_ DEFER_UNCHECKED_ int defer_make_(const struct defer_call_ *call_)
{
    union { void (*in_)(void); void (*void_)(void *); int (*int_)(void *); } fn_ = { call_->fn_ };
    if (call_->shape_ == (DEFER_TO_INT_ | DEFER_POINTER_)) return fn_.int_(call_->arg_.out_);
    if (call_->shape_ != (DEFER_TO_VOID_ | DEFER_POINTER_)) return defer_make_other_(call_);
    fn_.void_(call_->arg_.out_);
    return 0;
}
#define DEFER_SHAPE_OF_(is_void, is_int, result, param)                                            \
    (((is_void) ? DEFER_TO_VOID_ : sizeof(result) > sizeof(int) ? DEFER_TO_LONG_                   \
      : (is_int) ? DEFER_TO_INT_ : DEFER_TO_WORD_) |                                               \
     (DEFER_IS_POINTER_(param) ? DEFER_POINTER_ : sizeof(param) > sizeof(int) ? DEFER_LONG_        \
      : DEFER_IS_SIGNED_(param) ? DEFER_INT_ : DEFER_UINT_))
#define DEFER_KEEPS_                                                                               \
    "fn must have a prototype and the usual calling convention, take a pointer or an integer,"     \
    " return one of these or nothing; wrap it in such a function, or for a guard " DEFER_CLOSURES_
typedef void defer_plain_f_(void);

/* No analyzer but that of GCC knows what runs at exit: the others are to believe that someone else
 * has the pointer, and what it points at by then. cppcheck sees that in a plain call only. */
#ifdef __clang_analyzer__
struct defer_seen_ { const volatile void *p_; struct defer_seen_ *next_; };
DEFER_SHARED_(__attribute__((__const__)) struct defer_seen_ *defer_elsewhere_(void);)
DEFER_HELPER_ void defer_see_(struct defer_seen_ **list_, struct defer_seen_ *new_,
                              const volatile void *p_)
{ new_->p_ = p_; new_->next_ = *list_; *list_ = new_; }
#define DEFER_SEEN_(value)                                                                         \
    __extension__({                                                                                \
        static struct defer_seen_ *defer_seen_; DEFER_TYPE_(value) defer_given_ = (value);         \
        defer_see_(&defer_seen_, defer_elsewhere_(), (const volatile void *)defer_given_);         \
        defer_given_; })
#else
#define DEFER_SEEN_(value) value
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

/* P is deduced from fn alone, so that arg converts as in an ordinary call. */
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
template <class T_> DEFER_HELPER_ void defer_store_(union defer_word_ &to_, T_ *p_)
{ to_.in_ = DEFER_SEEN_(p_); }
template <class T_> DEFER_HELPER_ void defer_store_(union defer_word_ &to_, T_ i_)
{ to_.integer_ = static_cast<unsigned long long>(i_); }
#define DEFER_CALL_OF_(fn, arg) defer_call_of_(fn, arg)
template <class R_, class P_>
DEFER_HELPER_ defer_call_ defer_call_of_(R_ (*fn_)(P_), typename defer_as_is_<P_>::type_ arg_)
{
    typedef typename defer_as_is_<R_>::type_ result_;
    static_assert(DEFER_MAY_KEEP_(defer_any_<result_>()) && DEFER_MAY_KEEP_(arg_) &&
                      !defer_as_is_<P_>::is_reference_,
                  "defer.h: " DEFER_KEEPS_);
    union { R_ (*in_)(P_); void (*out_)(void); } erased_ = { fn_ };
    defer_call_ call_ = { erased_.out_, { 0 },
                          DEFER_SHAPE_OF_(defer_as_is_<R_>::is_void_, defer_is_int_<R_>::yes_,
                                          defer_any_<result_>(), arg_) };
    defer_store_(call_.arg_, arg_);
    return call_;
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
#define DEFER_SAY_(n, call)
#define DEFER_MY_(k, i) this->defer_##i##_
#define DEFER_INIT_(type, x) defer_pass_<type>(x) /* in braces it would not be narrowed */
template <class T_> DEFER_HELPER_ T_ defer_pass_(T_ value_) { return value_; }
/* What was kept as a value binds to no reference through which fn could change it. */
#define DEFER_PASS_(k, i, x) DEFER_MOVE_(DEFER_MY_(k, i))
#define DEFER_MOVE_(member) static_cast<decltype(member) &&>(member)
#define DEFER_RUN_(name) defer_run_(name DEFER_AUDIT_(, defer_place_of_##name##_))
template <class A_, class P_>
DEFER_HELPER_ int defer_int_(int (*fn_)(P_), A_ &&arg_)
{ return fn_(static_cast<A_ &&>(arg_)); }
template <class A_, class F_>
DEFER_HELPER_ int defer_int_(F_ fn_, A_ &&arg_, ...)
{ return fn_(static_cast<A_ &&>(arg_)), 0; }
template <class S_> DEFER_HELPER_ int defer_run_(S_ &g_ DEFER_AUDIT_(, struct defer_place_ *p_))
{
    long armed_ = g_.defer_armed_;
    DEFER_AUDIT_(if (armed_) defer_settle_(p_, 0);)
    g_.defer_armed_ = 0;
    return armed_ ? defer_int_<decltype(g_.defer_1_)>(g_.defer_0_, DEFER_MOVE_(g_.defer_1_)) : 0;
}

/* A local class and its destructor cost least at -O0. Its name has the line in it, as the numbers
 * of two files that share an inline function may differ, and a class of one name must not. A block
 * is a lambda; a reference is bound to it, so that no copy of it can run. Its first declaration
 * would be lost to the rest as the body of an `if`. */
#define DEFER_SCOPE_(n, ...) DEFER_LINED_(n, __LINE__, __VA_ARGS__)
#define DEFER_LINED_(n, line, ...) DEFER_LOCAL_(n, line, __VA_ARGS__)
#define DEFER_LOCAL_(n, line, k, count, checks, types, fields, given, release, ...)                \
    DEFER_MAP_##count##_(DEFER_T_, n, __VA_ARGS__) checks types                                    \
    struct defer_scope_##line##_##n##_ {                                                           \
        DEFER_MAP_##count##_(DEFER_F_, n, __VA_ARGS__) fields                                      \
        DEFER_INLINE_ ~defer_scope_##line##_##n##_() noexcept(false) { DEFER_LEAVE_(release) }     \
    };                                                                                             \
    DEFER_END_ defer_scope_##line##_##n##_ k =                                                     \
        { DEFER_MAP_##count##_(DEFER_V_, n, __VA_ARGS__) given }
#define DEFER_BARRIER_(n)
#define DEFER_BLOCK_(n, k, unused)                                                                 \
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
#define DEFER_WORD_(x) __typeof__(DEFER_IF_POINTER_(x, sizeof 0, 0ull))
__attribute__((__warn_unused_result__)) DEFER_HELPER_ unsigned long long
defer_use_(unsigned long long value_) { return value_; }

/* The types of fn, of what it returns (of an int for nothing), of its argument and its parameter,
 * for the rest of a block. The last is found by trying; what it points at, if it is a pointer, is
 * not. A float stands for what cannot be kept. No prototype fits int and long; a function with
 * `...` is called in another way, and one with a calling convention of its own: adding that changes
 * no type which has it. */
#define DEFER_FITS_(...) __builtin_types_compatible_p(defer_f_, defer_r_(__VA_ARGS__))
#define DEFER_ANY_(T) ((T (*)(void))0)()
#define DEFER_NULLPTR_ -1 /* the class of nullptr */
#define DEFER_IS_ZERO_(arg)                                                                        \
    (__builtin_constant_p(arg) ? !__builtin_choose_expr(DEFER_IS_INTEGER_(arg), (arg),             \
                                                        DEFER_CLASS_(arg) != DEFER_NULLPTR_) : 0)
#define DEFER_RESULT_TYPES_(fn, call)                                                              \
    typedef __typeof__(*(fn)) defer_f_;                                                            \
    typedef __typeof__(call) defer_r_;                                                             \
    typedef __typeof__(__builtin_choose_expr(                                                      \
        __builtin_types_compatible_p(defer_r_, void), 0, DEFER_ANY_(defer_r_))) defer_v_;
#define DEFER_TYPED_(fn, arg, checks)                                                              \
    DEFER_RESULT_TYPES_(fn, (fn)(arg))                                                             \
    /* in an enum itself, Clang before 22 would want a compound literal to be constant */          \
    typedef __typeof__(__builtin_choose_expr(                                                      \
        (DEFER_FITS_(int) && DEFER_FITS_(long)) || DEFER_FITS_(DEFER_TYPE_(arg), ...) ||           \
        DEFER_FITS_(const char *, ...) || DEFER_HAS_CONVENTION_, (char)0, 0)) defer_odd_;          \
    enum { defer_is_odd_ = sizeof(defer_odd_) == 1 };                                              \
    typedef __typeof__(DEFER_PARAM_OF_(arg)) defer_p_;                                             \
    DEFER_CHECK_TYPES_(arg, checks)
#define DEFER_PARAM_OF_(arg)                                                                       \
    _Generic(__builtin_choose_expr(defer_is_odd_, 0, (defer_f_ *)0),                               \
        DEFER_P_(float), DEFER_P_(double), DEFER_P_(long double), DEFER_WIDE_ DEFER_P_(int),       \
        DEFER_P_(unsigned), DEFER_P_(long), DEFER_P_(unsigned long), DEFER_P_(long long),          \
        DEFER_P_(unsigned long long), DEFER_P_(_Bool), DEFER_P_(char), DEFER_P_(signed char),      \
        DEFER_P_(unsigned char), DEFER_P_(short), DEFER_P_(unsigned short),                        \
        default: __builtin_choose_expr(DEFER_IS_POINTER_(arg) || DEFER_IS_ZERO_(arg), (void *)0,   \
                                       0.f))
#define DEFER_P_(T) defer_r_ (*)(T): (T)0
#ifdef __SIZEOF_INT128__
#define DEFER_WIDE_ DEFER_P_(__int128), DEFER_P_(unsigned __int128),
#else
#define DEFER_WIDE_
#endif
#define DEFER_HAS_(convention) ||                                                                  \
    (DEFER_SAME_(defer_f_, convention) && !DEFER_SAME_(defer_plain_f_, convention))
#define DEFER_SAME_(f, convention)                                                                 \
    __builtin_types_compatible_p(f *, f __attribute__((convention)) *)
#define DEFER_CHECK_TYPES_(arg, checks)                                                            \
    (void)sizeof(struct {                                                                          \
        DEFER_CHECK_(DEFER_MAY_KEEP_(DEFER_ANY_(defer_v_)) && DEFER_MAY_KEEP_((defer_p_)0) &&      \
                     !defer_is_odd_, DEFER_KEEPS_) checks int defer_x_; });                        \
    (void)sizeof(__typeof__(__builtin_choose_expr(DEFER_IS_POINTER_((defer_p_)0) &&                \
        DEFER_IS_INTEGER_(arg), (defer_f_ *)0, (void (*)(void *))0)((void *)0)) *);
#define DEFER_SHAPE_                                                                               \
    DEFER_SHAPE_OF_(__builtin_types_compatible_p(defer_r_, void), DEFER_IS_INT_(defer_r_),         \
                    DEFER_ANY_(defer_v_), (defer_p_)0)
#define DEFER_ERASED_FN_(fn) ((union { defer_f_ *in_; void (*out_)(void); }){ (fn) }).out_
#ifdef __wasm__ /* where LLVM makes a trap of a direct call that passes an int for less than one */
DEFER_HELPER_ void (*defer_hide_(void (*fn_)(void)))(void)
{ __asm__("" : "+r"(fn_)); return fn_; }
#define DEFER_ERASE_(fn)                                                                           \
    (sizeof(defer_p_) < sizeof(int) ? defer_hide_(DEFER_ERASED_FN_(fn)) : DEFER_ERASED_FN_(fn))
#else
#define DEFER_ERASE_ DEFER_ERASED_FN_
#endif
#define DEFER_STORE_(value, location)                                                              \
    DEFER_IF_POINTER_((defer_p_)0, ((union defer_word_){ .in_ = (location) }),                     \
        ((union defer_word_){ .integer_ = (unsigned long long)DEFER_IF_POINTER_((defer_p_)0, 0,    \
            ((struct { defer_p_ out_; }){ DEFER_IF_POINTER_((defer_p_)0, 0, (value)) }).out_) }))
#ifdef __CPPCHECK__
#define DEFER_CALL_OF_(fn, arg) defer_call_of_(fn, arg)
#else
#define DEFER_CALL_OF_(fn, arg)                                                                    \
    defer_with_pointer_(DEFER_TYPED_CALL_(fn, arg, , DEFER_STORE_(arg, (void *)0)),                \
                        DEFER_POINTER_OF_(arg))
#endif
/* A pointer is taken outside of the statement expression, which would end what it points at if that
 * is a compound literal. */
#define DEFER_POINTER_OF_(arg) DEFER_IF_POINTER_(arg, (arg), (void *)0)
#define DEFER_TYPED_CALL_(fn, arg, checks, word)                                                   \
    __extension__({                                                                                \
        DEFER_TYPED_(fn, arg, checks)                                                              \
        (struct defer_call_){ DEFER_ERASE_(fn), word, DEFER_SHAPE_ };                              \
    })
DEFER_HELPER_ struct defer_call_ defer_with_pointer_(struct defer_call_ call_,
                                                     const volatile void *p_)
{
    if ((call_.shape_ & DEFER_PARAM_) == DEFER_POINTER_) call_.arg_.in_ = DEFER_SEEN_(p_);
    return call_;
}

/* ---- Private: closures in C --------------------------------------------------------------------
 * One that runs at exit is three macros; C++ has them above:
 *   DEFER_SCOPE_(...)             ends before the `;` of the user; see the next section
 *   DEFER_BLOCK_(n, k, unused)    ends before the `{` of the user
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
#define DEFER_SCOPE_(n, k, count, checks, types, fields, given, release, ...)                      \
    types DEFER_MAP_##count##_(DEFER_T_, n, __VA_ARGS__)                                           \
    __extension__ struct { DEFER_MAP_##count##_(DEFER_F_, n, __VA_ARGS__) fields checks }          \
        k = { DEFER_MAP_##count##_(DEFER_V_, n, __VA_ARGS__) given };                              \
    DEFER_QUIET_CALL_ DEFER_AT_EXIT_(defer_errno_##n##_) { release } DEFER_LAST_(n) DEFER_END_
#define DEFER_BLOCK_(n, k, unused) struct defer_begin_ DEFER_END_; DEFER_AT_EXIT_(k)
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
#define DEFER_SCOPE_(n, k, count, checks, types, fields, given, release, ...)                      \
    DEFER_BARRIER_(n) types DEFER_MAP_##count##_(DEFER_T_, n, __VA_ARGS__)                         \
    __extension__ struct defer_scope_##n##_ {                                                      \
        DEFER_MAP_##count##_(DEFER_F_, n, __VA_ARGS__) fields checks                               \
    };                                                                                             \
    DEFER_NESTED_(n, struct defer_scope_##n##_ *defer_kept_, release)                              \
    __extension__ DEFER_CLEANUP_(defer_leave_##n##_) struct defer_scope_##n##_                     \
        k = { DEFER_MAP_##count##_(DEFER_V_, n, __VA_ARGS__) given };                              \
    DEFER_END_ DEFER_LAST_(n)
#define DEFER_BLOCK_(n, k, unused)                                                                 \
    DEFER_BARRIER_(n) __extension__ auto void k(void);                                             \
    DEFER_NESTED_(n, __attribute__((__unused__)) char *defer_unused_##n##_, k();)                  \
    DEFER_CLEANUP_(defer_leave_##n##_) char defer_guard_##n##_;                                    \
    DEFER_END_ __extension__ void k(void)
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
#define DEFER_SAY_(n, call) __attribute__((__unused__)) typedef __typeof__(call) defer_said_##n##_;
#define DEFER_INIT_(type, x) x
#define DEFER_PASS_(k, i, x) __builtin_choose_expr(__builtin_constant_p(x), (x), DEFER_MY_(k, i))
#endif

#if DEFER_HAS_BLOCK
/* ---- Private: guards made of closures ----------------------------------------------------------
 * DEFER_SCOPE_(n, k, count, checks, types, fields, given, release, fn, args...) keeps fn and its
 * arguments as the fields 0 to count - 1 of `k`, and `given` in those named by `fields`, and does
 * `release` at exit, where DEFER_MY_(k, i) is field i. A map is macro(n, index, fn, value) for
 * each: here the type of a field, named before the struct, in which `this` would be another; the
 * field; its initializer. */

#define DEFER_MAP_1_(macro, n, fn) macro(n, 0, fn, fn)
#define DEFER_MAP_2_(macro, n, fn, a) DEFER_MAP_1_(macro, n, fn) macro(n, 1, fn, a)
#define DEFER_MAP_3_(macro, n, fn, a, b) DEFER_MAP_2_(macro, n, fn, a) macro(n, 2, fn, b)
#define DEFER_MAP_4_(macro, n, fn, a, b, c) DEFER_MAP_3_(macro, n, fn, a, b) macro(n, 3, fn, c)
#define DEFER_MAP_5_(macro, n, fn, a, b, c, d)                                                     \
    DEFER_MAP_4_(macro, n, fn, a, b, c) macro(n, 4, fn, d)
#define DEFER_T_(n, i, fn, x) typedef DEFER_KEPT_(i, fn, x) defer_##i##_##n##_;
#define DEFER_F_(n, i, fn, x) defer_##i##_##n##_ defer_##i##_;
#define DEFER_V_(n, i, fn, x) DEFER_INIT_(defer_##i##_##n##_, x),

#define DEFER_1_(n, k, fn)                                                                         \
    DEFER_SCOPE_(n, k, 1, , DEFER_SAY_(n, (fn)()), , , DEFER_FN_(k)();, fn)
#define DEFER_2_(n, k, fn, a)                                                                      \
    DEFER_SCOPE_(n, k, 2, , DEFER_SAY_(n, (fn)(a)), , , DEFER_MAKE_(k, a);, fn, a)
#define DEFER_3_(n, k, fn, a, b)                                                                   \
    DEFER_SCOPE_(n, k, 3, , DEFER_SAY_(n, (fn)(a, b)), , ,                                         \
                 DEFER_FN_(k)(DEFER_PASS_(k, 1, a), DEFER_PASS_(k, 2, b));, fn, a, b)
#define DEFER_4_(n, k, fn, a, b, c)                                                                \
    DEFER_SCOPE_(n, k, 4, , DEFER_SAY_(n, (fn)(a, b, c)), , ,                                      \
                 DEFER_FN_(k)(DEFER_PASS_(k, 1, a), DEFER_PASS_(k, 2, b),                          \
                               DEFER_PASS_(k, 3, c));, fn, a, b, c)
#define DEFER_5_(n, k, fn, a, b, c, d)                                                             \
    DEFER_SCOPE_(n, k, 5, , DEFER_SAY_(n, (fn)(a, b, c, d)), , ,                                   \
                 DEFER_FN_(k)(DEFER_PASS_(k, 1, a), DEFER_PASS_(k, 2, b),                          \
                               DEFER_PASS_(k, 3, c), DEFER_PASS_(k, 4, d));, fn, a, b, c, d)
/* As a pointer is kept without what it points at, one to a function converts from void *. */
#define DEFER_FN_(k) __extension__ DEFER_MY_(k, 0)
#define DEFER_MAKE_(k, a) DEFER_FN_(k)(DEFER_PASS_(k, 1, a))
#ifndef DEFER_LVALUE_ /* a field, too */
#define DEFER_LVALUE_TYPE_(n, at) typedef DEFER_OWN_(at) defer_at_##n##_;
#define DEFER_LVALUE_FIELD_(n) defer_at_##n##_ defer_lvalue_;
#define DEFER_LVALUE_INIT_(at) at
#define DEFER_LVALUE_(n, k) (*DEFER_MY_(k, lvalue))
#endif
#define DEFER_WATCH_(n, k, WHEN, at, fn, arg)                                                      \
    DEFER_SCOPE_(n, k, 2, DEFER_CHECK_##WHEN(at, (fn)(arg)),                                       \
                 DEFER_LVALUE_TYPE_(n, at) DEFER_SAY_(n, (fn)(arg)), DEFER_LVALUE_FIELD_(n),       \
                 DEFER_LVALUE_INIT_(at),                                                           \
                 DEFER_DO_##WHEN(DEFER_LVALUE_(n, k), DEFER_MAKE_(k, arg), &DEFER_AT_(n)), fn, arg)
#define DEFER_VAR_(n, k, fn, var)                                                                  \
    DEFER_SCOPE_(n, k, 1, DEFER_CHECK_VAR_(DEFER_VAR, var),                                        \
                 DEFER_LVALUE_TYPE_(n, &(var)) DEFER_SAY_(n, (fn)(var)),                           \
                 DEFER_LVALUE_FIELD_(n), DEFER_LVALUE_INIT_(&(var)),                               \
                 DEFER_DO_when_if_(!DEFER_IS_EMPTY_(DEFER_LVALUE_(n, k)),                          \
                                   DEFER_FN_(k)(DEFER_LVALUE_(n, k)), &DEFER_AT_(n)), fn)
#define DEFER_GUARD_(n, k, name, fn, arg)                                                          \
    DEFER_NAME_PLACE_(n, name)                                                                     \
    DEFER_SCOPE_(n, name, 2, , DEFER_SAY_(n, (fn)(arg)), long defer_armed_;, 1,                    \
                 if (DEFER_MY_(name, armed)) {                                                     \
                     DEFER_AUDIT_(defer_settle_(&DEFER_AT_(n), 0);) DEFER_MAKE_(name, arg);        \
                 }, fn, arg)
#define DEFER_ARMED_(name) (name).defer_armed_
#ifndef __cplusplus
/* What is to be said of the conversion of the argument, the guard has said. */
#define DEFER_RUN_(name)                                                                           \
    __extension__({                                                                                \
        DEFER_BEGIN_ DEFER_QUIET_CALL_                                                             \
        DEFER_QUIET_("-Wconversion") DEFER_QUIET_("-Wsign-conversion")                             \
        DEFER_QUIET_("-Wint-conversion") (name).defer_armed_ ? __extension__({                     \
            DEFER_AUDIT_(defer_settle_(defer_place_of_##name##_, 0);) (name).defer_armed_ = 0;     \
            DEFER_INT_OF_((name).defer_0_((name).defer_1_)); }) : 0;                               \
        DEFER_END_                                                                                 \
    })
#define DEFER_INT_OF_(call) __builtin_choose_expr(DEFER_IS_INT_(call), call, (call, 0))
#endif

#else /* ---- Private: no closures ---------------------------------------------------------------
 * A guard is a call, and the lvalue that it looks at, of which `kind` is the size and the sign. Of
 * a guard with a name, `kind` is whether it is armed. */

struct defer_guard_ {
    struct defer_call_ call_;
    union defer_word_ at_;
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
    long long seen_;
    if ((g_->call_.shape_ & DEFER_PARAM_) == DEFER_POINTER_) {
        typedef void *__attribute__((__may_alias__)) pointer_;
        void *volatile *at_ = (void *volatile *)g_->at_.out_;
        g_->call_.arg_.out_ = g_->kind_ & DEFER_ATOMIC_ ? __atomic_load_n(at_, __ATOMIC_SEQ_CST)
                              : g_->kind_ & DEFER_VOLATILE_ ? *at_ : *(pointer_ *)g_->at_.out_;
        return g_->call_.arg_.out_ != 0;
    }
    seen_ = defer_seen_(g_);
    g_->call_.arg_.integer_ = (unsigned long long)seen_;
    return g_->kind_ & DEFER_SIGNED_ ? seen_ >= 0 : seen_ != 0;
}
DEFER_HELPER_ int defer_run_(struct defer_guard_ *g_)
{
    long armed_ = g_->kind_;
    DEFER_AUDIT_(if (armed_) defer_settle_(g_->place_, 0);)
    g_->kind_ = 0;
    return armed_ ? defer_make_(&g_->call_) : 0;
}
/* The cleanup function of each form. */
#define DEFER_LEAVES_(WHEN, seen)                                                                  \
    DEFER_HELPER_ void defer_leave_##WHEN(struct defer_guard_ *g_)                                 \
    {                                                                                              \
        DEFER_LEAVE_(DEFER_DO_##WHEN(seen, defer_make_(&g_->call_), g_->place_))                   \
    }
#define DEFER_DO_when_named_(seen, call, place) defer_run_(g_);
#define DEFER_DO_when_var_ DEFER_DO_when_if_
DEFER_LEAVES_(when_always_, 0)
DEFER_LEAVES_(when_if_, defer_seen_(g_))
DEFER_LEAVES_(when_unless_, defer_seen_(g_))
DEFER_LEAVES_(when_negative_, defer_seen_(g_))
DEFER_LEAVES_(when_status_, *(int *)g_->at_.out_)
DEFER_LEAVES_(when_named_, 0)
DEFER_LEAVES_(when_var_, defer_see_var_(g_))
#define DEFER_BARRIER_(n)
#define DEFER_KEEP_(n, k, WHEN, location, call, at, kind)                                          \
    __attribute__((__unused__)) const volatile void *const defer_pointer_##n##_ = location;        \
    DEFER_CLEANUP_(defer_leave_##WHEN) struct defer_guard_ k =                                     \
        __extension__(struct defer_guard_){ call, { (const volatile void *)(at) },                 \
                                            kind DEFER_AUDIT_(, &DEFER_AT_(n)) } DEFER_END_
#define DEFER_KEEP_ARG_(n, k, WHEN, fn, arg, checks, at, kind)                                     \
    DEFER_KEEP_(n, k, WHEN, DEFER_POINTER_OF_(arg), DEFER_TYPED_CALL_(fn, arg, checks,             \
                DEFER_STORE_(arg, DEFER_SEEN_(defer_pointer_##n##_))), at, kind)
#define DEFER_SIZE_ "a flag of 64 bits at most, atomic as the target can; else " DEFER_CLOSURES_
#define DEFER_1_(n, k, fn)                                                                         \
    DEFER_KEEP_(n, k, when_always_, 0, __extension__({                                             \
        DEFER_RESULT_TYPES_(fn, (fn)()) typedef int defer_p_; (void)sizeof(struct {                \
            DEFER_CHECK_(DEFER_MAY_KEEP_(DEFER_ANY_(defer_v_)), DEFER_KEEPS_) int defer_x_; });    \
        (struct defer_call_){ DEFER_ERASE_(fn), { 0 }, DEFER_SHAPE_ - DEFER_INT_ };                \
    }), 0, 0)
#define DEFER_2_(n, k, fn, a) DEFER_KEEP_ARG_(n, k, when_always_, fn, a, , 0, 0)
#define DEFER_WATCH_(n, k, WHEN, at, fn, arg)                                                      \
    DEFER_KEEP_ARG_(n, k, WHEN, fn, arg,                                                           \
        DEFER_CHECK_##WHEN(at, DEFER_ANY_(defer_r_))                                               \
        DEFER_CHECK_(sizeof(*(at)) <= 4 || (sizeof(*(at)) <= 8 && (DEFER_HAS_ATOMIC_64_ ||         \
                         !(DEFER_KIND_(at) & DEFER_ATOMIC_))), DEFER_SIZE_),                       \
        at, DEFER_KIND_(at))
#define DEFER_VAR_(n, k, fn, var)                                                                  \
    DEFER_KEEP_(n, k, when_var_, 0, DEFER_TYPED_CALL_(fn, var, DEFER_CHECK_VAR_(DEFER_VAR, var)    \
        DEFER_CHECK_(sizeof(defer_p_) >= sizeof(int) || sizeof(defer_p_) == sizeof(var),           \
                     "DEFER_VAR: fn takes less than the variable holds; " DEFER_CLOSURES_),        \
        { 0 }), DEFER_SEEN_(&(var)), DEFER_KIND_(&(var)))
#define DEFER_GUARD_(n, k, name, fn, arg)                                                          \
    DEFER_NAME_PLACE_(n, name)                                                                     \
    DEFER_KEEP_ARG_(n, name, when_named_, fn, arg, , 0, 1)
#define DEFER_ARMED_(name) (name).kind_
#define DEFER_RUN_(name) defer_run_(&(name))
#define DEFER_3_(n, k, ...)                                                                        \
    DEFER_REFUSE_(n, "DEFER with more than one argument: pass a pointer to a struct, or "          \
                     DEFER_CLOSURES_)
#define DEFER_4_ DEFER_3_
#define DEFER_5_ DEFER_3_
#define DEFER_BLOCK_(n, k, unused)                                                                 \
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
#define DEFER_STACK(name, n) DEFER_NEW_(DEFER_NO_PLACE_, "", DEFER_STACK_, name, n)
#define DEFER_STACK_(n, k, name, room)                                                             \
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
    status_ = defer_make_(&e_->call_);
    if (status_ && report_) report_(ctx_, what_, status_);
    return status_;
}
DEFER_RARE_ int defer_run_now_(void (*fn_)(void), union defer_word_ arg_, long shape_,
                               const char *what_, void (*report_)(void *, const char *, int),
                               void *ctx_)
{
    struct defer_entry_ entry_ = { { fn_, arg_, shape_ }, what_ };
    (void)defer_run_entry_(&entry_, report_, ctx_);
    return ENOMEM;
}
DEFER_HELPER_ DEFER_UNCHECKED_ int defer_pop_(defer_stack *s_)
{
    struct defer_entry_ *e_ = --s_->top_;
    union { void (*in_)(void); void (*out_)(void *); } fn_; /* the commonest shape: no frame more */
    if (__builtin_expect(e_->call_.shape_ != (DEFER_TO_VOID_ | DEFER_POINTER_), 0))
        return defer_run_entry_(e_, s_->report_, s_->context_);
    DEFER_AUDIT_(defer_settle_entry_(e_, 0);)
    fn_.in_ = e_->call_.fn_;
    fn_.out_(e_->call_.arg_.out_);
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
    if (s_->top_ != s_->own_) { /* empty, the top is where the entries begin */
        DEFER_KEEP_ERRNO_(free(s_->top_);)
    }
    s_->top_ = s_->entries_ = s_->own_;
    s_->end_ = s_->own_end_;
#endif
}
/* Unwinds to 0 and gives the memory back. The stack can be used again. */
DEFER_HAS_CLEANUPS_ int defer_stack_run(defer_stack *s_)
{
    DEFER_CLEANUP_(defer_give_back_) defer_stack *given_ = s_;
    return defer_stack_unwind(s_, 0);
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

/* DEFER_PUSH(&s, fn, arg) registers fn(arg); 0. Out of memory it runs fn(arg) at once, and returns
 * ENOMEM. A null fn: EINVAL. fn takes a pointer or an integer, and may return one or nothing.
 * defer_stack_push is the same as a function. */
DEFER_HELPER_ int defer_push_(defer_stack *s_, struct defer_call_ call_, const char *what_)
{
    struct defer_entry_ *e_;
    if (!call_.fn_) return EINVAL;
    if (__builtin_expect(s_->top_ == s_->end_, 0) &&
        defer_reserve_(s_, s_->end_ == s_->entries_ ? 8 : 2 * defer_stack_depth(s_)))
        return defer_run_now_(call_.fn_, call_.arg_, call_.shape_, what_, s_->report_,
                              s_->context_);
    e_ = s_->top_;
    e_->call_.fn_ = call_.fn_;
    e_->call_.arg_ = call_.arg_;
    e_->call_.shape_ = call_.shape_;
    if (DEFER_AUDIT_(1 ||) (call_.shape_ & ~DEFER_PARAM_) == DEFER_TO_INT_)
        e_->what_ = what_;
    s_->top_ = e_ + 1;
    return 0;
}
#define DEFER_PUSH(s, fn, arg)                                                                     \
    DEFER_PUSH_("DEFER_PUSH(" #s ", " #fn ", " #arg ")", #fn "(" #arg ")", s,                      \
                DEFER_CALL_OF_(fn, arg))
DEFER_HELPER_ struct defer_call_ defer_plain_call_(void (*fn_)(void *), void *arg_)
{ return DEFER_CALL_OF_(fn_, arg_); }
DEFER_HELPER_ int defer_stack_push(defer_stack *s_, void (*fn_)(void *), void *arg_)
{ return defer_push_(s_, defer_plain_call_(fn_, arg_), 0); }
#ifndef DEFER_ENABLE_AUDIT
#define DEFER_PUSH_(text, what, s, call) defer_push_(s, call, DEFER_SOURCE_ what)
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

/* DEFER_CANCEL removes the newest entry with that fn and arg, DEFER_RELEASE runs it too, and
 * reports if it fails. 0, or ENOENT if there is none. The address of a static inline fn differs
 * from file to file. */
static __inline__ int defer_remove_(defer_stack *s_, struct defer_call_ call_, int run_)
{
    struct defer_entry_ *e_ = s_->top_, found_;
    while (e_ != s_->entries_) {
        struct defer_call_ *c_ = &(--e_)->call_;
        if (c_->fn_ != call_.fn_ || c_->shape_ != call_.shape_) continue;
        if ((call_.shape_ & DEFER_PARAM_) == DEFER_POINTER_
                ? c_->arg_.out_ != call_.arg_.out_
                : c_->arg_.integer_ != call_.arg_.integer_)
            continue;
        found_ = *e_;
        __builtin_memmove(e_, e_ + 1, (__SIZE_TYPE__)(s_->top_ - e_ - 1) * sizeof *e_);
        s_->top_--;
        DEFER_AUDIT_(s_->top_->what_ = 0; if (!run_) defer_settle_entry_(&found_, 1);)
        if (run_) (void)defer_run_entry_(&found_, s_->report_, s_->context_);
        return 0;
    }
    return ENOENT;
}
#define DEFER_CANCEL(s, fn, arg) defer_remove_(s, DEFER_CALL_OF_(fn, arg), 0)
#define DEFER_RELEASE(s, fn, arg) defer_remove_(s, DEFER_CALL_OF_(fn, arg), 1)

#ifdef __cplusplus
}
#endif
#ifdef DEFER_ENABLE_AUDIT
#include "defer_audit.h"
#endif
#endif
