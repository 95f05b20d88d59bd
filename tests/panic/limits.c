/* Guards that a panic skips, and a defer_try that it does not reach. See the script `limits`. */
#ifdef WITHOUT_EXCEPTIONS
#include "defer.h"
#else
#include "defer_panic.h"
#endif
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#ifndef MODULE
extern char trace[];
static void note(const char *text) { strcat(trace, text); }
#endif
void guarded_without_exceptions(void (*function)(void));

#if defined(WITHOUT_EXCEPTIONS)
void guarded_without_exceptions(void (*function)(void))
{
    DEFER(note, "!");
    function();
}
#elif defined(MODULE)
void panic_of_module(void *unused);
void panic_of_module(void *unused)
{
    (void)unused;
    DEFER_PANIC("of a module");
}
#else
char trace[100];

static void panics(void)
{
    DEFER(note, "a");
    DEFER_PANIC("text");
}

static void through_file_without_exceptions(void *unused)
{
    (void)unused;
    DEFER(note, "b");
    guarded_without_exceptions(panics);
}

static __attribute__((__nothrow__, __noinline__)) void declared_nothrow(void) { panics(); }

static void through_nothrow(void *unused)
{
    (void)unused;
    DEFER(note, "!");
    declared_nothrow();
}

/* Exits with 1 if a trace is wrong. Ends by SIGABRT if the defer_try of this program does not catch
 * the panic of the module. */
int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    if (defer_try(through_file_without_exceptions, NULL, NULL) != 1) return 1;
    if (strcmp(trace, "ab") != 0) return 1; /* no "!" */
    if (defer_try(through_nothrow, NULL, NULL) != 1) return 1;
    if (strcmp(trace, "aba") != 0) return 1;

    void *module = dlopen(argv[1], RTLD_NOW);
    if (!module) {
        puts(dlerror());
        return 1;
    }
    union { void *symbol; void (*function)(void *); } panic_of_module;
    panic_of_module.symbol = dlsym(module, "panic_of_module");
    return defer_try(panic_of_module.function, NULL, NULL) != 1;
}
#endif
