/* No goto may leave the block of a defer.
 * expect gcc: label 'end' used but not defined
 * expect clang c: cannot jump from this goto statement to its label
 * expect clang c++: use of undeclared label 'end'
 */
void f(int n)
{
#ifdef WRONG
    defer { if (n) goto end; n++; }; // WRONG
end:
    n++;
#else
    defer {
        if (n) goto end;
        n++;
    end:;
    };
    n++;
#endif
}
