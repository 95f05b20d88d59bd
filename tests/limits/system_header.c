/* Where the header is one of the system, as after `-isystem`, GCC does not warn of a DEFER_TAKE
 * whose value nobody uses: it warns of nothing in the expansion of such a header.
 * options: -isystem ../../include
 * only gcc: yes
 */
#include "defer.h"
#include <stdlib.h>

int main(void)
{
    void *p = malloc(1), *lost = p;
    DEFER_TAKE(p);
    free(lost);
}
