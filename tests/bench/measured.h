/* Calls a function twice, and prints its name and argument. The first call does what is needed only
 * once. callgrind counts the instructions of the second, which is made in `measured`. */
#ifndef MEASURED_H
#define MEASURED_H

#include <stdio.h>

struct way {
    const char *name;
    void (*f)(int);
    int n;
};
static void nothing(int n) { (void)n; } /* the cost of `measured` itself */

__attribute__((noinline)) void measured(void (*f)(int), int n)
{
    f(n);
    __asm__ volatile("" : : : "memory"); /* no tail call */
}

static void measure(struct way way)
{
    if (way.n <= 1000) way.f(way.n);
    measured(way.f, way.n);
    printf("%s %d\n", way.name, way.n);
}

#endif
