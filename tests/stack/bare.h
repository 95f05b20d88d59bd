/* What bare.c offers: a file without the standard library, in a program whose other files have
 * it. */
#ifndef BARE_H
#define BARE_H

#include "defer.h"

#ifdef __cplusplus
extern "C" {
#endif
void note(int letter); /* defined by the program, and called by the releases */

int bare_push(defer_stack *s, const char *letters); /* returns how many pushes had no memory */
int bare_unwind(defer_stack *s, __SIZE_TYPE__ depth);
int bare_run(defer_stack *s);
int bare_move(defer_stack *to, defer_stack *from);
int bare_remove(defer_stack *s, int cancelled, int released);
void bare_dismiss(defer_stack *s, __SIZE_TYPE__ depth);
void bare_block(void (*use)(defer_stack *), const char *letters);
#ifdef __cplusplus
}
#endif

#endif
