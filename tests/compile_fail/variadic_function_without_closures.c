/* fn takes any number of arguments.
 * only erased: yes
 * expect: defer.h: fn must have a prototype .*take pointers and integers
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

int say(const char *, ...);
int control(int, unsigned long, ...);
void log_it(void *, int, const char *, ...);
int puts(const char *);
static int say_text(const char *format, const char *word) { return say(format, word); }
static const char *text = "bye";

void f(void *p, int fd)
{
#ifdef WRONG
    DEFER(say, (char *)p);  // WRONG
    DEFER(say, "bye");  // WRONG
    DEFER_VAR(say, text);  // WRONG
    DEFER_GUARD(guard, say, text);  // WRONG
    DEFER(say, "%s", text);  // WRONG
    DEFER(say, "%d", fd);  // WRONG
    DEFER(say, "%s%s%s", text, text, text);  // WRONG
    DEFER(control, fd, 1ul);  // WRONG
    DEFER(control, fd, 1ul, p);  // WRONG
    DEFER_IF(fd, control, fd, 1ul, 2);  // WRONG
    DEFER_VAR(control, fd, 1ul, p);  // WRONG
    DEFER_GUARD(other, log_it, p, 1, text);  // WRONG
    DEFER(log_it, p, 1, text, 2);  // WRONG
#else
    (void)p, (void)fd, (void)log_it, (void)control;
    DEFER(puts, text);
    DEFER(say_text, "%s", text);
#endif
}
