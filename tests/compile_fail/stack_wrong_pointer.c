/* What is pushed points at something else than fn takes.
 * expect c: incompatible (function )?pointer type
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: no matching function
 * flags c: -Werror=incompatible-pointer-types
 * flags clang c: -Werror=incompatible-pointer-types -Werror=incompatible-function-pointer-types
 * errors clang c++: 2
 * errors c: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>

void tie(FILE *, char *);
int on_event(int, void (*)(int));
int each_line(FILE *, void (*)(int));
void handle(int);
int room(FILE *, char *, int, unsigned long);

void f(defer_stack *s, FILE *f, char *text)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, fclose, text);  // WRONG
    DEFER_CANCEL(s, fclose, text);  // WRONG
    DEFER_RELEASE(s, fclose, text);  // WRONG
    defer_stack_push(s, fclose, f);  // WRONG
    (void)DEFER_PUSH(s, tie, f, f);  // WRONG
    (void)DEFER_PUSH(s, room, text, text, 1, 2);  // WRONG
    (void)DEFER_PUSH(s, on_event, 2, handle);
    (void)DEFER_PUSH(s, each_line, f, handle);
    (void)DEFER_PUSH(s, room, f, f, 1, 2);  // WRONG
    (void)DEFER_PUSH(s, on_event, 2, fclose);  // WRONG
    (void)DEFER_PUSH(s, each_line, f, fclose);  // WRONG
    DEFER_CANCEL(s, tie, text, text);  // WRONG
#else
    (void)DEFER_PUSH(s, fclose, f);
    DEFER_CANCEL(s, fclose, f);
    (void)DEFER_PUSH(s, free, text);
    (void)DEFER_PUSH(s, tie, f, text);
    (void)DEFER_PUSH(s, room, f, text, 1, 2);
    defer_stack_push(s, free, text);
#endif
}
