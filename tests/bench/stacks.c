/* Calls the functions listed in the file `table`, each of which keeps n releases and runs them:
 * those of ways.c, and those here, which use the libraries APR, GLib and talloc. */
#include "measured.h"
#include "ways.h"

#ifdef HAVE_APR
#include <apr_pools.h>
static apr_status_t release_for_apr(void *resource)
{
    release(resource);
    return APR_SUCCESS;
}
void by_apr(int n)
{
    static apr_pool_t *root;
    apr_pool_t *pool;
    if (!root && (apr_initialize() || apr_pool_create(&root, NULL))) return;
    if (apr_pool_create(&pool, root)) return;
    for (int i = 0; i < n; i++)
        apr_pool_cleanup_register(pool, acquire(i), release_for_apr, apr_pool_cleanup_null);
    apr_pool_destroy(pool);
}
#endif

#ifdef HAVE_GLIB
#include <glib.h>
void by_glib(int n)
{
    GPtrArray *array = g_ptr_array_new_with_free_func(release);
    for (int i = 0; i < n; i++) g_ptr_array_add(array, acquire(i));
    g_ptr_array_unref(array);
}
#endif

#ifdef HAVE_TALLOC
#include <talloc.h>
struct held { void *resource; };
static int release_for_talloc(struct held *h)
{
    release(h->resource);
    return 0;
}
void by_talloc(int n)
{
    void *context = talloc_new(NULL);
    for (int i = 0; i < n; i++) {
        struct held *h = talloc(context, struct held);
        h->resource = acquire(i);
        talloc_set_destructor(h, release_for_talloc);
    }
    talloc_free(context);
}
#endif

void by_cpp(int n); /* in stacks.cpp */

int main(void)
{
    static const struct way ways[] = {
        { "nothing", nothing, 1 },
#undef WAY
#define WAY(name, function, n) { #name, (void (*)(int))(void (*)(void))function, n },
#include "table"
    };
    for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++) measure(ways[i]);
    return 0;
}
