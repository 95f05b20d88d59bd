/* fn takes any number of arguments.
 * only erased: yes
 * expect: defer.h: .*fn must .*take a pointer or an integer
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

int say(const char *, ...);
int puts(const char *);
static const char *text = "bye";

void f(void *p, size_t size)
{
#ifdef WRONG
    (void)size;
    DEFER(say, (char *)p);  // WRONG
    DEFER(say, "bye");  // WRONG
    DEFER_VAR(say, text);  // WRONG
    DEFER_GUARD(guard, say, text);  // WRONG
#else
    (void)size, (void)p;
    DEFER(puts, text);
#endif
}
