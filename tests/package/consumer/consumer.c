/* Compiled as C and as C++, and for defer::panic. */
#include "defer.h"
#include <stdio.h>

static void work(void *unused)
{
    (void)unused;
    DEFER(puts, "released");
    printf("%s block %d ", DEFER_VERSION_STRING, DEFER_HAS_BLOCK);
#ifdef DEFER_ENABLE_PANIC
    DEFER_PANIC("caught below");
#endif
}

int main(void)
{
#ifdef DEFER_ENABLE_PANIC
    return !defer_try(work, NULL, NULL) || puts("caught") < 0;
#else
    work(NULL);
    return 0;
#endif
}
