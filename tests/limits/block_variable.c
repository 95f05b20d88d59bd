/* With -fdefer-ts -fexceptions, Clang 22 compiles a DEFER_BLOCK twice: for the exit and for
 * unwinding. In the second, a variable declared in the block is read from the storage that belongs
 * to the first.
 * only closures: yes
 */
#include "defer.h"
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

enum { NUMBER = 0x5eed1234 };
static volatile int source = NUMBER, seen;
static int read_number(void) { return source; }
static __attribute__((noinline)) void keep(int number) { seen = number; }

/* wrong: when pthread_exit runs the block, it reads an `n` that was never stored */
static void *work_wrong(void *leave)
{
    DEFER_BLOCK {
        int n = read_number();
        keep(n);
    };
    if (leave) pthread_exit(NULL);
    return NULL;
}

/* right: declares the variable before the block */
static void *work_right(void *leave)
{
    int n;
    DEFER_BLOCK {
        n = read_number();
        keep(n);
    };
    if (leave) pthread_exit(NULL);
    return NULL;
}

static int seen_by(void *work(void *), int *leave)
{
    pthread_t thread;
    seen = 0;
    assert(pthread_create(&thread, NULL, work, leave) == 0);
    assert(pthread_join(thread, NULL) == 0);
    return seen;
}

int main(void)
{
    int leave = 1;
    assert(seen_by(work_wrong, NULL) == NUMBER);
    assert(seen_by(work_right, NULL) == NUMBER);
    assert(seen_by(work_right, &leave) == (DEFER_UNWINDS ? NUMBER : 0));
#if defined(__clang__) && !defined(__cplusplus) && DEFER_UNWINDS
    if (seen_by(work_wrong, &leave) == NUMBER) {
        puts("this Clang has fixed it: say so in README.md and in defer.h");
        return 1;
    }
#else
    assert(seen_by(work_wrong, &leave) == (DEFER_UNWINDS ? NUMBER : 0));
#endif
}
