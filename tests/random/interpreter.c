/* Says what a program prints: walks the tree with a list of guards for each function, as the
 * contract reads. It does what runtime.h does, too, so that no code is shared. */
#include "program.h"
#include <stdlib.h>
#include <string.h>

enum { NO_ENTRY = 2, OUT_OF_MEMORY = 12, INVALID = 22 }; /* ENOENT, ENOMEM, EINVAL */

/* How the last statement ended; `target` of a goto, the value of a return in the frame. */
static enum flow { ON, BREAKS, CONTINUES, RETURNS, JUMPS, PANICS } flow;
static const struct statement *target;

struct object { long long value; };
struct value { long long number; struct object *at; struct stack *stack; };
struct call { int fn; struct value values[ARGS]; };
struct stack {
    struct call *entries;
    size_t count, room;
    struct object *reports;
};
struct frame {
    const struct function *f;
    int depth;
    struct object variables[200];
    struct stack *up, stacks[100];
    struct call named[200];
    bool armed[200];
    struct active { const struct statement *guard; struct call call; int at; } active[300];
    int guards; /* how many are active */
    long long result; /* of a return */
};

static FILE *out;
static const struct program *program;
static struct object cells[CELLS];
static struct stack globals[UP];
static int steps, counter;
static uint32_t state;
static bool panicking;
static struct panic { const char *message; int value; } panic;

static void trace(const char *what, long long number)
{
    fprintf(out, "%s%s %lld\n", panicking ? "! " : "", what, number);
}
static void note(long long number) { if (flow == ON) trace("note", number); }
static bool step(void) { return steps < STEPS && ++steps; }
static int pick(int n)
{
    state = state * 1103515245 + 12345;
    return (int)((state >> 16) % (uint32_t)n);
}

/* ---- Releases and stacks --------------------------------------------------------------------- */

static long long run_release(const struct call *call);
static long long unwind(struct stack *s, size_t depth);

static void report(const struct stack *s, const struct call *call, long long status)
{
    if (s->reports && status && flow == ON && releases[call->fn].returns == INT)
        fprintf(out, "report of %lld: %s %lld\n", s->reports->value, releases[call->fn].name,
                status);
}
static int push(struct stack *s, struct call call)
{
    if (s->count == s->room) {
        report(s, &call, run_release(&call));
        return OUT_OF_MEMORY;
    }
    s->entries = realloc(s->entries, (s->count + 1) * sizeof call);
    s->entries[s->count++] = call;
    return 0;
}
static int push_number(struct stack *s, int fn, int number)
{
    struct call call = { fn, { { number, NULL, NULL } } };
    return push(s, call);
}

/* A panic of a release does not keep the others from running. */
static long long unwind(struct stack *s, size_t depth)
{
    long long first = 0;
    enum flow before = flow;
    if (depth > s->count) return INVALID;
    while (s->count > depth) {
        struct call call = s->entries[--s->count];
        flow = ON;
        long long status = run_release(&call);
        report(s, &call, status);
        if (flow == PANICS) before = PANICS;
        else if (!first && releases[call.fn].returns == INT) first = status;
    }
    flow = before;
    return first;
}
static int move(struct stack *to, struct stack *from)
{
    if (to == from || !from->count) return 0;
    if (to->count + from->count > to->room) return OUT_OF_MEMORY;
    for (size_t i = 0; i < from->count; i++) push(to, from->entries[i]);
    from->count = 0;
    return 0;
}
static int take_off(struct stack *s, const struct call *call, bool run)
{
    for (size_t i = s->count; i-- > 0;) {
        struct call found = s->entries[i];
        bool same = found.fn == call->fn;
        for (int j = 0; same && j < releases[found.fn].count; j++)
            same = found.values[j].number == call->values[j].number &&
                   found.values[j].at == call->values[j].at &&
                   found.values[j].stack == call->values[j].stack;
        if (!same) continue;
        s->count--;
        for (; i < s->count; i++) s->entries[i] = s->entries[i + 1];
        if (run) report(s, &found, run_release(&found));
        return 0;
    }
    return NO_ENTRY;
}

