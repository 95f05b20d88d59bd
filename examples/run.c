/*
 * The counting part of ./examples/run: calls copy_file once, and counts what it does not give back.
 *
 *     run from to [-v|-f|-n spare]
 *
 * Prints five numbers: the result of copy_file, the descriptors open before it and after it, the
 * bytes lost and the files left behind. If the copy failed, a target that was not there before is
 * left behind, and its bytes are lost; memory that is still held is lost anyway.
 *
 * With an option of `ulimit`, only so much is left to copy_file: of the address space (-v, in
 * bytes), of the size of a file (-f, in bytes), of the number of descriptors (-n).
 *
 * malloc is replaced, for the C library too. It counts what is held; and as each block is a mapping
 * of its own, the limit on the address space hits each allocation in turn. Nothing here leans on
 * a guard, so that copy_file can be counted without them too.
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

static size_t held;

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
    held += b->size = size;
    return b->bytes;
}

static struct block *block_of(void *bytes)
{
    return (struct block *)(void *)((char *)bytes - offsetof(struct block, bytes));
}

void free(void *bytes)
{
    if (!bytes) return;
    held -= block_of(bytes)->size;
    munmap(block_of(bytes), sizeof(struct block) + block_of(bytes)->size);
}

void *calloc(size_t count, size_t size)
{
    return malloc(size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
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

static long descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    if (!dir) abort();
    long n = -3; /* `.`, `..` and this directory */
    while (readdir(dir)) n++;
    closedir(dir);
    return n;
}

/* The size of a file, -1 if there is none. */
static long size_of(const char *path)
{
    struct stat file;
    return stat(path, &file) ? -1 : (long)file.st_size;
}

/* How much is in use: bytes of address space, descriptors; of the size of a file, nothing. */
static rlim_t in_use(int resource)
{
    if (resource == RLIMIT_FSIZE) return 0;
    int lowest = open("/proc/self/statm", O_RDONLY);
    char pages[32] = "";
    if (lowest < 0 || read(lowest, pages, sizeof pages - 1) < 0) abort();
    close(lowest);
    if (resource == RLIMIT_NOFILE) return (rlim_t)lowest;
    return strtoul(pages, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 5) return 2;
    int option = argc == 5 ? argv[3][1] : 'n';
    int resource = option == 'v' ? RLIMIT_AS : option == 'f' ? RLIMIT_FSIZE : RLIMIT_NOFILE;
    long target = size_of(argv[2]), before = descriptors();
    size_t memory = held;

    struct rlimit whole, little;
    if (getrlimit(resource, &whole)) abort();
    little = whole;
    if (argc == 5) little.rlim_cur = in_use(resource) + strtoul(argv[4], NULL, 10);
    signal(SIGXFSZ, SIG_IGN); /* so that the write fails */
    setrlimit(resource, &little);
    int result = copy_file(argv[1], argv[2]);
    setrlimit(resource, &whole);

    long bytes = (long)(held - memory), after = descriptors();
    bool left = result && target < 0 && (target = size_of(argv[2])) >= 0;
    printf("%d %ld %ld %ld %d\n", result, before, after, bytes + (left ? target : 0), left);
    return 0;
}
