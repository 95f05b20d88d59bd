/* A release of two arguments. */
#include "defer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

long count_lines(const char *path)
{
    int fd = open(path, O_RDONLY);
    if (fd < 0) return -1;
    DEFER(close, fd);

    struct stat file;
    if (fstat(fd, &file)) return -1;
    size_t size = (size_t)file.st_size;
    char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (text == MAP_FAILED) return -1;
    DEFER(munmap, text, size);

    long lines = 0;
    for (size_t i = 0; i < size; i++) lines += text[i] == '\n';
    return lines;
}

int main(void)
{
    return count_lines("/proc/self/exe") < 1 || count_lines("none") != -1;
}
