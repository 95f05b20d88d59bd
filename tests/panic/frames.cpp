// C++ functions that panics and exceptions pass through. The other files are in the language of the
// compiler under test.
#include "panic.h"
#include <exception>

namespace {
struct noting {
    ~noting() { note("~"); }
};
} // namespace

void with_destructor(void (*body)(void *), void *arg)
{
    noting object;
    DEFER(note, "+");
    body(arg);
}

void rethrowing(void (*body)(void *), void *arg)
{
    noting object;
    try {
        body(arg);
    } catch (...) {
        note("r");
        throw;
    }
}

void swallowing(void (*body)(void *), void *arg)
{
    try {
        body(arg);
    } catch (...) {
        note("s");
    }
}

static void call(void (*body)(void *), void *arg) noexcept
{
    body(arg);
}

void not_throwing(void (*body)(void *), void *arg)
{
    std::set_terminate(std::abort); // the default would print a type, which a panic does not have
    call(body, arg);
}

int catching(void (*body)(void *), void *arg)
{
    try {
        body(arg);
    } catch (int) {
        return 1;
    }
    return 0;
}

void throw_int(void *)
{
    DEFER(note, "t");
    throw 1;
}

// A defer_try of another file and language than the panic.
int try_in_cpp(void (*body)(void *), void *arg, const char **message)
{
    defer_panic caught = {};
    int panicked = defer_try(body, arg, &caught);
    *message = caught.message;
    return panicked;
}
