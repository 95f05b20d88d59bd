/* What a panic runs on its way, in which order, and what defer_try reports about it. */
#include "panic.h"

void panic_with_text(void *text)
{
    DEFER_PANIC((const char *)text);
}

static char text[] = "text";

/* ---- Order -------------------------------------------------------------------------------- */

static int next;
static int runs(int id)
{
    CHECK(id == next - 1);
    next = id;
    return 0;
}

/* `leave` panics. It is a pointer because GCC warns about an endless recursion if it sees that
 * every call ends in a panic. */
struct depth { int here, last; void (*leave)(void *); };
static void guarded_frames(void *arg)
{
    struct depth *depth = (struct depth *)arg;
    int id = 4 * depth->here;
    DEFER(runs, id);
    DEFER_STACK(stack, 1);
    CHECK(!DEFER_PUSH(&stack, runs, id + 1));
    CHECK(!DEFER_PUSH(&stack, runs, id + 2)); /* the second one is in allocated memory */
#if DEFER_HAS_BLOCK
    DEFER_BLOCK { runs(id + 3); };
#else
    DEFER(runs, id + 3);
#endif
    struct depth deeper = { depth->here + 1, depth->last, depth->leave };
    if (deeper.here == deeper.last)
        deeper.leave(text);
    else
        guarded_frames(&deeper);
    note("!");
}

TEST(everything_runs_newest_first_through_1_10_and_1000_frames)
{
    static const int frames[] = { 1, 10, 1000 };
    for (int i = 0; i < 3; i++) {
        struct depth depth = { 0, frames[i], panic_with_text };
        next = 4 * frames[i];
        CHECK(defer_try(guarded_frames, &depth, NULL) == 1);
        CHECK(next == 0);
    }
}

static void ten_frames(int left, void (*leave)(void *), void *arg)
{
    DEFER(note, ".");
    if (left == 0)
        leave(arg);
    else
        ten_frames(left - 1, leave, arg);
    note("!");
}

void panic_through_ten_frames(void *what)
{
    ten_frames(9, panic_with_text, what);
}

static void scopes_and_loops(void *unused)
{
    (void)unused;
    DEFER(note, "a");
    for (int i = 0; i < 3; i++) {
        DEFER(note, "b");
        if (i < 2) continue;
        {
            DEFER(note, "c");
        }
        DEFER(note, "d");
        panic_with_text(text);
        DEFER(note, "!");
    }
}

TEST(only_guards_in_force_run)
{
    CHECK(defer_try(scopes_and_loops, NULL, NULL) == 1);
    CHECK_TRACE("bbcdba");
}

/* ---- Every form --------------------------------------------------------------------------- */

static int status, later_status;

static void every_form(void *unused)
{
    (void)unused;
    int yes = 1, no = 0, negative = -1, set_later = 0, reset_later = -1;
    const char *full = "h", *empty = NULL, *emptied = "!";
    DEFER(note, "a");
    DEFER_IF(yes, note, "b");
    DEFER_IF(no, note, "!");
    DEFER_UNLESS(no, note, "c");
    DEFER_UNLESS(yes, note, "!");
    DEFER_IF(set_later, note, "d");
    DEFER_UNLESS(set_later, note, "!");
    DEFER_IF_NEGATIVE(negative, note, "e");
    DEFER_IF_NEGATIVE(reset_later, note, "!");
    DEFER_STATUS(&status, note_and_fail, "f");
    DEFER_STATUS(&later_status, note_and_fail, "g");
    DEFER_VAR(note, full);
    DEFER_VAR(note, empty);
    DEFER_VAR(note, emptied);
    DEFER_GUARD(dismissed, note, "!");
    DEFER_GUARD(rearmed, note, "i");
    DEFER_GUARD(early, note, "j");
    set_later = 1;
    reset_later = 0;
    CHECK(DEFER_TAKE(emptied));
    DEFER_DISMISS(dismissed);
    DEFER_DISMISS(rearmed);
    DEFER_REARM(rearmed);
    DEFER_RUN(early);
    later_status = 7;
    panic_with_text(text);
}

TEST(every_form_of_a_guard_acts_as_at_any_exit)
{
    status = later_status = 0;
    CHECK(defer_try(every_form, NULL, NULL) == 1);
    CHECK_TRACE("jihgfedcba");
    CHECK(status == -1 && later_status == 7);
}

/* ---- What defer_try reports --------------------------------------------------------------- */

static int panic_line;
static void panics_with_a_value(void *value)
{
    panic_line = __LINE__ + 1;
    DEFER_PANIC_VALUE("with a value", value);
}

static void returns(void *unused)
{
    (void)unused;
    note("r");
}

TEST(caught_tells_what_where_and_why)
{
    defer_panic caught;
    int value = 0;
    memset(&caught, -1, sizeof caught);
    CHECK(defer_try(panics_with_a_value, &value, &caught) == 1);
    CHECK(!strcmp(caught.message, "with a value"));
    CHECK(caught.value == &value);
    CHECK(!strcmp(caught.file, __FILE__));
    CHECK(caught.line == panic_line);
    CHECK(!strcmp(caught.function, "panics_with_a_value"));
    CHECK(caught.replaced == 0);

    CHECK(defer_try(panic_with_text, text, &caught) == 1);
    CHECK(caught.message == text);
    CHECK(caught.value == NULL);
}

TEST(defer_try_returns_0_when_the_body_returns)
{
    defer_panic caught, before;
    memset(&caught, 1, sizeof caught);
    before = caught;
    CHECK(defer_try(returns, NULL, &caught) == 0);
    CHECK(defer_try(returns, NULL, NULL) == 0);
    CHECK(!memcmp(&caught, &before, sizeof caught));
    CHECK_TRACE("rr");
}

struct counts { int tries, *panics; };
static void counts_and_panics(void *arg)
{
    struct counts *counts = (struct counts *)arg;
    counts->tries++;
    DEFER(note, ".");
    ++*counts->panics;
    if (counts->tries % 2) panic_with_text(text);
}

/* There is no setjmp in this function, so variables in registers keep their values too. */
TEST(locals_around_defer_try_keep_their_last_value)
{
    int panics = 0, caught = 0, sum = 0;
    struct counts counts = { 0, &panics };
    for (int i = 0; i < 10; i++) {
        int before = sum;
        sum += i;
        caught += defer_try(counts_and_panics, &counts, NULL);
        CHECK(sum - before == i);
        sum++;
    }
    CHECK(counts.tries == 10 && panics == 10 && caught == 5 && sum == 55);
    CHECK_TRACE("..........");
}
