/* DEFER_STATUS stores the first failure, and no later one replaces it. DEFER_ERRNO stores the errno
 * of the first failure. */
#include "trace.h"
#include "defer.h"
#include <errno.h>
#include <unistd.h>

static int fails_with(int status)
{
    note_number(status);
    return status;
}

static void three_releases(int *status, int a, int b, int c)
{
    DEFER_STATUS(status, fails_with, a);
    DEFER_STATUS(status, fails_with, b);
    DEFER_STATUS(status, fails_with, c);
}

static int status_of(int before, int a, int b, int c)
{
    int status = before;
    three_releases(&status, a, b, c);
    return status;
}

TEST(the_first_failure_is_kept_and_every_release_runs)
{
    assert_int_equal(status_of(0, 0, 0, 0), 0);
    assert_trace("0,0,0,");
    assert_int_equal(status_of(0, 1, 0, 0), 1);
    assert_trace("0,0,1,");
    assert_int_equal(status_of(0, 1, 2, 0), 2);
    assert_trace("0,2,1,");
    assert_int_equal(status_of(0, 1, 0, -3), -3);
    assert_trace("-3,0,1,");
    assert_int_equal(status_of(9, 1, 2, 3), 9);
    assert_trace("3,2,1,");
    assert_int_equal(status_of(-1, 0, 0, 0), -1);
    assert_trace("0,0,0,");
    assert_int_equal(status_of(0, INT_MIN, 0, 0), INT_MIN);
    assert_trace("0,0,-2147483648,");
}

static int body_fails(int early)
{
    int status = 0;
    {
        DEFER_STATUS(&status, fails_with, 5);
        if (early) {
            status = 7;
            goto out;
        }
        note("-");
    }
out:
    return status;
}

TEST(a_failure_of_the_body_is_kept)
{
    assert_int_equal(body_fails(0), 5);
    assert_trace("-5,");
    assert_int_equal(body_fails(1), 7);
    assert_trace("5,");
}

static int returns_early_value(void)
{
    int status = 0;
    DEFER_STATUS(&status, fails_with, 5);
    return status;
}

TEST(a_return_value_is_computed_before_the_status) /* see pitfalls/status_and_return.c */
{
    assert_int_equal(returns_early_value(), 0);
    assert_trace("5,");
}

struct job {
    int before, status, after;
};

static void places(struct job *job, int *statuses, int i)
{
    static int other;
    int *at = &statuses[0];
    DEFER_STATUS(&job->status, fails_with, 1);
    DEFER_STATUS(&statuses[i], fails_with, 2);
    DEFER_STATUS(at, fails_with, 3);
    at = &other;
    i = 1;
}

TEST(a_status_is_any_int_whose_address_is_kept)
{
    struct job job = { 0, 0, 0 };
    int statuses[3] = { 0, 0, 0 };
    places(&job, statuses, 2);
    assert_trace("3,2,1,");
    assert_int_equal(job.before | job.after, 0);
    assert_int_equal(job.status, 1);
    assert_int_equal(statuses[0], 3);
    assert_int_equal(statuses[1], 0);
    assert_int_equal(statuses[2], 2);
}

static int loops(void)
{
    int status = 0;
    for (int i = 0; i < 4; i++) {
        DEFER_STATUS(&status, fails_with, i);
        if (i == 1) continue;
        if (i == 2) break;
    }
    return status;
}

TEST(a_status_is_kept_over_iterations)
{
    assert_int_equal(loops(), 1);
    assert_trace("0,1,2,");
}

static void rolls_back_on_status(int *status, int result)
{
    DEFER_IF(*status, note, "rollback");
    DEFER_STATUS(status, fails_with, result);
}

TEST(a_guard_sees_the_status_of_a_later_guard)
{
    int status = 0;
    rolls_back_on_status(&status, 0);
    assert_trace("0,");
    rolls_back_on_status(&status, 4);
    assert_trace("4,rollback");
}

static int reads_status(int *status)
{
    note_number(*status);
    *status += 100;
    return 1;
}

