/* The resource that is acquired and released. */
#include "ways.h"

static int held;

void *acquire(int i)
{
    held += i;
    return &held;
}

void release(void *resource)
{
    --*(int *)resource;
}

