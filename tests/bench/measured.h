/* Calls each way of a table twice, and prints its name and count. Of the second call, the
 * instructions within `measured` are dumped; in the first, what is done once is done. */
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
