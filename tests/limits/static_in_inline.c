/* An inline function that other files can call uses a stack. The compiler warns, as the functions
 * of the stack are static. Guards get no such warning, nor does `static inline`, nor a system
 * header.
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
    sum += by;
    return 0;
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
