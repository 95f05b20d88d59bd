/* ISO TS 25755 `defer`, with a compiler that has it and with one that has not. */
#define DEFER_KEYWORD
#include "defer.h"

#include <stdio.h>

#if DEFER_HAS_BLOCK
int first_byte(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return -1;
    defer { fclose(f); };
    return getc(f);
}

int main(void)
{
    return first_byte("/proc/self/exe") != 0x7f || first_byte("none") != -1;
}
#else
int main(void)
{
    return 77; // for other compilers
}
#endif
