/* Generates a random program. */
#include "program.h"
#include <stdlib.h>

const struct release releases[RELEASES] = {
    { "rel_none", VOID, 0, { VOID } },
    { "rel_int", VOID, 1, { INT } },
    { "rel_other", VOID, 1, { INT } },
    { "rel_status", INT, 1, { INT } },
    { "rel_narrow", INT, 1, { SHORT } },
    { "rel_uint", UINT, 1, { UINT } },
    { "rel_llong", LLONG, 1, { LLONG } },
    { "rel_pointer", VOID, 1, { POINTER } },
    { "rel_back", POINTER, 1, { POINTER } },
    { "rel_at", VOID, 1, { AT } },
    { "rel_status_at", INT, 1, { AT } },
    { "rel_void", VOID, 1, { AT } },
    { "rel_set", VOID, 1, { AT } },
    { "rel_again", VOID, 1, { STACK } },
    { "rel_run", VOID, 1, { STACK } },
    { "rel_unwind", INT, 1, { STACK } },
    { "rel_panic", VOID, 1, { INT } },
    { "rel_two", VOID, 2, { INT, AT } },
    { "rel_three", INT, 3, { AT, SHORT, LLONG } },
    { "rel_four", VOID, 4, { UINT, POINTER, AT, INT } },
    { "rel_status_none", INT, 0, { VOID } },
    { "rel_status_two", INT, 2, { POINTER, SHORT } },
    { "rel_back_three", POINTER, 3, { SHORT, UINT, STACK } },
    { "rel_status_four", INT, 4, { LLONG, BYTE, POINTER, INT } },
};

uint64_t random_number(uint64_t *state)
{
    uint64_t n = *state += UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ (n >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ (n >> 27)) * UINT64_C(0x94d049bb133111eb);
    return n ^ (n >> 31);
}

/* ---- The tree -------------------------------------------------------------------------------- */

/* A variable, a named guard or a stack that is in scope. */
struct seen { enum { A_VARIABLE, A_NAME, A_STACK } what; int id; };

/* The state while a function is made. */
struct maker {
    uint64_t random;
    struct features features;
    struct function *f;
    int number; /* of the function */
    struct seen seen[300]; /* what is in scope, oldest first */
    int count;             /* of `seen` */
    int left;              /* how many statements may still be made */
    bool continues, breaks, in_block, declares; /* what is allowed at this place */
};

static int below(struct maker *m, int n) { return (int)(random_number(&m->random) % (uint64_t)n); }
static bool one_in(struct maker *m, int n) { return below(m, n) == 0; }
static void see(struct maker *m, int what, int id)
{
    struct seen seen = { what, id };
    m->seen[m->count++] = seen;
}

/* Returns a variable whose type `accepts`, among the oldest `before` things in scope; or a cell. */
static int any_variable(struct maker *m, bool (*accepts)(enum type), int before)
{
    int found = 0;
    int chosen = ~below(m, CELLS);
    for (int i = 0; i < before; i++) {
        if (m->seen[i].what != A_VARIABLE || !accepts(type_of(m->f, m->seen[i].id))) continue;
        found++;
        if (one_in(m, found)) chosen = m->seen[i].id;
    }
    if (found > 0 && !(accepts(INT) && one_in(m, 4))) return chosen;
    return ~below(m, CELLS);
}
static bool is_int(enum type t) { return t == INT; }
static bool is_signed(enum type t) { return t == INT || t == SHORT || t == LLONG; }
static bool is_uint(enum type t) { return t == UINT; }
static bool is_pointer(enum type t) { return t == POINTER; }
static bool is_value(enum type t) { return is_signed(t) || t == UINT || t == POINTER; }
static bool is_fn(enum type t) { return t == FN; }

static struct expression make_expression(struct maker *m, enum type type, bool calls)
{
    struct expression e = { CONSTANT, 0, below(m, 8) - 3 };
    if (type == POINTER || type == UINT) {
        e.value = below(m, CELLS + 1);
        e.var = any_variable(m, type == UINT ? is_uint : is_pointer, m->count);
        if (e.var >= 0 && !one_in(m, 3)) e.kind = VARIABLE;
    } else if (type == FN) {
        e.value = one_in(m, 2) ? R_INT : R_OTHER;
    } else if (type == AT) {
        e.kind = ADDRESS;
        e.var = any_variable(m, is_int, m->count);
    } else if (!one_in(m, 3)) {
        if (calls && one_in(m, 4))
            e.kind = NEXT;
        else
            e.kind = one_in(m, 2) ? PLUS : VARIABLE;
        e.var = any_variable(m, is_signed, m->count);
    }
    return e;
}

