# shellcheck shell=bash disable=SC2086 # flags are words
# Shared by the scripts of the audit, which get a compiler as their first argument and set `flags`.
# Copies the sources, so that the report names a place as `counts.c:12`. The comment beside a place
# is what the report must say about it. INCLUDE=<directory> tests the defer.h there.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
name=$1
compiler=$("$here/../compiler" "$name") || exit $?
include=${INCLUDE:-$here/../../include}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp "$here"/*.[ch] "$dir"
cd "$dir"
case $name in
    *++*) language=c++ standard=c++11 ;;
    *) language=c standard=gnu11 ;;
esac
failed=0
flags=
: >nothing

fail() { # <what> [log]
    echo "FAILED: $name $flags: $1"
    [ $# -lt 2 ] || head -20 "$2"
    failed=1
}
compile() { # <option or source>...
    $compiler -std=$standard $flags -Wall -Wextra -Wpedantic -Werror -I"$include" -pthread \
        -x $language "$@" >log 2>&1 || { fail "$*" log; return 1; }
}
audited() { compile -DDEFER_ENABLE_AUDIT "$@"; }
try() { # <command>...
    "$@" >log 2>&1 || fail "$*: exit status $?" log
}
same() { # <what> <file with the lines found> <file with the sorted lines expected>
    sort "$2" >sorted
    cmp -s sorted "$3" || { diff "$3" sorted >log || true; fail "$1: not what is expected" log; }
}

# expected <source> [condition]: prints the lines of the report that the comments of the source
# demand, without those that begin with another condition
expected() {
    awk -v condition="${2:-}: " '
        match($0, /\/\* .*registered .* \*\/$/) {
            text = substr($0, 1, RSTART - 3)
            note = substr($0, RSTART + 3, RLENGTH - 6)
            if (index(note, condition) == 1) note = substr(note, length(condition) + 1)
            if (note !~ /^registered/) next
            sub(/^ *(if \([a-z]*\) )?(\(void\))?/, "", text)
            if (text ~ /}$/) text = "DEFER_BLOCK"
            print FILENAME ":" FNR ": " text ": " note
        }' "$1" | sort
}
