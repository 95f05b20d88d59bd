/* Compiled as C and as C++. */
#include "defer.h"
#include <stdio.h>

int main(void)
{
    DEFER(puts, "released");
    printf("%s block %d ", DEFER_VERSION_STRING, DEFER_HAS_BLOCK);
    return 0;
}
