/* What analyzers report about guards. The line before each function names the analyzers that report
 * something in it, which the script `run` checks. clang stands for `clang --analyze` and
 * clang-tidy, c++ for the same in C++, ts for the same with -fdefer-ts; gcc for `gcc -fanalyzer`,
 * gcc-O2 for the same at -O2. Each mistake is here twice: by hand, to show what an analyzer can
 * find, and with a guard. A mistake that is found only by hand, and a report in a function that is
 * right, are limits of the analyzer, which README.md lists. */
#include "defer.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- Right ---- */

struct list { char *item; };
static void free_list(struct list *l) { free(l->item); }
/* reported by: ts */
static int fills_list(void)
{
    struct list l = { NULL };
    DEFER(free_list, &l);
    l.item = (char *)malloc(3);
    return l.item ? 0 : -1;
}

/* reported by: nobody */
int right_set_later_twice(void)
{
    if (fills_list()) return -1;
    return fills_list();
}

/* reported by: ts */
int right_defer(void)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    DEFER(free, p);
    p[0] = 1;
    return p[0] + 1;
}

/* reported by: ts */
int right_if(int n)
{
    int rc = -1, keep = 0;
    char *p = (char *)malloc(3);
    if (!p) return rc;
    DEFER_UNLESS(keep, free, p);
    DEFER_IF_NEGATIVE(rc, puts, p);
    p[0] = 0;
    if (n < 2) return rc;
    keep = 1;
    rc = 0;
    free(p);
    return rc;
}

/* reported by: ts */
int right_var_set_later(void)
{
    char *p = NULL;
    DEFER_VAR(free, p);
    p = (char *)malloc(3);
    if (!p) return -1;
    p[0] = 1;
    return p[0] + 1;
}

/* reported by: ts */
char *right_take(int n)
{
    char *p = (char *)malloc(3), *q;
    DEFER_VAR(free, p);
    q = (char *)malloc(3);
    DEFER_VAR(free, q);
    if (!p || !q || n < 2) return NULL;
    p[0] = q[0] = 1;
    return DEFER_TAKE(p);
}

/* reported by: ts */
int right_guard(void)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    DEFER_GUARD(memory, free, p);
    p[0] = 1;
    if (p[0] > 2) return -2;
    DEFER_RUN(memory);
    return 0;
}

/* reported by: ts */
char *right_dismiss(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return NULL;
    DEFER_GUARD(memory, free, p);
    if (n < 2) return NULL;
    DEFER_DISMISS(memory);
    return p;
}

/* GCC believes that the entry is uninitialized. */
/* reported by: gcc-O2 */
int right_stack(void)
{
    DEFER_STACK(s, 4);
    char *p = (char *)malloc(3);
    if (!p) return -1;
    if (DEFER_PUSH(&s, free, p)) return -1;
    p[0] = 1;
    return p[0] + 1;
}

/* ---- Never released ---- */

/* reported by: clang c++ ts gcc gcc-O2 cppcheck */
int leak_by_hand(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    if (n) return -2;
    free(p);
    return 0;
}

/* reported by: clang c++ ts gcc gcc-O2 */
int leak_before_the_guard(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    if (n) return -2;
    DEFER(free, p);
    return 0;
}

/* reported by: gcc gcc-O2 */
int leak_dismissed(void)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    DEFER_GUARD(memory, free, p);
    DEFER_DISMISS(memory);
    return 0;
}

/* reported by: c++ gcc */
int leak_overwritten(void)
{
    char *p = (char *)malloc(3);
    DEFER_VAR(free, p);
    p = NULL;
    return 0;
}

/* ---- Released twice ---- */

/* reported by: clang c++ ts gcc gcc-O2 cppcheck */
int twice_by_hand(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    if (n) free(p);
    free(p);
    return 0;
}

/* reported by: ts c++ gcc gcc-O2 */
int twice_guarded(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    DEFER(free, p);
    if (n) free(p);
    return 0;
}

/* reported by: ts c++ gcc gcc-O2 */
int twice_with_two_guards(void)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    DEFER(free, p);
    DEFER(free, p);
    return 0;
}

/* reported by: clang ts c++ gcc gcc-O2 */
int twice_by_hand_before_the_guard(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    if (n) free(p);
    DEFER(free, p);
    return 0;
}

/* ---- Used after it was released ---- */

/* reported by: clang c++ ts gcc gcc-O2 */
int used_by_hand(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    p[0] = 1;
    free(p);
    return n ? p[0] : 0;
}

/* reported by: clang c++ ts gcc gcc-O2 */
int used_before_exit(int n)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    DEFER_VAR(free, p);
    p[0] = 1;
    free(p);
    return n ? p[0] : 0;
}

/* reported by: ts c++ gcc gcc-O2 */
int used_behind_the_block(void)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    p[0] = 1;
    {
        DEFER(free, p);
    }
    return p[0];
}

/* reported by: c++ ts gcc gcc-O2 */
int used_after_run(void)
{
    char *p = (char *)malloc(3);
    if (!p) return -1;
    p[0] = 1;
    DEFER_GUARD(memory, free, p);
    DEFER_RUN(memory);
    return p[0];
}