/* Returns a stack in scope. */
static int any_stack(struct maker *m)
{
    int weight = 3; /* of the three that are always there; a local one counts four times */
    int chosen = below(m, 3);
    for (int i = 0; i < m->count; i++) {
        if (m->seen[i].what != A_STACK) continue;
        weight += 4;
        if (below(m, weight) < 4) chosen = m->seen[i].id;
    }
    return chosen;
}
static bool is_pinned(int stack) { return stack >= FIRST_STACK && stack % 2; }
static int any_movable_stack(struct maker *m)
{
    int stack = any_stack(m);
    return is_pinned(stack) || stack == UP ? below(m, 2) : stack;
}

/* Makes the arguments of a release, beginning with number `from`. What is pushed on a stack may
 * only point at things older than the stack. */
static void make_arguments(struct maker *m, struct statement *s, int from, int stack)
{
    const struct release *r = &releases[s->fn < 0 ? R_INT : s->fn];
    bool each = s->kind == S_GUARD && s->op == G_EACH;
    int count = each ? s->id : r->count;
    /* Only one argument may call next(), as their order is unspecified. EACH has an order. */
    int calls = below(m, ARGS);
    for (int i = from; i < count; i++) {
        struct expression *e = &s->args[i];
        enum type type = r->params[each ? 0 : i];
        *e = make_expression(m, type, each || i == calls);
        if (type == STACK) {
            e->kind = ADDRESS_OF_STACK;
            if (stack < 0)
                e->value = any_stack(m);
            else
                e->value = is_pinned(stack) ? stack : below(m, 2);
        } else if (type == AT && stack >= 0) {
            int at = 0;
            while (at < m->count && (m->seen[at].what != A_STACK || m->seen[at].id != stack)) at++;
            e->var = is_pinned(stack) ? any_variable(m, is_int, at) : ~below(m, CELLS);
        } else if (stack >= 0 && e->kind != NEXT && !one_in(m, 3)) {
            /* Few different values, so that cancel finds some. */
            e->kind = CONSTANT;
            e->value = 1 + below(m, 2);
        }
    }
}

static int any_count(struct maker *m) { return one_in(m, 2) ? 1 : below(m, ARGS + 1); }

/* Returns a release with this number of arguments, and with the result int if that is required. */
static int any_release(struct maker *m, int count, bool returns_int)
{
    for (;;) {
        int fn = below(m, RELEASES);
        if (releases[fn].count == count && (!returns_int || releases[fn].returns == INT) &&
            (fn != R_PANIC || m->features.panic))
            return fn;
    }
}
static int any_release_of(struct maker *m, enum type type)
{
    for (;;) {
        int fn = any_release(m, 1 + below(m, ARGS), false);
        if (releases[fn].params[0] == type) return fn;
    }
}

static void make_list(struct maker *m, struct list *list, int depth, int most, bool declares);

static void make_body(struct maker *m, struct list *list, int depth)
{
    int count = m->count;
    make_list(m, list, depth + 1, 1 + below(m, 6), m->declares);
    m->count = count;
}

static void make_guard(struct maker *m, struct statement *s, int depth)
{
    s->op = below(m, G_BLOCK + 2);
    if (s->op > G_BLOCK || (s->op == G_BLOCK && !m->features.closures) ||
        (s->op == G_ERRNO && m->features.no_stdlib))
        s->op = G_DEFER;
    s->fn = any_release(m, any_count(m), s->op == G_STATUS || s->op == G_ERRNO);
    switch (s->op) {
        case G_DEFER:
            if (s->fn == R_INT || s->fn == R_OTHER) {
                int var = any_variable(m, is_fn, m->count);
                if (var >= 0) s->fn = ~var;
            }
            break;
        case G_IF: case G_UNLESS: s->var = any_variable(m, is_value, m->count); break;
        case G_NEGATIVE: s->var = any_variable(m, is_signed, m->count); break;
        case G_STATUS: case G_ERRNO: s->var = any_variable(m, is_int, m->count); break;
        case G_VAR:
            s->var = any_variable(m, is_value, m->count);
            s->fn = any_release_of(m, type_of(m->f, s->var));
            s->args[0].kind = CONSTANT; /* stands for the variable, and is not evaluated */
            break;
        case G_NAMED: s->id = m->f->names++; break;
        case G_EACH:
            s->fn = any_release(m, 1, false);
            s->id = 1 + below(m, ARGS);
            break;
        default: {
            struct maker outer = *m;
            m->continues = m->breaks = false;
            m->in_block = true;
            m->declares = m->features.block_declares && m->declares;
            make_body(m, &s->body, depth + 1);
            outer.random = m->random;
            outer.left = m->left;
            *m = outer;
        }
    }
    if (s->op != G_BLOCK) make_arguments(m, s, s->op == G_VAR, -1);
    if (s->op == G_NAMED) see(m, A_NAME, s->id);
}

