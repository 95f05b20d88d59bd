/* If defer.h is a system header, as with `-isystem`, GCC does not warn about a DEFER_TAKE or a
 * DEFER_PUSH whose value is not used: it never warns about code from a macro of a system header.
 * options: -isystem ../../include
 * only gcc: yes
 */
#include "defer.h"
#include <stdlib.h>

int main(void)
{
    void *p = malloc(1);
    void *lost = p;
    DEFER_TAKE(p);
    free(lost);

    DEFER_STACK(releases, 1);
    DEFER_PUSH(&releases, free, malloc(1));
}
