# Sourced by the runners, with the compiler's name in $name: what it is, and what the head comment
# of a test file says of it (./run reads that itself), in lines
#
#     * key [tag...]: value
#
# A line counts where all of its tags hold; !tag is the opposite. The last one counts. The tags are
# gcc clang, c c++, closures erased, ts, before-<version>, the machine as `uname -m` has it, the name
# of the compiler, and those that a runner adds to $tags.
# shellcheck shell=bash disable=SC2034,SC2154
export LC_ALL=C
case $name in
    *++*) language=c++ carry=closures ;;
    gcc* | *+ts) language=c carry=closures ;;
    *) language=c carry=erased ;;
esac
case $name in *+ts) carry="$carry ts" ;; esac
case $name in g*) family=gcc ;; *) family=clang ;; esac
tags="$name $family $language $carry $(uname -m)"
version=${name%+ts}
version=${version##*-}
case $version in
    *[!0-9]*) ;; # of a plain `gcc` it is not known
    *) for later in 12 13 14 15 16 17 18 19 20 21 22 23 24; do
        [ "$version" -ge $later ] || tags="$tags before-$later"
    done ;;
esac

# setting <key>: its value in $file; empty if there is none.
setting() {
    awk -v key="$1" -v tags=" $tags " '
        $2 == key || $2 == key ":" {
            head = value = $0
            sub(/:.*/, "", head); sub(/[^:]*: /, "", value)
            holds = 1
            words = split(head, word, " ")
            for (i = 3; i <= words; i++) {
                opposite = sub(/^!/, "", word[i])
                holds = holds && (index(tags, " " word[i] " ") > 0) != opposite
            }
            if (holds) last = value
        }
        /\*\// { exit }
        END { print last }' "$file"
}

# Whether $file is for others only.
skipped() { grep -q '^ \* only' "$file" && [ -z "$(setting only)" ]; }
