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
 *     -fdefer-ts. Without one, and for the stack, an error says so. For a stack in C, cast a void *
 *     or NULL beside an integer to the type of its parameter, as GCC cannot find that out.
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
 *
 * This file, in order: the guards; what the compiler has; functions, pragmas and checks; a call
 * with its types erased; C++; C; closures in C; guards made of closures, or without; the stack. To
 * see how a guard works on your compiler, read "The guards" and its section. What is public stands
 * at the beginning and at the end; all else has a name that ends with an underscore.
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
 * Each macro declares a variable whose destructor makes the call: __attribute__((cleanup)) in C, a
 * class in C++; with -fdefer-ts it is _Defer. It captures fn and args, so that what is released is
 * known when the guard is written. It begins with a declaration: as the body of an `if` without
 * braces, it is an error. It ends with the `;` of the user. With GCC, `DEFER(fclose, f);` becomes,
 * without the checks,
 *
 *     struct defer_closure_7_ { int (*defer_0_)(FILE *); const volatile void *defer_1_; };
 *     void defer_cleanup_7_(struct defer_closure_7_ *c) { c->defer_0_(c->defer_1_); }
 *     __attribute__((cleanup(defer_cleanup_7_)))
 *     struct defer_closure_7_ defer_guard_7_ = { fclose, f };
 *
 * all inlined: it costs what `goto` costs. 7 is a number that no other guard of the file has. Other
 * compilers have other closures, each a section below; what they have in common is a call and a
 * time at which it is made. */

/* Calls fn(args...) at exit. fn and args are evaluated now, once, in any order. To release what x
 * holds at exit and not what it holds now, pass &x, or use DEFER_VAR. */
#define DEFER(...)                                                                                 \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_PLACE_,                            \
                                 "DEFER(" #__VA_ARGS__ ")",                                        \
                                 DFR_ALWAYS_, ~, ~, __VA_ARGS__)

/* DEFER_EACH(fn, a, b, ...) is DEFER(fn, a); DEFER(fn, b); ... for 1 to 16 arguments. Each is a
 * guard of its own, so the last one is released first. */
#define DEFER_EACH(...) DFR_EACH_(DFR_ARG_COUNT_(__VA_ARGS__), __VA_ARGS__)

/* DEFER_IF(flag, fn, args...): calls fn(args...) at exit if flag is non-zero then. fn and args are
 * evaluated now. flag is an lvalue, an integer or a pointer, that outlives the block, and no
 * bit-field: its address is taken now. A volatile or _Atomic one is read as such. */
#define DEFER_IF(flag, ...)                                                                        \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_PLACE_,                            \
                                 "DEFER_IF(" #flag ", " #__VA_ARGS__ ")",                          \
                                 DFR_CONDITIONAL_, when_if_, &(flag), __VA_ARGS__)
/* DEFER_UNLESS(flag, fn, args...): the same if flag is zero or null at exit. Set `done = 1;` at the
 * end of what must succeed as a whole: until then, every way out rolls back. */
#define DEFER_UNLESS(flag, ...)                                                                    \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_PLACE_,                            \
                                 "DEFER_UNLESS(" #flag ", " #__VA_ARGS__ ")",                      \
                                 DFR_CONDITIONAL_, when_unless_, &(flag), __VA_ARGS__)
/* DEFER_IF_NEGATIVE(result, fn, args...): the same if result, a signed integer, is below zero at
 * exit. For functions that return a count, or -1. */
#define DEFER_IF_NEGATIVE(result, ...)                                                             \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_PLACE_,                            \
                                 "DEFER_IF_NEGATIVE(" #result ", " #__VA_ARGS__ ")",               \
                                 DFR_CONDITIONAL_, when_negative_, &(result), __VA_ARGS__)

/* DEFER_STATUS(&rc, fn, args...): calls fn(args...) at exit, and stores what it returns, an int, in
 * rc, an int, if that is still 0: the first error is kept. For fclose and pthread_join, whose
 * failure is otherwise lost. `return rc` in the same block reads rc before that: see "Limits". */
#define DEFER_STATUS(status, ...)                                                                  \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_PLACE_,                            \
                                 "DEFER_STATUS(" #status ", " #__VA_ARGS__ ")",                    \
                                 DFR_CONDITIONAL_, when_status_, &*(status), __VA_ARGS__)
/* DEFER_ERRNO(&err, fn, args...): the same for functions that return a negative int and set errno,
 * as close, fsync and munmap do: if fn fails and err is still 0, errno is stored in err. */
#ifndef DEFER_NO_STDLIB
#define DEFER_ERRNO(err, ...)                                                                      \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_PLACE_,                            \
                                 "DEFER_ERRNO(" #err ", " #__VA_ARGS__ ")",                        \
                                 DFR_CONDITIONAL_, when_errno_, &*(err), __VA_ARGS__)
#endif

/* DEFER_VAR(fn, var, more...) calls fn(var, more...) at exit with the value that var has then,
 * unless it is empty: null, a negative integer, or an unsigned 0. var is an lvalue as flag is
 * above; more is evaluated now. `var = NULL` gives a resource up without a release. */
#define DEFER_VAR(fn, ...)                                                                         \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(fn, __VA_ARGS__), DFR_PLACE_,                        \
                                 "DEFER_VAR(" #fn ", " #__VA_ARGS__ ")",                           \
                                 DFR_VAR_, ~, DFR_FIRST_ARG_(__VA_ARGS__, ~), fn, __VA_ARGS__)
/* DEFER_TAKE(var) is the value of var, and leaves it empty: null, -1 or an unsigned 0. `return
 * DEFER_TAKE(p);` hands out what DEFER_VAR(free, p) guards. var, a pointer or an integer, may be
 * evaluated twice. The compiler warns if the value is not used. */
#define DEFER_TAKE(var) DFR_TAKE_(var)

/* DEFER_GUARD(name, fn, args...) is DEFER with a name, for the three macros below. The name is that
 * of a variable in the scope of the guard: it hides others, and may be used once in a block. */
#define DEFER_GUARD(name, ...)                                                                     \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(DFR_NUMBERS_(__VA_ARGS__), DFR_NAMED_PLACE_,                      \
                                 "DEFER_GUARD(" #name ", " #__VA_ARGS__ ")",                       \
                                 DFR_GUARD_, ~, name, __VA_ARGS__)
/* DEFER_DISMISS(name) disarms the guard: it will not run. No value. */
#define DEFER_DISMISS(name) DFR_ARM_(name, 0)
/* DEFER_REARM(name) arms it: it will run at exit, even if it has run before. No value. */
#define DEFER_REARM(name) DFR_ARM_(name, 1)
/* DEFER_RUN(name) runs the guard now, if it is armed, and disarms it first. Its value is what fn
 * returned, if that is an int, and 0 if not, or if nothing ran. */
#define DEFER_RUN(name) DFR_RUN_(name)

/* DEFER_BLOCK { ... }; runs the block at exit. It sees every variable by reference, as it is then,
 * as `defer` of ISO TS 25755 does. A goto, break or continue out of the block is an error; a return
 * ends the block alone, and is an error too with -fdefer-ts. Where there are no closures (see
 * "Rules"), the block is an error that says what to write instead. */
#define DEFER_BLOCK                                                                                \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(__COUNTER__, 0, 0, DFR_PLACE_, "DEFER_BLOCK", DFR_BLOCK_, ~, ~, ~)
#ifdef DEFER_KEYWORD
#ifdef __STDC_DEFER_TS25755__
#include <stddefer.h>
#endif
#if !defined(defer) || defined(DEFER_PRESERVE_ERRNO) || defined(DEFER_ENABLE_AUDIT)
#undef defer
#define defer DEFER_BLOCK
#endif
#endif

/* ---- What the compiler has --------------------------------------------------------------------
 * Most of what is known of a compiler is in this section. Below it, only these name one: the
 * backends for closures with their DEFER_RUN; the shapes (targets that extend, WebAssembly, the
 * overloads of Clang); the depth of a stack; and what analyzers need. For a new compiler, let it
 * pass the first check; say which closures it has (DEFER_HAS_BLOCK), how its warnings are called,
 * and where it differs. One with closures is a backend more, and a DEFER_RUN for it; one without
 * needs DFR_AUTO_TYPE_, and DFR_DIAGNOSE_BEGIN_ as Clang has it. tests/run then tells. */

/* What cannot be right is refused here: a compiler that accepts the attribute and never runs it, or
 * has none; a language without variadic macros; options that contradict each other. */
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

/* Declares a variable of the type of its value. Undefined for GCC in C, which leaves the variable
 * undeclared after an error. */
#ifdef __cplusplus
#define DFR_AUTO_TYPE_ auto
#elif defined(__clang__)
#define DFR_AUTO_TYPE_ __extension__ __auto_type
#endif

/* Closures that see the variables around them: lambdas in C++11; _Defer in Clang 22 and later with
 * -fdefer-ts, whose <stddefer.h> is there without it too, and empty; nested functions in GCC. Clang
 * without -fdefer-ts has none, and keeps a call as integers: see "A call with its types erased". */
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

/* What differs between the compilers. A third one gives each of these a meaning:
 *
 *     DFR_UNCHECKED_          of a function that makes erased calls: the sanitizers for indirect
 *                             calls compare the types of pointer and function, which differ there;
 *                             the calls of the user are still checked
 *     DFR_QUIET_CALL_         no warning about the call with the captured arguments: what is to be
 *                             said of them has been said at the guard, see DFR_DIAGNOSE_
 *     DFR_SILENT_, ..._END_   no warning at all, where an old version has no name for one
 *     DFR_NO_LINES_           of a helper: a debugger shows it at the line that calls it
 *     DFR_QUIET_COUNTER_      no warning about __COUNTER__
 *     DFR_QUIET_STATIC_       no warning about static data in an inline function
 *     DFR_DIAGNOSE_BEGIN_(n), DFR_DIAGNOSE_END_(n)     around the diagnosed call
 *     DFR_CLEANUP_HELPER_     of a helper that has a cleanup itself
 *     DFR_BLOCK_INLINE_       of the lambda of a DEFER_BLOCK
 *     DFR_WARN_UNUSED_        is the value, and warns if it is not used
 *     DFR_MUST_USE_, DFR_NEGATE_   a function whose result must be used, unless (void) says that it
 *                             is not: by an attribute, or by a minus sign, as compilers warn of the
 *                             unused value of an operator */
#ifdef __clang__
#if __has_feature(kcfi) /* since 16 */
#define DFR_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall", "kcfi")))
#else
#define DFR_UNCHECKED_ __attribute__((__no_sanitize__("function", "cfi-icall")))
#endif
#define DFR_QUIET_CALL_                                                                            \
    DFR_QUIET_("-Wincompatible-pointer-types-discards-qualifiers") DFR_QUIET_("-Wformat")          \
    DFR_QUIET_("-Wint-conversion")
#define DFR_SILENT_ _Pragma("GCC diagnostic push") DFR_QUIET_("-Weverything")
#define DFR_SILENT_END_ _Pragma("GCC diagnostic pop")
#define DFR_NO_LINES_ __nodebug__
#if __has_warning("-Wc2y-extensions") /* since 22, which takes __COUNTER__ for one */
#define DFR_QUIET_COUNTER_ DFR_QUIET_("-Wc2y-extensions")
#endif
#define DFR_QUIET_STATIC_ DFR_QUIET_("-Wstatic-in-inline")
#define DFR_DIAGNOSE_BEGIN_(n) DFR_RESULT_TYPE_BEGIN_
#define DFR_DIAGNOSE_END_(n) DFR_RESULT_TYPE_END_(n)
#define DFR_CLEANUP_HELPER_ DFR_HELPER_
#define DFR_BLOCK_INLINE_ __attribute__((__always_inline__))
/* Clang warns if the expression begins with a token of the user. */
#define DFR_WARN_UNUSED_(var, value) (var ? value : value)
#define DFR_MUST_USE_ __attribute__((__warn_unused_result__))
#define DFR_NEGATE_
#else
#define DFR_QUIET_CALL_                                                                            \
    DFR_QUIET_("-Wdiscarded-qualifiers") DFR_QUIET_("-Wformat") DFR_QUIET_("-Wint-conversion")
#define DFR_SILENT_
#define DFR_SILENT_END_
#define DFR_NO_LINES_ __artificial__
#define DFR_UNCHECKED_
#define DFR_QUIET_STATIC_
#ifdef __cplusplus
#define DFR_MUST_USE_ [[__nodiscard__]]
#define DFR_NEGATE_
#else
/* In C, the attribute of GCC warns behind (void), too. C++ has one that does not, and some g++ say
 * nothing about an operator. */
#define DFR_MUST_USE_
#define DFR_NEGATE_ -
#endif
/* GCC cannot go by the type: that is int if the call is wrong. */
#define DFR_DIAGNOSE_BEGIN_(n) __extension__ enum { defer_valid_##n##_ = _Generic(
#define DFR_DIAGNOSE_END_(n) , int: 2, default: 1) };
/* At -O0 with -fexceptions GCC crashes on inlined functions with cleanups in cleanups. */
#define DFR_CLEANUP_HELPER_ DFR_DISPATCHER_
#define DFR_BLOCK_INLINE_ /* not by force: what holds va_end cannot be inlined */
/* GCC warns of the result of a function, behind casts too. */
#define DFR_WARN_UNUSED_(var, value)                                                               \
    ((DFR_DECAYED_(var))(DFR_WORD_TYPE_(var))defer_use_((DFR_WORD_TYPE_(var))value))
#endif
#ifndef DFR_QUIET_COUNTER_
#define DFR_QUIET_COUNTER_
#endif
/* Calling conventions that a function may have instead of the one of its target. An erased call is
 * made with that one, so a function that has another is refused. */
#if defined(__x86_64__) && defined(_WIN32)
#define DFR_OR_HAS_CONVENTION_ DFR_OR_HAS_ATTRIBUTE_(__sysv_abi__)
#elif defined(__x86_64__)
#define DFR_OR_HAS_CONVENTION_ DFR_OR_HAS_ATTRIBUTE_(__ms_abi__)
#elif defined(__i386__)
#define DFR_OR_HAS_CONVENTION_                                                                     \
    DFR_OR_HAS_ATTRIBUTE_(__regparm__(3)) DFR_OR_HAS_ATTRIBUTE_(__regparm__(2))                    \
    DFR_OR_HAS_ATTRIBUTE_(__regparm__(1)) DFR_OR_HAS_ATTRIBUTE_(__stdcall__)
#else
#define DFR_OR_HAS_CONVENTION_
#endif
/* As the body of an `if`, a declaration is the one error; GCC 11 takes a pragma for the body. */
#ifdef __cplusplus
#define DFR_QUIET_DECLARATION_(quiet) quiet
#elif !defined(__clang__) && __GNUC__ < 12
#define DFR_QUIET_DECLARATION_(quiet) struct defer_begin_; quiet
#else
#define DFR_QUIET_DECLARATION_(quiet) quiet struct defer_begin_;
#endif
/* What needs the library of C: errno, realloc and free. Without it, a stack keeps to its room. */
#ifdef DEFER_NO_STDLIB
#define DFR_STDLIB_(...)
#else
#include <errno.h>
#include <stdlib.h>
#define DFR_STDLIB_(...) __VA_ARGS__
#endif

