/* In C, GCC 11 to 16 have an internal error with -O0 -fexceptions, if in a scope with a cleanup
 * nothing is called that can throw, and scopes with cleanups in loops follow. The cause is not
 * defer.h: this test has the attribute alone.
 * only gcc c: yes
 * refused O0 unwinds: in expand_builtin_eh_common
 * options O2: -DWRONG
 */
#include <stdlib.h>

void release(int *at);
int take(void);
#ifdef WRONG
static int use(int number) { return number; }
#else
int use(int number); /* as far as the compiler knows, this can throw */
#endif

int work(void)
{
    int start[2] = { 0, take() };
    {
        __attribute__((cleanup(release))) int one = 1;
        use(one);
    }
    for (int i = 0; i < 3 && take(); i++) {
        int next = start[1];
        for (int k = 0; k < 3 && take(); k++) {
            __attribute__((cleanup(release))) int two = 2;
            {
                if (take() == 4) return two;
                __attribute__((cleanup(release))) int three = next;
                (void)three;
            }
        }
    }
    return 0;
}

static int released, calls_of_take;
void release(int *at) { released += *at; }
int take(void) { return ++calls_of_take; }
#ifndef WRONG
int use(int number) { return number; }
#endif

int main(void) { return !(work() == 2 && released == 3); }
