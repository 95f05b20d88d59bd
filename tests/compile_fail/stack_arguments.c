/* As many arguments as the function on a stack has parameters: none missing, none too many.
 * expect: (requires . arguments|too (few|many) arg|no matching function)
 * errors: 3
 */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void f(defer_stack *s, FILE *f, void *p)
{
#ifdef WRONG
    DEFER_PUSH(s, free);  // WRONG
    DEFER_PUSH(s, setbuf, f);  // WRONG
    DEFER_PUSH(s, setvbuf, f, NULL, 1);  // WRONG
    DEFER_PUSH(s, setbuf, f, p, 1);  // WRONG
    DEFER_PUSH(s, lseek, 0, 1, 2, 3);  // WRONG
    DEFER_PUSH(s, abort, 1);  // WRONG
    DEFER_CANCEL(s, lseek, 0, 1);  // WRONG
    DEFER_RELEASE(s, abort, 1);  // WRONG
    DEFER_RELEASE(s, free, p, p);  // WRONG
    DEFER_STACK(t);  // WRONG
#else
    DEFER_PUSH(s, abort);
    DEFER_PUSH(s, free, p);
    DEFER_PUSH(s, fclose, f);
    DEFER_PUSH(s, setbuf, f, NULL);
    DEFER_PUSH(s, lseek, 0, 1, 2);
    DEFER_PUSH(s, setvbuf, f, (char *)p, 1, 2);
#endif
}
