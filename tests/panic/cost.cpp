// The C++ functions of cost.c.
extern "C" {
void throw_exception();
int catch_exception(void (*function)(void *), void *arg);
}

void throw_exception()
{
    throw 1;
}

int catch_exception(void (*function)(void *), void *arg)
{
    try {
        function(arg);
    } catch (int) {
        return 1;
    }
    return 0;
}
