/*
 * Builds a linked list and hands it to the caller. Until then a guard owns what there is of it: if
 * an allocation fails, everything built so far is freed. DEFER_TAKE hands a resource out from
 * under its guard: each word goes to its node, each node to the list, the list to the caller.
 *
 *     build_list fail_at word...      the allocation number fail_at fails; 0: none does
 *
 * Prints the words in reverse, `c b a`; or `out of memory`, and the status is then 1.
 */
#include "defer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *next;
    char *word;
};

static long fail_at;

static void *allocate(size_t size)
{
    return --fail_at == 0 ? NULL : malloc(size);
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
    fail_at = atol(argv[1]);
    struct node *list = build_list(argv + 2);
    if (!list) {
        puts("out of memory");
        return 1;
    }
    DEFER(free_list, list);
    for (struct node *node = list; node; node = node->next)
        printf("%s%s", node->word, node->next ? " " : "\n");
    return 0;
}
