/* Two arguments, of which the compiler can keep one.
 * only erased: yes
 * expect: DEFER with more than one argument: pass a pointer to a struct, or build with GCC
 * expect strict: defer_h_refuses_this_use_see_its_manual
 */
#include "defer.h"
#include <stddef.h>

struct mapping {
    void *p;
    size_t size;
};
int munmap(void *, size_t);
void unmap(struct mapping *);
void three(void *, void *, void *);
void four(void *, void *, void *, void *);

void f(void *p, size_t size)
{
#ifdef WRONG
    DEFER(munmap, p, size);  // WRONG
    DEFER(three, p, p, p);  // WRONG
    DEFER(four, p, p, p, p);  // WRONG
#else
    struct mapping mapping = { p, size };
    DEFER(unmap, &mapping);
#endif
}
