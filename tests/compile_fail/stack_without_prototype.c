/* fn is declared without its parameters, or takes any number of them.
 * expect c: defer.h: fn must have a prototype
 * expect c strict: defer_h_refuses_this_use_see_its_manual
 * expect gcc c++: (no matching function|invalid conversion|too many arguments)
 * expect clang c++: no matching function
 * flags c: -Wno-strict-prototypes
 * errors: 2
 */
#include "defer.h"
#include <stddef.h>

#ifdef WRONG
void old();
void any(void *, ...);
void print(const char *, ...);
void control(int, unsigned long, ...);
#endif
void modern(void *);
void modern_both(void *, int);

void f(defer_stack *s, void *p)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, old, p);  // WRONG
    (void)DEFER_PUSH(s, any, p);  // WRONG
    (void)DEFER_PUSH(s, print, "p");  // WRONG
    (void)DEFER_PUSH(s, old, p, 1);  // WRONG
    (void)DEFER_PUSH(s, any, p, p);  // WRONG
    (void)DEFER_PUSH(s, print, "%p", p);  // WRONG
    (void)DEFER_PUSH(s, print, "%d%d", 1, 2);  // WRONG
    (void)DEFER_PUSH(s, control, 1, 2ul);  // WRONG
    (void)DEFER_PUSH(s, control, 1, 2ul, p);  // WRONG
#else
    (void)DEFER_PUSH(s, modern, p);
    (void)DEFER_PUSH(s, modern_both, p, 1);
#endif
}
