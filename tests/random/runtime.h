/* Included by the random programs: a trace, the random decisions, and the releases that guards and
 * stacks call. */
#ifndef DEFER_NO_STDLIB /* then the header defines its own error numbers */
#include <errno.h>
#endif
#include <stdio.h>
#include <string.h>
#ifdef WITH_PANIC
#include "defer_panic.h"
#else
#include "defer.h"
#endif

static int cells[CELLS], steps, counter;
static unsigned state;
static defer_stack g0 = DEFER_STACK_INIT, g1 = DEFER_STACK_INIT;

static int may_panic(void)
{
#ifdef WITH_PANIC
    return !defer_panicking();
#else
    return 1;
#endif
}
static void trace(const char *what, long long number)
{
    printf("%s%s %lld\n", may_panic() ? "" : "! ", what, number);
    fflush(stdout); /* the program may crash */
}
static void note(long long number) { trace("note", number); }
/* Without this call, G++ stores the value of a statement expression before its guards run. */
static int value_of(int value) { return value; }
/* Whether the program may go on: without a limit it could run for ever. */
static int step(void)
{
    if (steps >= STEPS) return 0;
    steps++;
    return 1;
}
static int next(void) { return ++counter; } /* shows what is evaluated twice */
static unsigned pick(unsigned n)
{
    state = state * 1103515245u + 12345u;
    return (state >> 16) % n;
}
static int odds(unsigned n) { return pick(n) == 0; }
static long long index_of(int *p) { return p ? p - cells : -1; }
static void report(void *at, const char *what, int status)
{
    const char *fn = strstr(what, "rel_");
    printf("report of %d: %.*s %d\n", *(int *)at, (int)strcspn(fn, "("), fn, status);
}

/* Sets an errno that belongs to the status. */
static int failed(int status)
{
#ifndef DEFER_NO_STDLIB
    errno = 100 + status;
#endif
    return status;
}

static void rel_none(void) { trace("none", 0); }
static void rel_int(int n) { trace("int", n); }
static void rel_other(int n) { trace("other", n); }
static int rel_status(int n) { trace("status", n); return failed(n % 3); }
static int rel_narrow(short n) { trace("narrow", n); return failed(n % 2); }
static unsigned rel_uint(unsigned n) { trace("uint", n); return n; }
static long long rel_llong(long long n) { trace("llong", n); return n; }
static void rel_pointer(int *p) { trace("pointer", index_of(p)); }
static int *rel_back(int *p) { trace("back", index_of(p)); return p; }
static void rel_at(int *p) { trace("at", *p); }
static int rel_status_at(int *p) { trace("status_at", *p); return failed(*p % 2); }
static void rel_void(void *p) { trace("void", *(int *)p); }
static void rel_set(int *p) { trace("set", *p); *p = (*p + 2) % 5 - 1; }
static void rel_two(int n, int *p) { trace("two", n); trace("at", *p); }
static int rel_three(int *p, short n, long long m)
{
    trace("three", *p);
    trace("n", n);
    trace("m", m);
    return failed(n % 2);
}
static void rel_four(unsigned n, int *p, int *at, int m)
{
    trace("four", n);
    trace("p", index_of(p));
    trace("at", *at);
    trace("m", m);
}
static int rel_status_none(void) { trace("status_none", 0); return failed(-1); }
static int rel_status_two(int *p, short n)
{
    trace("status_two", index_of(p));
    trace("n", n);
    return failed(n % 3);
}
static int *rel_back_three(short n, unsigned m, defer_stack *s)
{
    trace("back_three", n);
    trace("m", m);
    trace("s", (int)defer_stack_depth(s));
    return cells;
}
static int rel_status_four(long long n, unsigned char m, int *p, int l)
{
    trace("status_four", n);
    trace("m", m);
    trace("p", index_of(p));
    trace("l", l);
    return failed(l % 3);
}
static void rel_again(defer_stack *s)
{
    trace("again", (int)defer_stack_depth(s));
    trace("pushed", DEFER_PUSH(s, rel_int, 70));
    trace("pushed", DEFER_PUSH(s, rel_status, 71));
}
static void rel_run(defer_stack *s)
{
    trace("run", (int)defer_stack_depth(s));
    trace("ran", defer_stack_run(s));
}
static int rel_unwind(defer_stack *s)
{
    trace("unwind", (int)defer_stack_depth(s));
    return failed(defer_stack_unwind(s, defer_stack_depth(s) / 2));
}
static void begin(int root)
{
    int i;
    printf("root %d\n", root);
    fflush(stdout);
    for (i = 0; i < CELLS; i++) cells[i] = i - 1;
    steps = counter = 0;
    state = (unsigned)root;
    defer_stack_on_failure(&g0, 0, 0);
    defer_stack_on_failure(&g1, 0, 0);
}
static void run_globals(void *unused)
{
    (void)unused;
    trace("g0", defer_stack_run(&g0));
    trace("g1", defer_stack_run(&g1));
    trace("g0", defer_stack_run(&g0)); /* again: those of g1 may push */
}
static void end(void)
{
#ifdef WITH_PANIC
    while (defer_try(run_globals, 0, 0)) trace("once more", 0);
#else
    run_globals(0);
#endif
    trace("steps", steps);
#ifdef DEFER_ENABLE_AUDIT
    trace("pending", (long long)defer_audit_pending());
#endif
}

#ifdef WITH_PANIC
struct call { int depth; defer_stack *up; };
static void rel_panic(int n)
{
    trace("panic", n);
    if (may_panic()) DEFER_PANIC_VALUE("of a release", &cells[0]);
}
static void attempt(void (*body)(void *), int depth, defer_stack *up, int again)
{
    struct call call = { depth, up };
    defer_panic caught;
    if (!defer_try(body, &call, &caught)) {
        trace("returned", 0);
        return;
    }
    trace(caught.message, index_of((int *)caught.value));
    if (again && may_panic()) defer_repanic(&caught);
}
#endif
