# shellcheck shell=bash disable=SC2046,SC2086,SC2154 # a part of measure
# Prints functions with several guards, written as those with one guard in ways.go.
go_guards() {
    local n i
    for n in 3 8 16 32; do
        echo "func godefer_guards_$n(id int) int {"
        for i in $(seq 0 $((n - 1))); do
            echo "r$i := acquire(id + $i); if r$i == nil { return -1 }; defer release(r$i)"
        done
        printf 'return use(r0)\n}\nfunc go_guards_%d(id int) int {\nrc := -1\n' $n
        for i in $(seq 0 $((n - 1))); do echo "var r$i *resource"; done
        for i in $(seq 0 $((n - 1))); do
            echo "r$i = acquire(id + $i); if r$i == nil { goto out$i }"
        done
        echo "rc = use(r0)"
        for i in $(seq $((n - 1)) -1 0); do printf 'release(r%d)\nout%d:\n' $i $i; done
        printf 'return rc\n}\n'
    done
}
# go_total <way> <n> <repetitions>: prints how many instructions the whole program executes
go_total() {
    valgrind --tool=callgrind --callgrind-out-file=counts ./program "$@" 2>log || { cat log; exit 1; } >&2
    awk '$1 == "summary:" || $1 == "totals:" { n = $2 } END { print n }' counts
}
# go_each <way> <n> <repetitions>: prints the instructions of one repetition, computed from the
# difference of two runs: callgrind loses track of calls where Go switches stacks
go_each() { echo $((($(go_total $1 $2 $((3 * $3))) - $(go_total $1 $2 $3)) / (2 * $3))); }

measure_go() {
    local n
    command -v go >/dev/null || { echo "skipped: no go" >&2; exit 77; }
    # One thread, no garbage collection, no instruction that valgrind does not know.
    export GOMAXPROCS=1 GOGC=off GODEBUG=asyncpreemptoff=1,cpu.rdtscp=off GO111MODULE=off GOCACHE=$PWD/cache
    { echo "package main"; go_guards; } >guards.go
    cp "$here/ways.go" .
    go build -o program ways.go guards.go
    for n in 8 64 1000 1000000; do
        echo "$n $(go_each stack $n $((n < 32000 ? 32000 / n : 1)))" |
            awk -v OFS=, '{ print "stack", "go", "-", "-", $1, "godefer", $2 / $1, "", "" }'
    done
    for n in 1 10 100; do
        echo "panic,go,-,-,$n,gopanic,$(go_each fail $n $((200 / n))),,"
        echo "panic,go,-,-,$n,gopanic_passes,$(go_each pass $n $((20000 / n))),,"
    done
    go tool nm -size program | awk '$4 ~ /^main\.go(defer)?_/ { sub(/main\./, "", $4)
        sub(/guards_3$/, "three_resources", $4); print $4, $2 }' >sizes
    count program main.onPath main.measured
    awk -v OFS=, '
        FILENAME == "sizes" { bytes[$1] = $2; next }
        $1 == "nothing" { nothing = $3 / $2; next }
        { cost[$1] = $3 / $2 - nothing }
        END {
            for (k in cost) {
                way = shape = k
                sub(/_.*/, "", way)
                sub(/^[a-z]*_/, "", shape)
                print "guards", "go", "-", "-", shape, way, cost[k], bytes[k], ""
            }
        }' sizes executed | sort
}
