/* A handler that panics: its guards run, the caller is told, and goes on. */
#include "defer_panic.h"

#include <stdio.h>
#include <stdlib.h>

static int handled;

static void count(const char *answer)
{
    handled += answer != NULL;
}

static void handle(void *request)
{
    const int *wanted = request;
    char *answer = calloc(1, 12);
    if (!answer) DEFER_PANIC_VALUE("out of memory", request);
    DEFER(free, answer);
    DEFER(count, answer);
    if (*wanted > 7) DEFER_PANIC_VALUE("the answer is too long", request);
    snprintf(answer, 12, "%d", *wanted);
    puts(answer);
}

static void serve(int *requests, int count)
{
    for (int i = 0; i < count; i++) {
        defer_panic caught;
        if (defer_try(handle, &requests[i], &caught))
            printf("%s: %s: %d\n", caught.function, caught.message, *(int *)caught.value);
    }
}

int main(void)
{
    int requests[] = { 3, 30, 5 };
    serve(requests, 3);
    return handled != 3;
}
