/* The shortest program that panics and recovers. */
#include "defer_panic.h"

#include <stdio.h>

static void handle(void *path)
{
    DEFER(puts, "handled"); // also when this function, or one that it calls, panics
    if (*(const char *)path != '/') DEFER_PANIC("not a path");
    printf("open %s\n", (const char *)path);
}

int main(void)
{
    defer_panic caught;
    if (defer_try(handle, "tmp", &caught)) printf("%s: %s\n", caught.function, caught.message);
    return 0;
}
