#include "memory.h"
#include <stddef.h>
#include <stdio.h>

int failures;
long blocks, allocations;
bool (*allocation_fails)(void);

void check_failed(const char *file, int line, const char *text)
{
    failures++;
    printf("%s:%d: %s\n", file, line, text);
}

void *__real_realloc(void *, size_t);
void *__wrap_realloc(void *, size_t);
void __real_free(void *);
void __wrap_free(void *);

void *__wrap_realloc(void *block, size_t size)
{
    allocations++;
    if (allocation_fails && allocation_fails()) return NULL;
    void *moved = __real_realloc(block, size);
    if (moved && !block) blocks++;
    return moved;
}

void __wrap_free(void *block)
{
    if (block) blocks--;
    __real_free(block);
}
