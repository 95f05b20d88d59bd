/* main <repetitions>: calls each function of ways.h this many times. */
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
