/* Panics through functions of the C library, of a file without defer_panic.h, and of C++. */
#include "panic.h"

static char text[] = "text";

static int compares_and_panics(const void *a, const void *b)
{
    static int comparisons;
    DEFER(note, "c");
    if (++comparisons == 3) DEFER_PANIC("compare");
    return *(const int *)a - *(const int *)b;
}

static void sorts(void *numbers)
{
    DEFER(note, "a");
    qsort(numbers, 4, sizeof(int), compares_and_panics);
    note("!");
}

TEST(a_panic_passes_qsort)
{
    int numbers[] = { 4, 3, 2, 1 };
    CHECK(defer_try(sorts, numbers, NULL) == 1);
    CHECK_TRACE("ccca");
}

static void passes_file_without_header(void *unused)
{
    (void)unused;
    DEFER(note, "a");
    without_header(panic_with_text, text);
}

TEST(a_panic_runs_the_guards_of_a_file_without_the_header)
{
    CHECK(defer_try(passes_file_without_header, NULL, NULL) == 1);
    CHECK_TRACE("wa");
}

static void tries_in_two_files(void *unused)
{
    const char *message = NULL;
    (void)unused;
    DEFER(note, "b");
    CHECK(try_in_cpp(panic_through_ten_frames, text, &message) == 1);
    CHECK(message == text);
    note("|");
    panic_with_text(text);
}

TEST(files_and_languages_share_the_innermost_try)
{
    const char *message = NULL;
    CHECK(defer_try(tries_in_two_files, NULL, NULL) == 1);
    CHECK_TRACE("..........|b");
    CHECK(try_in_cpp(tries_in_two_files, NULL, &message) == 1);
    CHECK(message == text);
    CHECK_TRACE("..........|b");
}

/* ---- C++ ---------------------------------------------------------------------------------- */

static void panics(void *unused)
{
    (void)unused;
    DEFER(note, "a");
    panic_with_text(text);
}

static void passes_destructors(void *unused)
{
    DEFER(note, "b");
    with_destructor(panics, unused);
}

static void passes_rethrow(void *unused)
{
    DEFER(note, "b");
    rethrowing(passes_destructors, unused);
}

TEST(a_panic_runs_destructors_and_passes_a_catch_that_rethrows)
{
    defer_panic caught;
    CHECK(defer_try(passes_destructors, NULL, NULL) == 1);
    CHECK_TRACE("a+~b");
    CHECK(defer_try(passes_rethrow, NULL, &caught) == 1);
    CHECK_TRACE("a+~br~b");
    CHECK(caught.message == text && caught.replaced == 0);
}

static void swallows_some(void *count)
{
    DEFER(note, "c");
    for (int i = 0; i < *(int *)count; i++) swallowing(panics, NULL);
    CHECK(!defer_panicking());
    note("|");
    if (*(int *)count) DEFER_PANIC("next");
}

TEST(a_panic_counts_those_before_it_that_a_catch_ended)
{
    defer_panic caught;
    int once = 1, three_times = 3;
    CHECK(defer_try(swallows_some, &once, &caught) == 1);
    CHECK(caught.replaced == 1 && !strcmp(caught.message, "next"));
    CHECK_TRACE("as|c");
    CHECK(defer_try(swallows_some, &three_times, &caught) == 1);
    CHECK(caught.replaced == 3);
    CHECK_TRACE("asasas|c");
    CHECK(defer_try(panics, NULL, &caught) == 1);
    CHECK(caught.replaced == 0);
    CHECK_TRACE("a");
}

static void swallows_at_the_top(void *unused)
{
    int once = 1;
    (void)unused;
    swallowing(swallows_some, &once);
    swallowing(swallows_some, &once);
}

TEST(a_catch_may_end_a_panic_that_nobody_recovers)
{
#define SAID "[^ ]*order\\.c:[0-9]+: panic_with_text: panic: text\n"                               \
             "as\\|[^ ]*through\\.c:[0-9]+: swallows_some: panic: next\ncs"
    CHECK_END(swallows_at_the_top, RETURNED, SAID SAID);
}

static void throws_through_try(void *unused)
{
    DEFER(note, "a");
    (void)defer_try(throw_int, unused, NULL);
    note("!");
}

static void catches_and_panics(void *unused)
{
    DEFER(note, "b");
    CHECK(catching(throws_through_try, unused) == 1);
    note("|");
    panic_with_text(text);
}

TEST(an_exception_through_defer_try_takes_its_record_off)
{
    defer_panic caught;
    CHECK(defer_try(catches_and_panics, NULL, &caught) == 1);
    CHECK(caught.message == text);
    CHECK_TRACE("ta|b");
}

static void throws_and_catches(void *unused)
{
    note(defer_panicking() ? "1" : "0");
    CHECK(catching(throws_through_try, unused) == 1);
    note(defer_panicking() ? "1" : "0");
}

static void panics_past_exception(void *unused)
{
    DEFER(throws_and_catches, unused);
    panic_with_text(text);
}

TEST(an_exception_inside_a_release_of_a_panic_is_no_matter)
{
    CHECK(defer_try(panics_past_exception, NULL, NULL) == 1);
    CHECK_TRACE("1ta1");
}
