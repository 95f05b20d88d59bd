/* A guard on the way out can change errno. The caller then reads the wrong reason. A stack keeps
 * errno. So does every guard with DEFER_PRESERVE_ERRNO. */
#include "defer.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* wrong: write says ENOSPC, then unlink says ENOENT, and the caller reads that */
static int save_wrong(const char *path, const char *lock)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0) return -1;
    DEFER(close, fd);
    DEFER(unlink, lock);
    return write(fd, "text", 4) == 4 ? 0 : -1;
}

/* right: the release keeps errno; or report the error before you leave */
static void remove_lock(const char *path)
{
    int error = errno;
    unlink(path);
    errno = error;
}
static int save_right(const char *path, const char *lock)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0) return -1;
    DEFER(close, fd);
    DEFER(remove_lock, lock);
    return write(fd, "text", 4) == 4 ? 0 : -1;
}

/* check: */
int main(void)
{
    assert(save_wrong("/dev/full", "none") == -1 && errno == ENOENT);
    assert(save_right("/dev/full", "none") == -1 && errno == ENOSPC);
}
