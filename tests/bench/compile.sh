# shellcheck shell=bash disable=SC2046,SC2086,SC2154 # a part of measure
# guards_to_compile <way>: prints 100 functions with 10 guards each
guards_to_compile() {
    local f i ids="0 1 2 3 4 5 6 7 8 9"
    echo "typedef struct r r; r *acquire(int); void release(r *); int use(r *);"
    echo "struct kept { r *r; }; static inline void clean(struct kept *k) { release(k->r); }"
    for f in $(seq 100); do
        echo "int f$f(int id) { int rc = -1;"
        for i in $ids; do
            case $1 in
                goto) echo "r *r$i = acquire(id + $i); if (!r$i) goto out$i;" ;;
                raw) echo "r *r$i = acquire(id + $i); if (!r$i) return -1;" \
                    "__attribute__((cleanup(clean))) struct kept k$i = { r$i };" ;;
                defer) echo "r *r$i = acquire(id + $i); if (!r$i) return -1; DEFER(release, r$i);" ;;
            esac
        done
        echo "rc = use(r0);"
        [ $1 != goto ] || for i in $(echo $ids | rev); do echo "release(r$i); out$i:"; done
        echo "return rc; }"
    done
}
# Counts the instructions of the compiler, minus those for an empty file, or for the header alone.
measure_compile() {
    local way instructions empty=0 header=0 lines
    for way in empty header goto raw defer; do
        case $way in
            empty) echo "int nothing;" ;;
            header) echo '#include "defer.h"' ;;
            defer) echo '#include "defer.h"' && guards_to_compile defer ;;
            *) guards_to_compile $way ;;
        esac >$way.c
        case $name in
            gcc*) C -S $way.c -o $way.s -wrapper valgrind,--tool=callgrind,--callgrind-out-file=counts ;;
            *) valgrind --tool=callgrind --callgrind-out-file=counts $cc -std=gnu11 $flags -S $way.c ;;
        esac >log 2>&1 || { cat log; exit 1; } >&2
        instructions=$(awk '$1 == "summary:" || $1 == "totals:" { n = $2 } END { print n }' counts)
        lines=$(C -E -P "$way.c" | grep -c .)
        case $way in
            empty) empty=$instructions ;;
            header) header=$((instructions - empty)) ;;
        esac
        case $way in
            empty) echo "file,$way,$instructions,$lines," ;;
            header) echo "file,$way,$header,$lines," ;;
            defer) echo "1000,$way,$((instructions - empty - header)),$lines," ;;
            *) echo "1000,$way,$((instructions - empty)),$lines," ;;
        esac
    done | row
}
