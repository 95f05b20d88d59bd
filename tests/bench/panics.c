/* Leaves n frames, each with a release, because of an error. The error is returned, with the
 * release written by hand or with a guard; or it is thrown by a minimal implementation of
 * exceptions with setjmp. Also leaves them without an error. For panics and C++ exceptions through
 * such frames, see ../panic/cost.c. */
#include "defer.h"
#include "measured.h"
#include <setjmp.h>
#include <stdlib.h>

static int released, failing;
__attribute__((noinline)) static void release(int frame) { released += frame; }
__attribute__((noinline)) static int leaf(void)
{
    __asm__ volatile("" : "+m"(failing));
    return failing;
}

__attribute__((noinline)) static int by_hand(int n)
{
    int rc = n > 1 ? by_hand(n - 1) : leaf();
    if (rc) goto out;
    __asm__ volatile("" : "+m"(released));
out:
    release(n);
    return rc;
}
__attribute__((noinline)) static int with_guard(int n)
{
    DEFER(release, n);
    int rc = n > 1 ? with_guard(n - 1) : leaf();
    if (rc) return rc;
    __asm__ volatile("" : "+m"(released));
    return 0;
}

/* Each frame with a release needs a handler, which releases and throws again. */
static struct handler { jmp_buf back; struct handler *outer; } *innermost;
static void throw(void)
{
    struct handler *h = innermost;
    if (!h) abort();
    innermost = h->outer;
    longjmp(h->back, 1);
}
__attribute__((noinline)) static void with_setjmp(int n)
{
    struct handler h;
    h.outer = innermost;
    innermost = &h;
    if (setjmp(h.back)) {
        release(n);
        throw();
    }
    if (n > 1)
        with_setjmp(n - 1);
    else if (leaf())
        throw();
    innermost = h.outer;
    release(n);
}

static void fails_by_hand(int n) { failing = 1; failing = by_hand(n); }
static void fails_with_guard(int n) { failing = 1; failing = with_guard(n); }
static void fails_with_setjmp(int n)
{
    struct handler h;
    failing = 1;
    h.outer = innermost;
    innermost = &h;
    if (setjmp(h.back)) return;
    with_setjmp(n);
    innermost = h.outer;
}
static void passes_by_hand(int n) { failing = 0; failing = by_hand(n); }
static void passes_with_guard(int n) { failing = 0; failing = with_guard(n); }
static void passes_with_setjmp(int n) { failing = 0; with_setjmp(n); }

int main(void)
{
    static const struct way ways[] = {
        { "hand", fails_by_hand, 0 },      { "guard", fails_with_guard, 0 },
        { "setjmp", fails_with_setjmp, 0 }, { "hand_passes", passes_by_hand, 0 },
        { "guard_passes", passes_with_guard, 0 }, { "setjmp_passes", passes_with_setjmp, 0 },
    };
    measure((struct way){ "nothing", nothing, 1 });
    for (int n = 1; n <= 100; n *= 10)
        for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++) {
            struct way way = ways[i];
            way.n = n;
            released = 0;
            measure(way);
            if (released != n * (n + 1)) return 1; /* each frame was left twice */
        }
    return 0;
}
