// The functions of ../codegen in C++, with std::unique_ptr and a deleter.
#include "shape.h"
#include <memory>

template <void (*function)(resource *)> struct deleter {
    void operator()(resource *r) const { function(r); }
};
template <void (*function)(resource *)> using guard = std::unique_ptr<resource, deleter<function>>;
using owned = guard<release>;

#define UP_8(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define UP_16(X) UP_8(X) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
#define UP_32(X)                                                                                   \
    UP_16(X) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23)                                       \
    X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define GUARD(i)                                                                                   \
    owned r##i(acquire(id + i));                                                                   \
    if (!r##i) return -1;
#define GUARDS(n)                                                                                  \
    SHAPE int cpp_guards_##n(int id)                                                               \
    {                                                                                              \
        UP_##n(GUARD)                                                                              \
        return use(r0.get());                                                                      \
    }
GUARDS(8)
GUARDS(16)
GUARDS(32)

SHAPE int cpp_three_resources(int id)
{
    owned a(acquire(id));
    if (!a) return -1;
    owned b(acquire(id + 1));
    if (!b) return -2;
    owned c(acquire(id + 2));
    if (!c) return -3;
    return use(c.get());
}

SHAPE int cpp_loop(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        owned r(acquire(i));
        if (!r) break;
        int count = transfer(r.get());
        if (count < 0) break;
        if (count == 0) continue;
        sum += count;
        note(sum);
    }
    return sum;
}

SHAPE resource *cpp_hand_out(int id)
{
    owned r(acquire(id));
    if (!r) return nullptr;
    if (use(r.get())) return nullptr;
    note(1);
    if (use(r.get())) return nullptr;
    return r.release();
}

SHAPE int cpp_rollback_unless(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    guard<undo> undone(r);
    if (use(r)) return -2;
    note(5);
    if (use(r)) return -3;
    undone.release();
    return 0;
}

SHAPE int cpp_early_returns(int id)
{
    resource *r = acquire(id);
    if (!r) return -1;
    lock(r);
    guard<unlock> locked(r);
    if (use(r)) return -2;
    int count = transfer(r);
    if (count < 0) return -3;
    if (count == 0) return 0;
    note(count);
    return count;
}
