/* Two files with different options share a stack: this one has the standard library, bare.c does
 * not. Memory that the stack has allocated stays with it until a file with the library frees it. */
#include "bare.h"
#include "memory.h"
#include <stdio.h>
#include <string.h>

static char noted[200], *end = noted;

void note(int letter)
{
    *end++ = (char)letter;
}

/* Whether exactly these letters were noted since the last call. */
static bool ran(const char *letters)
{
    *end = 0;
    end = noted;
    if (!strcmp(noted, letters)) return true;
    printf("ran %s, not %s\n", noted, letters);
    return false;
}

static void push(defer_stack *s, const char *letters)
{
    for (; *letters; letters++) CHECK(DEFER_PUSH(s, note, *letters) == 0);
}

static void uses_allocated_memory_in_both_files(void)
{
    DEFER_STACK(s, 2);
    push(&s, "abcdef");
    CHECK(blocks == 1);
    while (bare_push(&s, "x") == 0 && defer_stack_depth(&s) < 50) {} /* until the memory is full */
    CHECK(ran("x") && defer_stack_depth(&s) < 50);
    CHECK(bare_unwind(&s, 99) == EINVAL);
    CHECK(bare_unwind(&s, 6) == 0);
    end = noted;
    CHECK(bare_remove(&s, 'b', 'd') == 0 && ran("d"));
    CHECK(bare_remove(&s, 'b', 'd') == ENOENT);
    bare_dismiss(&s, 3);
    CHECK(bare_run(&s) == 0 && ran("eca"));
    CHECK(blocks == 1);
    CHECK(bare_push(&s, "ghi") == 0);
    push(&s, "jklmnopqrstuvw");
    CHECK(blocks == 1);
}

static void moves_in_both_directions(void)
{
    DEFER_STACK(small, 3);
    DEFER_STACK(large, 2);
    push(&large, "abcdef");
    CHECK(bare_move(&small, &large) == ENOMEM && defer_stack_depth(&large) == 6);
    CHECK(bare_unwind(&large, 2) == 0 && ran("fedc"));
    CHECK(bare_move(&small, &large) == 0 && defer_stack_depth(&small) == 2);
    CHECK(bare_push(&small, "gh") == 1 && ran("h"));
    CHECK(bare_move(&large, &small) == 0 && defer_stack_depth(&large) == 3);
    CHECK(defer_stack_move(&small, &large) == 0 && defer_stack_depth(&small) == 3);
    push(&large, "i");
}

static void push_and_run(defer_stack *s)
{
    push(s, "abcdefgh");
    CHECK(blocks == 1);
    CHECK(defer_stack_run(s) == 0 && blocks == 0);
}

int main(void)
{
    static defer_stack global = DEFER_STACK_INIT;

    uses_allocated_memory_in_both_files();
    CHECK(ran("wvutsrqponmlkjihg"));
    CHECK(blocks == 0);

    moves_in_both_directions();
    CHECK(ran("igba"));
    CHECK(blocks == 0);

    CHECK(bare_push(&global, "ab") == 2 && ran("ab")); /* it has no memory yet */
    push(&global, "c");
    CHECK(bare_push(&global, "d") == 0);
    CHECK(defer_stack_run(&global) == 0 && ran("dc"));
    CHECK(blocks == 0);

    bare_block(NULL, "s");
    CHECK(ran(".yxy1s."));
    bare_block(push_and_run, "s");
    CHECK(ran("hgfedcba" ".yxy1s."));
    CHECK(blocks == 0);
    return failures != 0;
}
