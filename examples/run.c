/*
 * Used by the script `run`: calls copy_file once, and counts what it does not give back.
 *
 *     run from to                      without a limit
 *     run from to -v|-f|-n spare       copy_file has only so much to spare
 *
 * The options are those of `ulimit`: bytes of address space (-v), bytes of a file (-f), descriptors
 * (-n). Prints five numbers: what copy_file returned, how many descriptors were open before and
 * after it, how many bytes were lost, and how many files were left behind. Lost are blocks of
 * memory that were not freed, and the bytes of a file that was left behind: the target of a copy
 * that failed, if there was none before.
 *
 * Replaces malloc, for the C library too, to count the memory. Each block is a mapping of its own,
 * so that a limit on the address space can hit every single allocation. This file itself has no
 * guards, because the script also compiles it with guards that do nothing.
 */
#define main copy_file_main
#include "copy_file.c"
#undef main

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static size_t allocated;

struct block {
    _Alignas(16) size_t size;
    char bytes[];
};

void *malloc(size_t size)
{
    struct block *b = MAP_FAILED;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    if (size <= SIZE_MAX - sizeof *b)
        b = mmap(NULL, sizeof *b + size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (b == MAP_FAILED) {
        errno = ENOMEM;
        return NULL;
    }
    b->size = size;
    allocated += size;
    return b->bytes;
}

static struct block *block_of(void *bytes)
{
    return (struct block *)(void *)((char *)bytes - offsetof(struct block, bytes));
}

void free(void *bytes)
{
    if (!bytes) return;
    struct block *b = block_of(bytes);
    allocated -= b->size;
    munmap(b, sizeof *b + b->size);
}

void *calloc(size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size) {
        errno = ENOMEM;
        return NULL;
    }
    return malloc(count * size); /* a new mapping is zero */
}

void *realloc(void *bytes, size_t size)
{
    size_t old = bytes ? block_of(bytes)->size : 0;
    void *moved = malloc(size);
    if (!moved || !bytes) return moved;
    memcpy(moved, bytes, old < size ? old : size);
    free(bytes);
    return moved;
}

static long count_descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    if (!dir) abort();
    long entries = 0;
    while (readdir(dir)) entries++;
    closedir(dir);
    return entries - 3; /* without `.`, `..` and the descriptor of `dir` */
}

/* Returns the size of a file, or -1 if there is none. */
static long size_of(const char *path)
{
    struct stat status;
    if (stat(path, &status)) return -1;
    return (long)status.st_size;
}

/* Returns how much of a resource is in use before copy_file is called. */
static rlim_t in_use(int resource)
{
    if (resource == RLIMIT_FSIZE) return 0; /* it applies to each file alone */
    int lowest_free = open("/proc/self/statm", O_RDONLY);
    if (lowest_free < 0) abort();
    char pages[32] = "";
    if (read(lowest_free, pages, sizeof pages - 1) < 0) abort();
    close(lowest_free);
    if (resource == RLIMIT_NOFILE) return (rlim_t)lowest_free;
    return strtoul(pages, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Returns the resource that an option of `ulimit` limits, or -1. */
static int resource_of(const char *option)
{
    if (strcmp(option, "-v") == 0) return RLIMIT_AS;
    if (strcmp(option, "-f") == 0) return RLIMIT_FSIZE;
    if (strcmp(option, "-n") == 0) return RLIMIT_NOFILE;
    return -1;
}

static int copy_file_with_limit(const char *from, const char *to, int resource, rlim_t spare)
{
    struct rlimit unlimited;
    if (getrlimit(resource, &unlimited)) abort();
    struct rlimit limited = unlimited;
    limited.rlim_cur = in_use(resource) + spare;

    signal(SIGXFSZ, SIG_IGN); /* so that a write beyond the limit of -f fails */
    setrlimit(resource, &limited);
    int result = copy_file(from, to);
    setrlimit(resource, &unlimited);
    return result;
}

int main(int argc, char **argv)
{
    int resource = argc == 5 ? resource_of(argv[3]) : RLIMIT_NOFILE;
    if ((argc != 3 && argc != 5) || resource < 0) {
        fprintf(stderr, "usage: run from to [-v|-f|-n spare]\n");
        return 2;
    }
    const char *from = argv[1];
    const char *to = argv[2];
    bool was_there = size_of(to) >= 0;
    long descriptors_before = count_descriptors();
    size_t allocated_before = allocated;

    int result;
    if (argc == 5)
        result = copy_file_with_limit(from, to, resource, strtoul(argv[4], NULL, 10));
    else
        result = copy_file(from, to);

    long bytes_lost = (long)(allocated - allocated_before);
    long descriptors_after = count_descriptors();
    long size = size_of(to);
    bool left_behind = result != 0 && !was_there && size >= 0;
    if (left_behind) bytes_lost += size;
    printf("%d %ld %ld %ld %d\n", result, descriptors_before, descriptors_after, bytes_lost,
           left_behind);
    return 0;
}
