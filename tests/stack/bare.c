/* Every operation of a stack, in a file without the standard library. Also built freestanding, for
 * other processors. */
#define DEFER_NO_STDLIB
#include "bare.h"

int bare_push(defer_stack *s, const char *letters)
{
    int refused = 0;
    for (; *letters; letters++) {
        int status = DEFER_PUSH(s, note, *letters);
        if (status != 0 && status != ENOMEM) return -1;
        if (status == ENOMEM) refused++;
    }
    return refused;
}

int bare_unwind(defer_stack *s, __SIZE_TYPE__ depth)
{
    return defer_stack_unwind(s, depth);
}

int bare_run(defer_stack *s)
{
    return defer_stack_run(s);
}

int bare_move(defer_stack *to, defer_stack *from)
{
    return defer_stack_move(to, from);
}

int bare_remove(defer_stack *s, int cancelled, int released)
{
    int status = DEFER_CANCEL(s, note, cancelled);
    if (status != 0) return status;
    return DEFER_RELEASE(s, note, released);
}

void bare_dismiss(defer_stack *s, __SIZE_TYPE__ depth)
{
    defer_stack_dismiss(s, depth);
}

static void note_pointer(void *letter) { note(*(char *)letter); }
static void note_long(long long letter) { note((int)letter); }
static char *note_const(const char *letter)
{
    note(*letter);
    return (char *)0;
}

static int note_and_fail(int letter)
{
    note(letter);
    return letter;
}

static void store_status(void *to, const char *what, int status)
{
    *(int *)to = what ? status : -1;
}

void bare_block(void (*use)(defer_stack *), const char *letters)
{
    int failed = '-';
    char end = '.';
    DEFER(note_pointer, &end);
    DEFER_STACK(s, 4);
    defer_stack_on_failure(&s, store_status, &failed);
    if (use) use(&s);
    (void)DEFER_PUSH(&s, note_const, letters);
    (void)DEFER_PUSH(&s, note_long, 'x');
    (void)DEFER_PUSH(&s, note_and_fail, 'y');
    if (defer_stack_push(&s, note_pointer, &end)) return;
    if (defer_stack_unwind(&s, 1) == 'y') note(failed);
    note('0' + (int)defer_stack_depth(&s));
}
