/*
 * Builds a linked list and returns it. While it is being built, a guard owns it: if an allocation
 * fails, everything built so far is freed. DEFER_TAKE hands a resource over to a new owner, and its
 * guard then has nothing to do: the node takes the word, the caller takes the list.
 *
 *     build_list fail_at word...      allocation number `fail_at` fails; with 0, none does
 *
 * Prints the words in reverse order, `c b a`; or `out of memory`, with the exit status 1.
 */
#include "defer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *next;
    char *word;
};

static long allocations_to_failure;

static void *allocate(size_t size)
{
    allocations_to_failure--;
    if (allocations_to_failure == 0) return NULL;
    return malloc(size);
}

static void free_list(struct node *list)
{
    while (list) {
        struct node *next = list->next;
        free(list->word);
        free(list);
        list = next;
    }
}

static struct node *build_list(char **words)
{
    struct node *list = NULL;
    DEFER_VAR(free_list, list);
    for (; *words; words++) {
        char *word = allocate(strlen(*words) + 1);
        if (!word) return NULL;
        DEFER_VAR(free, word);
        strcpy(word, *words);

        struct node *node = allocate(sizeof *node);
        if (!node) return NULL;
        node->next = list;
        node->word = DEFER_TAKE(word);
        list = node;
    }
    return DEFER_TAKE(list);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: build_list fail_at word...\n");
        return 2;
    }
    allocations_to_failure = atol(argv[1]);
    struct node *list = build_list(argv + 2);
    if (!list) {
        puts("out of memory");
        return 1;
    }
    DEFER(free_list, list);
    for (struct node *node = list; node; node = node->next) {
        if (node != list) putchar(' ');
        fputs(node->word, stdout);
    }
    putchar('\n');
    return 0;
}
