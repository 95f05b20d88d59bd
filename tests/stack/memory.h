/* Counts the allocations of a program that is linked with --wrap=realloc and --wrap=free, and can
 * make them fail. Also a check that counts failures and goes on. */
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
extern long allocations;               /* calls of realloc so far */
extern bool (*allocation_fails)(void); /* asked at each allocation; null: none fails */
#ifdef __cplusplus
}
#endif

#endif
