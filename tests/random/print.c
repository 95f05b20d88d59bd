/* Prints a program in the common subset of C and C++. */
#include "program.h"
#include <stdarg.h>

static FILE *out;
static struct program *program;
static struct function *f;
static int indent;

static void line(const char *format, ...)
{
    va_list arguments;
    fprintf(out, "%*s", indent * 4, "");
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    putc('\n', out);
}

/* Returns a text, which stays valid while the next 19 are made. */
static char *text(const char *format, ...)
{
    static char texts[20][200];
    static int last;
    char *to = texts[last++ % 20];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(to, sizeof texts[0], format, arguments);
    va_end(arguments);
    return to;
}

static const char *variable_text(int v)
{
    static const char *const forms[] = { "v%d", "v%d.value", "v%d[1]" };
    return v < 0 ? text("cells[%d]", ~v) : text(forms[f->variable[v].form], v);
}
static const char *stack_text(int stack)
{
    return stack == UP ? "up" : text(stack < UP ? "&g%d" : "&s%d", stack);
}
static const char *constant_text(enum type type, int value)
{
    if (type == FN) return releases[value].name;
    if (type != POINTER) return text("%d", value);
    return value ? text("&cells[%d]", value - 1) : "(int *)0";
}
static const char *expression_text(const struct expression *e, enum type type)
{
    switch (e->kind) {
        case VARIABLE: return variable_text(e->var);
        case PLUS: return text("%s + %d", variable_text(e->var), e->value);
        case NEXT: return "next()";
        case ADDRESS: return text("&%s", variable_text(e->var));
        case ADDRESS_OF_STACK: return stack_text(e->value);
        default: return constant_text(type, e->value);
    }
}

static void print_variable(int v, const char *initial)
{
    static const char *const types[] = { "", "int", "short", "long long", "unsigned", "int *" };
    enum type type = f->variable[v].type;
    if (type == FN) line("void (*v%d)(int) = %s;", v, initial);
    else if (f->variable[v].form == 0) line("%s v%d = %s;", types[type], v, initial);
    else if (f->variable[v].form == 2) line("%s v%d[2] = { 0, (%s)(%s) };", types[type], v,
                                            types[type], initial);
    else line("struct { char c; %s value; } v%d = { 0, (%s)(%s) };", types[type], v, types[type],
              initial);
}

/* Returns the arguments as ", a, b", beginning with number `from`. */
static const char *arguments_text(const struct statement *s, int from)
{
    const struct release *r = &releases[s->fn < 0 ? R_INT : s->fn];
    bool each = s->kind == S_GUARD && s->op == G_EACH;
    char *all = text("");
    size_t length = 0;
    for (int i = from; i < (each ? s->id : r->count); i++)
        length += (size_t)snprintf(all + length, 200 - length, ", %s",
                                   expression_text(&s->args[i], r->params[each ? 0 : i]));
    return all;
}
static const char *taken_text(int var)
{
    return text(type_of(f, var) == POINTER ? "index_of(DEFER_TAKE(%s))" : "DEFER_TAKE(%s)",
                variable_text(var));
}

static void print_list(const struct list *list);

static void print_guard(const struct statement *s)
{
    const char *watched = variable_text(s->var);
    const char *fn = s->fn < 0 ? variable_text(~s->fn) : releases[s->fn].name;
    const char *call = s->op == G_BLOCK ? "" : arguments_text(s, s->op == G_VAR);
    switch ((enum guard)s->op) {
        case G_DEFER: line("DEFER(%s%s);", fn, call); break;
        case G_IF: line("DEFER_IF(%s, %s%s);", watched, fn, call); break;
        case G_UNLESS: line("DEFER_UNLESS(%s, %s%s);", watched, fn, call); break;
        case G_NEGATIVE: line("DEFER_IF_NEGATIVE(%s, %s%s);", watched, fn, call); break;
        case G_STATUS: line("DEFER_STATUS(&%s, %s%s);", watched, fn, call); break;
        case G_ERRNO: line("DEFER_ERRNO(&%s, %s%s);", watched, fn, call); break;
        case G_VAR: line("DEFER_VAR(%s, %s%s);", fn, watched, call); break;
        case G_NAMED: line("DEFER_GUARD(n%d, %s%s);", s->id, fn, call); break;
        case G_EACH: line("DEFER_EACH(%s%s);", fn, call); break;
        case G_BLOCK:
            line("DEFER_BLOCK {");
            print_list(&s->body);
            line("};");
    }
}

