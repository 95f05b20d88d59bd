/* Loads a module, whose places it sees if it shares its list with it.
 *
 *     load module leaves stays     the module leaves a release pending; it is not unloaded
 *
 * Prints how many are pending while the module is loaded, and afterwards. */
#include "defer.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((__unused__)) static unsigned released;
static void count(int by) { released += (unsigned)by; }

int main(int argc, char **argv)
{
    union { void *in; void (*out)(int); } use;
    void *module = argc == 4 ? dlopen(argv[1], RTLD_NOW) : NULL;
    DEFER(count, 1);
    if (!module) return 2;
    use.in = dlsym(module, "use");
    if (!use.in) return 2;
    use.out(0);
    printf("%lu\n", defer_audit_pending());
    use.out(atoi(argv[2]));
    printf("%lu\n", defer_audit_pending());
    if (!atoi(argv[3]) && dlclose(module)) return 2;
    printf("%lu\n", defer_audit_pending());
    return 7;
}
