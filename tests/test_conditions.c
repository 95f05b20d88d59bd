/* DEFER_IF, DEFER_UNLESS and DEFER_IF_NEGATIVE read their flag when the block is left. */
#include "trace.h"
#include "defer.h"

/* ---- Every integer type. The neighbours of the flag show whether too many bytes are read. ---- */

#define LOOKS(name, T, bits)                                                                       \
    static void look_at_##name(T at_guard, T at_exit, T beside)                                    \
    {                                                                                              \
        struct { T before, flag, after; } all = { beside, at_guard, beside };                      \
        DEFER_IF(all.flag, note, "if");                                                            \
        DEFER_UNLESS(all.flag, note, "unless");                                                    \
        all.flag = at_exit;                                                                        \
    }                                                                                              \
    TEST(a_flag_of_type_##name##_is_read_at_exit)                                                  \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(bits); i++) {                                                 \
            T value = (T)pattern(i, bits), one = (T)1, none = (T)0;                                \
            look_at_##name(value ? none : one, value, value ? none : one);                         \
            assert_trace(value ? "if" : "unless");                                                 \
        }                                                                                          \
    }
INTEGER_TYPES(LOOKS)

#define LOOKS_FOR_SIGN(name, T, bits)                                                              \
    static void look_at_sign_of_##name(T at_guard, T at_exit)                                      \
    {                                                                                              \
        struct { T before, flag, after; } all = { at_guard, at_guard, at_guard };                  \
        DEFER_IF_NEGATIVE(all.flag, note, "negative");                                             \
        all.flag = at_exit;                                                                        \
    }                                                                                              \
    TEST(a_result_of_type_##name##_is_read_at_exit)                                                \
    {                                                                                              \
        for (int i = 0; i < PATTERNS(bits); i++) {                                                 \
            T value = (T)pattern(i, bits);                                                         \
            look_at_sign_of_##name(value < 0 ? (T)0 : (T)(-1), value);                             \
            assert_trace(value < 0 ? "negative" : "");                                             \
        }                                                                                          \
    }
SIGNED_TYPES(LOOKS_FOR_SIGN)

#if DEFER_HAS_BLOCK && defined(__SIZEOF_INT128__) /* elsewhere this type is refused */
__extension__ typedef __int128 wide;

static void looks_at_wide(wide value)
{
    DEFER_IF(value, note, "if");
    DEFER_UNLESS(value, note, "unless");
    DEFER_IF_NEGATIVE(value, note, "negative");
}

TEST(a_flag_of_128_bits_is_read_whole)
{
    looks_at_wide(0);
    assert_trace("unless");
    looks_at_wide((wide)1 << 64);
    assert_trace("if");
    looks_at_wide((wide)1 << 63);
    assert_trace("if");
    looks_at_wide(-1);
    assert_trace("negativeif");
}
#endif

/* ---- Pointers -------------------------------------------------------------------------------- */

static void looks_at_pointers(int set)
{
    char text[] = "";
    char *p = set ? NULL : text;
    const char *c = p;
    void *v = p;
    char **pp = set ? NULL : &p;
    void (*function)(const char *) = set ? NULL : note;
    DEFER_IF(p, note, "p");
    DEFER_IF(c, note, "c");
    DEFER_IF(v, note, "v");
    DEFER_IF(pp, note, "pp");
    DEFER_IF(function, note, "f");
    DEFER_UNLESS(p, note, "-p");
    DEFER_UNLESS(c, note, "-c");
    DEFER_UNLESS(v, note, "-v");
    DEFER_UNLESS(pp, note, "-pp");
    DEFER_UNLESS(function, note, "-f");
    v = p = set ? text : NULL;
    c = p;
    pp = set ? &p : NULL;
    function = set ? note : NULL;
}

TEST(a_pointer_is_a_flag_that_is_set_unless_null)
{
    looks_at_pointers(1);
    assert_trace("fppvcp");
    looks_at_pointers(0);
    assert_trace("-f-pp-v-c-p");
}

/* ---- Any place ------------------------------------------------------------------------------- */

struct job {
    int ok, result;
    char *name;
    struct {
        signed char steps[3];
    } inner;
};

static void looks_at_members(struct job *job, int i)
{
    DEFER_IF(job->ok, note, "a");
    DEFER_UNLESS((*job).ok, note, "b");
    DEFER_IF_NEGATIVE(job->result, note, "c");
    DEFER_IF(job->name, note, "d");
    DEFER_IF(job->inner.steps[i], note, "e");
    DEFER_IF_NEGATIVE(job->inner.steps[i + 1], note, "f");
    static struct job other;
    other = *job;
    job->ok = 1;
    job->result = -1;
    job->name = (char *)job;
    job->inner.steps[1] = 1;
    job->inner.steps[2] = -1;
    job = &other; /* the guards still read the flag of the first one */
    i = 0;
}

TEST(a_member_and_an_element_are_flags_whose_place_is_kept)
{
    struct job job;
    memset(&job, 0, sizeof(job));
    looks_at_members(&job, 1);
    assert_trace("fedca");
}

static int writes_through(int *out, bool *done, int value)
{
    DEFER_IF(*out, note, "if");
    DEFER_UNLESS(*done, note, "unless");
    DEFER_IF_NEGATIVE(out[0], note, "negative");
    *out = value;
    *done = value == 1;
    return value;
}

TEST(what_a_parameter_points_at_is_a_flag)
{
    int out = 0;
    bool done = true;
    writes_through(&out, &done, 0);
    assert_trace("unless");
    writes_through(&out, &done, 1);
    assert_trace("if");
    writes_through(&out, &done, -1);
    assert_trace("negativeunlessif");
}

static int global_flag;

static void looks_at_static(void)
{
    static volatile int flag = 1;
    const int always = 1;
    DEFER_IF(global_flag, note, "global");
    DEFER_IF(flag, note, "static");
    DEFER_IF_NEGATIVE(flag, note, "negative");
    DEFER_IF(always, note, "const,");
    global_flag = 1;
    flag = -1;
}

TEST(static_volatile_and_const_variables_are_flags)
{
    looks_at_static();
    assert_trace("const,negativestaticglobal");
}

static int rolls_back(int from)
{
    int result = 0;
    DEFER_IF(result, note, "1");
    if (from == 1) {
        result = -1;
        return result;
    }
    {
        DEFER_IF(result, note, "2");
        if (from == 2) {
            result = -1;
            goto out;
        }
        DEFER_IF_NEGATIVE(result, note_number, from);
        for (int i = 0; i < 3; i++) {
            DEFER_IF(i, note_char, 'a' + i);
            if (i == from) {
                result = -1;
                return result;
            }
            if (i == 1) break;
        }
    }
out:
    return result;
}

TEST(a_condition_is_looked_at_on_every_way_out)
{
    static const char *const traces[] = { "0,21", "1", "21", "b" };
    for (int from = 0; from < 4; from++) {
        rolls_back(from);
        assert_trace(traces[from]);
    }
}

static void changes_flag(int *flag)
{
    note("change");
    *flag = !*flag;
}

static void guards_change_flags(void)
{
    int flag = 0;
    DEFER_IF(flag, note, "if");
    DEFER_UNLESS(flag, note, "unless");
    DEFER_IF(flag, changes_flag, &flag);
    DEFER(changes_flag, &flag);
}

TEST(a_guard_sees_what_a_later_guard_did_to_its_flag)
{
    guards_change_flags();
    assert_trace("changechangeunless");
}

static void argument_is_kept(void)
{
    int number = 1;
    DEFER_IF(number, note_number, number);
    DEFER_UNLESS(number, note_number, number + 10);
    DEFER_IF_NEGATIVE(number, note_number, number + 20);
    number = -2;
}

TEST(the_flag_is_read_late_and_the_argument_early)
{
    argument_is_kept();
    assert_trace("21,1,");
}