#ifdef __cplusplus
extern "C++" { /* also where the header is included inside of extern "C" */
#define DFR_SHARED_(definition) extern "C" { definition }
#else
#define DFR_SHARED_(definition) definition
#endif

/* ---- Private: functions, pragmas, checks --------------------------------------------------------
 * Names of this header that a user never writes: macros begin with DFR_, functions and types with
 * defer_, and all end with an underscore, so that no macro of a user meets them. */

/* Most functions are inlined at -O0 too, where that saves a frame, and have no lines of their own:
 * a debugger steps from the guard into fn. A dispatcher is a switch over the shapes of a call, of
 * which one case is left where the shape is constant; at -O0 it is a function, as all cases would
 * be there. A cold function is what happens rarely, kept out of the way of the rest. */
#define DFR_INLINE_ __inline__ __attribute__((__always_inline__))
#define DFR_HELPER_ static __inline__ __attribute__((__always_inline__, DFR_NO_LINES_))
#define DFR_CLEANUP_(function) __attribute__((__cleanup__(function), __unused__))
#ifdef __OPTIMIZE__
#define DFR_COLD_ static __attribute__((__noinline__, __cold__, __unused__)) /* out of the way */
#define DFR_DISPATCHER_ DFR_HELPER_ /* one case is left of its switch; else all are, in one place */
#else /* GCC leaves out what is inline and never called */
#define DFR_COLD_ static __inline__ __attribute__((__cold__, __unused__))
#define DFR_DISPATCHER_ static __inline__ __attribute__((DFR_NO_LINES_))
#endif

/* Pragmas around an expansion, for what it does on purpose: it ignores what fn returns, in C it
 * declares after a statement, in C++ it asks for the type of NULL, and it counts with __COUNTER__.
 * The warnings of the user's own code stay on: the arguments are diagnosed elsewhere. */
#define DFR_PRAGMA_(text) _Pragma(#text)
#define DFR_QUIET_(warning) DFR_PRAGMA_(GCC diagnostic ignored warning)
#ifdef __cplusplus
#define DFR_QUIET_OTHER_ DFR_QUIET_("-Wconversion-null") DFR_QUIET_COUNTER_
#else
#define DFR_QUIET_OTHER_                                                                           \
    DFR_QUIET_("-Wdeclaration-after-statement") DFR_QUIET_STATIC_ DFR_QUIET_COUNTER_
#endif
#define DFR_QUIET_BEGIN_                                                                           \
    DFR_QUIET_DECLARATION_(DFR_PRAGMA_(GCC diagnostic push) DFR_QUIET_("-Wunused-result")          \
                           DFR_QUIET_OTHER_)
#define DFR_QUIET_END_ DFR_PRAGMA_(GCC diagnostic pop)
/* The last declaration of an expansion, without its `;`: that is the user's to write. */
#define DFR_REQUIRE_SEMICOLON_(n) __attribute__((__unused__)) typedef char defer_last_##n##_

/* DFR_EXPAND_(n, arity, count, place, text, form, when, subject, fn, args...) is what each guard
 * macro becomes. It is expanded in two steps, as __COUNTER__ must be a number before it is pasted:
 *
 *     place(n, text)                  what the audit is to know; nothing without the audit
 *     DFR_DIAGNOSE_arity_(n, fn, args...)                the compiler looks at the call
 *     DFR_FORM_arity_(form, n, defer_guard_n_, count, when, subject, fn, args...)
 *                                     the guard itself, form(n, ...); a refusal if arity is 6
 *
 * n is unique in the file: two guards may share a line. count is how many fn and args are, 1 to 5,
 * 6 for too many, and 0 for no call; arity is 0 (no call), 1 (fn alone), 2 (fn and arguments), or
 * 6. when and subject belong to the form: the condition, and the lvalue or the name that it is
 * about. The first step expands all of these, the second pastes them. */
#define DFR_EXPAND_(...) DFR_EXPAND_NUMBERED_(__VA_ARGS__)
#define DFR_EXPAND_NUMBERED_(n, arity, count, place, text, form, when, subject, ...)               \
    place(n, text) DFR_DIAGNOSE_##arity##_(n, __VA_ARGS__)                                         \
    DFR_FORM_##arity##_(form, n, defer_guard_##n##_, count, when, subject, __VA_ARGS__)
/* n, arity and count of a guard. __COUNTER__ differs each time, also in two guards on one line, and
 * in a macro of the user that expands to more than one; __LINE__ does not. */
#define DFR_NUMBERS_(...)                                                                          \
    __COUNTER__, DFR_ARITY_(__VA_ARGS__), DFR_CALL_COUNT_(__VA_ARGS__)
#define DFR_DIAGNOSE_0_(n, value)
#define DFR_DIAGNOSE_6_(n, ...)
#define DFR_FORM_0_(form, ...) form(__VA_ARGS__)
#define DFR_FORM_1_(form, ...) form(__VA_ARGS__)
#define DFR_FORM_2_(form, ...) form(__VA_ARGS__)
#define DFR_FORM_6_(form, ...) DFR_TOO_MANY_(__VA_ARGS__)
/* How many there are, up to 18: DFR_PICK_ has the answer in its last place but one. */
#define DFR_ARG_COUNT_(...)                                                                        \
    DFR_PICK_(__VA_ARGS__, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, ~)
#define DFR_CALL_COUNT_(...)                                                                       \
    DFR_PICK_(__VA_ARGS__, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 4, 3, 2, 1, ~)
#define DFR_ARITY_(...)                                                                            \
    DFR_PICK_(__VA_ARGS__, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 2, 2, 2, 2, 1, ~)
/* Its 19th argument: DFR_PICK_(fclose, f, 18, 17, ..., 2, 1, ~) is 2, as fclose and f push the
 * numbers two places to the right. */
#define DFR_PICK_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, q, r, s, picked, ...) picked
#define DFR_FIRST_ARG_(lead, ...) lead
#define DFR_TOO_MANY_TEXT_ "a guard or a push takes a function and at most 4 arguments"
#define DFR_TOO_MANY_(n, ...) DFR_REFUSE_(n, DFR_TOO_MANY_TEXT_)

/* One step for each argument, as a macro cannot repeat itself. */
#define DFR_EACH_(count, ...) DFR_EACH_OF_(count, __VA_ARGS__)
#define DFR_EACH_OF_(count, ...) DFR_EACH_##count##_(__VA_ARGS__)
#define DFR_EACH_18_(...)                                                                          \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(__COUNTER__, 0, 0, DFR_NO_PLACE_, "", DFR_EACH_REFUSED_, ~, ~, ~)
#define DFR_EACH_1_ DFR_EACH_18_
#define DFR_EACH_REFUSED_(n, ...)                                                                  \
    DFR_REFUSE_(n, "DEFER_EACH takes a function and 1 to 16 arguments")
#define DFR_EACH_17_(fn, a, ...) DEFER(fn, a); DFR_EACH_16_(fn, __VA_ARGS__)
#define DFR_EACH_16_(fn, a, ...) DEFER(fn, a); DFR_EACH_15_(fn, __VA_ARGS__)
#define DFR_EACH_15_(fn, a, ...) DEFER(fn, a); DFR_EACH_14_(fn, __VA_ARGS__)
#define DFR_EACH_14_(fn, a, ...) DEFER(fn, a); DFR_EACH_13_(fn, __VA_ARGS__)
#define DFR_EACH_13_(fn, a, ...) DEFER(fn, a); DFR_EACH_12_(fn, __VA_ARGS__)
#define DFR_EACH_12_(fn, a, ...) DEFER(fn, a); DFR_EACH_11_(fn, __VA_ARGS__)
#define DFR_EACH_11_(fn, a, ...) DEFER(fn, a); DFR_EACH_10_(fn, __VA_ARGS__)
#define DFR_EACH_10_(fn, a, ...) DEFER(fn, a); DFR_EACH_9_(fn, __VA_ARGS__)
#define DFR_EACH_9_(fn, a, ...) DEFER(fn, a); DFR_EACH_8_(fn, __VA_ARGS__)
#define DFR_EACH_8_(fn, a, ...) DEFER(fn, a); DFR_EACH_7_(fn, __VA_ARGS__)
#define DFR_EACH_7_(fn, a, ...) DEFER(fn, a); DFR_EACH_6_(fn, __VA_ARGS__)
#define DFR_EACH_6_(fn, a, ...) DEFER(fn, a); DFR_EACH_5_(fn, __VA_ARGS__)
#define DFR_EACH_5_(fn, a, ...) DEFER(fn, a); DFR_EACH_4_(fn, __VA_ARGS__)
#define DFR_EACH_4_(fn, a, ...) DEFER(fn, a); DFR_EACH_3_(fn, __VA_ARGS__)
#define DFR_EACH_3_(fn, a, ...) DEFER(fn, a); DFR_EACH_2_(fn, __VA_ARGS__)
#define DFR_EACH_2_(fn, a) DEFER(fn, a)

/* Arguments are captured, declared and passed by macros of the caller, one application each. For
 * `fclose, f`, with an empty suffix:
 *
 *     DFR_MAP_2_(M, , n, fclose, f)            M(n, 0, fclose, fclose) M(n, 1, fclose, f)
 *     DFR_CALL_2_(callee, P, P, n, k, fclose, f)           callee(n, k, fclose)(P(n, k, 1, f))
 *
 * The suffix is pasted to the macro of the first argument alone, and pass_first is its P: DEFER_VAR
 * reads that one at exit, so it is not captured. */
#define DFR_MAP_1_(macro, suffix, n, fn) macro(n, 0, fn, fn)
#define DFR_MAP_2_(macro, suffix, n, fn, a) macro(n, 0, fn, fn) macro##suffix(n, 1, fn, a)
#define DFR_MAP_3_(macro, suffix, n, fn, a, b)                                                     \
    DFR_MAP_2_(macro, suffix, n, fn, a) macro(n, 2, fn, b)
#define DFR_MAP_4_(macro, suffix, n, fn, a, b, c)                                                  \
    DFR_MAP_3_(macro, suffix, n, fn, a, b) macro(n, 3, fn, c)
#define DFR_MAP_5_(macro, suffix, n, fn, a, b, c, d)                                               \
    DFR_MAP_4_(macro, suffix, n, fn, a, b, c) macro(n, 4, fn, d)
#define DFR_CALL_1_(callee, pass, pass_first, n, k, fn) callee(n, k, fn)()
#define DFR_CALL_2_(callee, pass, pass_first, n, k, fn, a) callee(n, k, fn)(pass_first(n, k, 1, a))
#define DFR_CALL_3_(callee, pass, pass_first, n, k, fn, a, b)                                      \
    callee(n, k, fn)(pass_first(n, k, 1, a), pass(n, k, 2, b))
#define DFR_CALL_4_(callee, pass, pass_first, n, k, fn, a, b, c)                                   \
    callee(n, k, fn)(pass_first(n, k, 1, a), pass(n, k, 2, b), pass(n, k, 3, c))
#define DFR_CALL_5_(callee, pass, pass_first, n, k, fn, a, b, c, d)                                \
    callee(n, k, fn)(pass_first(n, k, 1, a), pass(n, k, 2, b), pass(n, k, 3, c), pass(n, k, 4, d))

/* A member of a struct that does not compile unless `ok`: a refusal that fits into a declaration
 * and into sizeof. The message is one line, and says what to do. Strict C99 has no _Static_assert
 * that libc could not define away: there the name of a bit-field stands for every text. */
#ifdef __cplusplus
#define DFR_CHECK_(ok, text) static_assert(ok, "defer.h: " text);
#elif defined(__STRICT_ANSI__) && __STDC_VERSION__ < 201112L
#define DFR_CHECK_(ok, text)                                                                       \
    int : (int)sizeof(struct { int defer_h_refuses_this_use_see_its_manual : (ok) ? 1 : -1; });
#else
#define DFR_CHECK_(ok, text) /* with choose_expr, Clang does not repeat the condition */           \
    _Static_assert(__builtin_choose_expr(ok, 1, 0), "defer.h: " text);
#endif
/* In place of a guard that cannot be: an error with that text, and no other. */
#define DFR_REFUSE_(n, text)                                                                       \
    __extension__ struct defer_refused_##n##_ { DFR_CHECK_(0, text) int defer_x_; };               \
    DFR_QUIET_END_ DFR_REQUIRE_SEMICOLON_(n)
#define DFR_CLOSURES_TEXT_ "build with GCC, as C++11, or with Clang 22 and -fdefer-ts"

/* What an expression is, without evaluating it: __builtin_classify_type numbers the types, 1 to 4
 * are the integers, 5 a pointer. Both GCC and Clang have it in C; C++ below counts in the same way.
 * A call can be erased (kept as integers) if all in it are pointers or integers of at most 64 bits.
 * A variable is empty if it holds what DEFER_TAKE leaves there and DEFER_VAR does not release. */
#define DFR_IS_POINTER_(x) (DFR_CLASS_(x) == 5)
#define DFR_IS_INTEGER_(x) (DFR_CLASS_(x) - 1u < 4)
#define DFR_IS_SCALAR_(x) (DFR_CLASS_(x) - 1u < 5)
#define DFR_IS_ERASABLE_(x) (DFR_IS_SCALAR_(x) && (sizeof(x) <= sizeof(int) || sizeof(x) == 8))
/* What DEFER_VAR and DEFER_TAKE ask of their variable. */
#define DFR_CHECK_VAR_(macro, var)                                                                 \
    DFR_CHECK_(DFR_IS_ERASABLE_(var),                                                              \
                 #macro " needs a pointer or an integer; pass the variable that holds the resource")

/* The address of the lvalue that a form looks at is taken once, before all else: a user who gave
 * none, as in DEFER_IF(n > 0, ...), reads one error about it. The variable holds it; GCC would
 * leave that undeclared after an error, so there it is a type, and the address is written twice. */
#ifdef DFR_AUTO_TYPE_
#define DFR_ADDRESS_(n, at) DFR_AUTO_TYPE_ defer_address_##n##_ = (at);
#define DFR_ADDRESS_OF_(n) defer_address_##n##_
#else
#define DFR_ADDRESS_(n, at)                                                                        \
    typedef __typeof__(at) defer_given_##n##_;                                                     \
    typedef __typeof__(DFR_IF_POINTER_((defer_given_##n##_)0, (defer_given_##n##_)0, (int *)0))    \
        defer_address_##n##_;
#define DFR_ADDRESS_OF_(n) ((defer_address_##n##_)0)
#endif

/* The conditions. The forms differ only in these. Of those that a user chooses, each is a pair,
 *
 *     DFR_CHECK_when_x_(at, returns_int)    what must hold of the lvalue at `at`, and of fn
 *     DFR_DO_when_x_(seen, call, place)     what happens at exit: `seen` is the lvalue then, `call`
 *                                           makes the captured call, `place` is for the audit
 *
 * DEFER_IF_NEGATIVE(got, unlink, path) does DFR_DO_when_negative_: `if (got < 0) unlink(path);`. */
#define DFR_CHECK_when_if_(at, returns_int)                                                        \
    DFR_CHECK_(DFR_IS_INTEGER_(*(at)) || DFR_IS_POINTER_(*(at)),                                   \
               "the flag of DEFER_IF and DEFER_UNLESS must be an integer or a pointer")
#define DFR_DO_when_if_(seen, call, place)                                                         \
    if (seen) call; DFR_AUDIT_(else defer_skipped_(place);)
#define DFR_CHECK_when_unless_ DFR_CHECK_when_if_
#define DFR_DO_when_unless_(seen, call, place) DFR_DO_when_if_(!(seen), call, place)
#define DFR_CHECK_when_negative_(at, returns_int)                                                  \
    DFR_CHECK_(DFR_IS_SIGNED_(*(at)),                                                              \
               "the result of DEFER_IF_NEGATIVE must be a signed integer; else use DEFER_IF")
#define DFR_DO_when_negative_(seen, call, place) DFR_DO_when_if_((seen) < 0, call, place)
#define DFR_CHECK_when_status_(at, returns_int)                                                    \
    DFR_CHECK_(DFR_IS_INT_(*(at)) && (returns_int),                                                \
               "DEFER_STATUS and DEFER_ERRNO need the address of an int, and an fn that returns"   \
               " int")
#define DFR_DO_when_status_(seen, call, place)                                                     \
    defer_keep_first_(DFR_ONLY_INT_ADDRESS_(seen), DFR_ONLY_INT_(call));
/* The call is made before the function is entered, so *at_ is read after it: what fn itself stores
 * there is kept. */
DFR_HELPER_ void defer_keep_first_(int *at_, int status_) { if (!*at_) *at_ = status_; }
#define DFR_CHECK_when_errno_ DFR_CHECK_when_status_
#define DFR_DO_when_errno_(seen, call, place)                                                      \
    defer_keep_errno_(DFR_ONLY_INT_ADDRESS_(seen), DFR_ONLY_INT_(call));
DFR_STDLIB_(DFR_HELPER_ void defer_keep_errno_(int *at_, int status_)
            { if (status_ < 0 && !*at_) *at_ = errno; })
#define DFR_DO_when_always_(seen, call, place) call;

/* Around what runs at exit, with DEFER_PRESERVE_ERRNO: errno is what it was. A stack that runs
 * does so always, unless an exception passes. */
#define DFR_KEEP_ERRNO_(work)                                                                      \
    DFR_STDLIB_(int defer_errno_ = errno;) { work } DFR_STDLIB_(errno = defer_errno_;)
#ifdef DEFER_PRESERVE_ERRNO
#define DFR_AROUND_RELEASE_(release) DFR_KEEP_ERRNO_(release)
#else
#define DFR_AROUND_RELEASE_(release) release
#endif

/* The audit counts at each place of the source how many releases were registered, ran, and were
 * dismissed. It is told so through these macros, which are empty without DEFER_ENABLE_AUDIT. What
 * they mean is in defer_audit.h. */
#ifdef DEFER_ENABLE_AUDIT
#define DFR_AUDIT_(...) __VA_ARGS__
struct defer_place_;
struct defer_entry_;
DFR_COLD_ void defer_settle_(struct defer_place_ *p_, int dismissed_);
DFR_COLD_ void defer_skipped_(struct defer_place_ *p_);
DFR_COLD_ void defer_settle_entry_(struct defer_entry_ *e_, int dismissed_);
#else
#define DFR_AUDIT_(...)
#endif
#define DFR_PLACE_OF_(n) defer_place_##n##_
/* "copy.c:12: ", as a literal: the text of an entry costs no instruction. */
#define DFR_SOURCE_ __FILE__ ":" DFR_LINE_(__LINE__) ": "
#define DFR_LINE_(line) DFR_LINE_OF_(line)
#define DFR_LINE_OF_(line) #line
/* Declared before the guard, the variable goes after it: then the guard has run. */
#define DFR_PLACE_(n, text) DFR_AUDIT_(DFR_REGISTERED_(n, text))
#define DFR_NAMED_PLACE_(n, text) DFR_AUDIT_(DFR_STATIC_PLACE_(DFR_PLACE_OF_(n), text, 0))
#define DFR_NAME_PLACE_(n, name)                                                                   \
    DFR_AUDIT_(struct defer_place_ *defer_place_of_##name##_ = defer_register_(&DFR_PLACE_OF_(n)); \
               (void)defer_place_of_##name##_;)
#define DFR_NO_PLACE_(n, text)

/* ---- Private: a call with its types erased ------------------------------------------------------
 * Without closures, Clang has one cleanup function for each form and count; and a stack holds
 * calls of all kinds. Neither knows the types of fn and its arguments. So these are kept as
 * integers, and beside them a shape, which says how to make the call. For instance,
 * `DEFER_PUSH(&s, munmap, p, n)` keeps, on a target of 64 bits,
 *
 *     words_ = { (word)munmap, (word)p, n, 0, 0 }
 *     shape_ = returns int, 2 arguments, parameter 1 in 64 bits, parameter 2 in 64 bits
 *
 * To cast munmap to a type with other parameters, void *, say, would be undefined, and WebAssembly
 * and CFI trap there. What matters to a calling convention is less than a type, though: registers
 * tell 32 bits from 64, and no pointer from an integer of its size. So the shape holds the class of
 * the result (nothing, int, another of 32 bits, 64 bits), the number of arguments, and for each of
 * them whether the parameter has 64 bits, 32, or which narrower type it has. That makes 93 types
 * of function, 3 results times 31 lists of parameters, which a switch tells apart. From -O1 up the
 * shape of a guard is a constant: one case is left, and the compiler finds the exact call again,
 * and inlines it. */

typedef unsigned long long defer_word_;
struct defer_call_ { defer_word_ words_[1 + DEFER_MAX_ARGS]; long shape_; }; /* fn, and args */
/* The codes of a shape. A parameter: in 64 bits, in 32, or narrower. A callee may rely on its
 * caller to extend a narrow value to 32 bits, and on some targets (DFR_EXTENDS_) one of 32 bits to
 * the whole register: so the sign matters. A result: TO_NONE is one that cannot be kept. */
enum {
    DFR_64_, DFR_U32_, DFR_S32_, DFR_U16_, DFR_S16_, DFR_U8_, DFR_S8_, DFR_BOOL_,
    DFR_TO_VOID_ = 0, DFR_TO_INT_, DFR_TO_32_, DFR_TO_64_, DFR_TO_NONE_ = 4,
    DFR_POINTER_ = sizeof(void *) == 8 ? DFR_64_ : DFR_U32_
};
/* Targets whose callees rely on 64 bits in every register; and those where a callee of a stack may
 * be given 64 bits for 32, as it looks at no more than it needs. */
#if defined(__s390x__) || defined(__powerpc64__) || (defined(__sparc__) && defined(__arch64__)) || \
    (defined(__x86_64__) && defined(__ILP32__))
#define DFR_EXTENDS_ 1
#else
#define DFR_EXTENDS_ 0
#endif
#if defined(__LP64__) && (defined(__x86_64__) || defined(__aarch64__))
#define DFR_WIDE_REGISTERS_ 1
#else
#define DFR_WIDE_REGISTERS_ 0
#endif
/* A shape, from the lowest bit: 2 for the result, 3 for the count, and 3 for each parameter. */
#define DFR_COUNT_BITS_(count) ((count) * 4L)
#define DFR_PARAM_BITS_(i, code) ((0L + (code)) << (3 * (i) + 2))
#define DFR_RESULT_(shape) ((shape) & 3)
#define DFR_SHAPE_COUNT_(shape) ((shape) >> 2 & 7)
#define DFR_SHAPE_PARAM_(shape, i) ((shape) >> (3 * (i) + 2) & 7)
enum { DFR_TAKES_POINTER_ = DFR_COUNT_BITS_(1) + DFR_PARAM_BITS_(1, DFR_POINTER_) + DFR_TO_VOID_ };

/* A word as parameter i takes it: as the call would convert it. */
DFR_DISPATCHER_ defer_word_ defer_convert_(defer_word_ value_, long shape_, int i_)
{
    switch (DFR_SHAPE_PARAM_(shape_, i_)) {
    case DFR_U32_: return (unsigned)value_;
    case DFR_S32_: return (defer_word_)(int)value_;
    case DFR_U16_: return (unsigned short)value_;
    case DFR_S16_: return (defer_word_)(short)value_;
    case DFR_U8_: return (unsigned char)value_;
    case DFR_S8_: return (defer_word_)(signed char)value_;
    case DFR_BOOL_: return value_ != 0;
    default: return value_;
    }
}
/* An entry of the stack is converted when it is pushed, so that DEFER_CANCEL(&s, close, 3) finds it
 * whatever types the two had. A guard converts at exit, where the compiler sees through it. */
DFR_DISPATCHER_ struct defer_call_
defer_erase_call_(defer_word_ fn_, defer_word_ a_, defer_word_ b_, defer_word_ c_, defer_word_ d_,
                  long shape_)
{
    struct defer_call_ call_ = { { fn_, a_, b_, c_, d_ }, shape_ };
    if (DFR_SHAPE_PARAM_(shape_, 1)) call_.words_[1] = defer_convert_(a_, shape_, 1);
    if (DFR_SHAPE_PARAM_(shape_, 2)) call_.words_[2] = defer_convert_(b_, shape_, 2);
    if (DFR_SHAPE_PARAM_(shape_, 3)) call_.words_[3] = defer_convert_(c_, shape_, 3);
    if (DFR_SHAPE_PARAM_(shape_, 4)) call_.words_[4] = defer_convert_(d_, shape_, 4);
    return call_;
}
#ifdef __wasm__ /* where LLVM makes a trap of a direct call that passes an int for less than one */
DFR_HELPER_ __UINTPTR_TYPE__ defer_fn_of_(const struct defer_call_ *call_)
{
    __UINTPTR_TYPE__ fn_ = (__UINTPTR_TYPE__)call_->words_[0];
    long s_ = call_->shape_;
    if (DFR_SHAPE_PARAM_(s_, 1) > DFR_S32_ || DFR_SHAPE_PARAM_(s_, 2) > DFR_S32_ ||
        DFR_SHAPE_PARAM_(s_, 3) > DFR_S32_ || DFR_SHAPE_PARAM_(s_, 4) > DFR_S32_)
        __asm__("" : "+r"(fn_));
    return fn_;
}
#define DFR_CALLEE_(call) defer_fn_of_(call)
#else
#define DFR_CALLEE_(call) (__UINTPTR_TYPE__)(call)->words_[0]
#endif

/* Functions that make the call: defer_invoke_n_ for a guard, defer_invoke_entry_n_ for an entry of
 * a stack, where n is how many fn and args are. Both return what an fn that returns int returned,
 * else 0. They are a tree of branches: for each argument, is it passed in 64 bits or in 32? then,
 * which result? Its leaves are calls through an exact type, in which `__typeof__(a_)` is the word
 * or unsigned. An entry takes 64 bits for all where it can: 20 leaves are less code than 124. For
 * one argument the tree is called other_2_, as defer_invoke_2_ tries the commonest shapes first. A
 * guard cannot, as the compiler would not find the exact call of the user again. */
/* `then` with argument i in the variable arg, once for each type that it may be passed in. For one
 * argument and the result of free, what is left of the tree is
 *
 *     if (parameter 1 has 64 bits) { word a_ = words_[1];     ((void (*)(word))fn)(a_); }
 *     else                         { unsigned a_ = words_[1]; ((void (*)(unsigned))fn)(a_); } */
#define DFR_WITH_ARG_(i, arg, then)                                                                \
    if (DFR_EXTENDS_ || all_wide_ || !DFR_SHAPE_PARAM_(call_->shape_, i)) {                        \
        defer_word_ arg = call_->words_[i];                                                        \
        if (DFR_EXTENDS_ && !all_wide_) arg = defer_convert_(arg, call_->shape_, i);               \
        then                                                                                       \
    } else {                                                                                       \
        unsigned arg = (unsigned)defer_convert_(call_->words_[i], call_->shape_, i); then          \
    }
#define DFR_CALL_AS_(R, params) ((R (*) params)DFR_CALLEE_(call_))
#define DFR_CALL_BY_RESULT_(params, args)                                                          \
    switch (DFR_RESULT_(call_->shape_)) {                                                          \
    case DFR_TO_VOID_: DFR_CALL_AS_(void, params) args; return 0;                                  \
    case DFR_TO_INT_: return DFR_CALL_AS_(int, params) args;                                       \
    case DFR_TO_32_: (void)DFR_CALL_AS_(int, params) args; return 0;                               \
    default: (void)DFR_CALL_AS_(defer_word_, params) args; return 0;                               \
    }
#define DFR_INVOKERS_(count, body)                                                                 \
    DFR_DISPATCHER_ DFR_UNCHECKED_ int defer_invoke_##count##_(const struct defer_call_ *call_)    \
    { enum { all_wide_ = 0 }; body }                                                               \
    DFR_DISPATCHER_ DFR_UNCHECKED_ int                                                             \
    defer_invoke_entry_##count##_(const struct defer_call_ *call_)                                 \
    { enum { all_wide_ = DFR_WIDE_REGISTERS_ }; body }
DFR_INVOKERS_(1, DFR_CALL_BY_RESULT_((void), ()))
DFR_INVOKERS_(other_2, DFR_WITH_ARG_(1, a_, DFR_CALL_BY_RESULT_((__typeof__(a_)), (a_))))
DFR_INVOKERS_(3, DFR_WITH_ARG_(1, a_, DFR_WITH_ARG_(2, b_,
    DFR_CALL_BY_RESULT_((__typeof__(a_), __typeof__(b_)), (a_, b_)))))
DFR_INVOKERS_(4, DFR_WITH_ARG_(1, a_, DFR_WITH_ARG_(2, b_, DFR_WITH_ARG_(3, c_,
    DFR_CALL_BY_RESULT_((__typeof__(a_), __typeof__(b_), __typeof__(c_)), (a_, b_, c_))))))
DFR_INVOKERS_(5, DFR_WITH_ARG_(1, a_, DFR_WITH_ARG_(2, b_, DFR_WITH_ARG_(3, c_, DFR_WITH_ARG_(4, d_,
    DFR_CALL_BY_RESULT_((__typeof__(a_), __typeof__(b_), __typeof__(c_), __typeof__(d_)),
                        (a_, b_, c_, d_)))))))
/* A pointer is the commonest argument: inlined at -O0 too, where a debugger steps into fn. */
DFR_HELPER_ DFR_UNCHECKED_ int defer_invoke_2_(const struct defer_call_ *call_)
{
    __UINTPTR_TYPE__ a_ = (__UINTPTR_TYPE__)call_->words_[1];
    if (call_->shape_ == DFR_TAKES_POINTER_ + 1L * DFR_TO_INT_)
        return DFR_CALL_AS_(int, (__UINTPTR_TYPE__))(a_);
    if (call_->shape_ != DFR_TAKES_POINTER_) return defer_invoke_other_2_(call_);
    DFR_CALL_AS_(void, (__UINTPTR_TYPE__))(a_);
    return 0;
}
#define DFR_ERASABLE_TEXT_                                                                         \
    "fn must have a prototype and the usual calling convention, not be variadic, take pointers"    \
    " and integers, and return one or nothing. Beside an integer, cast a void * to the type of"    \
    " its parameter. Else wrap fn in such a function, or for a guard " DFR_CLOSURES_TEXT_

/* clang --analyze and clang-tidy do not know what runs at exit, and would call a guarded pointer
 * leaked. For them alone, a captured pointer escapes into a list, where someone else may release
 * it, and what it points at is unknown from then on. */
#ifdef __clang_analyzer__
struct defer_escaped_ { const volatile void *p_; struct defer_escaped_ *next_; };
DFR_SHARED_(__attribute__((__const__)) struct defer_escaped_ *defer_elsewhere_(void);)
DFR_HELPER_ void defer_escape_to_(struct defer_escaped_ **list_, struct defer_escaped_ *new_,
                                  const volatile void *p_)
{ new_->p_ = p_; new_->next_ = *list_; *list_ = new_; }
#define DFR_ESCAPES_(address)                                                                      \
    __extension__({                                                                                \
        static struct defer_escaped_ *defer_escaped_;                                              \
        DFR_DECAYED_(address) defer_given_ = (address);                                            \
        defer_escape_to_(&defer_escaped_, defer_elsewhere_(),                                      \
                         (const volatile void *)defer_given_);                                     \
        defer_given_; })
#else
#define DFR_ESCAPES_(address) address
#endif

#ifdef __cplusplus
/* ---- Private: C++ -------------------------------------------------------------------------------
 * The language has what C lacks: a destructor, and types that can be asked for. A guard is a local
 * class. `DEFER(fclose, f);` in line 12 becomes, without the checks,
 *
 *     struct defer_closure_12_7_ {
 *         int (*defer_0_)(FILE *);  FILE *defer_1_;
 *         ~defer_closure_12_7_() { this->defer_0_(this->defer_1_); }
 *     };
 *     defer_closure_12_7_ defer_guard_7_ = { fclose, f };
 *
 * This section defines for C++ what the next two define for C, by the same names: what an
 * expression is, DFR_TAKE_, the erased call, the type that an argument is captured in, the closure,
 * DFR_RUN_. No header of the standard library is included, as some programs have none. */

/* What an expression is. The classes are numbered as __builtin_classify_type does it, which gives
 * the same number for every type of a template since GCC 14. */
template <class T_> T_ defer_value_(T_);
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
/* The type of a value: an array is a pointer, a function is one too, and nothing is promoted. */
#define DFR_DECAYED_(x) decltype(defer_value_(x))
#define DFR_CLASS_(x) +defer_class_<DFR_DECAYED_(x)>::number_
#define DFR_IS_SIGNED_(x) defer_signed_<DFR_DECAYED_(x), DFR_IS_INTEGER_(x)>::yes_
#define DFR_IS_INT_(x) defer_is_int_<decltype((x))>::yes_
#define DFR_ONLY_INT_ADDRESS_(lvalue) &(lvalue)
#define DFR_ONLY_INT_(call) call
#define DFR_IS_EMPTY_(x) defer_is_empty_(x)
template <class T_> DFR_HELPER_ bool defer_is_empty_(T_ *x_) { return x_ == 0; }
template <class T_> DFR_HELPER_ bool defer_is_empty_(T_ x_)
{ return DFR_IS_SIGNED_(x_) ? x_ < T_() : x_ == T_(); }
/* DEFER_TAKE: var is evaluated once here, as its address is taken. */
#define DFR_TAKE_(var) defer_take_<DFR_DECAYED_(var)>(var)
template <class T_, class V_>
__attribute__((__warn_unused_result__)) DFR_HELPER_ T_ defer_take_(V_ &var_)
{
    T_ taken_ = var_;
    DFR_CHECK_VAR_(DEFER_TAKE, taken_)
    var_ = DFR_IS_SIGNED_(var_) ? T_(-1) : T_();
    return taken_;
}

/* The erased call. The types of the parameters P_... are deduced from fn alone, so that the
 * arguments convert to them as in an ordinary call; the shape is computed from them. */
/* A parameter as the type of a parameter of defer_call_of_: never deduced from an argument. */
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
/* A value of a type, for questions that are not evaluated. */
template <class T_> T_ defer_any_();
/* bool converts unlike any other type of one byte: everything that is not 0 becomes 1. */
template <class T_> struct defer_is_bool_ { enum { yes_ = 0 }; };
template <> struct defer_is_bool_<bool> { enum { yes_ = 1 }; };
/* What is true of parameter i_ and those after it: can each be erased, and their part of the shape.
 * */
template <int i_, class... P_> struct defer_params_ { enum { fit_ = 1, codes_ = 0 }; };
template <int i_, class P_, class... Q_> struct defer_params_<i_, P_, Q_...> {
    typedef defer_params_<i_ + 1, Q_...> rest_;
    enum {
        is_signed_ = DFR_IS_SIGNED_(defer_any_<P_>()),
        code_ = sizeof(P_) == 8 ? +DFR_64_ : defer_class_<P_>::number_ == 5 ? +DFR_POINTER_
                : defer_is_bool_<P_>::yes_ ? +DFR_BOOL_
                : sizeof(P_) == 1 ? +DFR_U8_ + +is_signed_
                : sizeof(P_) == 2 ? +DFR_U16_ + +is_signed_
                : +DFR_U32_ + +is_signed_,
        fit_ = DFR_IS_ERASABLE_(defer_any_<P_>()) && !defer_as_is_<P_>::is_reference_ &&
               rest_::fit_,
        codes_ = DFR_PARAM_BITS_(i_, code_) + rest_::codes_
    };
};
template <class T_> DFR_HELPER_ defer_word_ defer_word_of_(T_ *p_)
{ return reinterpret_cast<__UINTPTR_TYPE__>(DFR_ESCAPES_(p_)); }
template <class T_> DFR_HELPER_ defer_word_ defer_word_of_(T_ i_)
{ return static_cast<defer_word_>(i_); }
DFR_HELPER_ const defer_call_ *defer_at_call_(const defer_call_ &call_) { return &call_; }
#define DFR_CALL_ADDRESS_(call) defer_at_call_(call)
#define DFR_CALL_OF_(...) defer_call_of_(__VA_ARGS__)
template <class R_, class... P_>
DFR_HELPER_ defer_call_ defer_call_of_(R_ (*fn_)(P_...),
                                       typename defer_as_is_<P_>::type_... args_)
{
    typedef typename defer_as_is_<R_>::type_ result_;
    typedef defer_params_<1, P_...> params_;
    static_assert(sizeof...(P_) <= DEFER_MAX_ARGS, "defer.h: " DFR_TOO_MANY_TEXT_);
    static_assert(DFR_IS_ERASABLE_(defer_any_<result_>()) && params_::fit_,
                  "defer.h: " DFR_ERASABLE_TEXT_);
    const defer_word_ words_[1 + DEFER_MAX_ARGS] = {
        reinterpret_cast<__UINTPTR_TYPE__>(fn_), defer_word_of_(args_)...
    };
    return defer_erase_call_(words_[0], words_[1], words_[2], words_[3], words_[4],
                            DFR_COUNT_BITS_(static_cast<int>(sizeof...(P_))) + params_::codes_ +
                                (defer_as_is_<R_>::is_void_ ? DFR_TO_VOID_
                                 : defer_is_int_<R_>::yes_ ? DFR_TO_INT_
                                 : sizeof(result_) > sizeof(int) ? DFR_TO_64_ : DFR_TO_32_));
}

/* The type that argument i is captured in: that of parameter i of fn, so that it is converted when
 * the guard is written. Of what is no plain function (a lambda, an overloaded operator, a variadic
 * function) the parameters are not known; there, and beyond them, it is the argument's own type. */
template <int i_, class... P_> struct defer_nth_ {};
template <class P_, class... Q_> struct defer_nth_<0, P_, Q_...> { typedef P_ type_; };
template <int i_, class P_, class... Q_>
struct defer_nth_<i_, P_, Q_...> : defer_nth_<i_ - 1, Q_...> {};
/* A reference parameter is captured as a reference, for fn to change the user's own object; but not
 * where it would bind to a temporary one, which is gone at exit: there the value is captured. It
 * needs no temporary if a pointer to the argument converts to a pointer to the parameter. */
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
#define DFR_CAPTURE_TYPE_(i, fn, x)                                                                \
    typename decltype(                                                                             \
        defer_param_<i, decltype((x)), decltype(defer_decay_(x, 0))>(fn, 0))::type_
#define DFR_TYPE_OF_(x) decltype(x)
#define DFR_DIAGNOSE_1_(n, fn)
#define DFR_DIAGNOSE_2_(n, fn, ...)
#define DFR_USER_FN_(n, k, fn) (fn)
#define DFR_USER_ARG_(n, k, i, x) x
#define DFR_RETURNS_INT_(n, count, ...)                                                            \
    DFR_IS_INT_(DFR_CALL_##count##_(DFR_USER_FN_, DFR_USER_ARG_, DFR_USER_ARG_, n, ~,              \
                                    __VA_ARGS__))
#define DFR_CAPTURED_(k, i) this->defer_##i##_
#define DFR_CONVERT_TO_(type, x) defer_pass_<type>(x) /* in braces it would not be narrowed */
template <class T_> DFR_HELPER_ T_ defer_pass_(T_ value_) { return value_; }
/* What was kept as a value binds to no reference through which fn could change it. */
#define DFR_PASS_(n, k, i, x) DFR_MOVE_(DFR_CAPTURED_(k, i))
#define DFR_MOVE_(member) static_cast<decltype(member) &&>(member)
/* DEFER_RUN(name) is a member function. It makes the call that the destructor makes, and returns
 * what fn returns if that is int, else 0: defer_int_fn_ picks one of two callables by the result.
 * */
#define DFR_NAMED_(n, name, count, ...)                                                            \
    DFR_INLINE_ __attribute__((__unused__, DFR_NO_LINES_)) int defer_run_()                        \
    {                                                                                              \
        typedef decltype(DFR_INVOKE_(n, name, count, __VA_ARGS__)) defer_result_;                  \
        DFR_AUDIT_(defer_settle_(&DFR_PLACE_OF_(n), 0);) this->defer_armed_ = 0;                   \
        return DFR_CALL_##count##_(DFR_INT_FN_, DFR_PASS_, DFR_PASS_, n, name,                     \
                                   __VA_ARGS__);                                                   \
    }
#define DFR_INT_FN_(n, k, fn) defer_int_fn_<defer_result_>::of_(this->defer_0_)
#define DFR_ADDRESS_INIT_(n, at) defer_address_##n##_
#define DFR_ARMED_INIT_(name) 1
#define DFR_RUN_(name) ((name).defer_armed_ ? (name).defer_run_() : 0)
/* Calls fn_ and returns 0; the specialization for int returns what fn_ returns. */
template <class R_> struct defer_int_fn_ {
    template <class F_> struct call_ {
        F_ &fn_;
        template <class... A_> DFR_INLINE_ __attribute__((DFR_NO_LINES_)) int
        operator()(A_ &&...args_) const { return (void)fn_(static_cast<A_ &&>(args_)...), 0; }
    };
    template <class F_> DFR_HELPER_ call_<F_> of_(F_ &fn_) { return { fn_ }; }
};
template <> struct defer_int_fn_<int> {
    template <class F_> struct call_ {
        F_ &fn_;
        template <class... A_> DFR_INLINE_ __attribute__((DFR_NO_LINES_)) int
        operator()(A_ &&...args_) const { return fn_(static_cast<A_ &&>(args_)...); }
    };
    template <class F_> DFR_HELPER_ call_<F_> of_(F_ &fn_) { return { fn_ }; }
};

/* A local class costs less at -O0 than a lambda. Its name has the line in it: two files that share
 * an inline function may count differently, and one name must not be two classes (-Wodr). A block
 * is a lambda, as only that sees the variables around it; a reference is bound to the guard, so
 * that no copy of it can run. Its first declaration is empty, as an `if` without braces would take
 * it. */
#define DFR_CLOSURE_(n, ...) DFR_CLOSURE_ON_LINE_(n, __LINE__, __VA_ARGS__)
#define DFR_CLOSURE_ON_LINE_(n, line, ...) DFR_LOCAL_CLASS_(n, line, __VA_ARGS__)
#define DFR_LOCAL_CLASS_(n, line, k, count, lead, checks, types, fields, named, given, release,    \
                         ...)                                                                      \
    DFR_MAP_##count##_(DFR_CAPTURE_TYPEDEF_, lead, n, __VA_ARGS__) types checks                    \
    struct defer_closure_##line##_##n##_ {                                                         \
        DFR_MAP_##count##_(DFR_CAPTURE_FIELD_, lead, n, __VA_ARGS__) fields named                  \
        DFR_INLINE_ ~defer_closure_##line##_##n##_() noexcept(false)                               \
        { DFR_AROUND_RELEASE_(release) }                                                           \
    };                                                                                             \
    DFR_QUIET_END_ defer_closure_##line##_##n##_ k =                                               \
        { DFR_MAP_##count##_(DFR_CAPTURE_INIT_, lead, n, __VA_ARGS__) given }
#define DFR_BARRIER_(n)
#define DFR_BLOCK_(n, k, ...)                                                                      \
    struct defer_begin_##n##_ : defer_at_exit_ {}; DFR_QUIET_END_                                  \
    __attribute__((__unused__)) auto &&k = defer_begin_##n##_() ->*[&]() DFR_BLOCK_INLINE_
template <class F_> struct defer_closure_ {
    F_ release_;
    DFR_INLINE_ __attribute__((DFR_NO_LINES_)) ~defer_closure_() noexcept(false)
    { DFR_AROUND_RELEASE_(release_();) }
};
struct defer_at_exit_ {};
template <class F_>
DFR_HELPER_ defer_closure_<F_> operator->*(const defer_at_exit_ &, const F_ &f_)
{ return { f_ }; }

#else
/* ---- Private: C ---------------------------------------------------------------------------------
 * What an expression is, DEFER_TAKE, the diagnosis of a call, and the shape of an erased call. C
 * has no way to ask a function for its parameters, and none to overload: it has typeof, which does
 * not evaluate, __builtin_choose_expr, which is an `if` that looks at no type of the branch left
 * out, and __builtin_types_compatible_p. */

/* The diagnosis: one call as the user wrote it, unevaluated, in which the compiler says what is
 * wrong with it, and names the user's function. Everything else that mentions the arguments goes
 * through what was captured, and stays silent where defer_valid_n_ is 0. With GCC, `DEFER(fclose,
 * f);` has
 *
 *     enum { defer_valid_7_ = _Generic((fclose)(f), int: 2, default: 1) };
 *
 * 2 if fn returns int, 1 if it returns something else, and 0 if the call is wrong: the value of an
 * enumerator that is an error is 0 on GCC and on Clang. Clang takes the value from the type that is
 * returned, which an erased call needs too: DFR_RESULT_TYPE_, for a push on GCC as well. */
/* Around a call: declares defer_result_n_, the type that it returns, and defer_valid_n_ by
 * it. */
#define DFR_RESULT_TYPE_BEGIN_ __attribute__((__unused__)) typedef __typeof__(
#define DFR_RESULT_TYPE_END_(n)                                                                    \
    ) defer_result_##n##_;                                                                         \
    enum {                                                                                         \
        defer_valid_##n##_ = (sizeof(defer_result_##n##_ *) > 0) +                                 \
                            __builtin_types_compatible_p(defer_result_##n##_, int)                 \
    };
#define DFR_DIAGNOSE_1_(n, fn) DFR_DIAGNOSE_BEGIN_(n)(fn)() DFR_DIAGNOSE_END_(n)
#define DFR_DIAGNOSE_2_(n, fn, ...) DFR_DIAGNOSE_BEGIN_(n)(fn)(__VA_ARGS__) DFR_DIAGNOSE_END_(n)
#define DFR_RESULT_TYPE_1_(n, fn) DFR_RESULT_TYPE_BEGIN_ (fn)() DFR_RESULT_TYPE_END_(n)
#define DFR_RESULT_TYPE_OF_(n, fn, ...)                                                            \
    DFR_RESULT_TYPE_BEGIN_ (fn)(__VA_ARGS__) DFR_RESULT_TYPE_END_(n)
#define DFR_RETURNS_INT_(n, count, ...) (defer_valid_##n##_ != 1)
#define DFR_DECAYED_(x) __typeof__((void)0, (x))
#define DFR_CLASS_(x) __builtin_classify_type(x)
#define DFR_IF_POINTER_(x, yes, no) __builtin_choose_expr(DFR_IS_POINTER_(x), yes, no)
#define DFR_INTEGER_(x) __builtin_choose_expr(DFR_IS_INTEGER_(x), ((void)0, (x)), 0u)
#define DFR_IS_SIGNED_(x) ((__typeof__(DFR_INTEGER_(x)))-1 < 1)
#define DFR_IS_INT_(x) __builtin_types_compatible_p(__typeof__(x), int)
/* What a check has refused stays silent. */
#define DFR_ONLY_INT_ADDRESS_(lvalue)                                                              \
    __builtin_choose_expr(DFR_IS_INT_(lvalue), &(lvalue), (int *)0)
#define DFR_ONLY_INT_(call) __builtin_choose_expr(DFR_IS_INT_(call), call, 0)
#define DFR_IS_EMPTY_(x)                                                                           \
    __builtin_choose_expr(DFR_IS_SIGNED_(x),                                                       \
                          __builtin_choose_expr(DFR_IS_SIGNED_(x), (x), 0) < 0, !(x))
#define DFR_TAKE_(var) DFR_WARN_UNUSED_(var, DFR_TAKEN_(var))
#define DFR_TAKEN_(var)                                                                            \
    __extension__({                                                                                \
        __typeof__(var) *defer_at_ = &(var);                                                       \
        DFR_DECAYED_(var) defer_taken_ = *defer_at_;                                               \
        (void)sizeof(struct { DFR_CHECK_VAR_(DEFER_TAKE, var) int defer_x_; });                    \
        *defer_at_ = (DFR_DECAYED_(var))DFR_IF_POINTER_(var, (void *)0, -DFR_IS_SIGNED_(var));     \
        defer_taken_;                                                                              \
    })
#define DFR_IS_NULLPTR_(x) (DFR_CLASS_(x) == -1)
#define DFR_WORD_TYPE_(x) __typeof__(DFR_IF_POINTER_(x, sizeof 0, 0ull))
__attribute__((__warn_unused_result__)) DFR_HELPER_ unsigned long long
defer_use_(unsigned long long value_) { return value_; }

/* An argument as an integer. */
#ifdef __clang_analyzer__
#define DFR_TO_WORD_(x)                                                                            \
    DFR_IF_POINTER_(x, (__UINTPTR_TYPE__)DFR_ESCAPES_(DFR_IF_POINTER_(x, (x), (void *)0)),         \
                    DFR_IF_POINTER_(x, 0, (x)))
#else
#define DFR_TO_WORD_(x)                                                                            \
    (defer_word_)DFR_TO_WORD_TYPE_(x) __builtin_choose_expr(DFR_IS_SCALAR_(x), (x), 0)
#if __SIZEOF_POINTER__ == 8
#define DFR_TO_WORD_TYPE_(x)
#else
#define DFR_TO_WORD_TYPE_(x) (DFR_WORD_TYPE_(x))
#endif
#endif

/* The shape of fn(args...). C has to find the parameters by asking whether fn has a certain type:
 *
 *     __builtin_types_compatible_p(__typeof__(munmap), int(pointers, integers_of_8_bytes))
 *
 * One question covers many types, as a parameter that is a transparent union is compatible with
 * each of its members: all integers of one size, or all pointers that an argument may stand for. So
 * each position has four possible sizes, and 16, 64 or 256 questions do for 2 to 4 arguments; for
 * one, a _Generic asks. Clang knows most of it before, see below. What does not fit is refused: a
 * struct, a double, a function with `...`, one with a calling convention of its own. */
#define DFR_TRANSPARENT_UNION_(...) { __VA_ARGS__ } __attribute__((__transparent_union__))
#define DFR_IF_THEN_(is_so, value, other) __typeof__(__builtin_choose_expr(is_so, value, other))
#define DFR_CHAR_IF_(is_so, T) DFR_IF_THEN_(is_so, (char)0, (T)0)
#define DFR_LONG_IF_INT_(T) DFR_IF_THEN_(sizeof(long) == sizeof(int), (T long)0, (T int)0)
/* All integers of one size, 1 to 8 bytes, and those of 1 and 4 bytes by their sign. The number in
 * a name is the digit of the size: 1, 2, 3 and 4 for 1, 2, 4 and 8 bytes. `long` has the size of
 * int or of long long, and is a type apart from both; so is char from signed char. No two members
 * of a union may be the same, so a type that is there already is replaced by another. */
union defer_ints_1_ DFR_TRANSPARENT_UNION_(signed char a_; unsigned char b_; char c_; _Bool d_;);
union defer_ints_2_ DFR_TRANSPARENT_UNION_(short a_; unsigned short b_;);
union defer_ints_3_ DFR_TRANSPARENT_UNION_(int a_; unsigned b_; DFR_LONG_IF_INT_(signed) c_;
                                           DFR_LONG_IF_INT_(unsigned) d_;);
union defer_ints_4_ DFR_TRANSPARENT_UNION_(long long a_; unsigned long long b_;
                                           DFR_IF_THEN_(sizeof(long) == 8, 0L, 0LL) c_;
                                           DFR_IF_THEN_(sizeof(long) == 8, 0UL, 0ULL) d_;);
union defer_unsigned_1_ DFR_TRANSPARENT_UNION_(unsigned char a_;
                                               DFR_CHAR_IF_((char)-1 > 0, unsigned char) b_;);
union defer_signed_1_ DFR_TRANSPARENT_UNION_(signed char a_;
                                             DFR_CHAR_IF_((char)-1 < 0, signed char) b_;);
union defer_unsigned_3_ DFR_TRANSPARENT_UNION_(unsigned a_; DFR_LONG_IF_INT_(unsigned) b_;);
union defer_signed_3_ DFR_TRANSPARENT_UNION_(int a_; DFR_LONG_IF_INT_(signed) b_;);
struct defer_none_;
#define DFR_ACCEPTS_(...) __builtin_types_compatible_p(defer_f_, defer_r_(__VA_ARGS__))
#define DFR_VALUE_OF_(T) ((T (*)(void))0)()

/* A prototype without arguments fits no struct and no `...`. A calling convention is part of the
 * type: adding it changes no function that has it already. */
#define DFR_OR_HAS_ATTRIBUTE_(convention)                                                          \
    || (DFR_IS_SAME_WITH_(defer_f_, convention) && !DFR_IS_SAME_WITH_(defer_plain_f_, convention))
#define DFR_IS_SAME_WITH_(f, convention)                                                           \
    __builtin_types_compatible_p(f *, f __attribute__((convention)) *)
typedef void defer_plain_f_(void);
/* Each shape is a statement expression: the types of the question, the answer, the checks, and the
 * shape, as the size of an array. It is not evaluated, as naming a type of variable size would
 * evaluate the argument. defer_f_ is the type of fn, defer_r_ the type that it returns. */
#define DFR_SHAPE_BEGIN_(n, fn)                                                                    \
        typedef __typeof__(*DFR_IF_POINTER_(fn, (fn), (void (*)(void))0)) defer_f_;                \
        typedef defer_result_##n##_ defer_r_;                                                      \
        typedef __typeof__(__builtin_choose_expr(                                                  \
            __builtin_types_compatible_p(defer_r_, void), 0, DFR_VALUE_OF_(defer_r_))) defer_v_;   \
        enum {                                                                                     \
            defer_result_ = __builtin_types_compatible_p(defer_r_, void) ? DFR_TO_VOID_            \
                            : __builtin_types_compatible_p(defer_r_, int) ? DFR_TO_INT_            \
                            : __builtin_classify_type(DFR_VALUE_OF_(defer_v_)) > 5 ? DFR_TO_NONE_  \
                            : sizeof(defer_v_) == 8 ? DFR_TO_64_                                   \
                            : sizeof(defer_v_) <= sizeof(int) ? DFR_TO_32_ : DFR_TO_NONE_,         \
            defer_is_odd_ = DFR_ACCEPTS_(struct defer_none_) DFR_OR_HAS_CONVENTION_                \
        };
#define DFR_SHAPE_END_(n, fit, checks, codes)                                                      \
        DFR_BOOL_TYPE_(defer_unfit_, defer_valid_##n##_ > 0 && (defer_is_odd_ ||                   \
                                       defer_result_ >= +DFR_TO_NONE_ || (fit) == 0))              \
        enum { defer_codes_ = codes };                                                             \
        (void)sizeof(struct {                                                                      \
            DFR_CHECK_(sizeof(defer_unfit_) != 2, DFR_ERASABLE_TEXT_) checks int defer_x_; });     \
        (char (*)[1 + defer_codes_ + defer_result_])0; })) - 1)
