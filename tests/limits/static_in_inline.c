/* A stack in an inline function that other files can call: a warning, as the functions of the stack
 * are static. There is none of a guard; nor with `static inline`, nor in a header of the system.
 * refused gcc: is static but used in inline function
 * refused clang: static function 'defer_.*' (is used )?in an inline function with external linkage
 */
#include "defer.h"
#include <stdlib.h>

inline int guarded(void **p);
inline int guarded(void **p)
{
    DEFER_VAR(free, *p);
    return *p != NULL;
}
extern int guarded(void **p);

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
    return !guarded(&p) || with_stack(malloc(1));
}
