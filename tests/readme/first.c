#include "defer.h"
#include <stdio.h>

static int print_first_line(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) return -1;
    DEFER(fclose, f);       // whichever return is taken, f is closed
    DEFER(puts, "closing"); // before that: the newest guard runs first

    char line[80];
    if (!fgets(line, sizeof line, f)) return -1;
    fputs(line, stdout);
    return 0;
}

int main(void)
{
    printf("a file: %d\n", print_first_line(__FILE__));
    printf("a directory: %d\n", print_first_line("."));
    return 0;
}
