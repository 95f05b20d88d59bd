/* At -O0 a guard calls `fn` through a pointer. An intrinsic that exists only inline, such as
 * _mm_empty of GCC, has no address for that. Wrap it in a function.
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
