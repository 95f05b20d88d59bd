// The C++ functions of exits.c.
extern "C" {
void throw_exception(void);
void catch_exception(void (*function)(void));
}

void throw_exception(void)
{
    throw 1;
}

void catch_exception(void (*function)(void))
{
    try {
        function();
    } catch (int) {
    }
}
