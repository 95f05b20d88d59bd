/* Does random operations on five stacks, and the same on a simple model that shares no code with
 * them. After each operation both must agree on which releases ran, in which order, on what was
 * returned and on what was reported. Releases do operations too, and allocations fail at random.
 *
 *     model [operations [seed]]
 */
#include "defer.h"
#include "memory.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The first LASTING stacks exist as long as the program, the others as long as a block. */
enum { LASTING = 2, STACKS = 5, ARGS = 6, MAX_DEPTH = 500 };
static const int room_of[STACKS] = { 0, 0, 1, 3, 8 }; /* entries that need no allocation */

/* ---- Both sides
 * ------------------------------------------------------------------------------- */

/* A release ran, a failure was reported, or an operation returned. The numbers say which. */
struct event {
    const char *what;
    int a, b, c;
};

struct side {
    int (*depth)(int stack);
    /* The real side stores in *outcome what the push or move returned. The model looks there
     * whether memory ran out, which it cannot know. */
    int (*push)(int stack, int kind, int arg, int *outcome);
    int (*unwind)(int stack, size_t depth);
    int (*run)(int stack);
    int (*dismiss)(int stack, size_t depth);
    int (*move)(int to, int from, int *outcome);
    int (*remove)(int stack, int kind, int arg, int run);
    void (*report)(int stack, bool on);
    struct event events[100000]; /* of the current operation */
    int event_count;
    int nesting;            /* how many releases are running */
    unsigned releases;      /* that ran so far, in all operations */
    unsigned outcome_count; /* of the current operation */
};

static struct side real, model;
static int outcomes[100000];
static uint64_t seed;
static bool leaving_block; /* the stacks of the block are about to end, and are not used any more */
static bool memory_fails;  /* allocations fail at random */

/* Returns a random number for each n. */
static uint64_t mix(uint64_t n)
{
    n = (n + seed) * UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ (n >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ (n >> 27)) * UINT64_C(0x94d049bb133111eb);
    return n ^ (n >> 31);
}

static void add_event(struct side *side, const char *what, int a, int b, int c)
{
    struct event event = { what, a, b, c };
    if (side->event_count == (int)(sizeof side->events / sizeof event)) abort();
    side->events[side->event_count] = event;
    side->event_count++;
}

static int *next_outcome(struct side *side)
{
    if (side->outcome_count == sizeof outcomes / sizeof *outcomes) abort();
    int *outcome = &outcomes[side->outcome_count];
    side->outcome_count++;
    return outcome;
}

/* Does the random operation that has this number. */
static void operate(struct side *side, uint64_t number)
{
    uint64_t random = mix(number);
    int stacks = leaving_block ? LASTING : STACKS;
    int s = (int)(random % 1009) % stacks;
    int other = (int)(random % 1013) % stacks;
    int kind = (int)(random >> 20 & 0xff);
    int arg = (int)(random % 1019 % ARGS);
    int pushes = (int)(random >> 50 & 7) + 1;

    /* A depth for unwind and dismiss: near the current one, and sometimes greater by one. */
    int current = side->depth(s);
    int choices = current + 2 < 7 ? current + 2 : 7;
    size_t depth = (size_t)(current + 1 - (int)(random >> 32 & 0xff) % choices);

    const char *what = "";
    int result = 0;
    switch (random >> 40 & 31) {
        case 0:
        case 1:
            what = "unwind";
            result = side->unwind(s, depth);
            break;
        case 2:
            what = "dismiss";
            result = side->dismiss(s, depth);
            break;
        case 3:
            what = "run";
            result = side->run(s);
            break;
        case 4:
        case 5:
            what = "move";
            if (current + side->depth(other) < MAX_DEPTH)
                result = side->move(s, other, next_outcome(side));
            break;
        case 6:
        case 7:
            what = "cancel";
            result = side->remove(s, kind, arg, 0);
            break;
        case 8:
        case 9:
            what = "release";
            result = side->remove(s, kind, arg, 1);
            break;
        case 10:
            what = "report";
            if (side->nesting == 0) side->report(s, kind & 1);
            break;
        default:
            what = "push";
            for (int i = pushes - 1; i >= 0 && side->depth(s) < MAX_DEPTH; i--)
                result += side->push(s, kind + i, (arg + i) % ARGS, next_outcome(side));
    }
    add_event(side, what, s, result, side->depth(s));
}

/* Called by every release. One in four does an operation itself. */
static void released(struct side *side, int kind, int arg)
{
    uint64_t number = UINT64_C(1) << 40 | side->releases;
    side->releases++;
    add_event(side, "ran", kind, arg, side->nesting);
    if (side->nesting == 3 || mix(~number) % 4 != 0) return;
    side->nesting++;
    operate(side, number);
    side->nesting--;
}

/* ---- The real side
 * ---------------------------------------------------------------------------- */

