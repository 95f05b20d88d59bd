/* Calls the functions of every_macro.c that are linked in: FIRST, and SECOND if it is defined. */
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
