/* DEFER_VAR releases what a variable holds at exit. DEFER_TAKE hands it out before that. */
#include "trace.h"
#include "defer.h"
#include <fcntl.h>
#include <unistd.h>

/* ---- Every integer type. The neighbours show whether too many bytes are read or written. ----- */

#define HOLDS(name, T, bits, is_empty, empty)                                                      \
    static int releases_of_##name;                                                                 \
    static T released_##name;                                                                      \
    struct around_##name { T before, var, after; };                                                \
    static void release_##name(T value)                                                            \
    {                                                                                              \
        releases_of_##name++;                                                                      \
        released_##name = value;                                                                   \
    }                                                                                              \
    static void hold_##name(T at_guard, T at_exit, T beside)                                       \
    {                                                                                              \
        struct around_##name all = { beside, at_guard, beside };                                   \
        DEFER_VAR(release_##name, all.var);                                                        \
        all.var = at_exit;                                                                         \
    }                                                                                              \
    TEST(a_variable_of_type_##name##_is_released_unless_empty)                                     \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(bits); i++) {                                                 \
            T value = (T)pattern(i, bits), other = is_empty ? (T)1 : empty;                        \
            releases_of_##name = 0;                                                                \
            hold_##name(other, value, other);                                                      \
            assert_int_equal(releases_of_##name, !(is_empty));                                     \
            if (!(is_empty)) assert_int_equal(released_##name, value);                             \
        }                                                                                          \
    }                                                                                              \
    static T hand_out_##name(struct around_##name *all)                                            \
    {                                                                                              \
        DEFER_VAR(release_##name, all->var);                                                       \
        return DEFER_TAKE(all->var);                                                               \
    }                                                                                              \
    TEST(a_variable_of_type_##name##_is_empty_once_taken)                                          \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(bits); i++) {                                                 \
            T value = (T)pattern(i, bits);                                                         \
            struct around_##name all = { value, value, value };                                    \
            releases_of_##name = 0;                                                                \
            assert_int_equal(hand_out_##name(&all), value);                                        \
            assert_int_equal(releases_of_##name, 0);                                               \
            assert_int_equal(all.var, empty);                                                      \
            assert_int_equal(all.before, value);                                                   \
            assert_int_equal(all.after, value);                                                    \
        }                                                                                          \
    }
#define HOLDS_SIGNED(name, T, bits) HOLDS(name, T, bits, (value < 0), (T)(-1))
#define HOLDS_UNSIGNED(name, T, bits) HOLDS(name, T, bits, (value == (T)0), (T)0)
SIGNED_TYPES(HOLDS_SIGNED)
UNSIGNED_TYPES(HOLDS_UNSIGNED)

static void wider_parameters(int number, unsigned handle, short small, bool set)
{
    DEFER_VAR(release_llong, number);
    DEFER_VAR(release_ullong, handle);
    DEFER_VAR(release_int, small);
    DEFER_VAR(release_uint, set);
}

TEST(a_variable_converts_to_the_parameter_as_in_a_call)
{
    wider_parameters(INT_MAX, UINT_MAX, SHRT_MAX, true);
    assert_int_equal(released_llong, INT_MAX);
    assert_int_equal(released_ullong, UINT_MAX);
    assert_int_equal(released_int, SHRT_MAX);
    assert_int_equal(released_uint, 1);
}

#if DEFER_HAS_BLOCK
static void narrower_parameter(int number)
{
    DEFER_VAR(release_uchar, number);
}

TEST(a_variable_converts_to_a_narrower_parameter)
{
    narrower_parameter(0x123);
    assert_int_equal(released_uchar, 0x23);
}
#endif

/* ---- Pointers -------------------------------------------------------------------------------- */

static void note_and_free(void *text)
{
    note((const char *)text);
    free(text);
}

static char *copy_of(const char *text)
{
    char *copy = (char *)malloc(strlen(text) + 1);
    if (!copy) abort();
    return strcpy(copy, text);
}

static void grows(void)
{
    char *text = NULL;
    DEFER_VAR(note_and_free, text);
    text = copy_of("short");
    char *longer = (char *)realloc(text, 1000);
    if (!longer) return;
    text = longer;
    strcat(text, " and longer");
}

TEST(a_pointer_is_released_as_it_is_at_exit)
{
    grows();
    assert_trace("short and longer");
}

static void replaces(int empty)
{
    char *text = copy_of("first,");
    DEFER_VAR(note_and_free, text);
    char *other = copy_of("second,");
    DEFER_VAR(note_and_free, other);
    note_and_free(text);
    text = empty ? NULL : copy_of("third,");
}

TEST(a_pointer_that_is_null_at_exit_is_passed_over)
{
    replaces(0);
    assert_trace("first,second,third,");
    replaces(1);
    assert_trace("first,second,");
}

static char *makes(int fail)
{
    char *text = copy_of("made");
    DEFER_VAR(note_and_free, text);
    if (fail) return NULL;
    return DEFER_TAKE(text);
}

TEST(take_hands_out_on_success_only)
{
    assert_null(makes(1));
    assert_trace("made");
    char *text = makes(0);
    assert_string_equal(text, "made");
    free(text);
    assert_trace("");
}

static int takes_twice(void)
{
    char text[] = "x", *p = text;
    const char *first = DEFER_TAKE(p), *second = DEFER_TAKE(p);
    return first == text && !second && !p;
}

TEST(what_was_taken_is_gone)
{
    assert_true(takes_twice());
}

static int *allocated(int value)
{
    int *at = (int *)malloc(sizeof(*at));
    if (!at) abort();
    *at = value;
    return at;
}

static void release_number(const int *at)
{
    note_number(*at);
    free((void *)(uintptr_t)at);
}

static int release_text(const char *text)
{
    note(text);
    return 1;
}

static void qualified(void)
{
    const char *text = "text,";
    const int *number = allocated(1);
    int *volatile moving = allocated(2);
    int *const fixed = allocated(3);
    const char *const *table = &text;
    static int *kept;
    kept = allocated(4);
    DEFER_VAR(release_text, text);
    DEFER_VAR(release_number, number);
    DEFER_VAR(release_number, moving);
    DEFER_VAR(release_number, fixed);
    DEFER_VAR(release_text, *table);
    DEFER_VAR(release_number, kept);
}

TEST(a_variable_may_be_const_volatile_or_static)
{
    qualified();
    assert_trace("4,text,3,2,1,text,");
}

static void takes_of_many_types(void)
{
    const char *text = "text";
    const void *bytes = text;
    char **strings = NULL;
    int *volatile moving = NULL;
    volatile int fd = 7;
    const char *taken_text = DEFER_TAKE(text);
    const void *taken_bytes = DEFER_TAKE(bytes);
    char **taken_strings = DEFER_TAKE(strings);
    int *taken_moving = DEFER_TAKE(moving);
    int taken_fd = DEFER_TAKE(fd);
    note_number(taken_bytes == taken_text && !text && !bytes);
    note_number(!taken_strings && !taken_moving);
    note_number(taken_fd);
    note_number(fd);
}

TEST(take_has_the_type_and_the_value_of_its_variable)
{
    takes_of_many_types();
    assert_trace("1,1,7,-1,");
}

/* ---- Any place ------------------------------------------------------------------------------- */

struct connection {
    int before, fd, after;
    char *name;
    struct {
        char *parts[2];
    } inner;
};

static void close_fd(int fd)
{
    note(fcntl(fd, F_GETFD) < 0 ? "bad," : "open,");
    close(fd);
}

static int connects(struct connection *out, int step)
{
    struct connection made = { -1, -1, -1, NULL, { { NULL, NULL } } };
    DEFER_VAR(close_fd, made.fd);
    DEFER_VAR(note_and_free, made.name);
    DEFER_VAR(note_and_free, made.inner.parts[0]);
    DEFER_VAR(note_and_free, made.inner.parts[1]);
    if (step == 0) return -1;
    made.fd = dup(0);
    if (step == 1) return -1;
    made.name = copy_of("name,");
    if (step == 2) return -1;
    made.inner.parts[1] = copy_of("part,");
    if (step == 3) return -1;
    out->fd = DEFER_TAKE(made.fd);
    out->name = DEFER_TAKE(made.name);
    out->inner.parts[1] = DEFER_TAKE(made.inner.parts[1]);
    out->inner.parts[0] = DEFER_TAKE(made.inner.parts[0]);
    return 0;
}

TEST(members_are_released_as_far_as_they_were_set)
{
    static const char *const traces[] = { "", "open,", "name,open,", "part,name,open,", "" };
    struct connection made = { -1, -1, -1, NULL, { { NULL, NULL } } };
    for (int step = 0; step < 5; step++) {
        assert_int_equal(connects(&made, step), step < 4 ? -1 : 0);
        assert_trace(traces[step]);
    }
    assert_string_equal(made.name, "name,");
    assert_string_equal(made.inner.parts[1], "part,");
    assert_null(made.inner.parts[0]);
    assert_int_equal(close(made.fd), 0);
    free(made.name);
    free(made.inner.parts[1]);
}

static int fills(char **out, int *fds, int i, int fail)
{
    *out = copy_of("out,");
    fds[i] = dup(0);
    DEFER_VAR(note_and_free, *out);
    DEFER_VAR(close_fd, fds[i]);
    i = 0;
    if (fail) return -1;
    char *text = DEFER_TAKE(*out);
    int fd = DEFER_TAKE(fds[2]);
    *out = NULL;
    note_and_free(text);
    return fd;
}

TEST(a_place_is_noted_at_the_guard_and_read_at_exit)
{
    char *out;
    int fds[3] = { -7, -7, -7 };
    assert_int_equal(fills(&out, fds, 2, 1), -1);
    assert_trace("open,out,");
    int fd = fills(&out, fds, 2, 0);
    assert_trace("out,");
    assert_int_equal(close(fd), 0);
    assert_int_equal(fds[0], -7);
    assert_int_equal(fds[2], -1);
}

/* ---- Descriptors, handles, loops ------------------------------------------------------------- */

static void reopens(int times)
{
    int fd = -1;
    DEFER_VAR(close_fd, fd);
    for (int i = 0; i < times; i++) {
        if (fd >= 0) close_fd(DEFER_TAKE(fd));
        fd = dup(0);
        note_number(i);
    }
}

TEST(a_descriptor_is_closed_once_however_often_it_changes)
{
    reopens(0);
    assert_trace("");
    reopens(3);
    assert_trace("0,open,1,open,2,open,");
}

static void collects(int *fds)
{
    for (int i = 0; i < 4; i++) {
        int fd = i == 1 ? -1 : dup(0);
        DEFER_VAR(close_fd, fd);
        if (i == 2) continue;
        note_number(i);
        fds[i] = DEFER_TAKE(fd);
    }
}

TEST(each_iteration_has_a_variable_of_its_own)
{
    int fds[4] = { -7, -7, -7, -7 };
    collects(fds);
    assert_trace("0,1,open,3,");
    assert_int_equal(fds[1], -1);
    assert_int_equal(fds[2], -7);
    assert_int_equal(close(fds[0]) | close(fds[3]), 0);
}

static void two_owners(void)
{
    char *a = copy_of("a"), *b = NULL;
    DEFER_VAR(note_and_free, a);
    DEFER_VAR(note_and_free, b);
    b = DEFER_TAKE(a);
    note("-");
}

TEST(take_moves_from_one_guard_to_another)
{
    two_owners();
    assert_trace("-a");
}
