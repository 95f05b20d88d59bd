/* The variable of DEFER_VAR is neither a pointer nor an integer.
 * expect: defer.h: DEFER_VAR needs a pointer or an integer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 * errors gcc c++: 3
 * errors clang c++: 2
 * errors c: 2
 */
#include "defer.h"
#include <unistd.h>

struct state {
    int fd;
};
void put(double);
void put_state(struct state);

void f(void)
{
#ifdef WRONG
    double number = 0;
    struct state state = { 0 };
    DEFER_VAR(put, number);  // WRONG
    DEFER_VAR(put_state, state);  // WRONG
#else
    struct state state = { 0 };
    DEFER_VAR(close, state.fd);
#endif
}
