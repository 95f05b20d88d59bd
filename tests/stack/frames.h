#ifndef FRAMES_H
#define FRAMES_H

#ifdef __cplusplus
extern "C" {
#endif
void note(int letter);

/* Each calls `throws` with a letter, in the situation that its name says, and has guards and
 * entries that note other letters. */
typedef void frame(void (*throws)(int));
frame from_body, at_block_end, from_unwind, from_release, from_run, several;
#ifdef __cplusplus
}
#endif

#endif
