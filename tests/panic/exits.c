/* Finds out which ways out of a scope run its guards, by trying each in a child process. Prints a
 * line for each, `kind|name|yes`: "yes" if all guards ran, newest first, "no" if none did. Ways of
 * the same kind may share a row of a table. Linked with exits.cpp. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#ifdef WITH_PANIC
#include "defer_panic.h"
#else
#include "defer.h"
#endif
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

/* In exits.cpp. */
void throw_exception(void);
void catch_exception(void (*function)(void)); /* calls the function, and catches its exception */

static char *noted; /* shared with the children */
static void note(int letter)
{
    noted[strlen(noted)] = (char)letter;
}

/* A guard of each form. What comes after the way out notes a `!`. */
#if DEFER_HAS_BLOCK
#define BLOCK DEFER_BLOCK { note('b'); }
#else
#define BLOCK DEFER(note, 'b')
#endif
#define GUARDS                                                                                     \
    DEFER(note, 'g');                                                                              \
    DEFER_STACK(stack, 1);                                                                         \
    if (DEFER_PUSH(&stack, note, 's')) note('!');                                                  \
    BLOCK;                                                                                         \
    note('>')

/* ---- Ways out of the scope of GUARDS within the function ------------------------------------- */

static void block_end(void)
{
    GUARDS;
}
static void by_return(void)
{
    GUARDS;
    if (noted) return;
    note('!');
}
static void by_break(void)
{
    for (;;) {
        GUARDS;
        if (noted) break;
        note('!');
    }
}
static void by_continue(void)
{
    for (int k = 0; k < 1; k++) {
        GUARDS;
        if (noted) continue;
        note('!');
    }
}
static void goto_out(void)
{
    {
        GUARDS;
        if (noted) goto out;
        note('!');
    }
out:;
}
static void goto_back(void)
{
    int times = 0;
back:
    if (times++) return;
    GUARDS;
    if (noted) goto back;
    note('!');
}
static void switch_exit(void)
{
    switch (*noted) {
    case 0: {
        GUARDS;
        break;
    }
    default: note('!');
    }
}
static void statement_expression(void)
{
    int value = __extension__({
        GUARDS;
        1;
    });
    if (value != 1) note('!');
}

/* ---- Out of the function --------------------------------------------------------------------- */

static jmp_buf before;
/* Calls a function that does not return, in the scope of guards. */
static void leave_by(void (*leave)(void))
{
    GUARDS;
    leave();
    note('!');
}
#define LEAVE(name, statement)                                                                     \
    static void leave_##name(void) { statement; }                                                  \
    static void scope_##name(void) { leave_by(leave_##name); }

LEAVE(pthread_exit, pthread_exit(NULL))
LEAVE(pthread_cancel, pthread_cancel(pthread_self()); pthread_testcancel())
LEAVE(thrd_exit, thrd_exit(0))
LEAVE(exception, throw_exception())
LEAVE(longjmp, longjmp(before, 1))
LEAVE(exit, exit(0))
LEAVE(quick_exit, quick_exit(0))
LEAVE(underscore_exit, _exit(0))
LEAVE(abort, abort())
LEAVE(signal, raise(SIGTERM))
LEAVE(exec, execl("/bin/true", "true", (char *)NULL))
#ifdef WITH_PANIC
LEAVE(panic, DEFER_PANIC("text"))
LEAVE(defer_exit, defer_exit(0))
static void body(void *none)
{
    (void)none;
    scope_panic();
}
static void recovered(void) { defer_try(body, NULL, NULL); }
#define PANICS(X)                                                                                  \
    X(panic, "`DEFER_PANIC` to its `defer_try`", recovered)                                        \
    X(panic, "`DEFER_PANIC` that nobody recovers", scope_panic)                                    \
    X(panic, "`defer_exit`", scope_defer_exit)
#else
#define PANICS(X)
#endif

static void *thread(void *scope)
{
    (*(void (**)(void))scope)();
    return NULL;
}
static void in_thread(void (*scope)(void))
{
    pthread_t id;
    if (pthread_create(&id, NULL, thread, &scope) || pthread_join(id, NULL)) note('!');
}
static int c_thread(void *scope)
{
    thread(scope);
    return 0;
}
static void exits_thread(void) { in_thread(scope_pthread_exit); }
static void cancels_thread(void) { in_thread(scope_pthread_cancel); }
static void exits_c_thread(void)
{
    void (*scope)(void) = scope_thrd_exit;
    thrd_t id;
    if (thrd_create(&id, c_thread, &scope) != thrd_success || thrd_join(id, NULL) != thrd_success)
        note('!');
}
static void exception(void) { catch_exception(scope_exception); }
static void jumps_over(void)
{
    if (!setjmp(before)) scope_longjmp();
}

/* X(kind, name, function) */
#define EXITS(X)                                                                                   \
    X(block, "end of the block", block_end) X(block, "`return`", by_return)                        \
    X(block, "`break`", by_break) X(block, "`continue`", by_continue)                              \
    X(block, "`goto` out", goto_out) X(block, "`goto` back", goto_back)                            \
    X(block, "exit of a `switch`", switch_exit)                                                    \
    X(block, "end of a statement expression", statement_expression)                                \
    X(thread, "`pthread_exit`", exits_thread) X(thread, "`pthread_cancel`", cancels_thread)        \
    X(thread, "`thrd_exit`", exits_c_thread)                                                       \
    X(thread, "a C++ exception through the C function", exception)                                 \
    PANICS(X)                                                                                      \
    X(process, "`longjmp` over the scope", jumps_over)                                             \
    X(process, "`exit`", scope_exit) X(process, "`quick_exit`", scope_quick_exit)                  \
    X(process, "`_exit`", scope_underscore_exit) X(process, "`abort`", scope_abort)                \
    X(process, "an uncaught signal", scope_signal) X(process, "`exec`", scope_exec)

#define ROW(kind, name, function) { #kind "|" name, function },
static const struct { const char *name; void (*function)(void); } exits[] = { EXITS(ROW) };

int main(void)
{
    struct rlimit no_core = { 0, 0 };
    setrlimit(RLIMIT_CORE, &no_core);
    noted = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (noted == MAP_FAILED) return 1;
    for (size_t k = 0; k < sizeof exits / sizeof *exits; k++) {
        memset(noted, 0, 4096);
        fflush(stdout);
        pid_t child = fork();
        if (!child) {
            exits[k].function();
            _exit(0);
        }
        if (child < 0 || waitpid(child, NULL, 0) != child) return 1;
        printf("%s|", exits[k].name);
        if (strcmp(noted, ">bsg") == 0)
            puts("yes");
        else if (strcmp(noted, ">") == 0)
            puts("no");
        else
            printf("not clear: %s\n", noted);
    }
    return 0;
}
