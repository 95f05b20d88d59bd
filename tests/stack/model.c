/* Random operations on five stacks, and the same on a reference that shares no code with them:
 * which releases ran and in which order, what was returned and what was reported must agree after
 * each. Releases operate on the stacks too, and allocations fail at random.
 *
 *     model [operations [seed]]
 */
#include "defer.h"
#include "memory.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LASTING = 2, STACKS = 5, ARGS = 6, MOST = 500 };
static const int room_of[STACKS] = { 0, 0, 1, 3, 8 };

/* ---- Both sides ------------------------------------------------------------------------------- */

/* What happened: a release ran, a report came, an operation returned. */
struct event {
    const char *what;
    int a, b, c;
};

struct side {
    int (*depth)(int stack);
    int (*push)(int stack, int kind, int arg, int *outcome);
    int (*unwind)(int stack, size_t depth);
    int (*run)(int stack);
    int (*dismiss)(int stack, size_t depth);
    int (*move)(int to, int from, int *outcome);
    int (*remove)(int stack, int kind, int arg, int run);
    void (*report)(int stack, bool on);
    struct event events[100000];
    int count, nesting;
    unsigned releases; /* so far, in the whole run */
    unsigned tickets;  /* of outcomes */
};

static struct side real, model;
static int outcomes[100000]; /* what pushes and moves returned: memory may fail where it likes */
static uint64_t seed;
static bool leaving;  /* the stacks of the block are about to end: use the others */
static bool starving; /* allocations fail at random */

static uint64_t mix(uint64_t n)
{
    n = (n + seed) * UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ (n >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ (n >> 27)) * UINT64_C(0x94d049bb133111eb);
    return n ^ (n >> 31);
}

static void happened(struct side *side, const char *what, int a, int b, int c)
{
    struct event event = { what, a, b, c };
    if (side->count == (int)(sizeof side->events / sizeof event)) abort();
    side->events[side->count++] = event;
}

static int *next_outcome(struct side *side)
{
    if (side->tickets == sizeof outcomes / sizeof *outcomes) abort();
    return &outcomes[side->tickets++];
}

/* The operation that the number stands for. */
static void operate(struct side *side, uint64_t number)
{
    uint64_t r = mix(number);
    int stacks = leaving ? LASTING : STACKS;
    int s = (int)(r % 1009) % stacks, other = (int)(r % 1013) % stacks;
    int kind = (int)(r >> 20 & 0xff), arg = (int)(r % 1019 % ARGS), result = 0;
    int before = side->depth(s), top = before + 2 < 7 ? before + 2 : 7;
    size_t depth = (size_t)(before + 1 - (int)(r >> 32 & 0xff) % top); /* one too many, too */
    const char *what = "";
    switch (r >> 40 & 31) {
        case 0: case 1: what = "unwind"; result = side->unwind(s, depth); break;
        case 2: what = "dismiss"; result = side->dismiss(s, depth); break;
        case 3: what = "run"; result = side->run(s); break;
        case 4: case 5:
            what = "move";
            if (before + side->depth(other) < MOST)
                result = side->move(s, other, next_outcome(side));
            break;
        case 6: case 7: what = "cancel"; result = side->remove(s, kind, arg, 0); break;
        case 8: case 9: what = "release"; result = side->remove(s, kind, arg, 1); break;
        case 10:
            what = "report";
            if (!side->nesting) side->report(s, kind & 1);
            break;
        default:
            what = "push";
            for (int i = (int)(r >> 50 & 7); i >= 0 && side->depth(s) < MOST; i--)
                result += side->push(s, kind + i, (arg + i) % ARGS, next_outcome(side));
    }
    happened(side, what, s, result, side->depth(s));
}

/* A release ran. One in four has something to do. */
static void released(struct side *side, int kind, int arg)
{
    uint64_t number = UINT64_C(1) << 40 | side->releases++;
    happened(side, "ran", kind, arg, side->nesting);
    if (side->nesting == 3 || mix(~number) % 4) return;
    side->nesting++;
    operate(side, number);
    side->nesting--;
}

