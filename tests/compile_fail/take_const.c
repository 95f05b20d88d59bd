/* DEFER_TAKE cannot empty a constant.
 * expect gcc: assignment of read-only
 * expect clang c: read-only variable is not assignable
 * expect clang c++: cannot assign to variable
 * errors ts: 2
 * errors erased: 2
 */
#include "defer.h"

char *get(void);
void use(void *);
void use_fd(int);

void f(void)
{
#ifdef WRONG
    char *const p = get();
    const int fd = 3;
    use(DEFER_TAKE(p));  // WRONG
    use_fd(DEFER_TAKE(fd));  // WRONG
#else
    char *p = get();
    int fd = 3;
    use(DEFER_TAKE(p));
    use_fd(DEFER_TAKE(fd));
#endif
}
