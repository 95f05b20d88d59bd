/* DEFER_TAKE without a taker loses the resource.
 * expect gcc: ignoring return value
 * expect clang c: expression result unused
 * expect clang c++: ignoring return value
 * flags: -Werror=unused-result -Werror=unused-value
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>

struct state {
    char *p;
};
void use(void *);

void f(char *p, int fd, struct state *s)
{
#ifdef WRONG
    DEFER_TAKE(p);  // WRONG
    DEFER_TAKE(fd);  // WRONG
    DEFER_TAKE(s->p);  // WRONG
#else
    use(DEFER_TAKE(p));
    s->p = DEFER_TAKE(p);
    int taken = DEFER_TAKE(fd);
    (void)taken;
#endif
}
