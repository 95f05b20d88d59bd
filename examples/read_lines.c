/*
 * Counts the lines of each file named. The guards stand inside the loop: each iteration closes its
 * file and frees its line, and so does `continue`. The next file begins with nothing open.
 *
 *     read_lines file...
 *
 * Prints the lines and the longest line of each file, `12 lines, longest 40: name`, and then
 * `2 of 3 files read`. A file that cannot be read is named on standard error; the status is then 1.
 */
#include "defer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

int main(int argc, char **argv)
{
    int good = 0;
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        if (!f) {
            perror(argv[i]);
            continue;
        }
        DEFER(fclose, f);

        char *line = NULL; /* getline allocates it, and moves it when it grows */
        DEFER_VAR(free, line);

        size_t room = 0;
        long lines = 0, longest = 0;
        for (ssize_t length; (length = getline(&line, &room, f)) != -1; lines++)
            if (length > longest) longest = length;
        if (ferror(f)) {
            perror(argv[i]);
            continue;
        }
        printf("%ld lines, longest %ld: %s\n", lines, longest, argv[i]);
        good++;
    }
    printf("%d of %d files read\n", good, argc - 1);
    return good == argc - 1 ? 0 : 1;
}