static void make_declaration(struct maker *m, struct statement *s, int depth)
{
    if (one_in(m, 5))
        s->kind = S_DECLARE;
    else
        s->kind = one_in(m, 6) ? S_STACK : S_GUARD;
    if (s->kind == S_GUARD) {
        make_guard(m, s, depth);
    } else if (s->kind == S_DECLARE) {
        struct variable v = { INT, below(m, 3) };
        v.type += (enum type)below(m, 5);
        s->var = m->f->variables++;
        s->args[0] = make_expression(m, v.type, true);
        m->f->variable[s->var] = v;
        see(m, A_VARIABLE, s->var);
    } else {
        s->var = FIRST_STACK + m->f->stacks++;
        s->id = 1 + below(m, 3);
        see(m, A_STACK, s->var);
    }
}

static void make_stack_operation(struct maker *m, struct statement *s)
{
    int kind = below(m, 9);
    if (kind < 4)
        s->op = O_PUSH;
    else if (kind < 6)
        s->op = O_CANCEL + below(m, 2);
    else
        s->op = below(m, O_REPORT + 1);
    s->id = any_stack(m);
    if (s->op == O_PUSH_PLAIN)
        s->fn = R_VOID;
    else if (one_in(m, 2))
        s->fn = R_STATUS; /* often the same, so that cancel finds some */
    else
        s->fn = any_release(m, any_count(m), false);
    if (s->op == O_PUSH || s->op == O_PUSH_PLAIN || s->op == O_CANCEL || s->op == O_RELEASE)
        make_arguments(m, s, 0, s->id);
    else
        s->args[0] = make_expression(m, INT, true);
    if (s->op == O_MOVE) s->from = any_movable_stack(m);
    if (s->op == O_DEPTH) s->var = any_variable(m, is_int, m->count);
    if (s->op == O_REPORT) s->var = ~below(m, CELLS);
}

static void make_with_body(struct maker *m, struct statement *s, int depth)
{
    bool continues = m->continues, breaks = m->breaks;
    int count = m->count;
    s->kind = S_BLOCK + below(m, S_VALUE - S_BLOCK + 1);
    if (s->kind == S_FOR && !m->declares) s->kind = S_WHILE;
    s->id = s->odds = 2 + below(m, 3);
    if (s->kind == S_FOR || s->kind == S_WHILE || s->kind == S_DO) m->continues = m->breaks = true;
    if (s->kind == S_SWITCH) {
        m->breaks = true;
        for (int i = 0; i < s->odds; i++) {
            /* No case may jump past a guard, so only the last one has guards. */
            struct statement *label = calloc(1, sizeof *label);
            label->kind = S_CASE;
            label->id = i + 1 == s->odds && one_in(m, 2) ? -1 : i;
            s->body.items = realloc(s->body.items, (size_t)(s->body.count + 1) * sizeof label);
            s->body.items[s->body.count++] = label;
            make_list(m, &s->body, depth + 1, 1 + below(m, 3), m->declares && i + 1 == s->odds);
        }
        m->count = count;
    } else {
        make_body(m, &s->body, depth);
    }
    if (s->kind == S_IF && one_in(m, 2)) make_body(m, &s->otherwise, depth);
    m->continues = continues;
    m->breaks = breaks;
    if (s->kind == S_VALUE) {
        s->var = any_variable(m, is_signed, m->count);
        s->args[0] = make_expression(m, INT, true);
    }
}

