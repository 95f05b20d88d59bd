/* Five situations, one function each, on the way that succeeds and on one that fails. */
#include "defer.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct stock {
    pthread_mutex_t lock;
    int count;
};

struct channel {
    FILE *log;
    char *buffer;
};

static int closed;

static int count_close(FILE *f)
{
    closed++;
    return fclose(f);
}
#define fclose count_close

// Hand out: the caller gets the text whole, or NULL.
char *read_text(const char *path, size_t size)
{
    FILE *f = fopen(path, "r");
    if (!f) return NULL;
    DEFER(fclose, f);
    char *text = calloc(1, size + 1);
    DEFER_VAR(free, text); // frees what text holds at exit, unless that is NULL
    if (!text || fread(text, 1, size, f) < size) return NULL;
    return DEFER_TAKE(text);
}

// Check the close: a full disk may show there and nowhere else.
int write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f) return -1;
    DEFER_GUARD(file, fclose, f);
    return fputs(text, f) == EOF ? -1 : DEFER_RUN(file); // closes f now, with its result
}

// Lock: no return leaves it locked.
int take(struct stock *s, int wanted)
{
    pthread_mutex_lock(&s->lock);
    DEFER(pthread_mutex_unlock, &s->lock);
    if (s->count < wanted) return -1;
    s->count -= wanted;
    return s->count;
}

// Constructor: what was made is undone if a later step fails.
int open_channel(struct channel *c, const char *path, size_t size)
{
    int done = 0;
    if (!(c->log = fopen(path, "w"))) return -1;
    DEFER_UNLESS(done, fclose, c->log);
    if (!(c->buffer = malloc(size))) return -1;
    done = 1; // from here on the caller closes the log
    return 0;
}

// Several arguments.
int append(int fd, const char *line)
{
    if (flock(fd, LOCK_EX)) return -1;
    DEFER(flock, fd, LOCK_UN);
    return dprintf(fd, "%s\n", line) < 0 ? -1 : 0;
}

static int is_locked(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) return -1;
    DEFER(fclose, f);
    return flock(fileno(f), LOCK_EX | LOCK_NB) != 0;
}

int main(void)
{
    struct stock stock = { PTHREAD_MUTEX_INITIALIZER, 3 };
    struct channel channel;
    volatile size_t too_much = (size_t)-1 / 2;
    char *text;

    if (write_text("text", "four") || closed != 1 || write_text("none/text", "four") != -1) return 1;
    if (write_text("/dev/full", "four") != -1 || errno != ENOSPC || closed != 2) return 2;

    text = read_text("text", 4);
    if (!text || strcmp(text, "four") || closed != 3) return 3;
    free(text);
    if (read_text("text", 5) || closed != 4) return 4;

    if (take(&stock, 2) != 1 || take(&stock, 2) != -1 || stock.count != 1) return 5;
    if (pthread_mutex_trylock(&stock.lock)) return 6;

    if (open_channel(&channel, "text", 8) || closed != 4) return 7;
    free(channel.buffer);
    fclose(channel.log);
    if (open_channel(&channel, "text", too_much) != -1 || closed != 6) return 8;

    FILE *f = fopen("text", "a");
    if (!f || append(fileno(f), "line") || is_locked("text")) return 9;
    fclose(f);
    f = fopen("text", "r"); // cannot be written to
    if (!f || append(fileno(f), "line") != -1 || is_locked("text")) return 10;
    return fclose(f);
}
