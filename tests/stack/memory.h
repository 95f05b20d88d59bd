/* The memory of a program that is linked with --wrap=realloc and --wrap=free: counted, and made
 * to fail. And a check that goes on. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>

#define CHECK(ok) ((ok) ? (void)0 : check_failed(__FILE__, __LINE__, #ok))

#ifdef __cplusplus
extern "C" {
#endif
void check_failed(const char *file, int line, const char *text);
extern int failures;
extern long blocks;                    /* allocated and not yet freed */
extern long allocations;               /* asked for so far */
extern bool (*allocation_fails)(void); /* if it is set */
#ifdef __cplusplus
}
#endif

#endif
