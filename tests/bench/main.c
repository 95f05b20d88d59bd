/* main <repetitions>: calls each way so often. */
#include "ways.h"
#include <stdlib.h>

int main(int argc, char **argv)
{
    for (int i = argc > 1 ? atoi(argv[1]) : 0; i; i--) {
#define CALL(function) function();
        WAYS(CALL)
    }
    return 0;
}