static void start_panic(const char *message, int value)
{
    if (panicking) return;
    flow = PANICS;
    panicking = true;
    panic.message = message;
    panic.value = value;
}

/* What the function returns, if that is a status. */
static long long run_release(const struct call *call)
{
    const struct value *v = call->values;
    struct stack *s = v->stack;
    switch ((enum function_id)call->fn) {
        case R_NONE: trace("none", 0); return 0;
        case R_INT: trace("int", v->number); return 0;
        case R_OTHER: trace("other", v->number); return 0;
        case R_STATUS: trace("status", v->number); return v->number % 3;
        case R_NARROW: trace("narrow", v->number); return v->number % 2;
        case R_UINT: trace("uint", (uint32_t)v->number); return 0;
        case R_LLONG: trace("llong", v->number); return 0;
        case R_POINTER: trace("pointer", v->number - 1); return 0;
        case R_BACK: trace("back", v->number - 1); return 0;
        case R_AT: trace("at", v->at->value); return 0;
        case R_STATUS_AT: trace("status_at", v->at->value); return v->at->value % 2;
        case R_VOID: trace("void", v->at->value); return 0;
        case R_SET:
            trace("set", v->at->value);
            v->at->value = (v->at->value + 2) % 5 - 1;
            return 0;
        case R_AGAIN:
            trace("again", (long long)s->count);
            trace("pushed", push_number(s, R_INT, 70));
            trace("pushed", push_number(s, R_STATUS, 71));
            return 0;
        case R_RUN: {
            trace("run", (long long)s->count);
            long long status = unwind(s, 0);
            if (flow == ON) trace("ran", status);
            return 0;
        }
        case R_UNWIND:
            trace("unwind", (long long)s->count);
            return unwind(s, s->count / 2);
        case R_PANIC:
            trace("panic", v->number);
            start_panic("of a release", 0);
            return 0;
        case R_TWO:
            trace("two", v->number);
            trace("at", v[1].at->value);
            return 0;
        case R_THREE:
            trace("three", v->at->value);
            trace("n", v[1].number);
            trace("m", v[2].number);
            return v[1].number % 2;
        case R_FOUR:
            trace("four", (uint32_t)v->number);
            trace("p", v[1].number - 1);
            trace("at", v[2].at->value);
            trace("m", v[3].number);
            return 0;
        case R_STATUS_NONE: trace("status_none", 0); return -1;
        case R_STATUS_TWO:
            trace("status_two", v->number - 1);
            trace("n", v[1].number);
            return v[1].number % 3;
        case R_BACK_THREE:
            trace("back_three", v->number);
            trace("m", (uint32_t)v[1].number);
            trace("s", (long long)v[2].stack->count);
            return 0;
        case R_STATUS_FOUR:
            trace("status_four", v->number);
            trace("m", v[1].number);
            trace("p", v[2].number - 1);
            trace("l", v[3].number);
            return v[3].number % 3;
        default: return 0;
    }
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static struct object *variable(struct frame *frame, int var)
{
    return var < 0 ? &cells[~var] : &frame->variables[var];
}
static struct stack *stack(struct frame *frame, int id)
{
    if (id < UP) return &globals[id];
    if (id == UP) return frame->up;
    return &frame->stacks[id];
}
static struct value evaluate(struct frame *frame, const struct expression *e)
{
    struct value value = { e->value, NULL, NULL };
    switch (e->kind) {
        case CONSTANT: break;
        case VARIABLE: value.number = variable(frame, e->var)->value; break;
        case PLUS: value.number += variable(frame, e->var)->value; break;
        case NEXT: value.number = ++counter; break;
        case ADDRESS: value.number = 0; value.at = variable(frame, e->var); break;
        case ADDRESS_OF_STACK: value.number = 0; value.stack = stack(frame, e->value); break;
    }
    return value;
}
static struct call make_call(struct frame *frame, const struct statement *s)
{
    struct call call = { s->fn < 0 ? (int)variable(frame, ~s->fn)->value : s->fn, { { 0 } } };
    for (int i = 0; i < releases[call.fn].count; i++) {
        call.values[i] = evaluate(frame, &s->args[i]);
        if (releases[call.fn].params[i] == BYTE) call.values[i].number &= 0xff;
    }
    return call;
}
static bool is_empty(const struct frame *frame, int var, long long value)
{
    enum type type = type_of(frame->f, var);
    return type == POINTER || type == UINT ? value == 0 : value < 0;
}
static long long take(struct frame *frame, int var)
{
    struct object *object = variable(frame, var);
    long long taken = object->value;
    enum type type = type_of(frame->f, var);
    object->value = type == POINTER || type == UINT ? 0 : -1;
    return type == POINTER ? taken - 1 : taken;
}

/* ---- Guards ---------------------------------------------------------------------------------- */

static void run_list(struct frame *frame, const struct list *list, int from,
                     const struct expression *last, struct value *value);

static long long run_named(struct frame *frame, int name)
{
    if (!frame->armed[name]) return 0;
    frame->armed[name] = false;
    long long status = run_release(&frame->named[name]);
    return releases[frame->named[name].fn].returns == INT ? status : 0;
}
static void run_guard(struct frame *frame, const struct active *active)
{
    const struct statement *s = active->guard;
    struct call call = active->call;
    if (s->kind == S_STACK) {
        unwind(stack(frame, s->var), 0);
        return;
    }
    struct object *watched = variable(frame, s->var);
    switch ((enum guard)s->op) {
        case G_DEFER: case G_EACH: run_release(&call); break;
        case G_IF: if (watched->value) run_release(&call); break;
        case G_UNLESS: if (!watched->value) run_release(&call); break;
        case G_NEGATIVE: if (watched->value < 0) run_release(&call); break;
        case G_STATUS: {
            long long status = run_release(&call);
            if (flow == ON && !watched->value) watched->value = status;
            break;
        }
        case G_ERRNO: {
            long long status = run_release(&call);
            if (flow == ON && status < 0 && !watched->value) watched->value = 100 + status;
            break;
        }
        case G_VAR:
            call.values[0].number = watched->value;
            if (!is_empty(frame, s->var, watched->value)) run_release(&call);
            break;
        case G_NAMED: run_named(frame, s->id); break;
        case G_BLOCK: run_list(frame, &s->body, 0, NULL, NULL); break;
    }
}

/* Runs the guards above `mark` whose place in their list is `at` or later, newest first. If one of
 * them panics, the panic replaces the way in which the block is being left. */
static void leave(struct frame *frame, int mark, int at)
{
    while (frame->guards > mark && frame->active[frame->guards - 1].at >= at) {
        struct active active = frame->active[--frame->guards];
        enum flow before = flow;
        const struct statement *to = target;
        flow = ON;
        run_guard(frame, &active);
        if (flow != PANICS) flow = before;
        target = to;
    }
}

/* ---- Statements ------------------------------------------------------------------------------ */

static int call_function(int number, int depth, struct stack *up)
{
    struct frame *frame = calloc(1, sizeof *frame);
    frame->f = &program->functions[number];
    frame->depth = depth;
    frame->up = up;
    for (int v = 0; v < LOCALS; v++) frame->variables[v].value = frame->f->initial[v];
    struct value result = { 0, NULL, NULL };
    struct expression last = { VARIABLE, 0, 0 };
    run_list(frame, &frame->f->body, 0, &last, &result);
    long long value = flow == RETURNS ? frame->result : result.number;
    if (flow != PANICS) flow = ON;
    free(frame);
    return (int)value;
}
static void attempt(int number, int depth, struct stack *up, bool again)
{
    struct panic outer = panic, caught;
    bool before = panicking;
    panicking = false;
    call_function(number, depth, up);
    caught = panic;
    panicking = before;
    panic = outer;
    if (flow != PANICS) {
        trace("returned", 0);
        return;
    }
    flow = ON;
    trace(caught.message, caught.value);
    if (again) start_panic(caught.message, caught.value);
}

static void run_stack_operation(struct frame *frame, const struct statement *s)
{
    struct stack *on = stack(frame, s->id);
    struct call call = { 0, { { 0 } } };
    size_t depth = 0;
    if (s->op == O_PUSH || s->op == O_PUSH_PLAIN || s->op == O_CANCEL || s->op == O_RELEASE)
        call = make_call(frame, s);
    else if (s->op == O_UNWIND || s->op == O_DISMISS)
        depth = (size_t)(int)evaluate(frame, &s->args[0]).number;
    switch ((enum on_stack)s->op) {
        case O_PUSH: case O_PUSH_PLAIN: note(push(on, call)); break;
        case O_UNWIND: note(unwind(on, depth)); break;
        case O_RUN: note(unwind(on, 0)); break;
        case O_DISMISS: if (depth < on->count) on->count = depth; break;
        case O_MOVE: note(move(on, stack(frame, s->from))); break;
        case O_CANCEL: note(take_off(on, &call, false)); break;
        case O_RELEASE: note(take_off(on, &call, true)); break;
        case O_DEPTH: variable(frame, s->var)->value = (long long)on->count; break;
        case O_REPORT: on->reports = variable(frame, s->var); break;
    }
}

static void run_loop(struct frame *frame, const struct statement *s)
{
    for (int i = 0;; i++) {
        if (s->kind == S_FOR && !(i < s->id && step())) return;
        if (s->kind == S_WHILE && !(step() && pick(s->odds))) return;
        run_list(frame, &s->body, 0, NULL, NULL);
        if (flow == BREAKS || flow == CONTINUES || flow == ON) {
            enum flow before = flow;
            flow = ON;
            if (before == BREAKS) return;
        } else {
            return;
        }
        if (s->kind == S_DO && !(pick(s->odds) && step())) return;
    }
}

static void run_switch(struct frame *frame, const struct statement *s)
{
    int value = pick(s->odds + 1), from = -1;
    for (int i = 0; i < s->body.count; i++) {
        const struct statement *label = s->body.items[i];
        if (label->kind == S_CASE && !label->gone &&
            (label->id == value || (label->id < 0 && from < 0)))
            from = i;
    }
    if (from >= 0) run_list(frame, &s->body, from, NULL, NULL);
    if (flow == BREAKS) flow = ON;
}

static void run_statement(struct frame *frame, const struct statement *s, int at)
{
    struct value value = { 0, NULL, NULL };
    if (s->bare) {
        run_list(frame, &s->body, 0, NULL, NULL);
        return;
    }
    switch (s->kind) {
        case S_GUARD: case S_STACK: {
            struct active active = { s, { 0, { { 0 } } }, at };
            if (s->kind == S_STACK) {
                struct stack empty = { NULL, 0, program->features.no_stdlib ? (size_t)s->id : 9999,
                                       NULL };
                *stack(frame, s->var) = empty;
            } else if (s->op != G_BLOCK) {
                active.call = make_call(frame, s);
            }
            for (int i = 1; s->kind == S_GUARD && s->op == G_EACH && i < s->id; i++) {
                frame->active[frame->guards++] = active;
                active.call.values[0] = evaluate(frame, &s->args[i]);
            }
            if (s->kind == S_GUARD && s->op == G_NAMED) {
                frame->named[s->id] = active.call;
                frame->armed[s->id] = true;
            }
            frame->active[frame->guards++] = active;
            return;
        }
        case S_DECLARE: case S_ASSIGN:
            variable(frame, s->var)->value = evaluate(frame, &s->args[0]).number;
            return;
        case S_BLOCK: run_list(frame, &s->body, 0, NULL, NULL); return;
        case S_IF: run_list(frame, pick(s->odds) ? &s->otherwise : &s->body, 0, NULL, NULL); return;
        case S_FOR: case S_WHILE: case S_DO: run_loop(frame, s); return;
        case S_SWITCH: run_switch(frame, s); return;
        case S_VALUE:
            run_list(frame, &s->body, 0, &s->args[0], &value);
            if (flow == ON) variable(frame, s->var)->value = value.number;
            return;
        case S_CASE: case S_LABEL: return;
        case S_GOTO:
            if (pick(s->odds) || !step()) return;
            flow = JUMPS;
            target = s->target;
            return;
        case S_BREAK: if (!pick(s->odds)) flow = BREAKS; return;
        case S_CONTINUE: if (!pick(s->odds)) flow = CONTINUES; return;
        case S_RETURN:
            if (pick(s->odds)) return;
            if (!frame->f->is_void)
                frame->result =
                    s->take ? take(frame, s->var) : evaluate(frame, &s->args[0]).number;
            flow = RETURNS;
            return;
        case S_PANIC: if (!pick(s->odds)) start_panic("panic", s->odds % CELLS); return;
        case S_NOTE: note(evaluate(frame, &s->args[0]).number); return;
        case S_TAKE: note(take(frame, s->var)); return;
        case S_NAMED:
            if (s->op == N_RUN) note(run_named(frame, s->id));
            else frame->armed[s->id] = s->op == N_REARM;
            return;
        case S_CALL:
            if (frame->depth <= 0 || !step()) return;
            value.number = call_function(s->id, frame->depth - 1, stack(frame, s->from));
            if (!program->functions[s->id].is_void) note(value.number);
            return;
        case S_TRY:
            if (frame->depth > 0 && step())
                attempt(s->id, frame->depth - 1, stack(frame, s->from), s->op);
            return;
        case S_ON_STACK: run_stack_operation(frame, s); return;
    }
}

/* Runs a block from a place in it until its end, or until it is left. At the end stores the value
 * of `last` in `value`, before the guards run. A jump to a label of the block does not leave it. */
static void run_list(struct frame *frame, const struct list *list, int from,
                     const struct expression *last, struct value *value)
{
    int mark = frame->guards;
    for (int i = from; i < list->count && flow == ON; i++) {
        if (!list->items[i]->gone) run_statement(frame, list->items[i], i);
        for (int to = 0; flow == JUMPS && to < list->count; to++)
            if (list->items[to] == target) {
                flow = ON;
                leave(frame, mark, to);
                i = to;
                break;
            }
    }
    if (flow == ON && value) *value = evaluate(frame, last);
    leave(frame, mark, -1);
}

/* Runs the first one again at the end, as releases of the second may push on it. */
static void run_globals(void)
{
    for (int i = 0; i <= UP && flow == ON; i++) {
        long long status = unwind(&globals[i % UP], 0);
        if (flow == ON) trace(i == 1 ? "g1" : "g0", status);
    }
}

void interpret(struct program *p, FILE *to)
{
    out = to;
    program = p;
    for (int root = 0; root < FUNCTIONS; root++) {
        if (p->functions[root].gone) continue;
        fprintf(out, "root %d\n", root);
        for (int i = 0; i < CELLS; i++) cells[i].value = i - 1;
        for (int i = 0; i < UP; i++) {
            globals[i].reports = NULL;
            globals[i].count = 0;
            globals[i].room = p->features.no_stdlib ? 0 : 9999;
        }
        steps = counter = 0;
        state = (uint32_t)root;
        flow = ON;
        panicking = false;
        if (p->features.panic) {
            attempt(root, DEPTH, &globals[0], false);
        } else {
            int result = call_function(root, DEPTH, &globals[0]);
            if (!p->functions[root].is_void) note(result);
        }
        run_globals();
        while (flow == PANICS) { /* this stack is empty now, but the next ones have not run */
            flow = ON;
            panicking = false;
            trace("once more", 0);
            run_globals();
        }
        trace("steps", steps);
        if (p->features.audit) trace("pending", 0);
    }
}
