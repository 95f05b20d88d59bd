// What the others do, in Go: by hand with goto, and with defer. The functions with several guards
// are generated, by `run`.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type resource struct{ held int }

var resources [40]resource
var steps, count, failing int

//go:noinline
func acquire(id int) *resource {
	steps--
	if steps != 0 {
		return &resources[id]
	}
	return nil
}

//go:noinline
func use(r *resource) int {
	steps--
	if steps != 0 {
		return 0
	}
	return -1
}

//go:noinline
func transfer(r *resource) int {
	steps--
	if steps != 0 {
		return count
	}
	return -1
}

//go:noinline
func release(r *resource) { r.held-- }

//go:noinline
func note(what int) {}

func go_hand_out(id int) *resource {
	r := acquire(id)
	if r == nil {
		return nil
	}
	if use(r) != 0 {
		goto fail
	}
	note(1)
	if use(r) != 0 {
		goto fail
	}
	return r
fail:
	release(r)
	return nil
}

func godefer_hand_out(id int) *resource {
	r := acquire(id)
	if r == nil {
		return nil
	}
	ok := false
	defer func() {
		if !ok {
			release(r)
		}
	}()
	if use(r) != 0 {
		return nil
	}
	note(1)
	if use(r) != 0 {
		return nil
	}
	ok = true
	return r
}

func go_early_returns(id int) int {
	n := 0
	r := acquire(id)
	if r == nil {
		return -1
	}
	note(id)
	if use(r) != 0 {
		n = -2
		goto out
	}
	n = transfer(r)
	if n < 0 {
		n = -3
		goto out
	}
	if n != 0 {
		note(n)
	}
out:
	release(r)
	return n
}

func godefer_early_returns(id int) int {
	r := acquire(id)
	if r == nil {
		return -1
	}
	note(id)
	defer release(r)
	if use(r) != 0 {
		return -2
	}
	n := transfer(r)
	if n < 0 {
		return -3
	}
	if n == 0 {
		return 0
	}
	note(n)
	return n
}

// Kept until the function ends: a defer in a loop.
func stack(n int) {
	for i := 0; i < n; i++ {
		defer release(acquire(0))
	}
}

//go:noinline
func frames(n int) {
	defer release(&resources[0])
	if n > 1 {
		frames(n - 1)
	} else if failing != 0 {
		panic("text")
	}
}

func fail(n int) {
	failing = 1
	defer func() { recover() }()
	frames(n)
}

func pass(n int) {
	failing = 0
	frames(n)
}

//go:noinline
func onPath(f func(int) int) int { return f(3) + failing&0 }

// As in exits.c.
//go:noinline
func measured(f func(int) int) int {
	calls := 0
	for count = 1; count >= 0; count-- {
		steps = 0
		for fails := 1; steps <= 0; fails++ {
			steps = fails
			onPath(f)
			calls++
		}
	}
	return calls
}

// The stack of a goroutine moves when it grows, which callgrind does not understand.
//
//go:noinline
func grow(n int) int {
	if n == 0 {
		return 0
	}
	return grow(n-1) + n
}

// program; or program <way> <n> <repetitions>
func main() {
	grow(100000)
	if len(os.Args) > 3 {
		way := map[string]func(int){"stack": stack, "fail": fail, "pass": pass}[os.Args[1]]
		n, _ := strconv.Atoi(os.Args[2])
		steps = -1
		for r, _ := strconv.Atoi(os.Args[3]); r > 0; r-- {
			way(n)
		}
		return
	}
	for _, way := range []struct {
		name string
		f    func(int) int
	}{
		{"nothing", func(int) int { return 0 }},
		{"go_hand_out", func(n int) int { go_hand_out(n); return 0 }},
		{"godefer_hand_out", func(n int) int { godefer_hand_out(n); return 0 }},
		{"go_early_returns", go_early_returns}, {"godefer_early_returns", godefer_early_returns},
		{"go_three_resources", go_guards_3}, {"godefer_three_resources", godefer_guards_3},
		{"go_guards_8", go_guards_8}, {"godefer_guards_8", godefer_guards_8},
		{"go_guards_16", go_guards_16}, {"godefer_guards_16", godefer_guards_16},
		{"go_guards_32", go_guards_32}, {"godefer_guards_32", godefer_guards_32},
	} {
		for i := 0; i < 2; i++ {
			fmt.Println(way.name, measured(way.f))
		}
	}
}