static struct cell {
    int arg;
} cells[ARGS] = { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 } };
static const struct cell constants[ARGS] = { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 } };
enum letter { A, B, C, D, E, F };

/* Releases with arguments of every class, and the expressions that they are pushed with. Each value
 * of `arg` gives different arguments; where there are several, they differ in one or more places. A
 * release computes `arg` back from its arguments. */
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
    errno = arg; /* the stack has to restore it */
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

static defer_stack first = DEFER_STACK_INIT;
static defer_stack second;
static defer_stack *stacks[STACKS] = { &first, &second };

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

/* Half of the pushes of `plain` use the function instead of the macro. */
static int real_push_either(int s, int kind, int arg, int *outcome)
{
    if (kind % (2 * COUNT_OF_KINDS) != KIND_plain) return real_push(s, kind, arg, outcome);
    *outcome = defer_stack_push(stacks[s], plain, &cells[arg]);
    return *outcome;
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

enum { SOME_ERRNO = 4711, ERRNO_CHANGED = -4711 };

static int real_unwind(int s, size_t depth)
{
    errno = SOME_ERRNO;
    int result = defer_stack_unwind(stacks[s], depth);
    return errno == SOME_ERRNO ? result : ERRNO_CHANGED;
}

static int real_run(int s)
{
    errno = SOME_ERRNO;
    int result = defer_stack_run(stacks[s]);
    return errno == SOME_ERRNO ? result : ERRNO_CHANGED;
}

static int real_dismiss(int s, size_t depth)
{
    defer_stack_dismiss(stacks[s], depth);
    return 0;
}

static int real_move(int to, int from, int *outcome)
{
    *outcome = defer_stack_move(stacks[to], stacks[from]);
    return *outcome;
}

/* Called for a release that failed. `what` is the place and the text of its push, which tells the
 * kind. */
static void real_reported(void *stack, const char *what, int status_)
{
    static const char *const texts[] = {
#define TEXT(name, ...) ": " #name "(" #__VA_ARGS__ ")",
#define TEXT_WITHOUT(name) ": " #name "()",
        KINDS(TEXT, TEXT_WITHOUT)
    };
    int kind = COUNT_OF_KINDS;
    const char *text = what ? strstr(what, ": ") : NULL;
    while (text && --kind >= 0 && strcmp(text, texts[kind]) != 0) {}
    if (!text || strncmp(what, __FILE__ ":", sizeof __FILE__) != 0) kind = -1;
    add_event(&real, "reported", kind, status_, (int)((defer_stack **)stack - stacks));
}

static void real_report(int s, bool on)
{
    defer_stack_on_failure(stacks[s], on ? real_reported : NULL, &stacks[s]);
}

/* ---- The reference
 * ---------------------------------------------------------------------------- */

static struct model_stack {
    struct { int kind, arg; } entries[2 * MAX_DEPTH];
    int depth;
    bool reports;
} model_stacks[STACKS];

/* What a release returns as an int; 0 if it has another type. */
static int status_of(int kind, int arg)
{
    switch (kind) {
        case KIND_fails: return arg % 3;
        case KIND_status: return arg - 3;
        case KIND_two: return arg;
        default: return 0;
    }
}

static int model_call(int s, int kind, int arg)
{
    int status_ = status_of(kind, arg);
    bool reports = model_stacks[s].reports && status_ != 0; /* the release may change it */
    released(&model, kind, arg);
    if (reports) add_event(&model, "reported", kind, status_, s);
    return status_;
}

static int model_depth(int s)
{
    return model_stacks[s].depth;
}

/* Fails where the real side did, but never while there is room without an allocation. */
static bool model_fails(int depth, int s, int outcome)
{
    return outcome == ENOMEM && memory_fails && depth > room_of[s];
}

static int model_push(int s, int kind, int arg, int *outcome)
{
    struct model_stack *m = &model_stacks[s];
    kind %= COUNT_OF_KINDS;
    if (kind == KIND_none) arg = 0;
    if (model_fails(m->depth + 1, s, *outcome)) {
        model_call(s, kind, arg);
        return ENOMEM;
    }
    m->entries[m->depth].kind = kind;
    m->entries[m->depth].arg = arg;
    m->depth++;
    return 0;
}

static int model_unwind(int s, size_t depth)
{
    struct model_stack *m = &model_stacks[s];
    int first_failure = 0;
    if (depth > (size_t)m->depth) return EINVAL;
    while ((size_t)m->depth > depth) {
        m->depth--;
        int status_ = model_call(s, m->entries[m->depth].kind, m->entries[m->depth].arg);
        if (first_failure == 0) first_failure = status_;
    }
    return first_failure;
}

static int model_run(int s)
{
    return model_unwind(s, 0);
}

static int model_dismiss(int s, size_t depth)
{
    if (depth < (size_t)model_stacks[s].depth) model_stacks[s].depth = (int)depth;
    return 0;
}

static int model_move(int to, int from, int *outcome)
{
    struct model_stack *t = &model_stacks[to];
    struct model_stack *f = &model_stacks[from];
    if (to == from) return 0;
    if (f->depth > 0 && model_fails(t->depth + f->depth, to, *outcome)) return ENOMEM;
    for (int i = 0; i < f->depth; i++) t->entries[t->depth + i] = f->entries[i];
    t->depth += f->depth;
    f->depth = 0;
    return 0;
}

static int model_remove(int s, int kind, int arg, int run)
{
    struct model_stack *m = &model_stacks[s];
    kind %= COUNT_OF_KINDS;
    if (kind == KIND_none) arg = 0;
    for (int i = m->depth - 1; i >= 0; i--) {
        if (m->entries[i].kind != kind || m->entries[i].arg != arg) continue;
        m->depth--;
        for (; i < m->depth; i++) m->entries[i] = m->entries[i + 1];
        if (run) model_call(s, kind, arg);
        return 0;
    }
    return ENOENT;
}

static void model_report(int s, bool on)
{
    model_stacks[s].reports = on;
}

/* ---- The comparison
 * --------------------------------------------------------------------------- */

static void print_events(const struct side *side, const char *name, int from)
{
    printf("%s:", name);
    for (int i = from; i < side->event_count && i < from + 10; i++) {
        const struct event *e = &side->events[i];
        printf(" %s %d %d %d;", e->what, e->a, e->b, e->c);
    }
    printf("\n");
}

static bool are_equal(const struct event *a, const struct event *b)
{
    return strcmp(a->what, b->what) == 0 && a->a == b->a && a->b == b->b && a->c == b->c;
}

/* Ends the program if the sides differ; else forgets the events of the operation. */
static void compare(unsigned operation)
{
    int i = 0;
    while (i < real.event_count && i < model.event_count &&
           are_equal(&real.events[i], &model.events[i]))
        i++;
    if (i < real.event_count || i < model.event_count) {
        printf("operation %u of seed %llu differs:\n", operation, (unsigned long long)seed);
        print_events(&real, "stack", i);
        print_events(&model, "model", i);
        fflush(stdout);
        _Exit(1);
    }
    real.event_count = model.event_count = 0;
    real.outcome_count = model.outcome_count = 0;
}

static bool fails_at_random(void)
{
    static uint64_t calls;
    if (!memory_fails) return false;
    uint64_t number = UINT64_C(1) << 50 | calls;
    calls++;
    return mix(number) % 2;
}

/* Does 50 operations. At the end the three stacks of this block end, and run what they hold. */
static unsigned operate_in_block(unsigned operation)
{
    DEFER_STACK(one, 1);
    DEFER_STACK(three, 3);
    DEFER_STACK(eight, 8);
    stacks[2] = &one;
    stacks[3] = &three;
    stacks[4] = &eight;
    for (int s = LASTING; s < STACKS; s++) model_stacks[s].reports = false;
    leaving_block = false;
    for (unsigned end = operation + 50; operation < end; operation++) {
        memory_fails = mix(UINT64_C(1) << 60 | operation) % 3 == 0;
        operate(&real, operation);
        operate(&model, operation);
        compare(operation);
    }
    leaving_block = true;
    return operation;
}

int main(int argc, char **argv)
{
    unsigned operations = argc > 1 ? (unsigned)atol(argv[1]) : 100000;
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
    printf("%u operations, seed %llu", operations, (unsigned long long)seed);
    fflush(stdout);
#define SET_OPERATIONS(side)                                                                       \
    side.depth = side##_depth;                                                                     \
    side.unwind = side##_unwind;                                                                   \
    side.run = side##_run;                                                                         \
    side.dismiss = side##_dismiss;                                                                 \
    side.move = side##_move;                                                                       \
    side.remove = side##_remove;                                                                   \
    side.report = side##_report
    SET_OPERATIONS(real);
    SET_OPERATIONS(model);
    real.push = real_push_either;
    model.push = model_push;
    allocation_fails = fails_at_random;

    defer_stack_init(&second);
    unsigned operation = 0;
    while (operation < operations) {
        operation = operate_in_block(operation);
        for (int s = STACKS - 1; s >= LASTING; s--) model_run(s);
        compare(operation);
    }
    memory_fails = false;
    while (real_depth(0) || real_depth(1)) {
        for (int s = 0; s < LASTING; s++) {
            real_run(s);
            model_run(s);
        }
        compare(operation);
    }
    real_run(0);
    real_run(1);
    printf(": %u releases, %ld allocations agree\n", real.releases, allocations);
    if (blocks) printf("%ld blocks are not freed\n", blocks);
    return blocks != 0;
}
