/* Makes random programs, compiles and runs them, and compares their output with that of the
 * interpreter. The first program that differs is shrunk. Works in the current directory.
 *
 *     random <directory of defer.h> <of runtime.h> <programs> <seed> <seconds to shrink>
 *            <level, or nothing for all> <compilers...>
 */
#define _GNU_SOURCE
#include "program.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { JOBS = 2 };
static const char *include, *runtime, *only_level;
static uint64_t seed;
static char **compilers;
static int compiler_count;

/* One file of FUNCTIONS programs, and how it is compiled. */
struct job {
    int number;
    char command[300];
    struct program *program;
};

/* Compilers and levels take turns, so that each compiler gets each level. */
static struct job make_job(int number)
{
    static const char *const levels[] = { "-O0", "-O1", "-O2", "-O3", "-Os" };
    static const char *const c[] = { "gnu99", "gnu11", "c11", "gnu2x" };
    static const char *const cxx[] = { "c++11", "gnu++17", "c++20" };
    struct job job = { .number = number };
    uint64_t random = seed + (uint64_t)number * UINT64_C(0x51a2b3c4d5);
    int n = number + (int)(seed % 1000);
    const char *compiler = compilers[n % compiler_count];
    uint64_t bits = random_number(&random);
    bool plain = getenv("RANDOM_PLAIN"), exceptions = !plain && bits & 1;
    bool is_cxx = strstr(compiler, "++"), ts = strstr(compiler, "+ts");
    struct features features = { .closures = is_cxx || ts || !strstr(compiler, "clang"),
                                 .block_declares = !(ts && exceptions) };
    features.panic = exceptions && bits & 6;
    features.audit = !plain && (bits >> 3) % 4 == 0;
    features.no_stdlib = plain || (!features.panic && !features.audit && (bits >> 5) % 4 == 0);
    bool keeps_errno = !features.no_stdlib && (bits >> 7) % 4 == 0;
    snprintf(job.command, sizeof job.command, "%.*s%s -x %s -std=%s %s %s%s%s%s%s",
             (int)strlen(compiler) - (ts ? 3 : 0), compiler, ts ? " -fdefer-ts" : "",
             is_cxx ? "c++" : "c", is_cxx ? cxx[(bits >> 9) % 3] : c[(bits >> 9) % 4],
             *only_level ? only_level : levels[(n + n / compiler_count) % 5],
             exceptions ? "-fexceptions" : "-fno-exceptions",
             features.panic ? " -DWITH_PANIC" : "",
             features.audit ? " -DDEFER_ENABLE_AUDIT" : "",
             features.no_stdlib ? " -DDEFER_NO_STDLIB" : "",
             keeps_errno ? " -DDEFER_PRESERVE_ERRNO" : "");
    job.program = generate(random_number(&random), features);
    return job;
}

/* Runs a shell command, in which $n is the number of the job. */
static int run(const struct job *job, const char *format, ...)
{
    char command[2000];
    va_list arguments;
    int length = snprintf(command, sizeof command, "n=%d; ", job->number);
    va_start(arguments, format);
    vsnprintf(command + length, sizeof command - (size_t)length, format, arguments);
    va_end(arguments);
    return system(command);
}

/* Opens the file of the job that has this suffix. */
static FILE *open_file(const struct job *job, const char *suffix, const char *mode)
{
    char name[40];
    snprintf(name, sizeof name, "%d.%s", job->number, suffix);
    return fopen(name, mode);
}
static char *read_file(const struct job *job, const char *suffix)
{
    FILE *file = open_file(job, suffix, "r");
    char *text = NULL;
    size_t size = 0;
    if (!file || getdelim(&text, &size, 0, file) < 0) text = calloc(1, 1);
    if (file) fclose(file);
    return text;
}
static void copy_line(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%.*s", (int)strcspn(from, "\n"), from);
}

/* How a program differs: the error of the compiler, or the first line of output that is wrong. */
struct difference { enum { NONE, REFUSED, PRINTED } kind; char expected[200], is[200]; int root; };
static struct difference compare(const struct job *job)
{
    struct difference d = { NONE, "", "", -1 };
    FILE *file = open_file(job, "c", "w");
    print(job->program, file);
    fclose(file);
    file = open_file(job, "expected", "w");
    interpret(job->program, file);
    fputs("end 0\n", file);
    fclose(file);
    /* GCC can have an internal error at -O0: see ../limits/attribute_at_o0.c. */
    if (run(job,
            "compile() { timeout 100 %s $RANDOM_FLAGS -w -I'%s' -I'%s' $n.c -o $n.out \"$@\""
            " >$n.said 2>&1; };"
            " compile || { grep -q expand_builtin_eh_common $n.said && compile -O1; }",
            job->command, include, runtime)) {
        char *said = read_file(job, "said"), *error = strstr(said, "error:");
        d.kind = REFUSED;
        copy_line(d.is, sizeof d.is, error ? error : said);
        free(said);
        return d;
    }
    run(job, "ulimit -c 0; ulimit -f 9999;" /* ends a program that prints for ever */
             " (timeout 10 $RANDOM_RUN ./$n.out; echo end $?) >$n.printed 2>$n.said");
    char *expected = read_file(job, "expected"), *printed = read_file(job, "printed");
    const char *e = expected, *p = printed;
    while (*e && *p) {
        size_t length = strcspn(e, "\n") + 1;
        if (!strncmp(e, "root ", 5)) d.root = atoi(e + 5);
        if (strncmp(e, p, length)) break;
        e += length;
        p += length;
    }
    if (*e || *p) {
        d.kind = PRINTED;
        copy_line(d.expected, sizeof d.expected, e);
        copy_line(d.is, sizeof d.is, p);
    }
    free(expected);
    free(printed);
    return d;
}

