/*
 * The pitfalls of `defer` in Go, and what guards do in the same place. Above each function stands
 * the Go code, what it does, and how the C differs.
 *
 *     go_to_c           shows them all, and ends by defer_exit
 *     go_to_c null      calls a null pointer in a guard, and crashes
 *     go_to_c exit      ends by exit, which skips the guards
 *
 * Prints what the guards do and, in brackets, what Go does. The exit status is 3, which the last
 * pitfall passes to exit.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print(int n)
{
    printf("%d ", n);
}

static void add_one(int *n)
{
    ++*n;
}

/* for i := 0; i < 3; i++ { defer func() { fmt.Print(i, " ") }() }
 *
 * Go: 2 1 0. Before Go 1.22 the iterations shared one `i`, and it was 3 3 3.
 * Here: 0 1 2, as a guard runs at the end of its iteration. A stack waits until the function ends,
 * as Go does, and has kept the values. */
static void loop_variable(void)
{
    printf("loop variable [2 1 0]: ");
    for (int i = 0; i < 3; i++) {
        /* Reads `i` at the end of the iteration. */
        DEFER_VAR(print, i);
    }
    DEFER_STACK(calls, 3);
    for (int i = 0; i < 3; i++) {
        /* Not &i: the variable is gone when the stack runs. */
        if (DEFER_PUSH(&calls, print, i)) return;
    }
    printf("with a stack ");
}

/* x := 1; defer fmt.Print(x, " "); defer func() { fmt.Print(x, " ") }(); x = 2
 *
 * Go: 2 1. Arguments are evaluated at the defer; a closure reads the variable when it runs.
 * Here: the same. DEFER keeps the value, DEFER_VAR reads the variable. */
static void arguments(void)
{
    printf("\narguments [2 1]: ");
    int x = 1;
    DEFER(print, x);
    DEFER_VAR(print, x);
    x = 2;
}

/* func result() (n int) { defer func() { n++ }(); return 41 }
 *
 * Go: 42, as the result is a variable.
 * Here: 41, as the value of a return is computed before the guards run. What a guard is to change
 * has to be returned through a pointer. */
static int result(int *out)
{
    int n = 41;
    DEFER(add_one, &n);
    *out = 41;
    DEFER(add_one, out);
    return n;
}

/* for _, name := range names { f, _ := os.Open(name); defer f.Close() }
 *
 * Go: all files are open until the function ends.
 * Here: one at a time. To have all of them open, push onto a stack in front of the loop. */
static void pile_up(void)
{
    int closed = 0;
    int most = 0;
    for (int opened = 1; opened <= 1000; opened++) {
        DEFER(add_one, &closed);
        if (opened - closed > most) most = opened - closed;
    }
    printf("pile-up: %d open at most [1000]\n", most);
}

/* func clean() { recover() }; func fail() { defer func() { clean() }(); panic("oops") }
 *
 * Go: recover returns nil, as the deferred function does not call it itself. The panic goes on.
 * Here: a defer_try around the call catches it; and a guard can ask at any depth of calls whether
 * there is a panic. */
static void clean(int depth)
{
    if (depth > 0) {
        clean(depth - 1);
        return;
    }
    if (defer_panicking())
        printf("recover: a panic is seen");
    else
        printf("recover: a panic is not seen");
}

static void fail(void *message)
{
    DEFER(clean, 1);
    DEFER_PANIC(message);
}

static void catch_panic(void)
{
    defer_panic p;
    if (defer_try(fail, "oops", &p)) printf(", %s is caught [goes on]\n", p.message);
}

/* var f func(int); defer f(1)
 *
 * Go: panics, but only at the end of the function.
 * Here: crashes at the end of the block. DEFER_IF skips a null function, a stack refuses it. */
static void call_null(void (*f)(int), int crash)
{
    DEFER_IF(crash, f, 1);
    DEFER_IF(f, f, 1);
    DEFER_STACK(calls, 1);
    if (DEFER_PUSH(&calls, f, 1) == EINVAL)
        printf("null: refused [panics later]\n");
    else
        printf("null: registered [panics later]\n");
}

/* defer fmt.Println("..."); os.Exit(3)
 *
 * Go: prints nothing.
 * Here: exit prints nothing either; defer_exit runs the guards first. */
static void leave(void (*leave_by)(int))
{
    DEFER(puts, "exit: the guards have run [not run]");
    leave_by(3);
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    setvbuf(stdout, NULL, _IONBF, 0); /* a crash loses no output */
    loop_variable();
    arguments();
    int out;
    int returned = result(&out);
    printf("\nresult: %d [42], by a pointer %d\n", returned, out);
    pile_up();
    catch_panic();
    void (*volatile none)(int) = NULL; /* volatile: the compiler is not to know that it is null */
    call_null(none, strcmp(how, "null") == 0);
    leave(strcmp(how, "exit") == 0 ? exit : defer_exit);
    return 1; /* not reached */
}
