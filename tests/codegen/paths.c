/* paths <shape>...: runs each shape once on every way through it, and prints a line for each: the
 * shape, what the functions that may fail were told to do, their calls, the result. `on_path` is
 * where to count instructions; what the functions here add depends on the path alone. */
#include "shape.h"
#include <stdio.h>
#include <string.h>

/* clang-format off */
struct resource { int id; };
static resource resources[40];
static struct { const char *what; int id, value; } calls[200];
static struct { int value, last; } decisions[40];
static int called, decided, known;

/* The next decision of this path, 0 to `last`; beyond those known, 0. */
static int decide(int last)
{
    if (decided == known) {
        decisions[known].value = 0;
        decisions[known++].last = last;
    }
    return decisions[decided++].value;
}
/* The next path: the last decision that can be another is. */
static int next_path(void)
{
    while (known && decisions[known - 1].value == decisions[known - 1].last) known--;
    if (known) decisions[known - 1].value++;
    return known;
}

static int say(const char *what, int id, int value)
{
    calls[called].what = what;
    calls[called].id = id;
    calls[called++].value = value;
    return value;
}
resource *acquire(int id)
{
    resources[id].id = id;
    return say("acquire", id, !decide(1)) ? &resources[id] : 0;
}
int use(resource *r) { return say("use", r->id, -decide(1)); }
int transfer(resource *r) { return say("transfer", r->id, 1 - decide(2)); }
int finish(resource *r) { return say("finish", r->id, 7 * decide(1)); }
void release(resource *r) { say("release", r->id, 0); }
void release_part(resource *r, int from, int to) { say("part", r->id, 100 * from + to); }
void unmap(resource *r, unsigned long size) { say("unmap", r->id, (int)size); }
int set_lock(int fd, int how) { return say("set_lock", fd + 10 * how, 5 * decide(1)); }
int settle(resource *r, int kind, long at, const char *why)
{
    return say("settle", 100 * r->id + 10 * kind + (int)at + *why, 9 * decide(1));
}
void undo(resource *r) { say("undo", r->id, 0); }
void keep(resource *r) { say("keep", r->id, 0); }
void lock(resource *r) { say("lock", r->id, 0); }
void unlock(resource *r) { say("unlock", r->id, 0); }
void note(int what) { say("note", what, 0); }

/* The address of a shape that this compiler cannot build is null. */
#define CALL(T, name)                                                                              \
    __attribute__((weak)) T name(int id);                                                          \
    static long call_##name(void) { return (long)name(3); }
SHAPES(CALL)
#define ENTRY(T, name) { #name, call_##name, (long)name },
static const struct { const char *name; long (*call)(void); long there; } shapes[] = {
    SHAPES(ENTRY)
};

__attribute__((noinline)) static long on_path(long (*call)(void))
{
    long result = call();
    __asm__ volatile("" : "+r"(result)); /* not a tail call */
    return result;
}

int main(int argc, char **argv)
{
    for (unsigned i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        int wanted = argc == 1 && shapes[i].there;
        for (int k = 1; k < argc; k++) wanted |= !strcmp(argv[k], shapes[i].name);
        for (known = 0; wanted; wanted = next_path()) {
            called = decided = 0;
            long result = on_path(shapes[i].call);
            if (result > 99) result = ((resource *)result)->id;
            printf("%s ", shapes[i].name);
            for (int k = 0; k < known; k++) printf("%d", decisions[k].value);
            for (int k = 0; k < called; k++)
                printf(" %s(%d)=%d", calls[k].what, calls[k].id, calls[k].value);
            printf(" result=%ld\n", result);
        }
    }
    return 0;
}