static void make_simple(struct maker *m, struct statement *s)
{
    int names = 0;
    s->odds = 2 + below(m, 3);
    s->var = any_variable(m, is_value, m->count);
    switch (below(m, 24)) {
        case 0: if (m->breaks) s->kind = S_BREAK; return;
        case 1: if (m->continues) s->kind = S_CONTINUE; return;
        case 2: case 3: s->kind = m->in_block ? S_NOTE : S_GOTO; return;
        case 4: case 5: if (!m->in_block) s->kind = S_LABEL; return;
        case 6:
            if (m->in_block) return;
            s->kind = S_RETURN;
            s->take = one_in(m, 3);
            return;
        case 7: if (m->features.panic) s->kind = S_PANIC; return;
        case 8: /* declares a variable */
            if (!m->in_block || m->features.block_declares) s->kind = S_TAKE;
            return;
        case 9: case 10: case 11:
            for (int i = 0; i < m->count; i++)
                if (m->seen[i].what == A_NAME && one_in(m, ++names)) s->id = m->seen[i].id;
            if (!names) return;
            s->kind = S_NAMED;
            s->op = below(m, 3);
            return;
        case 12: case 13:
            s->kind = m->features.panic && one_in(m, 2) ? S_TRY : S_CALL;
            s->id = m->number + below(m, FUNCTIONS - m->number < 4 ? FUNCTIONS - m->number : 4);
            s->from = any_stack(m);
            s->op = one_in(m, 3);
            return;
        case 14: case 15: case 16: case 17:
            s->kind = S_ASSIGN;
            if (one_in(m, 8) && any_variable(m, is_fn, m->count) >= 0)
                s->var = any_variable(m, is_fn, m->count);
            s->args[0] = make_expression(m, type_of(m->f, s->var), true);
            return;
        default: s->kind = S_ON_STACK; make_stack_operation(m, s); return;
    }
}

/* Adds at most `most` statements to the list. */
static void make_list(struct maker *m, struct list *list, int depth, int most, bool declares)
{
    for (; most > 0 && m->left > 0; most--) {
        struct statement *s = calloc(1, sizeof *s);
        bool room = m->count < 290 && m->f->variables < 190;
        m->left--;
        s->kind = S_NOTE;
        s->args[0] = make_expression(m, INT, true);
        if (declares && room && one_in(m, 3)) make_declaration(m, s, depth);
        else if (depth < 5 && one_in(m, 4)) make_with_body(m, s, depth);
        else make_simple(m, s);
        list->items = realloc(list->items, (size_t)(list->count + 1) * sizeof s);
        list->items[list->count++] = s;
    }
}

/* Gives each goto a label that it may jump to: one in a list around it, and not past a guard. A
 * goto without such a label becomes a note. */
struct around { const struct list *list; int at; const struct around *outer; };
static void find_targets(struct maker *m, const struct list *list, const struct around *outer)
{
    for (int i = 0; i < list->count; i++) {
        struct statement *s = list->items[i];
        struct around here = { list, i, outer };
        int found = 0;
        find_targets(m, &s->body, s->kind == S_GUARD ? NULL : &here);
        find_targets(m, &s->otherwise, &here);
        if (s->kind != S_GOTO) continue;
        for (const struct around *a = &here; a; a = a->outer)
            for (int j = 0; j < a->list->count; j++) {
                struct statement *to = a->list->items[j];
                if (j > a->at && is_declaration(to)) break;
                if (to->kind == S_LABEL && one_in(m, ++found)) s->target = to;
            }
        if (!found) s->kind = S_NOTE;
    }
}
static void number_labels(const struct list *list, int *number)
{
    for (int i = 0; i < list->count; i++) {
        struct statement *s = list->items[i];
        if (s->kind == S_LABEL) s->id = ++*number;
        number_labels(&s->body, number);
        number_labels(&s->otherwise, number);
    }
}

struct program *generate(uint64_t seed, struct features features)
{
    struct program *p = calloc(1, sizeof *p);
    p->seed = seed;
    p->features = features;
    for (int i = 0; i < FUNCTIONS; i++) {
        static const enum type types[LOCALS] = { INT, INT, POINTER, FN, VOID, VOID };
        struct maker m = { .random = seed + (uint64_t)i * 0x1234567, .features = features,
                           .f = &p->functions[i], .number = i, .left = 45, .declares = true };
        int labels = 0;
        m.f->is_void = one_in(&m, 3);
        for (int v = 0; v < LOCALS; v++) {
            struct variable variable = { types[v] ? types[v] : INT + (enum type)below(&m, 5), 0 };
            if (variable.type != FN) variable.form = below(&m, 3);
            m.f->variable[m.f->variables++] = variable;
            m.f->initial[v] = make_expression(&m, variable.type, false).value;
            if (variable.type != FN && m.f->initial[v] < 0 && !is_signed(variable.type))
                m.f->initial[v] = 0;
            see(&m, A_VARIABLE, v);
        }
        make_list(&m, &m.f->body, 0, 45, true);
        find_targets(&m, &m.f->body, NULL);
        number_labels(&m.f->body, &labels);
    }
    return p;
}
