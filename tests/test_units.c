/* Two files of a program are compiled with different options. They are both this file, once with
 * the options and once without, and call each other. */
#include "trace.h"
#include "defer.h"
#include <errno.h>

int with_options(int depth);
int without_options(int depth);
#ifdef DEFER_KEYWORD
#define THIS_UNIT with_options
#define OTHER_UNIT without_options
#else
#define THIS_UNIT without_options
#define OTHER_UNIT with_options
#endif

static int spoil(int number)
{
    note_number(number);
    errno = number;
    return number;
}

/* Both files have a function of this name, as if it came from a header. */
static inline int guarded(int depth)
{
    int status = 0, number = depth;
    {
        DEFER_STATUS(&status, spoil, depth);
        DEFER_VAR(spoil, number);
        DEFER_GUARD(guard, spoil, depth);
#ifdef DEFER_KEYWORD
        DEFER_IF(depth, note, "with,");
#if DEFER_HAS_BLOCK
        defer { spoil(depth); };
#else
        DEFER(spoil, depth);
#endif
#else
        DEFER_IF(depth, note, "without,");
#if DEFER_HAS_BLOCK
        DEFER_BLOCK { spoil(depth); };
#else
        DEFER(spoil, depth);
#endif
#endif
        DEFER_DISMISS(guard);
        if (DEFER_TAKE(number) != depth) abort();
        errno = 0;
    }
    note_number(errno);
    return status;
}

int THIS_UNIT(int depth)
{
    DEFER(note_number, depth);
    int deeper = depth > 1 ? OTHER_UNIT(depth - 1) : 0;
    return deeper * 10 + guarded(depth);
}

#ifndef DEFER_KEYWORD
TEST(files_with_different_options_work_together)
{
    assert_int_equal(without_options(3), 123);
    assert_trace("1,without,1,1,1," "2,with,2,0,2," "3,without,3,3,3,");
    assert_int_equal(with_options(2), 12);
    assert_trace("1,without,1,1,1," "2,with,2,0,2,");
}
#endif
