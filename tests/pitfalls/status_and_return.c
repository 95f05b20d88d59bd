/* The status of a release is there when the block is left, and `return rc` reads rc before that. */
#include "defer.h"
#include <assert.h>
#include <stdio.h>

/* wrong: returns 0, though fclose failed */
static int save_wrong(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f) return -1;
    int rc = 0;
    DEFER_STATUS(&rc, fclose, f);
    if (fputs(text, f) < 0) rc = -1;
    return rc;
}

/* right: the file is closed by then; so it is with `return DEFER_RUN(file)` of a named guard */
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
