/* With DEFER_KEYWORD, `defer` is DEFER_BLOCK. */
#define DEFER_KEYWORD
#include "trace.h"
#include "defer.h"

#if DEFER_HAS_BLOCK
static void defers(int x)
{
    defer { note_number(x); };
    defer
    {
        DEFER(note, "a");
        defer { note("b"); };
        note("-");
    };
    for (int i = 0; i < 2; i++) {
        defer { note_char('0' + i); };
    }
    x++;
}

TEST(defer_is_a_keyword)
{
    defers(1);
    assert_trace("01-ba2,");
}
#endif
