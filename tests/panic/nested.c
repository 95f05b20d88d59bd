/* Panics, tries and releases inside of each other. */
#include "panic.h"

static char text[] = "text", inner[] = "inner", outer[] = "outer";

/* ---- A try in a try ----------------------------------------------------------------------- */

static void try_inside(void *unused)
{
    (void)unused;
    defer_panic caught;
    DEFER(note, "a");
    CHECK(defer_try(panic_through_ten_frames, inner, &caught) == 1);
    CHECK(caught.message == inner);
    note("|");
}

static void panics_after_try_inside(void *unused)
{
    try_inside(unused);
    DEFER(note, "b");
    panic_with_text(outer);
}

TEST(the_inner_try_catches_and_the_outer_does_not)
{
    defer_panic caught;
    caught.message = text;
    CHECK(defer_try(try_inside, NULL, &caught) == 0);
    CHECK(caught.message == text);
    CHECK_TRACE("..........|a");
    CHECK(defer_try(panics_after_try_inside, NULL, &caught) == 1);
    CHECK(caught.message == outer);
    CHECK_TRACE("..........|ab");
}

static void panics_here(void *value)
{
    DEFER(note, "a");
    DEFER_PANIC_VALUE(text, value);
}

static void repanics(void *value)
{
    defer_panic caught;
    DEFER(note, "b");
    CHECK(defer_try(panics_here, value, &caught) == 1);
    note("|");
    defer_repanic(&caught);
}

static void repanics_twice(void *value)
{
    defer_panic caught;
    CHECK(defer_try(repanics, value, &caught) == 1);
    note("|");
    defer_repanic(&caught);
}

TEST(repanic_goes_on_with_the_same_panic)
{
    defer_panic caught;
    int value;
    CHECK(defer_try(repanics_twice, &value, &caught) == 1);
    CHECK(caught.message == text && caught.value == &value);
    CHECK(!strcmp(caught.file, __FILE__) && !strcmp(caught.function, "panics_here"));
    CHECK(caught.replaced == 0);
    CHECK_TRACE("a|b|");
}

/* ---- A release that panics ---------------------------------------------------------------- */

static void note_and_panic(const char *name)
{
    note(name);
    DEFER_PANIC(name);
}

static void inner_scope(int leave)
{
    DEFER(note, "b");
    DEFER_STACK(stack, 4);
    CHECK(!DEFER_PUSH(&stack, note, "c"));
    CHECK(!DEFER_PUSH(&stack, note_and_fail, "d"));
    CHECK(!DEFER_PUSH(&stack, note_and_panic, "e"));
    CHECK(!DEFER_PUSH(&stack, note, "f"));
    DEFER(note, "g");
    if (leave == 1) return;
    if (leave == 2) defer_stack_run(&stack);
    if (leave == 3) (void)DEFER_RELEASE(&stack, note_and_panic, "e");
    note("h");
}

static void leaves_scope(void *how)
{
    DEFER(note, "a");
    inner_scope(*(int *)how);
    note("!");
}

static void guard_panics(void *unused)
{
    (void)unused;
    DEFER(note, "a");
    {
        DEFER(note, "b");
        DEFER(note_and_panic, "c");
        DEFER(note, "d");
    }
    note("!");
}

TEST(a_release_that_panics_at_a_normal_exit_goes_on_to_the_try)
{
    static const char *const traces[] = { "hgfedcba", "gfedcba", "fedcgba", "egfdcba" };
    defer_panic caught;
    for (int how = 0; how < 4; how++) {
        CHECK(defer_try(leaves_scope, &how, &caught) == 1);
        CHECK(!strcmp(caught.message, "e"));
        CHECK_TRACE(traces[how]);
    }
    CHECK(defer_try(guard_panics, NULL, &caught) == 1);
    CHECK(!strcmp(caught.message, "c"));
    CHECK_TRACE("dcba");
}

static void note_panicking(const char *name)
{
    note(name);
    note(defer_panicking() ? "1" : "0");
}

static void inner_body(void *unused)
{
    (void)unused;
    note_panicking("i");
    DEFER(note_panicking, "g");
    DEFER_PANIC(inner);
}

static void tries_in_release(const char *name)
{
    defer_panic caught;
    note_panicking(name);
    CHECK(defer_try(try_inside, NULL, NULL) == 0);
    CHECK(defer_try(inner_body, NULL, &caught) == 1);
    CHECK(caught.message == inner);
    note_panicking(name);
}

static void panics_with_tries_in_releases(void *unused)
{
    (void)unused;
    DEFER(tries_in_release, "b");
    DEFER(tries_in_release, "a");
    note_panicking("-");
    DEFER_PANIC(outer);
}

TEST(a_release_of_a_running_panic_may_try)
{
    defer_panic caught;
    CHECK(defer_try(panics_with_tries_in_releases, NULL, &caught) == 1);
    CHECK(caught.message == outer && caught.replaced == 0);
    CHECK(!defer_panicking());
    CHECK_TRACE("-0a1..........|ai0g1a1b1..........|ai0g1b1");
}
