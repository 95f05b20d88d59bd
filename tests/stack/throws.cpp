// A C++ exception leaves a release of a stack. The entries below it still run, and so do the guards
// of all functions that it passes; memory is freed. If several releases throw, C compiled by GCC
// goes on with the next. C++, and C compiled by Clang, end the program when the second exception
// leaves a cleanup function; by then all entries have run.
//
//     throws goes_on|ends      what is expected if several releases throw
#include "frames.h"
#include "memory.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

static char noted[100], *end = noted;

void note(int letter)
{
    *end++ = static_cast<char>(letter);
}

static void note_and_throw(int letter)
{
    note(letter);
    throw letter;
}

// Returns the letters that were noted, and in parentheses the one that was caught.
static const char *trace_of(frame *f)
{
    end = noted;
    try {
        f(note_and_throw);
    } catch (int thrown) {
        note('(');
        note(thrown);
        note(')');
    }
    *end = 0;
    return noted;
}

static bool same(const char *a, const char *b)
{
    if (strcmp(a, b) == 0) return true;
    printf("%s, not %s\n", a, b);
    return false;
}

static void check_at_abort(int)
{
    *end = 0;
    CHECK(same(noted, "gfedcb"));
    _Exit(failures);
}

int main(int argc, char **argv)
{
    CHECK(same(trace_of(from_body), "edcba(e)"));
    CHECK(same(trace_of(at_block_end), "fedcba(d)"));
    CHECK(same(trace_of(from_unwind), "dcba(c)"));
    CHECK(same(trace_of(from_release), "cdba(c)"));
    CHECK(same(trace_of(from_run), "lkjihgfedcba(c)"));
    CHECK(blocks == 0);
    if (argc == 2 && !strcmp(argv[1], "goes_on")) {
        CHECK(same(trace_of(several), "gfedcba(c)"));
        CHECK(blocks == 0);
        _Exit(failures); // the runtime has not freed two of the exceptions
    }
    std::set_terminate(std::abort);
    std::signal(SIGABRT, check_at_abort);
    trace_of(several);
    CHECK(!"goes on");
    return failures;
}
