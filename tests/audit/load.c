/* Loads module.c as a module, uses it, and unloads it.
 *
 *     load module leaves stays     leaves: the module leaves a release pending; stays: not unloaded
 *
 * `leaves` and `stays` are 0 or 1. Prints how many releases are pending after the module was used,
 * after it was used to leave one, and after it was unloaded. The program sees those of the module
 * only if both share their list of places. */
#include "defer.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((__unused__)) static unsigned released;
static void count(int by) { released += (unsigned)by; }

int main(int argc, char **argv)
{
    DEFER(count, 1);
    if (argc != 4) return 2;
    int leaves = atoi(argv[2]);
    int stays = atoi(argv[3]);
    void *module = dlopen(argv[1], RTLD_NOW);
    if (!module) return 2;

    /* ISO C has no cast between the two. */
    union { void *symbol; void (*function)(int); } use;
    use.symbol = dlsym(module, "use");
    if (!use.symbol) return 2;
    use.function(0);
    printf("%lu\n", defer_audit_pending());
    use.function(leaves);
    printf("%lu\n", defer_audit_pending());
    if (!stays && dlclose(module)) return 2;
    printf("%lu\n", defer_audit_pending());
    return 7;
}
