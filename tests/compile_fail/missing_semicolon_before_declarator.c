/* No semicolon behind a guard, before what could end its declaration and so never run.
 * expect gcc: (expected .*';'|no match for 'operator)
 * expect clang: (expected ';'|invalid operands|type of redefinition)
 * errors gcc c: 2
 */
#include "defer.h"
#include <stdlib.h>
#include <string.h>

void f(int n, char *p, char **out, void (*done)(void))
{
    if (n) {
#ifdef WRONG
        { DEFER(free, p) *out = NULL; }  // WRONG
        { DEFER_VAR(free, p) *out = NULL; }  // WRONG
        { DEFER_GUARD(guard, free, p) *out = NULL; }  // WRONG
        { DEFER(free, p) done(); }  // WRONG
        { DEFER(memset, p, 0, 1) *out = NULL; }  // WRONG
        { DEFER_EACH(free, p, p) *out = NULL; }  // WRONG
#if DEFER_HAS_BLOCK
        { DEFER_BLOCK { free(p); } *out = NULL; }  // WRONG: c++
#endif
#else
        DEFER(free, p);
        *out = NULL;
        done();
#endif
    }
}
