/*
 * The pitfalls of `defer` in Go: above each function what Go does, and what guards do; then the C.
 *
 *     go_to_c [null|exit]      crashes, by a guard that calls null; ends by exit, which skips
 * guards
 *
 * Prints what the guards do, and in brackets what Go does. The status is 3, of the last pitfall.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void print(int n)
{
    printf("%d ", n);
}

static void add_one(int *n)
{
    ++*n;
}

/* for i := 0; i < 3; i++ { defer func() { fmt.Print(i, " ") }() }
 * Go: before 1.22 all had one `i`, 3 3 3; since then each iteration has its own, 2 1 0. Here a
 * guard runs at the end of its iteration: 0 1 2, also by address. A stack waits, and keeps values.
 */
static void loop_variable(void)
{
    printf("loop variable [2 1 0]: ");
    for (int i = 0; i < 3; i++) { DEFER_VAR(print, i); /* looks at `i` at exit */ }
    DEFER_STACK(s, 3);
    for (int i = 0; i < 3; i++)
        if (DEFER_PUSH(&s, print, i)) return; /* &i would be of a variable that is gone */
    printf("with a stack ");
}

/* x := 1; defer fmt.Print(x, " "); defer func() { fmt.Print(x, " ") }(); x = 2
 * Go: 2 1, as arguments are evaluated at the defer; what a closure reads, later. Here: the same. */
static void arguments(void)
{
    printf("\narguments [2 1]: ");
    int x = 1;
    DEFER(print, x);
    DEFER_VAR(print, x);
    x = 2;
}

/* func result() (n int) { defer func() { n++ }(); return 41 }
 * Go: 42, as the result is a variable. Here: 41, as the value of a return is computed before the
 * guards run. What they are to change goes out by a pointer. */
static int result(int *out)
{
    int n = 41;
    DEFER(add_one, &n);
    *out = 41;
    DEFER(add_one, out);
    return n;
}

/* for _, name := range names { f, _ := os.Open(name); defer f.Close() }
 * Go: all are open until the function ends. Here: one at a time. With a stack: all. */
static void pile_up(void)
{
    int closed = 0, most = 0;
    for (int opened = 1; opened <= 1000; opened++) {
        DEFER(add_one, &closed);
        if (opened - closed > most) most = opened - closed;
    }
    printf("pile-up: %d open at most [1000]\n", most);
}

/* func clean() { recover() }; func fail() { defer func() { clean() }(); panic("oops") }
 * Go: recover returns nil, as the deferred function itself does not call it; the panic goes on.
 * Here: a defer_try around the call catches it. A guard may ask at any depth if there is one. */
static void clean(int depth)
{
    if (depth > 0)
        clean(depth - 1);
    else
        printf("recover: a panic is %s", defer_panicking() ? "seen" : "not seen");
}

static void fail(void *message)
{
    DEFER(clean, 1);
    DEFER_PANIC(message);
}

/* var f func(int); defer f(1)
 * Go: panics, but at the end of the function. Here: crashes then. DEFER_IF asks, a stack refuses.
 */
static void call_null(void (*f)(int), int crash)
{
    DEFER_IF(crash, f, 1);
    DEFER_IF(f, f, 1);
    DEFER_STACK(s, 1);
    printf("null: %s [panics later]\n", DEFER_PUSH(&s, f, 1) == EINVAL ? "refused" : "registered");
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    setvbuf(stdout, NULL, _IONBF, 0);
    loop_variable();
    arguments();
    int out, returned = result(&out);
    printf("\nresult: %d [42], by a pointer %d\n", returned, out);
    pile_up();
    defer_panic p;
    if (defer_try(fail, "oops", &p)) printf(", %s is caught [goes on]\n", p.message);
    void (*volatile none)(int) = NULL;
    call_null(none, *how == 'n');
    /* defer fmt.Println("..."); os.Exit(3)
     * Go: not printed. By exit: not printed either. By defer_exit: printed. */
    DEFER(puts, "exit: the guards have run [not run]");
    *how != 'e' ? defer_exit(3) : exit(3);
}