/* ---- The smallest program that still differs ------------------------------------------------- */

static struct statement *all[20000];
static int count;
static void gather(const struct list *list)
{
    for (int i = 0; i < list->count; i++) {
        struct statement *s = list->items[i];
        if (s->gone || count == sizeof all / sizeof *all) continue;
        all[count++] = s;
        gather(&s->body);
        if (!s->bare) gather(&s->otherwise);
    }
}
static bool differs(const struct job *job, const struct difference *first)
{
    struct difference d = compare(job);
    return d.kind == first->kind && (d.kind != REFUSED || !strcmp(d.is, first->is));
}
static void shrink(struct job *job, const struct difference *first, int seconds)
{
    time_t end = time(NULL) + seconds;
    struct function *functions = job->program->functions;
    FILE *nowhere = fopen("/dev/null", "w");
    for (int i = 0; i < FUNCTIONS; i++) functions[i].gone = first->root >= 0 && i != first->root;
    if (!differs(job, first)) {
        for (int i = 0; i < FUNCTIONS; i++) functions[i].gone = false;
    }
    for (bool less = true; less && time(NULL) < end;) {
        less = false;
        count = 0;
        print(job->program, nowhere); /* sets `reached` */
        for (int i = 0; i < FUNCTIONS; i++) {
            if (functions[i].reached) gather(&functions[i].body);
        }
        for (int size = count / 2; size > 0; size /= 2)
            for (int at = 0; at < count && time(NULL) < end; at += size) {
                int changed = 0;
                for (int i = at; i < at + size && i < count; i++) changed += !all[i]->gone;
                for (int i = at; i < at + size && i < count; i++) all[i]->gone = true;
                if (differs(job, first)) {
                    if (changed > 0) less = true;
                    continue;
                }
                for (int i = at; i < at + size && i < count; i++) all[i]->gone = false;
            }
        for (int i = 0; i < count && time(NULL) < end; i++) {
            struct statement *s = all[i];
            if (s->gone || s->bare || !s->body.count || s->kind == S_BLOCK || s->kind == S_SWITCH)
                continue;
            s->bare = true;
            if (differs(job, first)) less = true;
            else s->bare = false;
        }
    }
}

static void report(struct job *job, int seconds)
{
    struct difference d = compare(job);
    if (seconds && d.kind != NONE) {
        shrink(job, &d, seconds);
        d = compare(job);
    }
    printf("FAILED: %s\n", job->command);
    if (d.kind == NONE) printf("    but not when it was run again\n");
    else if (d.kind == REFUSED) printf("    does not compile: %s\n", d.is);
    else printf("    expected \"%s\", printed \"%s\"\n", d.expected, d.is);
    run(job, "echo \"    $PWD/$n.c, $n.expected, $n.printed, $n.said\"");
}

/* Runs the jobs, JOBS at a time, until one differs. Returns its number, or -1. */
static int run_jobs(int files)
{
    struct { pid_t child; int number; } running[JOBS] = { { 0, 0 } };
    int failed = -1;
    for (int next = 0, left = 0; (next < files && failed < 0) || left;) {
        int status, i = 0;
        while (i < JOBS && running[i].child) i++;
        if (i < JOBS && next < files && failed < 0) {
            pid_t child = fork();
            if (child < 0) exit(2);
            if (child == 0) {
                struct job job = make_job(next);
                if (compare(&job).kind != NONE) _exit(1);
                run(&job, "rm $n.*");
                _exit(0);
            }
            running[i].child = child;
            running[i].number = next++;
            left++;
            continue;
        }
        pid_t child = wait(&status);
        for (i = 0; running[i].child != child;) i++;
        if (status) failed = running[i].number;
        running[i].child = 0;
        left--;
    }
    return failed;
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 8) return 2;
    include = arguments[1];
    runtime = arguments[2];
    seed = strtoull(arguments[4], NULL, 10);
    only_level = arguments[6];
    compilers = arguments + 7;
    compiler_count = argument_count - 7;
    int files = (atoi(arguments[3]) + FUNCTIONS - 1) / FUNCTIONS, failed = run_jobs(files);
    setbuf(stdout, NULL);
    if (failed >= 0) {
        struct job job = make_job(failed);
        report(&job, atoi(arguments[5]));
        return 1;
    }
    printf("%d programs, %d compilers, seed %llu: no difference\n", files * FUNCTIONS,
           compiler_count, (unsigned long long)seed);
    return 0;
}
