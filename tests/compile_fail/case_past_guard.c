/* A case label stands in the scope of a guard of the case before.
 * expect gcc c: switch jumps into scope of identifier with variably modified type
 * expect gcc c++: jump to case label
 * expect clang: cannot jump from switch statement to this case label
 */
#include "defer.h"
#include <stdlib.h>
#include <unistd.h>

void f(int n, void *p)
{
#ifdef WRONG
    switch (n) { case 1:; DEFER(rand); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER(free, p); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_IF(n, free, p); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_UNLESS(n, free, p); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_IF_NEGATIVE(n, free, p); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_STATUS(&n, close, n); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_VAR(free, p); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_GUARD(guard, free, p); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER(dup2, n, n); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_ERRNO(&n, close, n); case 2: n++; }  // WRONG
    switch (n) { case 1:; DEFER_EACH(close, n); case 2: n++; }  // WRONG
#if DEFER_HAS_BLOCK
    switch (n) { case 1:; DEFER_BLOCK { free(p); }; case 2: n++; }  // WRONG: closures
#endif
#else
    switch (n) {
    case 1: {
        DEFER(free, p);
        break;
    }
    case 2:
        n++;
    }
#endif
}
