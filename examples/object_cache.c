/*
 * Buffers from a cache, not by calloc and free for each use. A guard gives a buffer back on every
 * way out, and it is emptied then, as far as it was written: nobody sees what a former user, who
 * may have failed half-way, had in it. The cache is of one thread.
 *
 *     object_cache cached|each file rounds       decodes the lines of a file: `a%20b` is `a b`
 *
 * Prints `2 decoded, 1 invalid, sum 91c0, 1 mallocs, 0 bytes seen, 0 in use`. The status is 1 if a
 * buffer had something in it, or was not given back.
 */
#include "defer.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 16384, KEPT = 4 };

struct buffer {
    struct buffer *next; /* in the cache */
    size_t used;
    char text[SIZE]; /* 0 from `used` on */
};
static struct buffer *cache;
static int most, cached, in_use, mallocs, seen;
static unsigned sum;

static struct buffer *take(void)
{
    struct buffer *b = cache;
    if (b) {
        cache = b->next;
        cached--;
    } else {
        b = calloc(1, sizeof *b);
        mallocs++;
    }
    in_use += b != NULL;
    return b;
}

static void give_back(struct buffer *b)
{
    in_use--;
    if (cached == most) {
        free(b);
        return;
    }
    memset(b->text, 0, b->used);
    b->used = 0;
    b->next = cache;
    cache = b;
    cached++;
}

static void empty_cache(void)
{
    for (struct buffer *b; (b = cache); free(b)) cache = b->next;
}

static int decode_byte(const char **line) /* -1 if there is none */
{
    const unsigned char *s = (const unsigned char *)*line;
    *line += *s == '%' ? 3 : 1;
    if (*s != '%') return *s;
    if (!isxdigit(s[1]) || !isxdigit(s[2])) return -1;
    return (int)strtol((char[]){ (char)s[1], (char)s[2], 0 }, NULL, 16);
}

static int decode(const char *line, int looks)
{
    struct buffer *b = take();
    if (!b) return -1;
    DEFER(give_back, b);
    for (int i = 0; looks && i < SIZE; i++) seen += b->text[i] != 0;
    while (*line && *line != '\n') {
        int byte = decode_byte(&line);
        if (byte < 0 || b->used == SIZE) return -1; /* what is decoded so far does not stay */
        b->text[b->used++] = (char)byte;
    }
    for (size_t i = 0; i < b->used; i++) sum = sum * 31 + (unsigned char)b->text[i];
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 4) return 2;
    most = strcmp(argv[1], "cached") ? 0 : KEPT;
    FILE *f = fopen(argv[2], "r");
    if (!f) return perror(argv[2]), 2;
    DEFER(fclose, f);
    DEFER(empty_cache);
    int decoded = 0, invalid = 0;
    static char line[2 * SIZE];
    for (int round = 0; round < atoi(argv[3]); round++) {
        rewind(f);
        while (fgets(line, sizeof line, f)) decode(line, !round) ? invalid++ : decoded++;
    }
    printf("%d decoded, %d invalid, sum %x, %d mallocs, ", decoded, invalid, sum, mallocs);
    printf("%d bytes seen, %d in use\n", seen, in_use);
    return seen || in_use;
}