/* ---- The real side ---------------------------------------------------------------------------- */

static struct cell {
    int arg;
} cells[ARGS] = { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 } };
static const struct cell constants[ARGS] = { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 } };
enum letter { A, B, C, D, E, F };

/* Releases of every class, and the arguments that each is pushed with; several together say which
 * it is, and differ from those of another in one place. */
#define KINDS(X, X_WITHOUT)                                                                        \
    X(plain, &cells[arg])                                                                          \
    X(constant, &constants[arg])                                                                   \
    X(fails, &cells[arg])                                                                          \
    X(status, arg - 3)                                                                             \
    X(small, (unsigned char)(250 + arg))                                                           \
    X(wide, (1ll << 40) - arg)                                                                     \
    X(letter, (enum letter)arg)                                                                    \
    X(pointer, cells + arg)                                                                        \
    X_WITHOUT(none)                                                                                \
    X(two, &cells[arg / 3], arg % 3)                                                               \
    X(three, arg / 3 - 1, arg % 3 == 1, cells + (arg % 3 == 2))                                    \
    X(four, cells, (short)(arg % 2 - 9), arg / 2 % 2 * 300u, (long long)(arg / 4) << 40)
#define KIND(name, ...) KIND_##name,
#define KIND_WITHOUT(name) KIND_##name,
enum { KINDS(KIND, KIND_WITHOUT) COUNT_OF_KINDS };

static int done(int kind, int arg)
{
    released(&real, kind, arg);
    errno = arg; /* which nobody may see */
    return kind == KIND_fails ? arg % 3 : arg;
}
static void plain(void *p) { done(KIND_plain, ((struct cell *)p)->arg); }
static void constant(const struct cell *c) { done(KIND_constant, c->arg); }
static int fails(struct cell *c) { return done(KIND_fails, c->arg); }
static int status(int i) { return done(KIND_status, i + 3) - 3; }
static unsigned small(unsigned char c) { return (unsigned)done(KIND_small, c - 250); }
static long long wide(long long i) { return done(KIND_wide, (int)((1ll << 40) - i)); }
static bool letter(enum letter l) { return done(KIND_letter, (int)l); }
static struct cell *pointer(struct cell *c) { return cells + done(KIND_pointer, c->arg); }
static void none(void) { done(KIND_none, 0); }
static int two(const struct cell *c, int i) { return done(KIND_two, c->arg * 3 + i); }
static long three(int i, bool one, struct cell *c)
{
    return done(KIND_three, (i + 1) * 3 + one + 2 * c->arg);
}
static char four(void *p, short s, unsigned u, long long l)
{
    return (char)done(KIND_four, ((struct cell *)p)->arg + s + 9 + (int)(u / 150 + (l >> 38)));
}

static defer_stack first = DEFER_STACK_INIT, second, *stacks[STACKS] = { &first, &second };

static int real_depth(int s)
{
    return (int)defer_stack_depth(stacks[s]);
}

static int real_push(int s, int kind, int arg, int *outcome)
{
    switch (kind % COUNT_OF_KINDS) {
#define PUSH(name, ...)                                                                            \
    case KIND_##name: *outcome = DEFER_PUSH(stacks[s], name, __VA_ARGS__); break;
#define PUSH_WITHOUT(name)                                                                         \
    case KIND_##name: *outcome = DEFER_PUSH(stacks[s], name); break;
        KINDS(PUSH, PUSH_WITHOUT)
    }
    return *outcome;
}

/* Pushes of a void (*)(void *) take both ways. */
static int real_push_either(int s, int kind, int arg, int *outcome)
{
    if (kind % (2 * COUNT_OF_KINDS) != KIND_plain) return real_push(s, kind, arg, outcome);
    return *outcome = defer_stack_push(stacks[s], plain, &cells[arg]);
}

