/* What a panic passes over, and where it does not arrive. See the script of the same name. */
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

/* Exits with 1 if a trace is not this one. A panic of the module that no try of this program sees
 * ends it with SIGABRT. */
int main(int argc, char **argv)
{
    void *module = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
    union { void *in; void (*out)(void *); } panic_of_module;
    if (defer_try(through_file_without_exceptions, NULL, NULL) != 1) return 1;
    if (strcmp(trace, "ab")) return 1; /* and no "!" */
    if (defer_try(through_nothrow, NULL, NULL) != 1 || strcmp(trace, "aba")) return 1;
    if (!module) return puts(dlerror()), 1;
    panic_of_module.in = dlsym(module, "panic_of_module");
    return defer_try(panic_of_module.out, NULL, NULL) != 1;
}
#endif
