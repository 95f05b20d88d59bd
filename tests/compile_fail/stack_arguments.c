/* As many arguments as the function on a stack has parameters: none missing, none too many.
 * expect: (requires . arguments|too (few|many) arg|no matching function)
 * errors: 2
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(defer_stack *s, FILE *f, void *p)
{
#ifdef WRONG
    (void)DEFER_PUSH(s, free);  // WRONG
    (void)DEFER_PUSH(s, setbuf, f);  // WRONG
    (void)DEFER_PUSH(s, setvbuf, f, NULL, 1);  // WRONG
    (void)DEFER_PUSH(s, setbuf, f, p, 1);  // WRONG
    (void)DEFER_PUSH(s, lseek, 0, 1, 2, 3);  // WRONG
    (void)DEFER_PUSH(s, abort, 1);  // WRONG
    DEFER_CANCEL(s, lseek, 0, 1);  // WRONG
    DEFER_RELEASE(s, abort, 1);  // WRONG
    DEFER_RELEASE(s, free, p, p);  // WRONG
    DEFER_STACK(t);  // WRONG
#else
    (void)DEFER_PUSH(s, abort);
    (void)DEFER_PUSH(s, free, p);
    (void)DEFER_PUSH(s, fclose, f);
    (void)DEFER_PUSH(s, setbuf, f, NULL);
    (void)DEFER_PUSH(s, lseek, 0, 1, 2);
    (void)DEFER_PUSH(s, setvbuf, f, (char *)p, 1, 2);
#endif
}
