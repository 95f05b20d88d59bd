/* What ./cost measures: the instructions within `measured`, which does a thing TIMES over, in the
 * order of the names that are printed. */
#include "defer.h"
#include <stdio.h>

enum { TIMES = 1000 };
void touch(void *p);
void touch(void *p) { __asm__ volatile("" : : "r"(p) : "memory"); }

static defer_stack s = DEFER_STACK_INIT;
static void guard(void) { DEFER(touch, &s); }
static void named_guard(void) { DEFER_GUARD(g, touch, &s); }
static void entry(void)
{
    DEFER_PUSH(&s, touch, &s);
    defer_stack_unwind(&s, 0);
}

/* An entry finds its place among those of the program, the last used for the first time first. */
#define TEN(X) X X X X X X X X X X
static void use_100_places(void)
{
    TEN(TEN(DEFER_PUSH(&s, touch, &s);))
    defer_stack_run(&s);
}

void measured(void (*what)(void));
__attribute__((__noinline__)) void measured(void (*what)(void))
{
    for (int i = 0; i < TIMES; i++) what();
}

int main(void)
{
    static const struct { const char *name; void (*what)(void); } things[] = {
        { "guard", guard }, { "named_guard", named_guard }, { "entry", entry },
        { "entry_of_100_places", entry },
    };
    for (int i = 0; i < 4; i++) {
        things[i].what();
        if (i == 3) use_100_places();
        puts(things[i].name);
        measured(things[i].what);
    }
    return 0;
}
