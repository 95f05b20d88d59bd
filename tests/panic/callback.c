/* A file of the same program that knows nothing of panics; NAME and NOTE are given. */
#include "defer.h"

#ifdef __cplusplus
#error "to be compiled as C"
#endif
#ifdef DEFER_PANIC_H
#error "to be compiled without it"
#endif

void note(const char *text);
void NAME(void (*body)(void *), void *arg);

void NAME(void (*body)(void *), void *arg)
{
    DEFER(note, NOTE);
    body(arg);
}
