#ifndef WAYS_H
#define WAYS_H

#include "defer.h"

struct entry {
    void (*fn)(void *);
    void *arg;
};
struct array {
    struct entry *entries;
    int count;
};

/* In other files, so that the compiler cannot inline them. The last two acquire a resource, and
 * register its release. */
void *acquire(int i);
void release(void *resource);
int push_bare(struct array *a, int i);
int push(defer_stack *s, int i);

/* The functions of ways.c for each N, such as `stack_64`. MANY releases do not fit into a frame. */
#define WAYS_OF(n, X)                                                                              \
    GROWING_OF(n, X) X(bare_##n) X(alloca_list_##n) X(stack_##n) X(bare_passed_##n)                \
    X(stack_passed_##n)
#define GROWING_OF(n, X) X(growing_array_##n) X(growing_stack_##n) X(growing_stack_passed_##n)
#define WAYS(X) WAYS_OF(8, X) WAYS_OF(64, X) WAYS_OF(1000, X) GROWING_OF(1000000, X)
#define MANY 1000000

#define PASTE_(way, n) way##_##n
#define PASTE(way, n) PASTE_(way, n)
#define WAY(way) PASTE(way, N)
#define DECLARE(function) void function(void);
WAYS(DECLARE)
void bare_1000000(void);

#endif
