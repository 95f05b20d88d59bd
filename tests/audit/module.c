/* Loaded and unloaded by load.c. */
#include "defer.h"

#ifdef __cplusplus
extern "C"
#endif
void use(int leaves);

__attribute__((__unused__)) static unsigned released;
static void count(int by) { released += (unsigned)by; }
static defer_stack never_run = DEFER_STACK_INIT;

void use(int leaves)
{
    DEFER(count, 1);
    if (leaves) (void)DEFER_PUSH(&never_run, count, 2); /* registered 1, run 0, dismissed 0, pending 1 */
}
