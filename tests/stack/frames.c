/* The functions that the exceptions of throws.cpp pass through. Built as C and as C++. */
#include "defer.h"
#include "frames.h"

static void push(defer_stack *s, const char *letters)
{
    for (; *letters; letters++) (void)DEFER_PUSH(s, note, *letters);
}

void from_body(void (*throws)(int))
{
    DEFER(note, 'a');
    DEFER_STACK(s, 1);
    push(&s, "bcd");
    throws('e');
}

void at_block_end(void (*throws)(int))
{
    DEFER(note, 'a');
    DEFER_STACK(s, 1);
    push(&s, "bc");
    (void)DEFER_PUSH(&s, throws, 'd');
    push(&s, "ef");
}

void from_unwind(void (*throws)(int))
{
    DEFER_STACK(s, 1);
    push(&s, "ab");
    (void)DEFER_PUSH(&s, throws, 'c');
    push(&s, "d");
    defer_stack_unwind(&s, 1);
}

void from_release(void (*throws)(int))
{
    DEFER_STACK(s, 1);
    push(&s, "ab");
    (void)DEFER_PUSH(&s, throws, 'c');
    push(&s, "d");
    DEFER_RELEASE(&s, throws, 'c');
}

static defer_stack owned = DEFER_STACK_INIT;

void from_run(void (*throws)(int))
{
    push(&owned, "ab");
    (void)DEFER_PUSH(&owned, throws, 'c');
    push(&owned, "defghijkl");
    defer_stack_run(&owned);
}

void several(void (*throws)(int))
{
    DEFER(note, 'a');
    DEFER_STACK(s, 1);
    push(&s, "b");
    (void)DEFER_PUSH(&s, throws, 'c');
    push(&s, "d");
    (void)DEFER_PUSH(&s, throws, 'e');
    (void)DEFER_PUSH(&s, throws, 'f');
    push(&s, "g");
}
