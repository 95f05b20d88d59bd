/* fn is declared without its parameters, or takes any number of them.
 * expect c: defer.h: fn must have a prototype
 * expect c strict: defer_h_refuses_this_use_see_its_manual
 * expect gcc c++: (no matching function|invalid conversion)
 * expect clang c++: no matching function
 * errors c: 3
 * flags c: -Wno-strict-prototypes
 */
#include "defer.h"
#include <stddef.h>

#ifdef WRONG
void old();
void any(void *, ...);
void print(const char *, ...);
#endif
void modern(void *);

void f(defer_stack *s, void *p)
{
#ifdef WRONG
    DEFER_PUSH(s, old, p);  // WRONG
    DEFER_PUSH(s, any, p);  // WRONG
    DEFER_PUSH(s, print, "p");  // WRONG
#else
    DEFER_PUSH(s, modern, p);
#endif
}
