/* The argument points at something else than fn takes.
 * expect c: incompatible (function )?pointer type
 * expect gcc c++: (invalid conversion|cannot convert)
 * expect clang c++: (cannot initialize a parameter|no matching function)
 * flags gcc c: -Werror=incompatible-pointer-types -Werror=int-conversion
 * flags clang c: -Werror=incompatible-pointer-types -Werror=incompatible-function-pointer-types
 * errors gcc c++: 4
 * errors clang c++: 2
 * errors c: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void tie(FILE *, char *);
int room(FILE *, char *, int, unsigned long);
int on_event(int, void (*)(int));
int each_line(FILE *, void (*)(int));
void handle(int);
int hand_over(int, long, int, FILE *);

void f(FILE *f, char *text, int fd)
{
#ifdef WRONG
    DEFER(fclose, text);  // WRONG
    DEFER_IF(fd, fclose, text);  // WRONG
    DEFER_UNLESS(fd, fclose, text);  // WRONG
    DEFER_IF_NEGATIVE(fd, fclose, text);  // WRONG
    DEFER_STATUS(&fd, fclose, text);  // WRONG
    DEFER_VAR(fclose, text);  // WRONG
    DEFER_GUARD(guard, fclose, text);  // WRONG
    DEFER(tie, text, text);  // WRONG
    DEFER(tie, f, f);  // WRONG
    DEFER(rename, text, &fd);  // WRONG
    DEFER(room, f, &fd, 1, 2);  // WRONG
    DEFER(hand_over, fd, 1, 2, text);  // WRONG
    DEFER(on_event, 2, fclose);  // WRONG
    DEFER(each_line, f, fclose);  // WRONG
    DEFER_IF(fd, rename, text, &fd);  // WRONG
    DEFER_ERRNO(&fd, rename, text, &fd);  // WRONG
    DEFER_VAR(tie, f, f);  // WRONG
    DEFER_GUARD(other, room, f, &fd, 1, 2);  // WRONG
    DEFER_EACH(fclose, f, text);  // WRONG
#else
    DEFER(fclose, f);
    DEFER(free, text);
    DEFER_IF(fd, close, fd);
    DEFER(tie, f, text);
    DEFER(room, f, text, 1, 2);
    DEFER(hand_over, fd, 1, 2, f);
    DEFER(on_event, 2, handle);
    DEFER(each_line, f, handle);
    DEFER_VAR(tie, f, text);
    DEFER_EACH(fclose, f, f);
#endif
}
