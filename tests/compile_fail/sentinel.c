/* A function that wants a NULL behind its arguments misses it in a guard as in a call.
 * expect: missing sentinel
 * flags gcc: -Werror=format
 * flags clang: -Werror=sentinel
 * only closures c clang: yes
 * only closures c gcc before-14: yes
 */
#include "defer.h"

__attribute__((__sentinel__)) void free_all(void *first, ...);
void use(void *a, void *b);

void use(void *a, void *b)
{
#ifdef WRONG
    DEFER(free_all, a, b); // WRONG
#else
    DEFER(free_all, a, b, (void *)0);
#endif
}
