/*
 * Counts the lines of several files. The guards stand inside the loop: at the end of each iteration
 * they close the file and free the line, and so they do on `continue`. When the next file is
 * opened, nothing is left of the one before.
 *
 *     read_lines file...
 *
 * Prints for each file its number of lines and the length of the longest, `12 lines, longest 40:
 * name`, and then `2 of 3 files read`. If a file cannot be read, says so on standard error; the
 * exit status is then 1.
 */
#include "defer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

int main(int argc, char **argv)
{
    int files_read = 0;
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        if (!f) {
            perror(argv[i]);
            continue;
        }
        DEFER(fclose, f);

        char *line = NULL;
        DEFER_VAR(free, line); /* frees what `line` is then: getline allocates it, and moves it */

        size_t capacity = 0;
        long lines = 0;
        long longest = 0;
        ssize_t length;
        while ((length = getline(&line, &capacity, f)) != -1) {
            lines++;
            if (length > longest) longest = length;
        }
        if (ferror(f)) {
            perror(argv[i]);
            continue;
        }
        printf("%ld lines, longest %ld: %s\n", lines, longest, argv[i]);
        files_read++;
    }
    int files = argc - 1;
    printf("%d of %d files read\n", files_read, files);
    return files_read < files;
}
