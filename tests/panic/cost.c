/* Leaves a number of frames, each with a guard, by a panic or by a C++ exception. The frames are
 * the same. Prints a line for each run, `panic 10`. The script `cost` counts the instructions
 * executed in `measured`. */
#include "defer_panic.h"
#include <stdio.h>

/* In cost.cpp. */
void throw_exception(void);
int catch_exception(void (*function)(void *), void *arg);

static int released;
__attribute__((noinline)) static void release(int frame) { released += frame; }

__attribute__((noinline)) static void frames(int n, void (*leave)(void))
{
    DEFER(release, n);
    if (n > 1)
        frames(n - 1, leave);
    else
        leave();
    released = -1; /* not reached */
}

static void panic(void) { DEFER_PANIC("text"); }
static void panics(void *n) { frames(*(int *)n, panic); }
static int by_panic(int n) { return defer_try(panics, &n, NULL); }

static void throws(void *n) { frames(*(int *)n, throw_exception); }
static int by_throw(int n) { return catch_exception(throws, &n); }

__attribute__((noinline)) static int measured(int (*way)(int), int n)
{
    int left = way(n);
    __asm__ volatile("" : "+r"(left)); /* no tail call */
    return left;
}

int main(void)
{
    /* The first run of each also does what is needed only once. */
    static const int counts[] = { 1, 1, 10, 100 };
    for (unsigned k = 0; k < sizeof counts / sizeof *counts; k++) {
        int n = counts[k];
        for (int panic = 0; panic < 2; panic++) {
            released = 0;
            if (!measured(panic ? by_panic : by_throw, n) || released != n * (n + 1) / 2) return 1;
            printf("%s%s %d\n", k ? "" : "first ", panic ? "panic" : "throw", n);
        }
    }
    return 0;
}
