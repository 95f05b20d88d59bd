/* What ./entries.c defines for each NAME. */
#ifndef ENTRIES_H
#define ENTRIES_H
#include "defer.h"

struct entries {
    void (*push)(defer_stack *, unsigned *released), (*push_and_run)(defer_stack *, unsigned *);
    void (*unwind)(defer_stack *), (*run)(defer_stack *), (*dismiss)(defer_stack *);
    void (*guard)(unsigned *released);
};
extern const struct entries one, two;

#ifdef __cplusplus /* the same places in both files */
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
