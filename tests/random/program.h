/* A random program: functions of nested statements with guards. generate.c makes it, print.c prints
 * it as C, and interpreter.c, which knows nothing of how defer.h does it, says what that prints. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { FUNCTIONS = 20, LOCALS = 6, CELLS = 4, ARGS = 4, DEPTH = 3, STEPS = 120 };

/* What the compiler and its options allow. */
struct features {
    bool closures;       /* DEFER_BLOCK */
    bool block_declares; /* a DEFER_BLOCK may declare variables */
    bool panic, audit, no_stdlib;
};

/* A pointer is null or points at a global cell, as one that DEFER_VAR releases; AT is the address
 * of any int, which a release reads when it runs; FN is a function that takes an int. A BYTE, which
 * is unsigned, is a parameter alone. */
enum type { VOID, INT, SHORT, LLONG, UINT, POINTER, FN, AT, STACK, BYTE };

/* What guards and stacks call, as written in runtime.h. */
enum function_id {
    R_NONE, R_INT, R_OTHER, R_STATUS, R_NARROW, R_UINT, R_LLONG, R_POINTER, R_BACK, R_AT,
    R_STATUS_AT, R_VOID, R_SET, R_AGAIN, R_RUN, R_UNWIND, R_PANIC, R_TWO, R_THREE, R_FOUR,
    R_STATUS_NONE, R_STATUS_TWO, R_BACK_THREE, R_STATUS_FOUR, RELEASES
};
struct release {
    const char *name;
    enum type returns;
    int count;
    enum type params[ARGS];
};
extern const struct release releases[RELEASES];

/* Variable v >= 0 is a local of the function, ~v a global cell. Stacks 0 and 1 are global, 2 is the
 * parameter, the others are local. Local stacks with odd numbers are never moved, so their entries
 * may point at locals. A constant pointer is 0 for null, or 1 + the number of a cell. */
enum { UP = 2, FIRST_STACK };
struct expression {
    enum { CONSTANT, VARIABLE, PLUS, NEXT, ADDRESS, ADDRESS_OF_STACK } kind;
    int var, value;
};

enum kind {
    /* declarations: no jump may go past them */
    S_DECLARE, S_GUARD, S_STACK,
    /* with a body */
    S_BLOCK, S_IF, S_FOR, S_WHILE, S_DO, S_SWITCH, S_VALUE /* a statement expression */,
    /* jumps, and what they jump to */
    S_CASE, S_LABEL, S_GOTO, S_BREAK, S_CONTINUE, S_RETURN, S_PANIC,
    S_NOTE, S_ASSIGN, S_TAKE, S_NAMED, S_CALL, S_TRY, S_ON_STACK
};
enum guard { G_DEFER, G_IF, G_UNLESS, G_NEGATIVE, G_STATUS, G_ERRNO, G_VAR, G_NAMED, G_EACH,
             G_BLOCK };
enum named { N_DISMISS, N_REARM, N_RUN };
enum on_stack { O_PUSH, O_PUSH_PLAIN, O_UNWIND, O_RUN, O_DISMISS, O_MOVE, O_CANCEL, O_RELEASE,
                O_DEPTH, O_REPORT };

struct list { struct statement **items; int count; };
struct statement {
    enum kind kind;
    int op;      /* enum guard, enum named or enum on_stack; for a try, 1: panics again */
    int id;      /* of a label, named guard, stack or function; or a count: iterations of a `for`,
                    room of a stack, arguments of DEFER_EACH */
    int var;     /* the variable that is assigned, watched or taken */
    int fn;      /* the release, or ~v for a variable that holds it */
    int odds;    /* one in so many times, a jump is taken or an `if` is true */
    int from;    /* the stack to move from, or to pass to a function */
    bool take;   /* a return hands out the variable */
    struct expression args[ARGS];
    struct list body, otherwise;
    struct statement *target; /* of a goto */
    bool gone, bare;          /* when the program is shrunk: left out; replaced by its body */
};
struct variable { enum type type; int form; };
struct function {
    bool is_void;
    int variables, stacks, names;
    struct variable variable[200];
    int initial[LOCALS];
    struct list body;
    bool reached, gone; /* can be called; when the program is shrunk: not called from main */
};
struct program {
    uint64_t seed;
    struct features features;
    struct function functions[FUNCTIONS];
};

uint64_t random_number(uint64_t *state);
struct program *generate(uint64_t seed, struct features features);
void print(struct program *program, FILE *to);
void interpret(struct program *program, FILE *to);

static inline bool is_declaration(const struct statement *s) { return s->kind <= S_STACK; }
static inline enum type type_of(const struct function *f, int var)
{
    return var < 0 ? INT : f->variable[var].type;
}

#endif
