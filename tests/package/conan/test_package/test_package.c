#include "defer_panic.h"
#include <stdio.h>

static void work(void *unused)
{
    (void)unused;
    DEFER(puts, DEFER_VERSION_STRING);
    DEFER_PANIC("caught below");
}

int main(void)
{
    return !defer_try(work, NULL, NULL);
}
