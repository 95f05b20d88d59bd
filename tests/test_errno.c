/* After a guard, errno is what the release has set; with DEFER_PRESERVE_ERRNO it is what it was
 * before. This file is compiled twice for a program, with the option and without. */
#include "trace.h"
#include "defer.h"
#include <errno.h>
GUARDS_IN_MACRO_ARGUMENTS

#ifdef DEFER_PRESERVE_ERRNO
#define AFTER(release) BEFORE
#else
#define AFTER(release) (release)
#endif
enum { BEFORE = 1000, RELEASE };

static int spoil(int status)
{
    errno = RELEASE;
    return status;
}

static void spoil_by_pointer(const void *unused)
{
    (void)unused;
    errno = RELEASE;
}

static void spoil_by_nothing(void)
{
    errno = RELEASE;
}

/* Each form in a function of its own, which sets errno at the end, before the guards run. */
#define FORM(form, ...)                                                                            \
    static void leave_##form(void)                                                                 \
    {                                                                                              \
        int one = 1, zero = 0, negative = -1, status = 0;                                          \
        const void *pointer = &one;                                                                \
        (void)zero;                                                                                \
        (void)negative;                                                                            \
        (void)status;                                                                              \
        (void)pointer;                                                                             \
        __VA_ARGS__;                                                                               \
        errno = BEFORE;                                                                            \
    }                                                                                              \
    TEST(errno_after_##form)                                                                       \
    {                                                                                              \
        leave_##form();                                                                            \
        assert_int_equal(errno, AFTER(RELEASE));                                                   \
    }
FORM(defer, DEFER(spoil, 1))
FORM(defer_of_a_pointer, DEFER(spoil_by_pointer, pointer))
FORM(defer_of_nothing, DEFER(spoil_by_nothing))
FORM(if, DEFER_IF(one, spoil, 1))
FORM(unless, DEFER_UNLESS(zero, spoil, 1))
FORM(if_negative, DEFER_IF_NEGATIVE(negative, spoil, 1))
FORM(status, DEFER_STATUS(&status, spoil, 1))
FORM(status_of_0, DEFER_STATUS(&status, spoil, 0))
FORM(error, DEFER_ERRNO(&status, spoil, -1))
FORM(error_of_0, DEFER_ERRNO(&status, spoil, 0))
FORM(var, DEFER_VAR(spoil, one))
FORM(var_of_a_pointer, DEFER_VAR(spoil_by_pointer, pointer))
FORM(guard, DEFER_GUARD(guard, spoil, 1))
FORM(rearmed_guard, DEFER_GUARD(guard, spoil, 1); DEFER_DISMISS(guard); DEFER_REARM(guard))
FORM(two_guards, DEFER(spoil, 1); DEFER(spoil, 2))

static int spoil_two(int a, int b) { return spoil(a + b); }
static int spoil_three(int a, int b, int c) { return spoil(a + b + c); }
static int spoil_four(int a, int b, int c, int d) { return spoil(a + b + c + d); }
FORM(two_arguments, DEFER(spoil_two, 1, 2))
FORM(three_arguments, DEFER(spoil_three, 1, 2, 3))
FORM(four_arguments, DEFER(spoil_four, 1, 2, 3, 4))
FORM(if_two, DEFER_IF(one, spoil_two, 1, 2))
FORM(var_and_three, DEFER_VAR(spoil_four, one, 2, 3, 4))
FORM(guard_of_three, DEFER_GUARD(guard, spoil_three, 1, 2, 3))
FORM(each, DEFER_EACH(spoil, 1, 2, 3))

#if DEFER_HAS_BLOCK
FORM(block, DEFER_BLOCK { errno = RELEASE; spoil(zero); })
FORM(block_in_block, DEFER_BLOCK { DEFER_BLOCK { spoil(1); }; })
FORM(guard_in_block, DEFER_BLOCK { DEFER(spoil, 1); })
#endif

static int seen[3];

static void look(int *at)
{
    *at = errno;
    errno = RELEASE;
}

static void guards_look(void)
{
    const int *none = NULL;
    int zero = 0;
    DEFER(look, &seen[0]);
#if DEFER_HAS_BLOCK
    DEFER_BLOCK { look(&seen[1]); };
#else
    DEFER(look, &seen[1]);
#endif
    DEFER(look, &seen[2]);
    DEFER_VAR(spoil_by_pointer, none);
    DEFER_IF(zero, spoil, 1);
    errno = BEFORE;
}

TEST(a_release_finds_errno_as_the_one_before_left_it)
{
    guards_look();
    assert_int_equal(seen[2], BEFORE); /* guards without a call leave errno alone */
    assert_int_equal(seen[1], AFTER(RELEASE));
    assert_int_equal(seen[0], AFTER(RELEASE));
    assert_int_equal(errno, AFTER(RELEASE));
}

static int keeps_errors(int *before)
{
    int err = 0;
    {
        DEFER_ERRNO(before, spoil, -1);
        DEFER_ERRNO(&err, spoil, -1);
        DEFER_ERRNO(&err, spoil, 1);
        errno = BEFORE;
    }
    return err;
}

TEST(the_error_of_a_release_is_that_which_it_made)
{
    int before = 5;
    assert_int_equal(keeps_errors(&before), RELEASE);
    assert_int_equal(errno, AFTER(RELEASE));
    assert_int_equal(before, 5);
}

static int runs_early(void)
{
    DEFER_GUARD(guard, spoil, -1);
    errno = BEFORE;
    return DEFER_RUN(guard);
}

TEST(run_tells_errno_as_a_call_does)
{
    assert_int_equal(runs_early(), -1);
    assert_int_equal(errno, RELEASE);
}

static int returns(int *at)
{
    for (int i = 0; i < 3; i++) {
        DEFER(spoil, 1);
        DEFER_IF(i, spoil, 1);
        errno = BEFORE;
        if (i == 2) return *at = errno;
        if (i == 1) continue;
        errno = BEFORE + 10;
    }
    return 0;
}

TEST(errno_after_a_return)
{
    int at = 0;
    assert_int_equal(returns(&at), BEFORE);
    assert_int_equal(errno, AFTER(RELEASE));
}