static int release_writes_status(void)
{
    int status = 0;
    {
        DEFER_STATUS(&status, reads_status, &status);
    }
    return status;
}

TEST(a_status_that_the_release_itself_stored_is_kept)
{
    assert_int_equal(release_writes_status(), 100);
    assert_trace("0,");
}

static int closes(int fd)
{
    int status = 0;
    {
        FILE *file = fopen("/dev/null", "r");
        if (!file) abort();
        DEFER_STATUS(&status, fclose, file);
        DEFER_STATUS(&status, close, fd);
    }
    return status;
}

TEST(the_status_of_a_failed_close_is_kept)
{
    assert_int_equal(closes(-1), -1);
    assert_int_equal(closes(dup(0)), 0);
}

/* ---- DEFER_ERRNO ----------------------------------------------------------------------------- */

/* Returns the status and sets errno, which a function may do even if it succeeds. */
static int sets_errno(int status, int error)
{
    note_number(status);
    errno = error;
    return status;
}

static int error_of(int before, int a, int b, int c)
{
    int err = before;
    {
        DEFER_ERRNO(&err, sets_errno, a, 1);
        DEFER_ERRNO(&err, sets_errno, b, 2);
        DEFER_ERRNO(&err, sets_errno, c, 3);
    }
    return err;
}

TEST(the_errno_of_the_first_negative_result_is_kept)
{
    assert_int_equal(error_of(0, 0, 0, 0), 0);
    assert_trace("0,0,0,");
    assert_int_equal(error_of(0, -1, 0, 0), 1);
    assert_trace("0,0,-1,");
    assert_int_equal(error_of(0, -1, -1, 0), 2);
    assert_trace("0,-1,-1,");
    assert_int_equal(error_of(0, INT_MIN, 0, -2), 3);
    assert_trace("-2,0,-2147483648,");
    assert_int_equal(error_of(0, 5, INT_MAX, 1), 0); /* a positive result is no error */
    assert_trace("1,2147483647,5,");
    assert_int_equal(error_of(0, -1, 5, 5), 1);
    assert_trace("5,5,-1,");
    assert_int_equal(error_of(9, -1, -1, -1), 9);
    assert_trace("-1,-1,-1,");
    assert_int_equal(error_of(-1, 0, -1, 0), -1);
    assert_trace("0,-1,0,");
}

static int errors(struct job *job, int way)
{
    int *err = &job->status;
    for (int i = 0; i < 3; i++) {
        DEFER_ERRNO(err, sets_errno, i - way, 10 + i);
        err = NULL;
        if (way == 2) return job->status; /* read before the guard runs */
        err = &job->status;
        if (way == 1) continue;
    }
    return job->status;
}

TEST(an_error_is_stored_on_every_way_out)
{
    struct job job = { 0, 0, 0 };
    assert_int_equal(errors(&job, 0), 0);
    assert_trace("0,1,2,");
    assert_int_equal(errors(&job, 1), 10);
    assert_trace("-1,0,1,");
    job.status = 0;
    assert_int_equal(errors(&job, 2), 0);
    assert_trace("-2,");
    assert_int_equal(job.status, 10);
    assert_int_equal(job.before | job.after, 0);
}

static int errno_of_a_release(int which)
{
    int err = 0;
    if (which == 0) {
        DEFER_ERRNO(&err, close, -1);
    } else if (which == 1) {
        DEFER_ERRNO(&err, unlink, "no/such/file");
    } else if (which == 2) {
        DEFER_ERRNO(&err, close, dup(0));
    }
#ifndef _WIN32
    if (which == 3) {
        DEFER_ERRNO(&err, fsync, -1);
    }
#endif
    return err;
}

TEST(the_errno_of_a_failed_release_is_kept)
{
    unlink("no/such/file");
    int missing = errno;
    assert_int_equal(errno_of_a_release(0), EBADF);
    assert_int_equal(errno_of_a_release(1), missing);
    assert_int_equal(errno_of_a_release(2), 0);
#ifndef _WIN32
    assert_int_equal(errno_of_a_release(3), EBADF);
#endif
}
