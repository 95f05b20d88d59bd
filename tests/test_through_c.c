/* A C++ exception passes through C functions. Compiled as C++ this file is the test, compiled as C
 * it has the functions. A program of C tests has only the functions. */
#include "trace.h"
#include "defer.h"

#ifdef __cplusplus
extern "C" {
#endif
void calls_guarded(void (*function)(int), int number);
#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
static void forms(void (*function)(int), int number)
{
    int flag = 1, zero = 0, failed = -1, status = 0;
    const char *text = "5";
    DEFER(note, "1");
    DEFER_IF(flag, note, "2");
    DEFER_UNLESS(zero, note, "3");
    DEFER_IF_NEGATIVE(failed, note, "4");
    DEFER_VAR(note, text);
    DEFER_GUARD(six, note, "6");
    DEFER_STATUS(&status, note_and_fail, "7");
#if DEFER_HAS_BLOCK
    DEFER_BLOCK { note("8"); };
#else
    DEFER(note, "8");
#endif
    function(number);
    note("-");
}

void calls_guarded(void (*function)(int), int number)
{
    for (int i = 0; i < 2; i++) {
        DEFER(note_number, i);
        forms(function, number);
    }
}
#elif DEFER_UNWINDS
static void fail_unless_zero(int number)
{
    if (number) throw number;
}

static int thrown_through_c(int number)
{
    try {
        calls_guarded(fail_unless_zero, number);
        return 0;
    } catch (int thrown) {
        return thrown;
    }
}

TEST(an_exception_runs_the_guards_of_the_c_functions_it_passes)
{
    assert_int_equal(thrown_through_c(0), 0);
    assert_trace("-87654321" "0," "-87654321" "1,");
    assert_int_equal(thrown_through_c(5), 5);
    assert_trace("87654321" "0,");
}
#endif