static void print_stack_operation(const struct statement *s)
{
    const char *stack = stack_text(s->id), *fn = releases[s->fn].name, *call = "";
    if (s->op == O_PUSH || s->op == O_PUSH_PLAIN || s->op == O_CANCEL || s->op == O_RELEASE)
        call = arguments_text(s, 0);
    else
        call = expression_text(&s->args[0], INT);
    switch ((enum on_stack)s->op) {
        case O_PUSH: line("note(DEFER_PUSH(%s, %s%s));", stack, fn, call); break;
        case O_PUSH_PLAIN: line("note(defer_stack_push(%s, %s%s));", stack, fn, call); break;
        case O_UNWIND: line("note(defer_stack_unwind(%s, (size_t)(%s)));", stack, call); break;
        case O_RUN: line("note(defer_stack_run(%s));", stack); break;
        case O_DISMISS: line("defer_stack_dismiss(%s, (size_t)(%s));", stack, call); break;
        case O_MOVE: line("note(defer_stack_move(%s, %s));", stack, stack_text(s->from)); break;
        case O_CANCEL: line("note(DEFER_CANCEL(%s, %s%s));", stack, fn, call); break;
        case O_RELEASE: line("note(DEFER_RELEASE(%s, %s%s));", stack, fn, call); break;
        case O_DEPTH: line("%s = (int)defer_stack_depth(%s);", variable_text(s->var), stack); break;
        case O_REPORT:
            line("defer_stack_on_failure(%s, report, &%s);", stack, variable_text(s->var));
    }
}

static void print_statement(const struct statement *s)
{
    const char *names[] = { "DEFER_DISMISS(n%d);", "DEFER_REARM(n%d);", "note(DEFER_RUN(n%d));" };
    if (s->bare) {
        line("{");
        print_list(&s->body);
        line("}");
        return;
    }
    switch (s->kind) {
        case S_DECLARE:
            print_variable(s->var, expression_text(&s->args[0], type_of(f, s->var)));
            break;
        case S_GUARD: print_guard(s); break;
        case S_STACK: line("DEFER_STACK(s%d, %d);", s->var, s->id); break;
        case S_CASE: line(s->id < 0 ? "default:;" : "case %d:;", s->id); break;
        case S_LABEL: line("label%d:;", s->id); break;
        case S_GOTO: line("if (odds(%d) && step()) goto label%d;", s->odds, s->target->id); break;
        case S_BREAK: line("if (odds(%d)) break;", s->odds); break;
        case S_CONTINUE: line("if (odds(%d)) continue;", s->odds); break;
        case S_RETURN:
            line("if (odds(%d)) return %s;", s->odds,
                 f->is_void ? "" : s->take ? text("(int)%s", taken_text(s->var))
                                           : expression_text(&s->args[0], INT));
            break;
        case S_PANIC:
            line("if (odds(%d) && may_panic()) DEFER_PANIC_VALUE(\"panic\", &cells[%d]);", s->odds,
                 s->odds % CELLS);
            break;
        case S_NOTE: line("note(%s);", expression_text(&s->args[0], INT)); break;
        case S_ASSIGN:
            line("%s = %s;", variable_text(s->var),
                 expression_text(&s->args[0], type_of(f, s->var)));
            break;
        case S_TAKE: line("note(%s);", taken_text(s->var)); break;
        case S_NAMED: line(names[s->op], s->id); break;
        case S_CALL:
            line(program->functions[s->id].is_void ? "if (d > 0 && step()) f%d(d - 1, %s);"
                                                   : "if (d > 0 && step()) note(f%d(d - 1, %s));",
                 s->id, stack_text(s->from));
            break;
        case S_TRY:
            line("if (d > 0 && step()) attempt(try_f%d, d - 1, %s, %d);", s->id,
                 stack_text(s->from), s->op);
            break;
        case S_ON_STACK: print_stack_operation(s); break;
        case S_BLOCK: line("{"); break;
        case S_IF: line("if (odds(%d)) {", s->odds); break;
        case S_FOR: line("for (int i = 0; i < %d && step(); i++) {", s->id); break;
        case S_WHILE: line("while (step() && pick(%d)) {", s->odds); break;
        case S_DO: line("do {"); break;
        case S_SWITCH: line("switch (pick(%d)) {", s->odds + 1); break;
        case S_VALUE: line("%s = value_of(({", variable_text(s->var)); break;
    }
    if (s->kind < S_BLOCK || s->kind > S_VALUE) return;
    print_list(&s->body);
    if (s->kind == S_IF && s->otherwise.count) {
        line("} else {");
        print_list(&s->otherwise);
    }
    if (s->kind == S_VALUE) line("    %s;", expression_text(&s->args[0], INT));
    if (s->kind == S_DO) line("} while (pick(%d) && step());", s->odds);
    else line(s->kind == S_VALUE ? "}));" : "}");
}