/* A constant as a type: where a constant is asked for, Clang before 22 wants one of a compound
 * literal of the user. */
#define DFR_BOOL_TYPE_(name, value)                                                                \
    typedef __typeof__(*__builtin_choose_expr(value, (char (*)[2])0, (char (*)[1])0)) name;

#define DFR_SHAPE_1_(n, result, checks, fn)                                                        \
    __extension__((long)sizeof(*({                                                                 \
        result##1_(n, fn) DFR_SHAPE_BEGIN_(n, fn)                                                  \
        DFR_SHAPE_END_(n, 1, checks, DFR_COUNT_BITS_(0))

/* One argument: what it points at does not matter. A constant 0 may be for a pointer. */
#define DFR_SHAPE_2_(n, result, checks, fn, a)                                                     \
    __extension__((long)sizeof(*({                                                                 \
    result##OF_(n, fn, a) DFR_SHAPE_BEGIN_(n, fn)                                                  \
    enum {                                                                                         \
        defer_way_ = _Generic(__builtin_choose_expr(defer_is_odd_, 0, (defer_f_ *)0),              \
            defer_r_ (*)(union defer_ints_4_): DFR_64_,                                            \
            defer_r_ (*)(union defer_unsigned_3_): DFR_U32_,                                       \
            defer_r_ (*)(union defer_signed_3_): DFR_S32_,                                         \
            defer_r_ (*)(unsigned short): DFR_U16_, defer_r_ (*)(short): DFR_S16_,                 \
            defer_r_ (*)(union defer_unsigned_1_): DFR_U8_,                                        \
            defer_r_ (*)(union defer_signed_1_): DFR_S8_,                                          \
            DFR_TOO_WIDE_ defer_r_ (*)(_Bool): DFR_BOOL_, default: -1)                             \
    };                                                                                             \
    DFR_SHAPE_END_(n,                                                                              \
        defer_way_ < 0 ? (DFR_IS_POINTER_(a) || DFR_IS_ZERO_(a)) && DFR_TAKES_NULL_(a) &&          \
                             !DFR_ACCEPTS_(DFR_DECAYED_(a), ...) &&                                \
                             !DFR_ACCEPTS_(const char *, ...)                                      \
                       : defer_way_ < 8 && DFR_CLASS_(a) <= 5u,                                    \
        checks, DFR_COUNT_BITS_(1) +                                                               \
            DFR_PARAM_BITS_(1, defer_way_ < 0 ? +DFR_POINTER_ : +defer_way_))
#define DFR_TAKES_NULL_(a) /* or it is an error */                                                 \
    sizeof(__typeof__(__builtin_choose_expr(defer_way_ < 0 && DFR_IS_ZERO_(a), (defer_f_ *)0,      \
                                            (void (*)(void *))0)((void *)0)) *)
#ifdef __SIZEOF_INT128__
#define DFR_TOO_WIDE_ defer_r_ (*)(__int128): 8, defer_r_ (*)(unsigned __int128): 8,
#else
#define DFR_TOO_WIDE_
#endif
#define DFR_IS_ZERO_(arg)                                                                          \
    (__builtin_constant_p(arg) ? !__builtin_choose_expr(DFR_IS_INTEGER_(arg), (arg),               \
                                                        !DFR_IS_NULLPTR_(arg)) : 0)

/* Several arguments. The types are named in this order:
 *
 *     defer_t1_, defer_q1_     of argument 1, and the pointer that it is, or void *
 *     defer_pointers_          the union of all pointers that may be meant
 *     defer_w1_4_              what stands for parameter 1 in a question for 8 bytes
 *     defer_w1_                the same for the size that was found: then the sign is asked for
 *
 * and the numbers: defer_known_1_, the code of parameter 1 and eight times the digit of its size if
 * both are known before a question is asked, else -1; defer_sizes_, the answer, with an octal digit
 * for each parameter, 044 for munmap(p, n); and defer_code_1_, the code in the end. */
#define DFR_ARG_TYPE_(n, i, fn, x)                                                                 \
    typedef __typeof__(__builtin_choose_expr(DFR_IS_NULLPTR_(x), (void *)0, ((void)0, (x))))       \
        defer_t##i##_;                                                                             \
    typedef __typeof__(DFR_IF_POINTER_(*(defer_t##i##_ *)0, *(defer_t##i##_ *)0, (void *)0))       \
        defer_q##i##_;
#define DFR_POINTERS_(n, i, fn, x)                                                                 \
    defer_q##i##_ own##i##_;                                                                       \
    const __typeof__(*(defer_q##i##_)0) *const##i##_;                                              \
    volatile __typeof__(*(defer_q##i##_)0) *volatile##i##_;                                        \
    const volatile __typeof__(*(defer_q##i##_)0) *any##i##_;
#define DFR_POINTER_UNION_(count, ...)                                                             \
    DFR_MAP_##count##_(DFR_ARG_TYPE_, , 0, __VA_ARGS__)                                            \
    typedef union defer_pointers_ DFR_TRANSPARENT_UNION_(                                          \
        void *void_; const void *const_; char *char_; const char *string_; int *int_;              \
        DFR_MAP_##count##_(DFR_POINTERS_, , 0, __VA_ARGS__)                                        \
    ) defer_pointers_;
#define DFR_FOR_PARAMS_2_(macro) macro(1, 2) macro(2, 2)
#define DFR_FOR_PARAMS_3_(macro) macro(1, 3) macro(2, 3) macro(3, 3)
#define DFR_FOR_PARAMS_4_(macro) macro(1, 4) macro(2, 4) macro(3, 4) macro(4, 4)
/* ask, with x for argument i, and others(j) for each other one. */
#define DFR_ASK_2_1_(ask, x, others) ask(x, others(2))
#define DFR_ASK_2_2_(ask, x, others) ask(others(1), x)
#define DFR_ASK_3_1_(ask, x, others) ask(x, others(2), others(3))
#define DFR_ASK_3_2_(ask, x, others) ask(others(1), x, others(3))
#define DFR_ASK_3_3_(ask, x, others) ask(others(1), others(2), x)
#define DFR_ASK_4_1_(ask, x, others) ask(x, others(2), others(3), others(4))
#define DFR_ASK_4_2_(ask, x, others) ask(others(1), x, others(3), others(4))
#define DFR_ASK_4_3_(ask, x, others) ask(others(1), others(2), x, others(4))
#define DFR_ASK_4_4_(ask, x, others) ask(others(1), others(2), others(3), x)
#define DFR_KNOWN_CODE_(i, args) enum { defer_known_##i##_ = DFR_PROBED_CODE_(i, args) };
/* What stands for position i, where the parameter has the size 1 << (s - 1): all pointers, or all
 * integers; nothing, if it is known to have another size. A pointer may be for a bool. */
#define DFR_STAND_IN_(i, s)                                                                        \
    typedef __typeof__(*__builtin_choose_expr(                                                     \
        DFR_IS_POINTER_ARG_(i) && (s) == DFR_POINTER_SIZE_, (defer_pointers_ *)0,                  \
        __builtin_choose_expr(DFR_IS_POINTER_ARG_(i) && (s) == 1, (_Bool *)0,                      \
        __builtin_choose_expr(DFR_IS_POINTER_ARG_(i) ||                                            \
                                  (defer_known_##i##_ >= 0 && defer_known_##i##_ >> 3 != (s)),     \
                              (struct defer_none_ *)0, (union defer_ints_##s##_ *)0))))            \
        defer_w##i##_##s##_;
#define DFR_POINTER_SIZE_ (sizeof(void *) == 8 ? 4 : 3)
#define DFR_IS_POINTER_ARG_(i) DFR_IS_POINTER_(*(defer_t##i##_ *)0)
#define DFR_STAND_INS_(i, args)                                                                    \
    DFR_STAND_IN_(i, 1) DFR_STAND_IN_(i, 2) DFR_STAND_IN_(i, 3) DFR_STAND_IN_(i, 4)
/* By the digit of a size, a null pointer to T_1_, T_2_, T_3_ or T_4_. */
#define DFR_OF_SIZE_(digit, T)                                                                     \
    __builtin_choose_expr((digit) == 1, (T##_1_ *)0,                                               \
        __builtin_choose_expr((digit) == 2, (T##_2_ *)0,                                           \
            __builtin_choose_expr((digit) == 3, (T##_3_ *)0, (T##_4_ *)0)))

#if defined(__clang__) && defined(__BITINT_MAXWIDTH__)
/* Clang overloads functions in C, which tells what one parameter is whatever the others are: also
 * beside a void * that is meant for a pointer to something else, and where a 0 is meant for one.
 * For waitpid(pid, NULL, 0) there are two functions of one name:
 *
 *     pid_t defer_probe_(pid_t, int *, int);               waitpid itself
 *     struct defer_not_fn_ defer_probe_(own, own, own);    preferred where both fit equally well
 *
 * A zero of 17 bits converts to all that an fn may take, and to an enumeration of this header. So
 * defer_probe_(zero, zero, zero) is not waitpid, but defer_probe_(zero, zero, an int) is: the last
 * parameter is an int. A narrower type also fits an int, which is asked for first. That leaves an
 * integer that is meant for an enumeration, for which there is a question. Whether fn has `...` is
 * asked before: only then it takes an argument too many. */
enum defer_own_ { defer_own_value_ };
struct defer_not_fn_ { int defer_x_; };
#define DFR_PROBE_(args)                                                                           \
    DFR_OVERLOAD_(, DFR_FN_UNLESS_(defer_is_odd_) defer_variadic_)                                 \
    DFR_OVERLOAD_(, struct defer_not_fn_ defer_variadic_(...))                                     \
    enum {                                                                                         \
        defer_is_variadic_ = DFR_ASK_##args##_1_(DFR_CALLS_VARIADIC_, DFR_NEUTRAL_(1),             \
                                                 DFR_NEUTRAL_)                                     \
    };                                                                                             \
    DFR_OVERLOAD_(, DFR_FN_UNLESS_(defer_is_odd_ || defer_is_variadic_) defer_probe_)              \
    DFR_OVERLOAD_(__enable_if__(1, ""), struct defer_not_fn_ DFR_ASK_##args##_1_(                  \
        defer_probe_, enum defer_own_, DFR_OWN_PARAM_))                                            \
    DFR_OVERLOAD_(, struct defer_not_fn_ defer_probe_(...))
#define DFR_FN_UNLESS_(is_not)                                                                     \
    __typeof__(*__builtin_choose_expr(is_not, (defer_plain_f_ *)0, (defer_f_ *)0))
/* The condition makes declarations in other guards others, where fn returns something else. */
#define DFR_OVERLOAD_(preference, declaration)                                                     \
    declaration __attribute__((__overloadable__, __enable_if__(                                    \
        __builtin_types_compatible_p(defer_r_, defer_r_), ""), preference));
#define DFR_OWN_PARAM_(i) enum defer_own_
#define DFR_NEUTRAL_(i) (_BitInt(17))0
#define DFR_IS_FN_(call)                                                                           \
    !__builtin_types_compatible_p(__typeof__(call), struct defer_not_fn_)
#define DFR_CALLS_FN_(...) DFR_IS_FN_(defer_probe_(__VA_ARGS__))
#define DFR_CALLS_VARIADIC_(...) DFR_IS_FN_(defer_variadic_(__VA_ARGS__, 0))
#define DFR_CODE_IF_(i, args, T, code)                                                             \
    DFR_ASK_##args##_##i##_(DFR_CALLS_FN_, *(T *)0, DFR_NEUTRAL_) ? code :
#define DFR_PROBED_CODE_(i, args)                                                                  \
    (DFR_CODE_IF_(i, args, int, 030 + DFR_S32_) DFR_CODE_IF_(i, args, _Bool, 010 + DFR_BOOL_)      \
     DFR_IS_POINTER_ARG_(i) ? +DFR_POINTER_ :                                                      \
     DFR_CODE_IF_(i, args, unsigned, 030 + DFR_U32_)                                               \
     DFR_CODE_IF_(i, args, long, sizeof(long) == 8 ? 040 + DFR_64_ : 030 + DFR_S32_)               \
     DFR_CODE_IF_(i, args, unsigned long, sizeof(long) == 8 ? 040 + DFR_64_ : 030 + DFR_U32_)      \
     DFR_CODE_IF_(i, args, long long, 040 + DFR_64_)                                               \
     DFR_CODE_IF_(i, args, unsigned long long, 040 + DFR_64_)                                      \
     DFR_CODE_IF_(i, args, short, 020 + DFR_S16_)                                                  \
     DFR_CODE_IF_(i, args, unsigned short, 020 + DFR_U16_)                                         \
     DFR_CODE_IF_(i, args, signed char, 010 + DFR_S8_)                                             \
     DFR_CODE_IF_(i, args, unsigned char, 010 + DFR_U8_)                                           \
     DFR_CODE_IF_(i, args, char, 010 + ((char)-1 < 0 ? DFR_S8_ : DFR_U8_))                         \
     DFR_CODE_IF_(i, args, void *, DFR_POINTER_)                                                   \
     DFR_CODE_IF_(i, args, defer_t##i##_, DFR_CODE_OF_ENUM_(defer_t##i##_)) -1)
#define DFR_CODE_OF_ENUM_(T)                                                                       \
    (sizeof(T) == 8 ? 040 + DFR_64_                                                                \
     : (sizeof(T) == 4 ? 030 + DFR_U32_ : sizeof(T) == 2 ? 020 + DFR_U16_ : 010 + DFR_U8_) +       \
           DFR_IS_SIGNED_(*(T *)0))
#else
/* Elsewhere nothing is known before the questions. */
#define DFR_PROBE_(args)                                                                           \
    enum {                                                                                         \
        defer_is_variadic_ =                                                                       \
            DFR_ACCEPTS_(defer_pointers_, ...) ||                                                  \
            DFR_ACCEPTS_(defer_pointers_, defer_pointers_, ...) ||                                 \
            DFR_ACCEPTS_(defer_pointers_, defer_pointers_, defer_pointers_, ...) ||                \
            DFR_ACCEPTS_(defer_pointers_, defer_pointers_, defer_pointers_, defer_pointers_, ...)  \
    };
#define DFR_PROBED_CODE_(i, args) -1
#endif

/* The questions, one for each combination of sizes. At most one is answered with yes, and the sum
 * is its number. For two arguments, DFR_MATCH_2_ is
 *
 *     + 011 * (fn has the type result(1 byte, 1 byte)) + 012 * (fn has the type ...) ... */
#define DFR_MATCH_(sizes, params)                                                                  \
    + (sizes) * __builtin_types_compatible_p(defer_f_, defer_r_ params)
#define DFR_MATCH_1_(sizes, ...)                                                                   \
    DFR_MATCH_(sizes + 01, (defer_w1_1_ __VA_ARGS__))                                              \
    DFR_MATCH_(sizes + 02, (defer_w1_2_ __VA_ARGS__))                                              \
    DFR_MATCH_(sizes + 03, (defer_w1_3_ __VA_ARGS__))                                              \
    DFR_MATCH_(sizes + 04, (defer_w1_4_ __VA_ARGS__))
#define DFR_MATCH_2_(sizes, ...)                                                                   \
    DFR_MATCH_1_(sizes + 010, , defer_w2_1_ __VA_ARGS__)                                           \
    DFR_MATCH_1_(sizes + 020, , defer_w2_2_ __VA_ARGS__)                                           \
    DFR_MATCH_1_(sizes + 030, , defer_w2_3_ __VA_ARGS__)                                           \
    DFR_MATCH_1_(sizes + 040, , defer_w2_4_ __VA_ARGS__)
#define DFR_MATCH_3_(sizes, ...)                                                                   \
    DFR_MATCH_2_(sizes + 0100, , defer_w3_1_ __VA_ARGS__)                                          \
    DFR_MATCH_2_(sizes + 0200, , defer_w3_2_ __VA_ARGS__)                                          \
    DFR_MATCH_2_(sizes + 0300, , defer_w3_3_ __VA_ARGS__)                                          \
    DFR_MATCH_2_(sizes + 0400, , defer_w3_4_ __VA_ARGS__)
#define DFR_MATCH_4_(sizes, ...)                                                                   \
    DFR_MATCH_3_(sizes + 01000, , defer_w4_1_)                                                     \
    DFR_MATCH_3_(sizes + 02000, , defer_w4_2_)                                                     \
    DFR_MATCH_3_(sizes + 03000, , defer_w4_3_)                                                     \
    DFR_MATCH_3_(sizes + 04000, , defer_w4_4_)
/* How parameter i is passed: as it is known; else by the size that was found, and by whether fn
 * takes a certain type there. Of an integer of 4 bytes or less the sign has to be asked for: does
 * fn still have that type if the parameter is the unsigned one? -1 if nothing fits. */
#define DFR_PARAM_SIZE_(i) (defer_sizes_ >> (3 * (i) - 3) & 7)
#define DFR_PARAM_TYPE_(i, args)                                                                   \
    typedef __typeof__(*DFR_OF_SIZE_(DFR_PARAM_SIZE_(i), defer_w##i)) defer_w##i##_;
#define DFR_PARAM_CODE_(i, args)                                                                   \
    enum {                                                                                         \
        defer_code_##i##_ = defer_known_##i##_ >= 0 ? defer_known_##i##_ & 7                       \
            : DFR_IS_POINTER_ARG_(i) ? (DFR_PARAM_SIZE_(i) == 1 ? +DFR_BOOL_ : +DFR_POINTER_)      \
            : !defer_sizes_ ? -1 : DFR_PARAM_SIZE_(i) == 4 ? +DFR_64_                              \
            : DFR_PARAM_SIZE_(i) == 3 ? DFR_U32_ + !DFR_FITS_(i, args, union defer_unsigned_3_)    \
            : DFR_PARAM_SIZE_(i) == 2 ? DFR_U16_ + !DFR_FITS_(i, args, unsigned short)             \
            : DFR_FITS_(i, args, _Bool) ? +DFR_BOOL_                                               \
            : DFR_U8_ + !DFR_FITS_(i, args, union defer_unsigned_1_)                               \
    };
#define DFR_FITS_(i, args, T) DFR_ASK_##args##_##i##_(DFR_ACCEPTS_, T, DFR_FOUND_)
#define DFR_FOUND_(i) defer_w##i##_
#define DFR_AND_FITS_(i, args) && defer_code_##i##_ >= 0 && DFR_IS_ERASABLE_(*(defer_t##i##_ *)0)
#define DFR_PLUS_CODE_(i, args) + DFR_PARAM_BITS_(i, defer_code_##i##_ & 7)
#define DFR_SHAPE_3_(...) DFR_SHAPE_OF_(3, 2, __VA_ARGS__)
#define DFR_SHAPE_4_(...) DFR_SHAPE_OF_(4, 3, __VA_ARGS__)
#define DFR_SHAPE_5_(...) DFR_SHAPE_OF_(5, 4, __VA_ARGS__)
#define DFR_SHAPE_OF_(count, args, n, result, checks, ...)                                         \
    __extension__((long)sizeof(*({ result##OF_(n, __VA_ARGS__)                                     \
    DFR_SHAPE_BEGIN_(n, DFR_FIRST_ARG_(__VA_ARGS__, ~))                                            \
    DFR_SILENT_ DFR_POINTER_UNION_(count, __VA_ARGS__) DFR_PROBE_(args)                            \
    DFR_FOR_PARAMS_##args##_(DFR_KNOWN_CODE_) DFR_FOR_PARAMS_##args##_(DFR_STAND_INS_)             \
    enum { defer_sizes_ = 0 DFR_MATCH_##args##_(0, ) };                                            \
    DFR_FOR_PARAMS_##args##_(DFR_PARAM_TYPE_)                                                      \
    DFR_FOR_PARAMS_##args##_(DFR_PARAM_CODE_) DFR_SILENT_END_                                      \
    DFR_SHAPE_END_(n, !defer_is_variadic_ DFR_FOR_PARAMS_##args##_(DFR_AND_FITS_), checks,         \
                   DFR_COUNT_BITS_(args) DFR_FOR_PARAMS_##args##_(DFR_PLUS_CODE_))

/* The call itself. DEFER_VAR reads the first argument later. */
#define DFR_ERASED_ARGS_1_(lead, ...) DFR_MAP_1_(DFR_ERASED_ARG_, lead, ~, __VA_ARGS__) 0, 0, 0, 0,
#define DFR_ERASED_ARGS_2_(lead, ...) DFR_MAP_2_(DFR_ERASED_ARG_, lead, ~, __VA_ARGS__) 0, 0, 0,
#define DFR_ERASED_ARGS_3_(lead, ...) DFR_MAP_3_(DFR_ERASED_ARG_, lead, ~, __VA_ARGS__) 0, 0,
#define DFR_ERASED_ARGS_4_(lead, ...) DFR_MAP_4_(DFR_ERASED_ARG_, lead, ~, __VA_ARGS__) 0,
#define DFR_ERASED_ARGS_5_(lead, ...) DFR_MAP_5_(DFR_ERASED_ARG_, lead, ~, __VA_ARGS__)
#define DFR_ERASED_ARG_(n, i, fn, x) DFR_TO_WORD_(x),
#define DFR_ERASED_ARG_later_(n, i, fn, x) 0,
#define DFR_ERASED_(count, ...) DFR_ERASED_IN_(count, __VA_ARGS__)
/* 0call is a suffix that no number of a guard equals. */
#define DFR_ERASED_IN_(count, ...)                                                                 \
    defer_erase_call_(DFR_ERASED_ARGS_##count##_(, __VA_ARGS__)                                    \
                      DFR_SHAPE_##count##_(0call, DFR_RESULT_TYPE_, , __VA_ARGS__))
#define DFR_ERASED_ARGS_6_(...) 0, 0, 0, 0, 0,
#define DFR_SHAPE_6_(...)                                                                          \
    sizeof(struct { DFR_CHECK_(0, DFR_TOO_MANY_TEXT_) int defer_x_; })
/* By address: at -O0 a copy would be a call of memcpy, for a debugger to step into. */
#ifdef __CPPCHECK__
#define DFR_CALL_ADDRESS_(call) defer_at_call_(call)
#define DFR_CALL_OF_(...) defer_call_of_(__VA_ARGS__)
#else
#define DFR_CALL_ADDRESS_(call) ((const struct defer_call_[1]){ call })
#define DFR_CALL_OF_(...) DFR_ERASED_(DFR_CALL_COUNT_(__VA_ARGS__), __VA_ARGS__)
#endif

/* ---- Private: closures in C ---------------------------------------------------------------------
 * Two backends, one for _Defer and one for the nested functions of GCC; C++ has the same macros
 * above. Each defines
 *
 *     DFR_CLOSURE_(...)        captures, and runs code at exit; ends before the `;` of the user
 *     DFR_CAPTURED_(k, i)      in that code, member defer_i_; i is a number, armed, or lvalue
 *     DFR_BLOCK_(n, k, ...)    DEFER_BLOCK; ends before the `{` of the user
 *     DFR_BARRIER_(n)          makes a jump past the guard, into its scope, an error
 *     DFR_ANY_FN_              C only: may be called with anything, is an int; never runs
 *
 * and what is special in it, where the next section has a default: DFR_LVALUE_, DFR_ADDRESS_FIELD_,
 * DFR_ADDRESS_INIT_; and for DEFER_RUN, DFR_NAMED_, DFR_ARMED_INIT_ and DFR_LEAVE_NAMED_. */

#ifdef __STDC_DEFER_TS25755__
/* Clang with -fdefer-ts. `DEFER(fclose, f);` becomes
 *
 *     struct { int (*defer_0_)(FILE *); const volatile void *defer_1_; } defer_guard_7_;
 *     defer_guard_7_.defer_0_ = fclose; defer_guard_7_.defer_1_ = f;
 *     _Defer { defer_guard_7_.defer_0_(defer_guard_7_.defer_1_); }
 *
 * The compiler itself refuses jumps. With -fexceptions, Clang 22 compiles the body twice and mixes
 * up the variables that are declared in it: no body of this header declares one. */
__attribute__((__overloadable__)) int defer_any_fn_(...); /* not in ISO C before C23 */
#define DFR_ANY_FN_ defer_any_fn_
#define DFR_CAPTURED_(k, i) k.defer_##i##_
/* Clang has no field that points to an array of variable length. */
#define DFR_ADDRESS_FIELD_(n)
#define DFR_ADDRESS_INIT_(n, at)
#define DFR_LVALUE_(n, k) (*defer_address_##n##_)
#define DFR_CLOSURE_(n, k, count, lead, checks, types, fields, named, given, release, ...)         \
    types DFR_MAP_##count##_(DFR_CAPTURE_TYPEDEF_, lead, n, __VA_ARGS__)                           \
    __extension__ struct {                                                                         \
        fields DFR_MAP_##count##_(DFR_CAPTURE_FIELD_, lead, n, __VA_ARGS__) named checks           \
    } k;                                                                                           \
    given DFR_MAP_##count##_(DFR_CAPTURE_ASSIGN_, lead, k, __VA_ARGS__)                            \
    DFR_QUIET_CALL_ DFR_AT_EXIT_(defer_errno_##n##_) { release }                                   \
    DFR_REQUIRE_SEMICOLON_(n) DFR_QUIET_END_
/* One by one: an initializer would be a call of memset at -O0. */
#define DFR_CAPTURE_ASSIGN_(k, i, fn, x) __extension__(k.defer_##i##_ = x);
#define DFR_CAPTURE_ASSIGN_later_(k, i, fn, x)
#define DFR_BLOCK_(n, k, ...) struct defer_begin_ DFR_QUIET_END_; DFR_AT_EXIT_(k)
#define DFR_BARRIER_(n)
#ifndef DEFER_PRESERVE_ERRNO
#define DFR_AT_EXIT_(note) _Defer
#else
#define DFR_AT_EXIT_(note)                                                                         \
    DFR_CLEANUP_(defer_restore_errno_) int note = errno; _Defer if (defer_note_errno_(&note))
DFR_HELPER_ int defer_note_errno_(int *at_) { *at_ = errno; return 1; }
DFR_HELPER_ void defer_restore_errno_(int *at_) { errno = *at_; }
#endif

#elif DEFER_HAS_BLOCK
/* GCC. What `DEFER(fclose, f);` becomes is shown above, at "The guards": the cleanup function is
 * nested, as only a nested function may be defined where a guard is. It is always inlined, so that
 * there is no frame, and its address is never taken, so that there is no trampoline, for which the
 * stack would have to be executable. It reads nothing but its parameter: what a nested function
 * takes from around it lies in a frame that the threads of OpenMP share. A block has to do that; it
 * is not inlined by force, as a function with va_end cannot be.
 *
 * GCC lets a jump pass the declaration of a guard, and refuses to let it pass that of a type whose
 * size varies. So the barrier is such a type. It costs nothing but a store at -O0: the bound is 1,
 * and not a constant for the compiler, as it has a call in it; since GCC 14 less than that is
 * folded, and the jump accepted. The function called is not static, as an inline function of the
 * user may call it. The braces make it an error outside of a function. */
extern DFR_INLINE_ __attribute__((__gnu_inline__)) int defer_not_constant_(void) { return 1; }
/* int (...), which ISO C has since C23 only. */
typedef __typeof__(__builtin_classify_type) defer_any_fn_;
#define DFR_ANY_FN_ (defer_any_fn_ *)0
#define DFR_ADDRESS_INIT_(n, at) at,
#define DFR_CAPTURED_(k, i) defer_captured_->defer_##i##_
#define DFR_CLOSURE_(n, k, count, lead, checks, types, fields, named, given, release, ...)         \
    DFR_BARRIER_(n) types DFR_MAP_##count##_(DFR_CAPTURE_TYPEDEF_, lead, n, __VA_ARGS__)           \
    __extension__ struct defer_closure_##n##_ {                                                    \
        fields DFR_MAP_##count##_(DFR_CAPTURE_FIELD_, lead, n, __VA_ARGS__) checks                 \
    };                                                                                             \
    named DFR_NESTED_FUNCTION_(n, struct defer_closure_##n##_ *defer_captured_, release)           \
    __extension__ DFR_CLEANUP_(defer_cleanup_##n##_) struct defer_closure_##n##_                   \
        k = { given DFR_MAP_##count##_(DFR_CAPTURE_INIT_, lead, n, __VA_ARGS__) };                 \
    DFR_QUIET_END_ DFR_REQUIRE_SEMICOLON_(n)
#ifndef DEFER_PRESERVE_ERRNO
#define DFR_BLOCK_(n, k, ...)                                                                      \
    DFR_BARRIER_(n) __extension__ auto void k(char *);                                             \
    DFR_CLEANUP_(k) char defer_cleanup_at_##n##_;                                                  \
    DFR_QUIET_END_ __extension__ void k(__attribute__((__unused__)) char *defer_unused_##n##_)
#else
#define DFR_BLOCK_(n, k, ...)                                                                      \
    DFR_BARRIER_(n) __extension__ auto void k(void);                                               \
    DFR_NESTED_FUNCTION_(n, __attribute__((__unused__)) char *defer_unused_##n##_, k();)           \
    DFR_CLEANUP_(defer_cleanup_##n##_) char defer_cleanup_at_##n##_;                               \
    DFR_QUIET_END_ __extension__ void k(void)
#endif
#define DFR_BARRIER_(n)                                                                            \
    DFR_QUIET_("-Wvla") __extension__ __attribute__((__unused__)) typedef char                     \
        defer_barrier_##n##_[1 || __extension__({ defer_not_constant_(); })];
/* A nested cleanup function; always inlined, so that it is no function in the program. */
#define DFR_NESTED_FUNCTION_(n, parameter, release)                                                \
    DFR_QUIET_CALL_                                                                                \
    __extension__ DFR_INLINE_ void defer_cleanup_##n##_(parameter) { DFR_AROUND_RELEASE_(release) }
#endif

/* An integer is captured in its own type; a pointer without what it points at, so that the one call
 * that warns about it is the diagnosis. A constant is passed as it was written, so that it converts
 * as in an ordinary call: 0 to a pointer, 4096 to a size_t. */
#define DFR_CAPTURE_TYPE_(i, fn, x)                                                                \
    __typeof__(__builtin_choose_expr((i) && DFR_IS_POINTER_(x), (const volatile void *)0,          \
                                     ((void)0, (x))))
#define DFR_TYPE_OF_(x) __typeof__(x)
#define DFR_CONVERT_TO_(type, x) x
#define DFR_PASS_(n, k, i, x)                                                                      \
    __builtin_choose_expr(__builtin_constant_p(x), (x), DFR_CAPTURED_(k, i))
#endif

#if DEFER_HAS_BLOCK
/* ---- Private: guards made of closures -----------------------------------------------------------
 * The forms, for both languages. Each is one use of
 *
 *     DFR_CLOSURE_(n, k, count, lead, checks, types, fields, named, given, release, fn, args...)
 *
 * which captures fn and args in the variable k, as defer_0_ to defer_4_, and does `release` at
 * exit. types are declarations before the struct; checks are assertions, in the struct, or before
 * it in C++; fields are more members; given are their initializers, or assignments with _Defer;
 * named is the function of DEFER_RUN, or members without size with _Defer. In C++,
 * `DEFER_IF(failed, unlink, path);` is, in short,
 *
 *     types     auto defer_address_7_ = &failed;
 *     checks    failed is an integer or a pointer
 *     fields    defer_lvalue_, given defer_address_7_
 *     release   if (*defer_lvalue_) defer_0_(defer_1_);
 *
 * The maps below declare the type of a capture, before the struct, in which `this` would be
 * another; its member; and its initializer. */

/* For argument 1 of the guard numbered 7: the type defer_1_7_, the member defer_1_, its value. */
#define DFR_CAPTURE_TYPEDEF_(n, i, fn, x) typedef DFR_CAPTURE_TYPE_(i, fn, x) defer_##i##_##n##_;
#define DFR_CAPTURE_FIELD_(n, i, fn, x) defer_##i##_##n##_ defer_##i##_;
#define DFR_CAPTURE_INIT_(n, i, fn, x) DFR_CONVERT_TO_(defer_##i##_##n##_, x),
#define DFR_CAPTURE_TYPEDEF_later_(n, i, fn, x) /* of DEFER_VAR, which reads it at exit */
#define DFR_CAPTURE_FIELD_later_(n, i, fn, x)
#define DFR_CAPTURE_INIT_later_(n, i, fn, x)

/* The captured fn. Where the diagnosis found the call wrong, the function that takes anything: one
 * error is enough. __extension__, as a pointer to a function may be passed that was captured as a
 * void pointer. */
#ifdef __cplusplus
#define DFR_CAPTURED_FN_(n, k, fn) DFR_CAPTURED_(k, 0)
#else
#define DFR_CAPTURED_FN_(n, k, fn)                                                                 \
    __extension__ __builtin_choose_expr(defer_valid_##n##_, DFR_CAPTURED_(k, 0), DFR_ANY_FN_)
#endif
#define DFR_INVOKE_(n, k, count, ...)                                                              \
    DFR_CALL_##count##_(DFR_CAPTURED_FN_, DFR_PASS_, DFR_PASS_, n, k, __VA_ARGS__)
#ifndef DFR_LVALUE_ /* a field, too */
#define DFR_ADDRESS_FIELD_(n) DFR_TYPE_OF_(DFR_ADDRESS_OF_(n)) defer_lvalue_;
#define DFR_LVALUE_(n, k) (*DFR_CAPTURED_(k, lvalue))
#endif
#define DFR_ALWAYS_(n, k, count, when, at, ...)                                                    \
    DFR_CLOSURE_(n, k, count, , , , , , , DFR_INVOKE_(n, k, count, __VA_ARGS__);, __VA_ARGS__)
#define DFR_CONDITIONAL_(n, k, count, when, at, ...)                                               \
    DFR_CLOSURE_(n, k, count, ,                                                                    \
                 DFR_CHECK_##when(DFR_ADDRESS_OF_(n),                                              \
                                  DFR_RETURNS_INT_(n, count, __VA_ARGS__)),                        \
                 DFR_ADDRESS_(n, at), DFR_ADDRESS_FIELD_(n), , DFR_ADDRESS_INIT_(n, at),           \
                 DFR_DO_##when(DFR_LVALUE_(n, k), DFR_INVOKE_(n, k, count, __VA_ARGS__),           \
                               &DFR_PLACE_OF_(n)), __VA_ARGS__)
#define DFR_VAR_(n, k, count, when, var, ...)                                                      \
    DFR_CLOSURE_(n, k, count, later_, DFR_CHECK_VAR_(DEFER_VAR, *DFR_ADDRESS_OF_(n)),              \
                 DFR_ADDRESS_(n, &(var)), DFR_ADDRESS_FIELD_(n), ,                                 \
                 DFR_ADDRESS_INIT_(n, &(var)),                                                     \
                 DFR_DO_when_if_(!DFR_IS_EMPTY_(DFR_LVALUE_(n, k)),                                \
                     DFR_CALL_##count##_(DFR_CAPTURED_FN_, DFR_PASS_, DFR_PASS_VAR_, n, k,         \
                                         __VA_ARGS__), &DFR_PLACE_OF_(n)), __VA_ARGS__)
#define DFR_PASS_VAR_(n, k, i, x) DFR_LVALUE_(n, k)
#define DFR_GUARD_(n, k, count, when, name, ...)                                                   \
    DFR_NAME_PLACE_(n, name)                                                                       \
    DFR_CLOSURE_(n, name, count, , , ,                                                             \
                 long defer_armed_;, DFR_NAMED_(n, name, count, __VA_ARGS__),                      \
                 DFR_ARMED_INIT_(name),                                                            \
                 DFR_LEAVE_NAMED_(n, name, count, __VA_ARGS__), __VA_ARGS__)
#define DFR_ARMED_(name) (name).defer_armed_
#if defined(__cplusplus) || defined(__clang__)
#define DFR_LEAVE_NAMED_(n, name, count, ...)                                                      \
    if (DFR_CAPTURED_(name, armed)) {                                                              \
        DFR_AUDIT_(defer_settle_(&DFR_PLACE_OF_(n), 0);) DFR_INVOKE_(n, name, count, __VA_ARGS__); \
    }
#endif
#ifdef __cplusplus
#elif !defined(__clang__)
#define DFR_ARMED_INIT_(name) 1,
#define DFR_NAMED_(n, name, count, ...)                                                            \
    DFR_QUIET_CALL_ __extension__ __attribute__((__unused__)) DFR_INLINE_ int                      \
    defer_named_##name##_(struct defer_closure_##n##_ *defer_captured_)                            \
    {                                                                                              \
        DFR_AUDIT_(defer_settle_(&DFR_PLACE_OF_(n), 0);) defer_captured_->defer_armed_ = 0;        \
        return __builtin_choose_expr(DFR_RETURNS_INT_(n, count, ~),                                \
                                     DFR_INVOKE_(n, name, count, __VA_ARGS__),                     \
                                     (DFR_INVOKE_(n, name, count, __VA_ARGS__), 0));               \
    }
#define DFR_LEAVE_NAMED_(n, name, count, ...)                                                      \
    if (defer_captured_->defer_armed_) (void)defer_named_##name##_(defer_captured_);
#define DFR_RUN_(name) ((name).defer_armed_ ? defer_named_##name##_(&(name)) : 0)
#else
#define DFR_INT_OF_(call) __builtin_choose_expr(DFR_IS_INT_(call), call, (call, 0))
/* DEFER_RUN(name) of _Defer: it has the name alone, and must find out how many arguments there are.
 * A guard with fewer than 4 has members of no size for the rest, so that sizeof tells. Each call
 * has to compile for each guard: those that are not chosen call the function that takes all. */
#define DFR_ARMED_INIT_(name) name.defer_armed_ = 1;
#define DFR_NAMED_(n, name, count, ...) DFR_ABSENT_ARGS_##count##_
#define DFR_ABSENT_ARGS_1_ char defer_1_[0]; DFR_ABSENT_ARGS_2_
#define DFR_ABSENT_ARGS_2_ char defer_2_[0]; DFR_ABSENT_ARGS_3_
#define DFR_ABSENT_ARGS_3_ char defer_3_[0]; DFR_ABSENT_ARGS_4_
#define DFR_ABSENT_ARGS_4_ char defer_4_[0];
#define DFR_ABSENT_ARGS_5_
#define DFR_RUN_(name)                                                                             \
    __extension__({                                                                                \
        DFR_QUIET_BEGIN_ DFR_QUIET_CALL_                                                           \
        DFR_QUIET_("-Wconversion") DFR_QUIET_("-Wsign-conversion")                                 \
        (name).defer_armed_ ? __extension__({                                                      \
            DFR_AUDIT_(defer_settle_(defer_place_of_##name##_, 0);) (name).defer_armed_ = 0;       \
            DFR_IF_HAS_(name, 4, DFR_RUN_5_(name), DFR_IF_HAS_(name, 3, DFR_RUN_4_(name),          \
                DFR_IF_HAS_(name, 2, DFR_RUN_3_(name), DFR_IF_HAS_(name, 1,                        \
                    DFR_RUN_2_(name), DFR_RUN_1_(name))))); }) : 0;                                \
        DFR_QUIET_END_                                                                             \
    })
#define DFR_IF_HAS_(name, i, yes, no) __builtin_choose_expr(DFR_HAS_ARG_(name, i), yes, no)
#define DFR_HAS_ARG_(name, i) (sizeof((name).defer_##i##_) > 0)
/* The call with so many arguments, if there are so many; else one that compiles. */
#define DFR_RUN_AS_(name, is_it, args)                                                             \
    DFR_INT_OF_(__builtin_choose_expr(is_it, (name).defer_0_, DFR_ANY_FN_) args)
#define DFR_RUN_1_(name) DFR_RUN_AS_(name, !DFR_HAS_ARG_(name, 1), ())
#define DFR_RUN_2_(name)                                                                           \
    DFR_RUN_AS_(name, DFR_HAS_ARG_(name, 1) && !DFR_HAS_ARG_(name, 2), ((name).defer_1_))
#define DFR_RUN_3_(name)                                                                           \
    DFR_RUN_AS_(name, DFR_HAS_ARG_(name, 2) && !DFR_HAS_ARG_(name, 3),                             \
                ((name).defer_1_, (name).defer_2_))
#define DFR_RUN_4_(name)                                                                           \
    DFR_RUN_AS_(name, DFR_HAS_ARG_(name, 3) && !DFR_HAS_ARG_(name, 4),                             \
                ((name).defer_1_, (name).defer_2_, (name).defer_3_))
#define DFR_RUN_5_(name)                                                                           \
    DFR_RUN_AS_(name, DFR_HAS_ARG_(name, 4),                                                       \
                ((name).defer_1_, (name).defer_2_, (name).defer_3_, (name).defer_4_))
#endif

#else
/* ---- Private: guards without closures -----------------------------------------------------------
 * Clang as C, without -fdefer-ts. A guard is an erased call, and the address of the lvalue that its
 * form looks at. The cleanup function is chosen by the form and the count alone, and is always
 * inlined. `DEFER_IF(failed, unlink, path);` becomes
 *
 *     __attribute__((cleanup(defer_cleanup_when_if_2_))) struct defer_guard_ defer_guard_7_ = {
 *         { { (word)unlink, (word)path, 0, 0, 0 }, shape }, { address of failed }, kind of failed
 *     };
 *
 * The kind of an lvalue is its size, its sign, and whether it is volatile or _Atomic: with these it
 * is read at exit. In a guard with a name it is 1 if the guard is armed, else 0. Clang itself
 * refuses a jump past a variable with a cleanup. */

struct defer_guard_ {
    struct defer_call_ call_;
    union { const volatile void *in_; void *out_; } at_;
    long kind_;
    DFR_AUDIT_(struct defer_place_ *place_;)
};
enum { DFR_SIGNED_ = 64, DFR_VOLATILE_ = 128, DFR_ATOMIC_ = 256 };
#define DFR_LVALUE_KIND_(at)                                                                       \
    ((long)sizeof(*(at)) | (DFR_IS_SIGNED_(*(at)) ? DFR_SIGNED_ : 0) |                             \
     (DFR_POINTS_TO_(at, ) || DFR_POINTS_TO_(at, const) ? 0                                        \
      : DFR_POINTS_TO_(at, volatile) || DFR_POINTS_TO_(at, const volatile) ? DFR_VOLATILE_         \
                                                                         : DFR_ATOMIC_))
#define DFR_POINTS_TO_(at, qualifiers)                                                             \
    __builtin_types_compatible_p(__typeof__(at), qualifiers DFR_DECAYED_(*(at)) *)
#if __GCC_ATOMIC_LLONG_LOCK_FREE == 2
#define DFR_HAS_ATOMIC_64_ 1
#else /* it would need libatomic */
#define DFR_HAS_ATOMIC_64_ 0
#endif
/* The value of the lvalue at exit, with the qualifiers that it has: a volatile one is not read from
 * a register, and an _Atomic one not in halves. */
#define DFR_CASES_(read)                                                                           \
    case 1: read(__UINT8_TYPE__)                                                                   \
    case 2: read(__UINT16_TYPE__)                                                                  \
    case 4: read(__UINT32_TYPE__)                                                                  \
    case 1 | DFR_SIGNED_: read(__INT8_TYPE__)                                                      \
    case 2 | DFR_SIGNED_: read(__INT16_TYPE__)                                                     \
    case 4 | DFR_SIGNED_: read(__INT32_TYPE__)                                                     \
    default: read(__INT64_TYPE__)
#define DFR_READ_(T)                                                                               \
    { typedef T __attribute__((__may_alias__)) t_; return (long long)*(t_ *)g_->at_.out_; }
#define DFR_READ_QUALIFIED_(T)                                                                     \
    return (sizeof(T) < 8 || DFR_HAS_ATOMIC_64_) && kind_ & DFR_ATOMIC_                            \
               ? (long long)__atomic_load_n((T *)at_, __ATOMIC_SEQ_CST)                            \
               : (long long)*(volatile T *)at_;
DFR_COLD_ long long defer_read_qualified_(void *at_, long kind_)
{ switch (kind_ & (15 | DFR_SIGNED_)) { DFR_CASES_(DFR_READ_QUALIFIED_) } }
DFR_DISPATCHER_ long long defer_read_lvalue_(const struct defer_guard_ *g_)
{
    if (g_->kind_ & (DFR_VOLATILE_ | DFR_ATOMIC_))
        return defer_read_qualified_(g_->at_.out_, g_->kind_);
    switch (g_->kind_) {
    case 0: /* never; without it LLVM splits the lvalue of the user into bytes */
        { __asm__ volatile("" : : "r"(g_->at_.out_) : "memory"); return 0; }
    DFR_CASES_(DFR_READ_)
    }
}
/* For DEFER_VAR: the value of the variable becomes argument 1; 0 if it is empty. */
DFR_HELPER_ int defer_load_var_(struct defer_guard_ *g_)
{
    defer_word_ seen_ = (defer_word_)defer_read_lvalue_(g_);
    g_->call_.words_[1] = seen_;
    return g_->kind_ & DFR_SIGNED_ ? (long long)seen_ >= 0 : seen_ != 0;
}
#define DFR_DO_when_named_(seen, call, place)                                                      \
    if (g_->kind_) { DFR_AUDIT_(defer_settle_(place, 0);) g_->kind_ = 0; call; }
#define DFR_DO_when_var_ DFR_DO_when_if_
/* The cleanup function of each form, and of DEFER_RUN, for each count of fn and args. */
#define DFR_CLEANUP_FUNCTION_(when, count, seen)                                                   \
    DFR_HELPER_ void defer_cleanup_##when##count##_(struct defer_guard_ *g_)                       \
    { DFR_AROUND_RELEASE_(DFR_DO_##when(seen, defer_invoke_##count##_(&g_->call_), g_->place_)) }
/* All of one count: defer_cleanup_when_if_2_ and so on, and defer_run_2_ for DEFER_RUN. */
#define DFR_GUARDS_OF_(count)                                                                      \
    DFR_CLEANUP_FUNCTION_(when_always_, count, 0)                                                  \
    DFR_CLEANUP_FUNCTION_(when_if_, count, defer_read_lvalue_(g_))                                 \
    DFR_CLEANUP_FUNCTION_(when_unless_, count, defer_read_lvalue_(g_))                             \
    DFR_CLEANUP_FUNCTION_(when_negative_, count, defer_read_lvalue_(g_))                           \
    DFR_CLEANUP_FUNCTION_(when_named_, count, 0)                                                   \
    DFR_CLEANUP_FUNCTION_(when_var_, count, defer_load_var_(g_))                                   \
    DFR_CLEANUP_FUNCTION_(when_status_, count, *(int *)g_->at_.out_)                               \
    DFR_STDLIB_(DFR_CLEANUP_FUNCTION_(when_errno_, count, *(int *)g_->at_.out_))                   \
    DFR_HELPER_ int defer_run_##count##_(struct defer_guard_ *g_)                                  \
    {                                                                                              \
        int status_ = 0;                                                                           \
        DFR_DO_when_named_(0, status_ = defer_invoke_##count##_(&g_->call_), g_->place_)           \
        return status_;                                                                            \
    }
DFR_GUARDS_OF_(1)
DFR_GUARDS_OF_(2)
DFR_GUARDS_OF_(3)
DFR_GUARDS_OF_(4)
DFR_GUARDS_OF_(5)
#define DFR_BARRIER_(n)
/* The guard: a call, the address of the lvalue, and its kind. The checks are inside the shape. */
#define DFR_ERASED_GUARD_(k, count, when, lead, checks, at, kind, n, ...)                          \
    DFR_CLEANUP_(defer_cleanup_##when##count##_) struct defer_guard_ k = {                         \
        { { DFR_ERASED_ARGS_##count##_(lead, __VA_ARGS__) },                                       \
          DFR_SHAPE_##count##_(n, DFR_DIAGNOSED_, checks, __VA_ARGS__) },                          \
        { (const volatile void *)(at) }, kind DFR_AUDIT_(, &DFR_PLACE_OF_(n))                      \
    } DFR_QUIET_END_
#define DFR_DIAGNOSED_1_(n, fn)
#define DFR_DIAGNOSED_OF_(n, fn, ...)
#define DFR_FLAG_SIZE_TEXT_                                                                        \
    "a flag of 64 bits at most, atomic as the target can; else " DFR_CLOSURES_TEXT_
#define DFR_ALWAYS_(n, k, count, when, at, ...)                                                    \
    DFR_ERASED_GUARD_(k, count, when_always_, , , 0, 0, n, __VA_ARGS__)
#define DFR_CONDITIONAL_(n, k, count, when, at, ...)                                               \
    DFR_ADDRESS_(n, at)                                                                            \
    DFR_ERASED_GUARD_(k, count, when, ,                                                            \
        DFR_CHECK_##when(defer_address_##n##_, DFR_RETURNS_INT_(n, ~, ~))                          \
        DFR_CHECK_(sizeof(*defer_address_##n##_) <= 4 || (sizeof(*defer_address_##n##_) <= 8 &&    \
            (DFR_HAS_ATOMIC_64_ || !(DFR_LVALUE_KIND_(defer_address_##n##_) & DFR_ATOMIC_))),      \
            DFR_FLAG_SIZE_TEXT_),                                                                  \
        defer_address_##n##_, DFR_LVALUE_KIND_(defer_address_##n##_), n, __VA_ARGS__)
#define DFR_VAR_(n, k, count, when, var, ...)                                                      \
    DFR_ADDRESS_(n, &(var))                                                                        \
    DFR_ERASED_GUARD_(k, count, when_var_, later_,                                                 \
                      DFR_CHECK_VAR_(DEFER_VAR, *defer_address_##n##_),                            \
                      DFR_ESCAPES_(defer_address_##n##_), DFR_LVALUE_KIND_(defer_address_##n##_),  \
                      n, __VA_ARGS__)
#define DFR_GUARD_(n, k, count, when, name, ...)                                                   \
    DFR_NAME_PLACE_(n, name)                                                                       \
    enum { defer_count_of_##name##_ = count };                                                     \
    DFR_ERASED_GUARD_(name, count, when_named_, , , 0, 1, n, __VA_ARGS__)
#define DFR_ARMED_(name) (name).kind_
#define DFR_RUN_(name)                                                                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 1, defer_run_1_,                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 2, defer_run_2_,                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 3, defer_run_3_,                             \
    __builtin_choose_expr(defer_count_of_##name##_ == 4, defer_run_4_, defer_run_5_))))(&(name))
#define DFR_BLOCK_(n, k, ...)                                                                      \
    DFR_REFUSE_(n, "DEFER_BLOCK: use DEFER(fn, &x), DEFER_IF or DEFER_VAR; or " DFR_CLOSURES_TEXT_);
#endif

/* DEFER_DISMISS and DEFER_REARM, for all backends; an expression of type void. */
#define DFR_ARM_(name, armed)                                                                      \
    ((void)(DFR_AUDIT_(defer_arm_(DFR_ARMED_(name), armed, defer_place_of_##name##_),)             \
            DFR_ARMED_(name) = armed))

/* ---- The LIFO cleanup stack --------------------------------------------------------------------
 * For what outlives an iteration or a function: releases registered in a loop, by a callee, on the
 * way through a constructor. They run newest first, each exactly once, even when memory runs out.
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
 *     DEFER_STACK(s, 4); struct x v; int e = DEFER_PUSH(&s, f, &v);   // !! f(&v): v is dead
 *     struct x v; DEFER_STACK(s, 4); int e = DEFER_PUSH(&s, f, &v);   // right
 *
 * A stack among guards runs where it is declared: guards written after it run before it. A release
 * may use the stack that it is on: what it pushes runs next. A stack belongs to one thread at a
 * time. Its runs keep errno. The calls are erased: see above what cannot be pushed. */

#ifndef EINVAL
#define EINVAL 22
#endif
#ifndef ENOENT
#define ENOENT 2
#endif
#ifndef ENOMEM
#define ENOMEM 12
#endif

/* An entry is a call and its text. The entries are an array, of the user's block at first, on the
 * heap once it has grown, when entries_ is not own_:
 *
 *     entries_ -> | fclose(f) | free(p) |        |        | <- end_
 *                                       ^ top_
 *
 * The text, "copy.c:12: fclose(f)", is stored for an fn that returns int: only that can be
 * reported. */
struct defer_entry_ { struct defer_call_ call_; const char *what_; };
/* Its members are private. top_ is where the next entry goes; entries_ to end_ is what there is
 * room for; own_ to own_end_ is the room that DEFER_STACK has declared, to which a stack returns
 * when it has run. report_ and context_ are those of defer_stack_on_failure. */
typedef struct defer_stack {
    struct defer_entry_ *top_, *entries_, *end_;
    struct defer_entry_ *own_, *own_end_;
    void (*report_)(void *, const char *, int);
    void *context_;
} defer_stack;

/* DEFER_STACK(name, n); declares `defer_stack name`, and beside it room for n entries, a constant
 * of at least 1. All entries run when the block is left, in any way in which a guard runs.
 * DEFER_STACK_INIT and defer_stack_init(&s) make an empty stack elsewhere, in a struct, say.
 * Nothing runs it by itself: its owner calls defer_stack_run. */
#define DEFER_STACK(name, n)                                                                       \
    DFR_QUIET_BEGIN_ DFR_EXPAND_(__COUNTER__, 0, 0, DFR_NO_PLACE_, "", DFR_STACK_, ~, name, n)
/* `DEFER_STACK(s, 8);` declares the entries, and the stack, which is run at the end of the block:
 *
 *     struct defer_entry_ defer_guard_7_[8];
 *     __attribute__((cleanup(defer_end_stack_))) defer_stack s = { ... }; */
#define DFR_STACK_(n, k, count, when, name, room)                                                  \
    DFR_BARRIER_(n) __extension__ struct defer_check_##n##_ {                                      \
        DFR_CHECK_((room) >= 1, "DEFER_STACK: the room must be a constant, at least 1")            \
        int defer_x_;                                                                              \
    };                                                                                             \
    struct defer_entry_ k[room]; DFR_QUIET_END_                                                    \
    DFR_CLEANUP_(defer_end_stack_) /* in a block: elsewhere Clang would ignore the attribute */    \
    defer_stack name = { k, k, __extension__({ k + (room); }), k, k + (room), 0, 0 }
#define DEFER_STACK_INIT { 0, 0, 0, 0, 0, 0, 0 }
DFR_HELPER_ void defer_stack_init(defer_stack *s_)
{ defer_stack empty_ = DEFER_STACK_INIT; *s_ = empty_; }
/* From now on, report(ctx, "copy.c:12: fclose(f)", status) is called for each release of the stack
 * that returns an int other than 0, right after it; a null report: nothing is. It may use the
 * stack, as a release may. Entries that defer_stack_move has taken over are reported by the new
 * owner. */
DFR_HELPER_ void defer_stack_on_failure(defer_stack *s_,
                                        void (*report_)(void *, const char *, int), void *ctx_)
{
    s_->report_ = report_;
    s_->context_ = ctx_;
}
DFR_HELPER_ __SIZE_TYPE__ defer_stack_depth(const defer_stack *s_) /* how many are pending */
{ return (__SIZE_TYPE__)(s_->top_ - s_->entries_); }

/* Makes room for room_ entries on the heap. It takes the entries and not the stack, which stays in
 * registers that way. Null if there is no memory: then nothing has changed. */
DFR_COLD_ struct defer_entry_ *
defer_grow_(struct defer_entry_ *entries_, int on_heap_, __SIZE_TYPE__ depth_, __SIZE_TYPE__ room_)
{
    struct defer_entry_ *grown_ = 0;
    if (room_ > (__SIZE_TYPE__)-1 / sizeof *grown_) return 0;
    DFR_STDLIB_(
        grown_ = (struct defer_entry_ *)realloc(on_heap_ ? entries_ : 0, room_ * sizeof *grown_);)
    if (grown_ && !on_heap_ && depth_) __builtin_memcpy(grown_, entries_, depth_ * sizeof *grown_);
    return DFR_ESCAPES_(grown_);
}
/* Moves the entries to the heap, or to a larger block there. 0, or ENOMEM and nothing has changed.
 * */
DFR_HELPER_ int defer_reserve_(defer_stack *s_, __SIZE_TYPE__ room_)
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

/* Runs an entry that has been taken off, and reports a failure. The release may push, which would
 * overwrite the entry: all that is needed later is read first. */
DFR_COLD_ int defer_run_entry_(struct defer_entry_ *e_,
                               void (*report_)(void *, const char *, int), void *ctx_)
{
    const char *what_ = e_->what_;
    int status_;
    DFR_AUDIT_(defer_settle_entry_(e_, 0);)
    switch (DFR_SHAPE_COUNT_(e_->call_.shape_)) {
    case 0: status_ = defer_invoke_entry_1_(&e_->call_); break;
    case 1: status_ = defer_invoke_entry_other_2_(&e_->call_); break;
    case 2: status_ = defer_invoke_entry_3_(&e_->call_); break;
    case 3: status_ = defer_invoke_entry_4_(&e_->call_); break;
    default: status_ = defer_invoke_entry_5_(&e_->call_); break;
    }
    if (status_ && report_) report_(ctx_, what_, status_);
    return status_;
}
/* Has a stack more than n entries? On GCC, to compare two ends costs an instruction less for each
 * entry than a difference. As integers: a stack that a release has run may have no entries. */
#ifdef __clang__
#define DFR_IS_DEEPER_(s, n) (defer_stack_depth(s) > (n))
#else
#define DFR_IS_DEEPER_(s, n)                                                                       \
    ((__UINTPTR_TYPE__)(s)->top_ > (__UINTPTR_TYPE__)(s)->entries_ + (n) * sizeof *(s)->top_)
#endif
/* Takes the newest entry off and runs it. A function of one pointer that returns nothing, as free,
 * is by far the commonest: that one is called here, in as few instructions as by hand. */
DFR_HELPER_ DFR_UNCHECKED_ int defer_pop_(defer_stack *s_)
{
    struct defer_entry_ *e_ = --s_->top_;
    if (DEFER_UNWINDS) __asm__("" : "+m"(e_->call_.shape_)); /* else GCC loads it twice */
    if (__builtin_expect(e_->call_.shape_ != DFR_TAKES_POINTER_, 0))
        return defer_run_entry_(e_, s_->report_, s_->context_);
    DFR_AUDIT_(defer_settle_entry_(e_, 0);)
    ((void (*)(__UINTPTR_TYPE__))(__UINTPTR_TYPE__)e_->call_.words_[0])(
        (__UINTPTR_TYPE__)e_->call_.words_[1]);
    return 0;
}
/* Each release runs, whatever the one before it does. If one leaves by an exception, or ends the
 * thread, the cleanup of the loop runs the rest, in a function of its own, which may be left in the
 * same way. Without -fexceptions that is nothing. */
struct defer_rest_ { defer_stack *stack_; __SIZE_TYPE__ depth_; };
DFR_COLD_ void defer_run_rest_(const struct defer_rest_ *rest_);
DFR_HELPER_ void defer_cleanup_rest_(const struct defer_rest_ *rest_)
{ if (DEFER_UNWINDS && DFR_IS_DEEPER_(rest_->stack_, rest_->depth_)) defer_run_rest_(rest_); }
/* Runs entries, newest first, until depth_ are left; the first status that is not 0. */
DFR_HELPER_ int defer_unwind_(defer_stack *s_, __SIZE_TYPE__ depth_)
{
    int first_ = 0;
    DFR_CLEANUP_(defer_cleanup_rest_) struct defer_rest_ rest_ = { s_, depth_ };
    while (DFR_IS_DEEPER_(s_, depth_)) {
        int status_ = defer_pop_(s_);
        if (!first_) first_ = status_;
    }
    return first_;
}
DFR_COLD_ void defer_run_rest_(const struct defer_rest_ *rest_)
{ (void)defer_unwind_(rest_->stack_, rest_->depth_); }

/* Runs the newest entries until `depth` are left; EINVAL, and none, if there are fewer. Returns the
 * first non-zero status of an fn that returns int; all are run whatever each returns. */
DFR_CLEANUP_HELPER_ int defer_stack_unwind(defer_stack *s_, __SIZE_TYPE__ depth_)
{
    int first_;
    if (depth_ >= defer_stack_depth(s_)) return depth_ > defer_stack_depth(s_) ? EINVAL : 0;
    { DFR_KEEP_ERRNO_(first_ = defer_unwind_(s_, depth_);) }
    return first_;
}
/* Runs last in defer_stack_run, on every way out of it. */
DFR_HELPER_ void defer_give_back_(defer_stack *const *at_)
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
DFR_CLEANUP_HELPER_ int defer_stack_run(defer_stack *s_)
{
    int first_;
    DFR_KEEP_ERRNO_(DFR_CLEANUP_(defer_give_back_) defer_stack *given_ = s_;
                    first_ = defer_unwind_(given_, 0);)
    return first_;
}
DFR_HELPER_ void defer_end_stack_(defer_stack *s_) { (void)defer_stack_run(s_); }
/* Forgets the entries above `depth` without running them. */
DFR_HELPER_ void defer_stack_dismiss(defer_stack *s_, __SIZE_TYPE__ depth_)
{
    if (depth_ >= defer_stack_depth(s_)) return;
    DFR_AUDIT_(for (struct defer_entry_ *e_ = s_->top_; e_-- != s_->entries_ + depth_;)
                   defer_settle_entry_(e_, 1);)
    s_->top_ = s_->entries_ + depth_;
}

/* The release that there is no room for runs at once, from a copy: it happens exactly once, and the
 * caller, who gets ENOMEM, has nothing to undo. */
DFR_COLD_ int defer_run_now_(long shape_, const defer_word_ *words_, const char *what_,
                             void (*report_)(void *, const char *, int), void *ctx_)
{
    struct defer_entry_ now_ = { { { 0 }, shape_ }, what_ };
    __builtin_memcpy(now_.call_.words_, words_,
                     (1 + (__SIZE_TYPE__)DFR_SHAPE_COUNT_(shape_)) * sizeof *words_);
    (void)defer_run_entry_(&now_, report_, ctx_);
    return ENOMEM;
}
/* Only the words that the call has: a push of one argument stores no more than by hand. */
DFR_HELPER_ void defer_copy_words_(defer_word_ *to_, const struct defer_call_ *call_)
{
    to_[0] = call_->words_[0];
    if (DFR_SHAPE_COUNT_(call_->shape_) > 0) to_[1] = call_->words_[1];
    if (DFR_SHAPE_COUNT_(call_->shape_) > 1) to_[2] = call_->words_[2];
    if (DFR_SHAPE_COUNT_(call_->shape_) > 2) to_[3] = call_->words_[3];
    if (DFR_SHAPE_COUNT_(call_->shape_) > 3) to_[4] = call_->words_[4];
}
DFR_MUST_USE_ DFR_HELPER_ int
defer_push_(defer_stack *s_, const struct defer_call_ *call_, const char *what_)
{
    struct defer_entry_ *e_;
    if (!call_->words_[0]) return DFR_NEGATE_ EINVAL;
    if (__builtin_expect(s_->top_ == s_->end_, 0) &&
        defer_reserve_(s_, s_->end_ == s_->entries_ ? 8 : 2 * defer_stack_depth(s_))) {
        defer_word_ words_[1 + DEFER_MAX_ARGS];
        defer_copy_words_(words_, call_);
        return DFR_NEGATE_ defer_run_now_(call_->shape_, words_, what_, s_->report_,
                                          s_->context_);
    }
    e_ = s_->top_;
    e_->call_.shape_ = call_->shape_;
    defer_copy_words_(e_->call_.words_, call_);
    if (DFR_AUDIT_(1 ||) DFR_RESULT_(call_->shape_) == DFR_TO_INT_) e_->what_ = what_;
    s_->top_ = e_ + 1;
    return 0;
}
/* DEFER_PUSH(&s, fn, args...) registers fn(args...), evaluated now; 0. If there is no memory, it
 * runs fn(args...) at once, and returns ENOMEM. If fn is null, it does nothing, and returns EINVAL.
 * The compiler warns if nobody looks at the result; (void) says that this is meant.
 * defer_stack_push does the same for a void (*)(void *), without the warning, as a function. */
#define DEFER_PUSH(s, ...)                                                                         \
    DFR_PUSH_("DEFER_PUSH(" #s ", " #__VA_ARGS__ ")", DFR_TEXT_OF_(__VA_ARGS__), s,                \
              DFR_CALL_OF_(__VA_ARGS__))
/* "fclose(f)", of the arguments as they are after macro expansion: they have to be counted first.
 * */
#define DFR_TEXT_OF_(...) DFR_TEXT_IN_(DFR_ARITY_(__VA_ARGS__), __VA_ARGS__)
#define DFR_TEXT_IN_(arity, ...) DFR_TEXT_OF_CALL_(arity, __VA_ARGS__)
#define DFR_TEXT_OF_CALL_(arity, ...) DFR_TEXT_##arity##_(__VA_ARGS__)
#define DFR_TEXT_1_(fn) #fn "()"
#define DFR_TEXT_2_(fn, ...) #fn "(" #__VA_ARGS__ ")"
#define DFR_TEXT_6_ DFR_TEXT_2_
DFR_HELPER_ struct defer_call_ defer_plain_call_(void (*fn_)(void *), void *arg_)
{ return DFR_CALL_OF_(fn_, arg_); }
DFR_HELPER_ int defer_stack_push(defer_stack *s_, void (*fn_)(void *), void *arg_)
{
    struct defer_call_ call_ = defer_plain_call_(fn_, arg_);
    return DFR_NEGATE_ defer_push_(s_, &call_, 0);
}
#ifndef DEFER_ENABLE_AUDIT
#define DFR_PUSH_(text, what, s, call)                                                             \
    (DFR_NEGATE_ defer_push_(s, DFR_CALL_ADDRESS_(call), DFR_SOURCE_ what))
#endif

/* Hands all entries of `from` over to `to`, on top of those that are there, order kept: what a
 * constructor has pushed goes to the object that owns it. ENOMEM: nothing has moved. */
static __inline__ int defer_stack_move(defer_stack *to_, defer_stack *from_)
{
    __SIZE_TYPE__ count_ = defer_stack_depth(from_), room_ = defer_stack_depth(to_) + count_;
    if (to_ == from_ || !count_) return 0;
    if (room_ > (__SIZE_TYPE__)(to_->end_ - to_->entries_) && defer_reserve_(to_, room_))
        return ENOMEM;
    __builtin_memcpy(to_->top_, from_->entries_, count_ * sizeof *to_->top_);
    to_->top_ += count_;
    DFR_AUDIT_(while (count_--) from_->entries_[count_].what_ = 0;)
    from_->top_ = from_->entries_;
    return 0;
}

/* DEFER_CANCEL(&s, fn, args...) removes the newest entry with that fn and those args without
 * running it; DEFER_RELEASE runs it, and reports if it fails. 0, or ENOENT if there is none. It
 * looks from the top down. The address of a static inline fn differs from file to file. */
static __inline__ int defer_is_call_(const struct defer_call_ *a_, const struct defer_call_ *b_)
{
    long i_ = DFR_SHAPE_COUNT_(a_->shape_);
    if (a_->shape_ != b_->shape_) return 0;
    do
        if (a_->words_[i_] != b_->words_[i_]) return 0;
    while (i_--);
    return 1;
}
/* Takes the entry out before it runs, as its release may use the stack. */
static __inline__ int defer_remove_(defer_stack *s_, const struct defer_call_ *call_, int run_)
{
    struct defer_entry_ *e_ = s_->top_, found_;
    while (e_ != s_->entries_) {
        if (!defer_is_call_(&(--e_)->call_, call_)) continue;
        found_ = *e_;
        __builtin_memmove(e_, e_ + 1, (__SIZE_TYPE__)(s_->top_ - e_ - 1) * sizeof *e_);
        s_->top_--;
        DFR_AUDIT_(s_->top_->what_ = 0; if (!run_) defer_settle_entry_(&found_, 1);)
        if (run_) (void)defer_run_entry_(&found_, s_->report_, s_->context_);
        return 0;
    }
    return ENOENT;
}
#define DEFER_CANCEL(s, ...) defer_remove_(s, DFR_CALL_ADDRESS_(DFR_CALL_OF_(__VA_ARGS__)), 0)
#define DEFER_RELEASE(s, ...) defer_remove_(s, DFR_CALL_ADDRESS_(DFR_CALL_OF_(__VA_ARGS__)), 1)

#ifdef __cplusplus
}
#endif
#ifdef DEFER_ENABLE_AUDIT
#include "defer_audit.h"
#endif
#endif
