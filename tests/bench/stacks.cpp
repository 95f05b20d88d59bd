// Keeps releases in a vector of functions, and calls them newest first.
#include <functional>
#include <vector>

extern "C" {
void *acquire(int i);
void release(void *resource);
void by_cpp(int n);
}

void by_cpp(int n)
{
    struct stack {
        std::vector<std::function<void()>> entries;
        ~stack()
        {
            for (; !entries.empty(); entries.pop_back()) entries.back()();
        }
    } s;
    for (int i = 0; i < n; i++) {
        void *resource = acquire(i);
        s.entries.emplace_back([resource] { release(resource); });
    }
}
