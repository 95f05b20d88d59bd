/* Functions that acquire a resource, and register its release with their caller. */
#include "ways.h"

int push_bare(struct array *a, int i)
{
    void *resource = acquire(i);
    if (!resource) return -1;
    struct entry *e = &a->entries[a->count++];
    e->arg = resource;
    e->fn = release;
    return 0;
}

int push(defer_stack *s, int i)
{
    void *resource = acquire(i);
    if (!resource) return -1;
    return DEFER_PUSH(s, release, resource);
}
