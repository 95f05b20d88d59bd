/* Calls the guarded functions that are listed in the file `table`, once for each way out of them:
 * first the first step fails, then the second, and so on until none fails. Then does so again with
 * nothing to transfer. callgrind counts the instructions in `on_path`, and writes the count for all
 * calls of a function after `measured`. Everything is done twice, as the first time includes what
 * is needed only once. Prints for each function its name and how often it was called.
 *
 * With CHECK, prints instead a number that depends on everything the calls did, and the most bytes
 * of stack that were in use when something was acquired, used or released. */
#include "shape.h"
#include <stdint.h>
#include <stdio.h>

struct resource { int held; };
static resource resources[40];
static int steps; /* how many steps are left until one fails */
static int count; /* what there is to transfer */

#ifdef CHECK
static uintptr_t deepest, start;
static unsigned trace;
static void note_call(int what, uintptr_t here)
{
    if (start - here > deepest) deepest = start - here;
    trace = trace * 31 + (unsigned)what;
}
#define HERE (uintptr_t)__builtin_frame_address(0)
#define NOTE(what) note_call(what, HERE)
#define START start = HERE
#else
#define NOTE(what) (void)0
#define START (void)0
#endif
#define NOTE_OF(r, what) NOTE(what + 16 * (int)(r - resources))

resource *acquire(int id) { NOTE(id); return --steps ? &resources[id] : NULL; }
int use(resource *r) { NOTE_OF(r, 1); return --steps ? 0 : -1; }
int transfer(resource *r) { NOTE_OF(r, 2); return --steps ? count : -1; }
int finish(resource *r) { NOTE_OF(r, 3); r->held--; return --steps ? 0 : 7; }
void release(resource *r) { NOTE_OF(r, 4); r->held--; }
void undo(resource *r) { NOTE_OF(r, 5); r->held--; }
void keep(resource *r) { NOTE_OF(r, 6); r->held++; }
void lock(resource *r) { NOTE_OF(r, 7); r->held++; }
void unlock(resource *r) { NOTE_OF(r, 8); r->held--; }
void release_part(resource *r, int from, int to) { NOTE_OF(r, 9 + from + to); r->held -= to; }
void unmap(resource *r, unsigned long size) { NOTE_OF(r, 10 + (int)size); r->held--; }
int set_lock(int fd, int how) { NOTE(16 * fd + how); return --steps ? 0 : 7; }
int settle(resource *r, int kind, long at, const char *why)
{
    NOTE_OF(r, 11 + kind + (int)at + *why);
    r->held--;
    return --steps ? 0 : 7;
}
void note(int what) { (void)what; NOTE(what); }

/* In fact they return an int or a pointer, which is not used here. */
typedef void function(int);
#define WAY(name) function name;
#include "table"
#undef WAY

__attribute__((noinline)) void on_path(function *f)
{
    START;
    f(3);
    __asm__ volatile("" : : : "memory"); /* no tail call */
}

__attribute__((noinline)) int measured(function *f)
{
    int calls = 0;
    for (count = 1; count >= 0; count--) {
        steps = 0;
        for (int fails = 1; steps <= 0; fails++, calls++) {
            steps = fails;
            on_path(f);
        }
    }
    return calls;
}

int main(void)
{
    static const struct { const char *name; function *f; } ways[] = {
        { "nothing", note }, /* the cost of on_path itself */
#define WAY(name) { #name, name },
#include "table"
    };
    for (unsigned i = 0; i < 2 * sizeof ways / sizeof *ways; i++) {
#ifdef CHECK
        trace = 0;
        deepest = 0;
        measured(ways[i / 2].f);
        printf("%s %u %lu\n", ways[i / 2].name, trace, (unsigned long)deepest);
#else
        printf("%s %d\n", ways[i / 2].name, measured(ways[i / 2].f));
#endif
    }
    return 0;
}
