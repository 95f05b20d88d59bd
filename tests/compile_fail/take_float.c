/* DEFER_TAKE of what is neither a pointer nor an integer.
 * expect: defer.h: DEFER_TAKE needs a pointer or an integer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors gcc c: 4
 * errors ts: 5
 * errors erased: 5
 */
#include "defer.h"

struct state {
    int fd;
};
void use(double);
void use_state(struct state);

void f(void)
{
#ifdef WRONG
    double x = 1;
    use(DEFER_TAKE(x));  // WRONG
#ifndef __cplusplus
    struct state s = { 1 };
    use_state(DEFER_TAKE(s));  // WRONG: c
#endif
#else
    struct state s = { 1 };
    use(DEFER_TAKE(s.fd));
#endif
}
