/* A file of the program that does not include defer_panic.h. NAME and NOTE are defined by `run`. */
#include "defer.h"

#ifdef __cplusplus
#error "to be compiled as C"
#endif
#ifdef DEFER_PANIC_H
#error "to be compiled without defer_panic.h"
#endif

void note(const char *text);
void NAME(void (*body)(void *), void *arg);

void NAME(void (*body)(void *), void *arg)
{
    DEFER(note, NOTE);
    body(arg);
}