static int real_remove(int s, int kind, int arg, int run)
{
    switch (kind % COUNT_OF_KINDS) {
#define REMOVE(name, ...)                                                                          \
    case KIND_##name:                                                                              \
        return run ? DEFER_RELEASE(stacks[s], name, __VA_ARGS__)                                   \
                   : DEFER_CANCEL(stacks[s], name, __VA_ARGS__);
#define REMOVE_WITHOUT(name)                                                                       \
    case KIND_##name:                                                                              \
        return run ? DEFER_RELEASE(stacks[s], name) : DEFER_CANCEL(stacks[s], name);
        KINDS(REMOVE, REMOVE_WITHOUT)
    }
    return -1;
}

static int real_unwind(int s, size_t depth)
{
    errno = 4711;
    int result = defer_stack_unwind(stacks[s], depth);
    return errno == 4711 ? result : -4711;
}

static int real_run(int s)
{
    errno = 4711;
    int result = defer_stack_run(stacks[s]);
    return errno == 4711 ? result : -4711;
}

static int real_dismiss(int s, size_t depth)
{
    defer_stack_dismiss(stacks[s], depth);
    return 0;
}

static int real_move(int to, int from, int *outcome)
{
    return *outcome = defer_stack_move(stacks[to], stacks[from]);
}

/* The text of the push says which kind it was. */
static void says(void *stack, const char *what, int status_)
{
    static const char *const texts[] = {
#define TEXT(name, ...) ": " #name "(" #__VA_ARGS__ ")",
#define TEXT_WITHOUT(name) ": " #name "()",
        KINDS(TEXT, TEXT_WITHOUT)
    };
    int kind = COUNT_OF_KINDS;
    const char *text = what ? strstr(what, ": ") : NULL;
    while (text && --kind >= 0 && strcmp(text, texts[kind])) {}
    if (!text || strncmp(what, __FILE__ ":", sizeof __FILE__)) kind = -1;
    happened(&real, "reported", kind, status_, (int)((defer_stack **)stack - stacks));
}

static void real_report(int s, bool on)
{
    defer_stack_on_failure(stacks[s], on ? says : NULL, &stacks[s]);
}

/* ---- The reference ---------------------------------------------------------------------------- */

static struct reference {
    struct { int kind, arg; } entries[2 * MOST];
    int depth;
    bool reports;
} references[STACKS];

static int model_call(int s, int kind, int arg)
{
    int result = kind == KIND_fails ? arg % 3 : kind == KIND_status ? arg - 3
                 : kind == KIND_two ? arg : 0;
    bool reports = references[s].reports && result;
    released(&model, kind, arg);
    if (reports) happened(&model, "reported", kind, result, s);
    return result;
}

static int model_depth(int s)
{
    return references[s].depth;
}

/* Out of memory only where it was, and never within the room of a stack. */
static bool model_fails(int depth, int s, int outcome)
{
    return outcome == ENOMEM && starving && depth > room_of[s];
}

static int model_push(int s, int kind, int arg, int *outcome)
{
    struct reference *r = &references[s];
    kind %= COUNT_OF_KINDS;
    if (kind == KIND_none) arg = 0;
    if (model_fails(r->depth + 1, s, *outcome)) {
        model_call(s, kind, arg);
        return ENOMEM;
    }
    r->entries[r->depth].kind = kind;
    r->entries[r->depth++].arg = arg;
    return 0;
}

static int model_unwind(int s, size_t depth)
{
    struct reference *r = &references[s];
    int result = 0;
    if (depth > (size_t)r->depth) return EINVAL;
    while ((size_t)r->depth > depth) {
        int last = --r->depth, failed = model_call(s, r->entries[last].kind, r->entries[last].arg);
        if (!result) result = failed;
    }
    return result;
}

static int model_run(int s)
{
    return model_unwind(s, 0);
}

static int model_dismiss(int s, size_t depth)
{
    if (depth < (size_t)references[s].depth) references[s].depth = (int)depth;
    return 0;
}

