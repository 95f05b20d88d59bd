/* `return rc` reads `rc` before the guard stores the status of the release there. */
#include "defer.h"
#include <assert.h>
#include <stdio.h>

/* wrong: returns 0 although fclose failed */
static int save_wrong(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f) return -1;
    int rc = 0;
    DEFER_STATUS(&rc, fclose, f);
    if (fputs(text, f) < 0) rc = -1;
    return rc;
}

/* right: closes the file in an inner block, or by `return DEFER_RUN(file)` of a DEFER_GUARD */
static int save_right(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f) return -1;
    int rc = 0;
    {
        DEFER_STATUS(&rc, fclose, f);
        if (fputs(text, f) < 0) rc = -1;
    }
    return rc;
}

/* check: */
int main(void)
{
    assert(save_wrong("/dev/full", "x") == 0);
    assert(save_right("/dev/full", "x") == EOF);
}
