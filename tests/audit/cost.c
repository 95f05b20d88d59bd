/* Measured by ./cost, which counts the instructions executed in `repeat`. Prints the name of each
 * operation before it is measured. */
#include "defer.h"
#include <stdio.h>

enum { REPETITIONS = 1000 }; /* ./cost divides by it */
void touch(void *p);
void touch(void *p) { __asm__ volatile("" : : "r"(p) : "memory"); }

static defer_stack s = DEFER_STACK_INIT;
static void guard(void) { DEFER(touch, &s); }
static void named_guard(void) { DEFER_GUARD(g, touch, &s); }
static void entry(void)
{
    (void)DEFER_PUSH(&s, touch, &s);
    defer_stack_unwind(&s, 0);
}

/* To find its place in the source, a push searches the list of all places, which begins with the
 * place that was last used for the first time. This adds 100 places in front. */
#define TEN(X) X X X X X X X X X X
static void use_100_places(void)
{
    TEN(TEN((void)DEFER_PUSH(&s, touch, &s);))
    defer_stack_run(&s);
}

void repeat(void (*operation)(void));
__attribute__((__noinline__)) void repeat(void (*operation)(void))
{
    for (int i = 0; i < REPETITIONS; i++) operation();
}

int main(void)
{
    static const struct { const char *name; void (*operation)(void); } measured[] = {
        { "guard", guard },
        { "named_guard", named_guard },
        { "entry", entry },
        { "entry_of_100_places", entry },
    };
    for (int i = 0; i < 4; i++) {
        measured[i].operation(); /* the first use of a place costs more */
        if (i == 3) use_100_places();
        puts(measured[i].name);
        repeat(measured[i].operation);
    }
    return 0;
}