static void print_list(const struct list *list)
{
    indent++;
    for (int i = 0; i < list->count; i++)
        if (!list->items[i]->gone) print_statement(list->items[i]);
    indent--;
}

static void reach(struct function *function);
static void reach_from(const struct list *list)
{
    for (int i = 0; i < list->count; i++) {
        const struct statement *s = list->items[i];
        if (s->gone) continue;
        if (s->kind == S_CALL || s->kind == S_TRY) reach(&program->functions[s->id]);
        reach_from(&s->body);
        if (!s->bare) reach_from(&s->otherwise);
    }
}
static void reach(struct function *function)
{
    if (function->reached) return;
    function->reached = true;
    reach_from(&function->body);
}

/* The functions that are called, and a main that calls those that are not gone. */
void print(struct program *p, FILE *to)
{
    out = to;
    program = p;
    for (int i = 0; i < FUNCTIONS; i++) p->functions[i].reached = false;
    for (int i = 0; i < FUNCTIONS; i++) if (!p->functions[i].gone) reach(&p->functions[i]);
    line("enum { CELLS = %d, STEPS = %d };\n#include \"runtime.h\"", CELLS, STEPS);
    for (int i = 0; i < FUNCTIONS; i++) {
        f = &p->functions[i];
        if (!f->reached) continue;
        line("\nstatic %s f%d(int d, defer_stack *up);", f->is_void ? "void" : "int", i);
        if (p->features.panic)
            line("static void try_f%d(void *p)\n"
                 "{ f%d(((struct call *)p)->depth, ((struct call *)p)->up); }", i, i);
    }
    for (int i = 0; i < FUNCTIONS; i++) {
        f = &p->functions[i];
        if (!f->reached) continue;
        line("\nstatic %s f%d(int d, defer_stack *up)\n{", f->is_void ? "void" : "int", i);
        indent++;
        for (int v = 0; v < LOCALS; v++)
            print_variable(v, constant_text(f->variable[v].type, f->initial[v]));
        indent--;
        print_list(&f->body);
        line(f->is_void ? "}" : "    return v0%s;\n}", f->variable[0].form == 0 ? "" :
             f->variable[0].form == 1 ? ".value" : "[1]");
    }
    line("\nint main(void)\n{");
    for (int i = 0; i < FUNCTIONS; i++) {
        f = &p->functions[i];
        if (f->gone) continue;
        line("    begin(%d);", i);
        if (p->features.panic) line("    attempt(try_f%d, %d, &g0, 0);", i, DEPTH);
        else line(f->is_void ? "    f%d(%d, &g0);" : "    note(f%d(%d, &g0));", i, DEPTH);
        line("    end();");
    }
    line("    return 0;\n}");
}
