/* Runs the functions of every_macro.c that were linked in: FIRST, and SECOND if there is one. */
#ifdef __cplusplus
extern "C" {
#endif
int FIRST(void);
int SECOND(void);
#ifdef __cplusplus
}
#endif
int main(void)
{
    return FIRST() | SECOND();
}
