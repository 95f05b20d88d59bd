/* Arguments that a guard must not evaluate twice, not use after they are gone, and not copy. */
#include "defer.h"
#include "trace.h"
#include <stdlib.h>
#ifdef __linux__
#include <signal.h>
#include <sys/time.h>
#endif

#ifndef __cplusplus
struct pair { int first, second; };
static void note_pair(void *p)
{
    struct pair *pair = (struct pair *)p;
    note_number(pair->first);
    note_number(pair->second);
}

static void overwrite(struct pair *p) { p->first = p->second = 0; }

static void literals(int two)
{
    DEFER_STACK(stack, 2);
    (void)DEFER_PUSH(&stack, note_pair, (&(struct pair){ 1, two }));
    DEFER(note_pair, (&(struct pair){ 3, two }));
    {
        struct pair other;
        overwrite(&other);
    }
}

TEST(a_compound_literal_lives_to_the_end_of_the_block)
{
    literals(2);
    assert_trace("3,2,1,2,");
}

static int made;
static void *make(size_t size)
{
    made++;
    return malloc(size);
}
static void note_and_free(void *p)
{
    note("free,");
    free(p);
}

static void matrices(int n)
{
    double (*var)[n] = (double (*)[n])make(sizeof(double[n]));
    double (*taken)[n] = (double (*)[n])make(sizeof(double[n]));
    DEFER_STACK(stack, 2);
    DEFER_VAR(note_and_free, var);
    DEFER_VAR(note_and_free, taken);
    DEFER(note_and_free, (double (*)[n])make(sizeof(double[n])));
    DEFER_IF(n, note_and_free, (double (*)[n])make(sizeof(double[n])));
    DEFER_GUARD(guard, note_and_free, (double (*)[n])make(sizeof(double[n])));
    (void)DEFER_PUSH(&stack, note_and_free, (double (*)[n])make(sizeof(double[n])));
    free(DEFER_TAKE(taken));
}

#if DEFER_HAS_BLOCK /* else tests/limits/variable_length_pointer.c */
static void note_and_free_rows(void *rows, int n)
{
    note_number(n);
    free(rows);
}

static void sized_matrices(int n)
{
    DEFER(note_and_free_rows, (double (*)[n])make(sizeof(double[n])), n);
    DEFER_IF(n, note_and_free_rows, (double (*)[n])make(sizeof(double[n])), 4);
#ifndef __clang__
    DEFER_STACK(stack, 1);
    (void)DEFER_PUSH(&stack, note_and_free_rows, (double (*)[n])make(sizeof(double[n])), 5);
#else
    note_number(5);
    made++;
#endif
}

TEST(a_pointer_to_an_array_of_variable_length_beside_a_number_is_evaluated_once)
{
    made = 0;
    sized_matrices(3);
    assert_trace("5,4,3,");
    assert_int_equal(made, 3);
}
#endif

TEST(a_pointer_to_an_array_of_variable_length_is_evaluated_once)
{
    made = 0;
    matrices(3);
    assert_trace("free,free,free,free,free,");
    assert_int_equal(made, 6);
}

#if __STDC_VERSION__ >= 201112L && !defined(__STDC_NO_ATOMICS__)
static void atomic_flags(_Atomic int *flag, _Atomic long long *wide, _Atomic(char *) *text)
{
    DEFER_IF(*flag, note, "if,");
    DEFER_UNLESS(*flag, note, "unless,");
    DEFER_IF_NEGATIVE(*wide, note, "negative,");
    DEFER_VAR(note, *text);
    *flag = 1;
    *wide = -1;
}

TEST(an_atomic_flag_is_read_at_exit)
{
    _Atomic int flag = 0;
    _Atomic long long wide = 1;
    static char word[] = "word,";
    _Atomic(char *) text = word;
    atomic_flags(&flag, &wide, &text);
    assert_trace("word,negative,if,");
}
#endif

#ifdef __SANITIZE_THREAD__ /* the macro of GCC */
#define DELAYS_SIGNALS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DELAYS_SIGNALS 1
#endif
#endif
#if defined(__linux__) && !defined(DELAYS_SIGNALS)
static volatile sig_atomic_t stopped, ticked;
static int flags_seen;
static void stop_it(int signal_number)
{
    (void)signal_number;
    stopped = ticked = 1;
}
static void count_flags(int by) { flags_seen += by; }
static int take_flag(int value) { return flags_seen += 100 * value; }

/* Only the signal handler changes the flag. No function is called here that could change it. */
static void wait_for_the_handler(void)
{
    DEFER_IF(stopped, count_flags, 1);
    DEFER_UNLESS(stopped, count_flags, 10);
    DEFER_VAR(take_flag, stopped);
    while (!ticked) continue;
}

TEST(a_volatile_flag_is_read_at_exit)
{
    struct itimerval soon = { { 0, 0 }, { 0, 2000 } };
    flags_seen = ticked = stopped = 0;
    signal(SIGALRM, stop_it);
    setitimer(ITIMER_REAL, &soon, NULL);
    wait_for_the_handler();
    signal(SIGALRM, SIG_DFL);
    assert_int_equal(flags_seen, 101);
}
#endif

#if defined(__x86_64__) && DEFER_HAS_BLOCK && !defined(_WIN32)
static long seen_by_ms;
__attribute__((__ms_abi__, __noinline__)) static void of_windows(long *at, long by)
{
    seen_by_ms += *at * by;
}

TEST(a_guard_calls_a_function_of_another_calling_convention)
{
    long number = 20;
    seen_by_ms = 0;
    {
        DEFER(of_windows, &number, 2);
        number++;
    }
    assert_true(seen_by_ms == 42);
}
#endif

#if __STDC_VERSION__ >= 202311L
static void note_null(void *p) { note(p ? "pointer," : "null,"); }
static void nulls(int on)
{
    DEFER_STACK(stack, 1);
    (void)DEFER_PUSH(&stack, note_null, nullptr);
    DEFER(note_null, nullptr);
    DEFER_IF(on, note_null, nullptr);
}

TEST(nullptr_is_a_null_pointer)
{
    nulls(1);
    assert_trace("null,null,null,");
}
#endif

#else
static void reset(int &n) { n = 0; }
static int reset_and_tell(int &n)
{
    n = 0;
    return 4;
}
struct base { int shut; };
struct derived : base { int more; };
static void shut(base &b) { b.shut = 1; }
static void look(const int &n) { note_number(n); }
struct word {
    int n;
    word(int n_) : n(n_) {}
};
static void look_at_word(const word &w) { note_number(w.n); }

TEST(a_reference_binds_to_the_object)
{
    int n = 1, m = 1, run = 1, status = -1;
    derived d;
    d.shut = d.more = 0;
    {
        DEFER(reset, n);
        DEFER(shut, d);
        DEFER_IF(run, reset, m);
        DEFER_GUARD(guard, reset_and_tell, run);
        DEFER(look, n);
        n = 5;
        status = DEFER_RUN(guard);
        run = 1;
    }
    assert_trace("5,");
    assert_int_equal(n, 0);
    assert_int_equal(m, 0);
    assert_int_equal(status, 4);
    assert_int_equal(d.shut, 1);
}

TEST(a_temporary_object_is_kept_as_a_value)
{
    {
        DEFER(look_at_word, 7);
        DEFER(look, 'a' - 'a' + 6);
    }
    assert_trace("6,7,");
}
#endif
