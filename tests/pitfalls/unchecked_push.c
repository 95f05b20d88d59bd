/* A push that returns ENOMEM has already called the release. */
#define DEFER_NO_STDLIB /* no malloc: a push beyond the room of the stack fails */
#include "defer.h"
#include <assert.h>

struct line { int is_open, used_when_closed; };
static void hang_up(struct line *line) { line->is_open = 0; }
static void talk(struct line *line) { line->used_when_closed += !line->is_open; }

/* wrong: may use a line that has been closed */
static int call_wrong(defer_stack *s, struct line *line)
{
    line->is_open = 1;
    (void)DEFER_PUSH(s, hang_up, line);
    talk(line);
    return 0;
}

/* right: returns the error; there is nothing to clean up */
static int call_right(defer_stack *s, struct line *line)
{
    line->is_open = 1;
    int error = DEFER_PUSH(s, hang_up, line);
    if (error) return error;
    talk(line);
    return 0;
}

/* check: */
int main(void)
{
    struct line lines[2] = { { 0, 0 }, { 0, 0 } };
    DEFER_STACK(s, 1);
    assert(call_right(&s, &lines[0]) == 0);
    assert(call_right(&s, &lines[1]) == ENOMEM && !lines[1].is_open);
    assert(call_wrong(&s, &lines[1]) == 0 && lines[1].used_when_closed == 1);
}
