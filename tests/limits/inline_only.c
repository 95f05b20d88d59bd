/* An intrinsic that the compiler only inlines, as _mm_empty of GCC, cannot be called through a
 * pointer, and a guard keeps one at -O0. Wrap it.
 * refused O0: ld returned 1 exit status
 * only gcc x86_64: yes
 */
#include "defer.h"
#include <mmintrin.h>

#if defined(WRONG) && !defined(__OPTIMIZE__)
#define empty _mm_empty
#else
static void empty(void)
{
    _mm_empty();
}
#endif

int main(void)
{
    DEFER(empty);
}