static int model_move(int to, int from, int *outcome)
{
    struct reference *t = &references[to], *f = &references[from];
    if (to == from) return 0;
    if (f->depth && model_fails(t->depth + f->depth, to, *outcome)) return ENOMEM;
    for (int i = 0; i < f->depth; i++) t->entries[t->depth++] = f->entries[i];
    f->depth = 0;
    return 0;
}

static int model_remove(int s, int kind, int arg, int run)
{
    struct reference *r = &references[s];
    kind %= COUNT_OF_KINDS;
    if (kind == KIND_none) arg = 0;
    for (int i = r->depth - 1; i >= 0; i--) {
        if (r->entries[i].kind != kind || r->entries[i].arg != arg) continue;
        for (r->depth--; i < r->depth; i++) r->entries[i] = r->entries[i + 1];
        if (run) model_call(s, kind, arg);
        return 0;
    }
    return ENOENT;
}

static void model_report(int s, bool on)
{
    references[s].reports = on;
}

/* ---- The comparison --------------------------------------------------------------------------- */

static void show(const struct side *side, const char *name, int from)
{
    printf("%s:", name);
    for (int i = from; i < side->count && i < from + 10; i++) {
        const struct event *e = &side->events[i];
        printf(" %s %d %d %d;", e->what, e->a, e->b, e->c);
    }
    printf("\n");
}

static void compare(unsigned operation)
{
    int i = 0;
    const struct event *a = real.events, *b = model.events;
    while (i < real.count && i < model.count && a[i].a == b[i].a && a[i].b == b[i].b &&
           a[i].c == b[i].c && !strcmp(a[i].what, b[i].what))
        i++;
    if (i < real.count || i < model.count) {
        printf("operation %u of seed %llu differs:\n", operation, (unsigned long long)seed);
        show(&real, "stack", i);
        show(&model, "model", i);
        fflush(stdout);
        _Exit(1);
    }
    real.count = model.count = 0;
    real.tickets = model.tickets = 0;
}

static bool fails_at_random(void)
{
    static uint64_t calls;
    return starving && mix(UINT64_C(1) << 50 | calls++) % 2;
}

/* Some operations, at the end of which the three stacks of this block end. */
static unsigned operate_in_block(unsigned operation)
{
    DEFER_STACK(one, 1);
    DEFER_STACK(three, 3);
    DEFER_STACK(eight, 8);
    stacks[2] = &one, stacks[3] = &three, stacks[4] = &eight;
    for (int s = LASTING; s < STACKS; s++) references[s].reports = false;
    leaving = false;
    for (unsigned last = operation + 50; operation < last; operation++) {
        starving = mix(UINT64_C(1) << 60 | operation) % 3 == 0;
        operate(&real, operation);
        operate(&model, operation);
        compare(operation);
    }
    leaving = true;
    return operation;
}

int main(int argc, char **argv)
{
    unsigned operations = argc > 1 ? (unsigned)atol(argv[1]) : 100000, operation = 0;
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
    printf("%u operations, seed %llu", operations, (unsigned long long)seed);
    fflush(stdout);
#define SIDE(side)                                                                                 \
    side.depth = side##_depth, side.unwind = side##_unwind, side.run = side##_run,                 \
    side.dismiss = side##_dismiss, side.move = side##_move, side.remove = side##_remove,           \
    side.report = side##_report
    SIDE(real);
    SIDE(model);
    real.push = real_push_either;
    model.push = model_push;
    allocation_fails = fails_at_random;

    defer_stack_init(&second);
    while (operation < operations) {
        operation = operate_in_block(operation);
        for (int s = STACKS - 1; s >= LASTING; s--) model_run(s);
        compare(operation);
    }
    starving = false;
    while (real_depth(0) || real_depth(1)) {
        for (int s = 0; s < LASTING; s++) real_run(s), model_run(s);
        compare(operation);
    }
    real_run(0);
    real_run(1);
    printf(": %u releases, %ld allocations agree\n", real.releases, allocations);
    if (blocks) printf("%ld blocks are not given back\n", blocks);
    return blocks != 0;
}
