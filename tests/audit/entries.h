/* What entries.c defines for each NAME. */
#ifndef ENTRIES_H
#define ENTRIES_H
#include "defer.h"

struct entries {
    void (*push)(defer_stack *s, unsigned *released);
    void (*push_and_run)(defer_stack *s, unsigned *released);
    void (*unwind_one)(defer_stack *s);
    void (*run)(defer_stack *s);
    void (*dismiss_one)(defer_stack *s);
    void (*guard)(unsigned *released); /* adds 3 */
};
extern const struct entries one, two;

#ifdef __cplusplus /* both files have these functions, and so the places in them */
inline void count_inline(unsigned *released);
template <class T> void of_template(T *released)
{
    DEFER(count_inline, released);
}
inline void of_inline(unsigned *released)
{
    DEFER(count_inline, released);
}
inline void count_inline(unsigned *released) { ++*released; }
#endif
#endif
