/* The same function with a stack, and by hand with an array that is large enough. */
#include "defer.h"

struct resource;
struct resource *acquire(int id);
int use(void);
void release(struct resource *r);

int with_stack(int count)
{
    DEFER_STACK(kept, 64);
    for (int i = 0; i < count; i++) {
        struct resource *r = acquire(i);
        if (!r) return -1;
        if (DEFER_PUSH(&kept, release, r)) return -1;
    }
    return use();
}

int with_array(int count)
{
    struct {
        void (*fn)(struct resource *);
        struct resource *arg;
    } kept[64];
    int n = 0, rc = -1;
    for (int i = 0; i < count; i++) {
        struct resource *r = acquire(i);
        if (!r) goto out;
        kept[n].fn = release;
        kept[n].arg = r;
        n++;
    }
    rc = use();
out:
    while (n--) kept[n].fn(kept[n].arg);
    return rc;
}
