/* A program of a user. Compiled as C and as C++, with defer::defer and with defer::panic. */
#ifdef WITH_PANIC
#include "defer_panic.h"
#else
#include "defer.h"
#endif
#include <stdio.h>

static void work(void *unused)
{
    (void)unused;
    DEFER(puts, "released");
    printf("%s block %d ", DEFER_VERSION_STRING, DEFER_HAS_BLOCK);
#ifdef WITH_PANIC
    DEFER_PANIC("caught below");
#endif
}

int main(void)
{
#ifdef WITH_PANIC
    if (!defer_try(work, NULL, NULL)) return 1;
    puts("caught");
    return 0;
#else
    work(NULL);
    return 0;
#endif
}
