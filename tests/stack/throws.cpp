// A C++ exception leaves a release: the entries below it run, and so do the guards of all frames
// that it passes; memory is given back. When several throw, GCC goes on in C; Clang, and C++, end
// the program when the second leaves a cleanup function, and all entries have run by then.
//
//     throws goes_on|ends      what they do
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

// What ran, and in parentheses what was caught.
static const char *passes(frame *f)
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
    if (strcmp(a, b)) printf("%s, not %s\n", a, b);
    return !strcmp(a, b);
}

static void ended(int)
{
    *end = 0;
    CHECK(same(noted, "gfedcb"));
    _Exit(failures);
}

int main(int argc, char **argv)
{
    CHECK(same(passes(from_body), "edcba(e)"));
    CHECK(same(passes(at_block_end), "fedcba(d)"));
    CHECK(same(passes(from_unwind), "dcba(c)"));
    CHECK(same(passes(from_release), "cdba(c)"));
    CHECK(same(passes(from_run), "lkjihgfedcba(c)"));
    CHECK(blocks == 0);
    if (argc == 2 && !strcmp(argv[1], "goes_on")) {
        CHECK(same(passes(several), "gfedcba(c)"));
        CHECK(blocks == 0);
        _Exit(failures); // two exceptions are lost
    }
    std::set_terminate(std::abort);
    std::signal(SIGABRT, ended);
    passes(several);
    CHECK(!"goes on");
    return failures;
}
