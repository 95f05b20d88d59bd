/* Different ways to keep N releases and to run them newest first. Compiled once for each N. */
#include "ways.h"
#include <alloca.h>
#include <stdlib.h>

/* ---- Growing on the heap
 * ---------------------------------------------------------------------- */

void WAY(growing_array)(void)
{
    struct entry *entries = NULL;
    size_t count = 0, room = 0;
    for (int i = 0; i < N; i++) {
        void *resource = acquire(i);
        if (count == room) {
            size_t larger = room ? 2 * room : 8;
            struct entry *grown = realloc(entries, larger * sizeof *grown);
            if (!grown) {
                release(resource);
                break;
            }
            entries = grown;
            room = larger;
        }
        entries[count].arg = resource;
        entries[count++].fn = release;
    }
    while (count--) entries[count].fn(entries[count].arg);
    free(entries);
}

void WAY(growing_stack)(void)
{
    DEFER_STACK(s, 8);
    for (int i = 0; i < N; i++)
        if (DEFER_PUSH(&s, release, acquire(i))) return;
}

void WAY(growing_stack_passed)(void)
{
    DEFER_STACK(s, 8);
    for (int i = 0; i < N; i++)
        if (push(&s, i)) return;
}

/* ---- With room for all
 * ------------------------------------------------------------------------ */

/* The others are compared with this: an array that is large enough, without checks. */
void WAY(bare)(void)
{
#if N >= MANY
    static
#endif
    struct entry entries[N];
    int count = 0;
    for (int i = 0; i < N; i++) {
        entries[count].arg = acquire(i);
        entries[count++].fn = release;
    }
    while (count--) entries[count].fn(entries[count].arg);
}

#if N < MANY
void WAY(alloca_list)(void)
{
    struct node {
        struct entry entry;
        struct node *next;
    } *first = NULL;
    for (int i = 0; i < N; i++) {
        struct node *node = alloca(sizeof *node);
        node->entry.arg = acquire(i);
        node->entry.fn = release;
        node->next = first;
        first = node;
    }
    for (; first; first = first->next) first->entry.fn(first->entry.arg);
}

void WAY(stack)(void)
{
    DEFER_STACK(s, N);
    for (int i = 0; i < N; i++)
        if (DEFER_PUSH(&s, release, acquire(i))) return;
}

/* The array is passed to a function of another file, which may fail. */
void WAY(bare_passed)(void)
{
    struct entry entries[N];
    struct array a = { entries, 0 };
    for (int i = 0; i < N; i++)
        if (push_bare(&a, i)) break;
    while (a.count--) entries[a.count].fn(entries[a.count].arg);
}

void WAY(stack_passed)(void)
{
    DEFER_STACK(s, N);
    for (int i = 0; i < N; i++)
        if (push(&s, i)) return;
}
#endif
