/* A stack in an inline function that other files can call: a warning, as the functions of the stack
 * are static. There is none of a guard; nor with `static inline`, nor in a header of the system.
 * refused gcc: is static but used in inline function
 * refused clang: static function 'defer_.*' (is used )?in an inline function with external linkage
 */
#include "defer.h"
#include <stdlib.h>

int count(int by);
inline int guarded(void **p);
inline int guarded(void **p)
{
    int failed = 0, status = 0;
    DEFER_VAR(free, *p);
    DEFER(count, 1);
    DEFER_IF(failed, count, 2);
    DEFER_UNLESS(failed, count, 4);
    DEFER_IF_NEGATIVE(failed, count, 8);
    DEFER_STATUS(&status, count, 16);
    DEFER_GUARD(guard, count, 32);
    DEFER_DISMISS(guard);
    return *p != NULL;
}
extern int guarded(void **p);

static int sum;
int count(int by)
{
    return sum += by, 0;
}

#ifdef WRONG
inline
#else
static inline
#endif
int with_stack(void *p)
{
    DEFER_STACK(stack, 1);
    return DEFER_PUSH(&stack, free, p);
}

int main(void)
{
    void *p = malloc(1);
    return !guarded(&p) || sum != 21 || with_stack(malloc(1));
}
