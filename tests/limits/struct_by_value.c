/* On Clang, and in C++, a guard can change a struct or a string that is returned by value, because
 * the object is built right in the storage of the caller. `return *&r;` returns a copy.
 * only c: yes
 * only c++: yes
 */
#include "defer.h"
#include <assert.h>

struct result {
    long value[8];
};
static void clear(struct result *r)
{
    r->value[0] = 0;
}

static struct result changed(void)
{
    struct result r = { { 1 } };
    DEFER(clear, &r);
    return r;
}

static struct result kept(void)
{
    struct result r = { { 1 } };
    DEFER(clear, &r);
    return *&r;
}

#ifdef __cplusplus
#include <string>
static void clear_text(std::string *text)
{
    text->clear();
}

static std::string emptied(void)
{
    std::string text = "text";
    DEFER(clear_text, &text);
    return text;
}
#endif

int main(void)
{
#ifdef __cplusplus
    assert(emptied().empty());
#endif
#if defined(__clang__) || defined(__cplusplus)
    assert(changed().value[0] == 0);
#else
    assert(changed().value[0] == 1);
#endif
    assert(kept().value[0] == 1);
}
