/*
 * Transfers between accounts, over HTTP, in an SQLite file. The steps of a request register on its
 * stack what they take. The stack ends with the handler, after a panic too, and not in the callback
 * at the end of the request: the database must not stay locked for a client that is slow to read.
 *
 *     http_service file      serves GET /accounts, and POST /transfer with `from to amount`
 *
 * Prints `serving on port 40123`, and after SIGTERM `Terminated: draining 1`, `cut off 0`, `workers
 * stopped`, `database closed`; on standard error, `POST /transfer: 200, 0.412 ms` for each request.
 */
#define DEFER_ENABLE_PANIC 1 /* needs -fexceptions */
#include "defer.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct request {
    defer_stack *releases;
    struct timespec start;
    sqlite3 *db;
    char name[32], body[32], text[48];
    size_t length;
    unsigned status; /* 0: the client has closed early */
};
static const char *file, *schema = "CREATE TABLE IF NOT EXISTS accounts (balance INTEGER) STRICT;"
                                   "INSERT OR IGNORE INTO accounts (rowid, balance) VALUES"
                                   " (1, 1000), (2, 1000)";
static atomic_int requests;

static long long ask(sqlite3 *db, const char *sql, int id, long long amount)
{
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL)) DEFER_PANIC("cannot prepare a statement");
    DEFER(sqlite3_finalize, s);
    sqlite3_bind_int(s, 1, id), sqlite3_bind_int64(s, 2, amount);
    int got = sqlite3_step(s);
    if (got != SQLITE_ROW && got != SQLITE_DONE) DEFER_PANIC(sqlite3_errstr(got));
    return got == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
}

static int roll_back(sqlite3 *db)
{
    return sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
}

static void begin(struct request *r)
{
    int failed = sqlite3_open(file, &r->db); /* there is one to close even then */
    failed |= DEFER_PUSH(r->releases, sqlite3_close, r->db);
    if (failed || sqlite3_busy_timeout(r->db, 9000)) DEFER_PANIC("cannot open the database");
    ask(r->db, "BEGIN IMMEDIATE", 0, 0);
    if (DEFER_PUSH(r->releases, roll_back, r->db)) DEFER_PANIC("out of memory");
}

static unsigned transfer(struct request *r)
{
    const char *add = "UPDATE accounts SET balance = balance + ?2 WHERE rowid = ?1"
                      " RETURNING balance";
    int from, to, more = 0;
    long long amount;
    if (r->length == sizeof r->body) return 413; /* and may have no end */
    if (sscanf(r->body, "%d %d %lld%n", &from, &to, &amount, &more) < 3) return 400;
    if (r->body[more] || amount <= 0) return 400;
    begin(r);
    if (ask(r->db, add, to, amount) < 0 || ask(r->db, add, from, -amount) < 0) return 409;
    ask(r->db, "COMMIT", 0, 0);
    DEFER_CANCEL(r->releases, roll_back, r->db);
    return 200;
}

static unsigned list(struct request *r)
{
    const char *get = "SELECT balance FROM accounts WHERE rowid = ?1";
    begin(r);
    long long first = ask(r->db, get, 1, 0), second = ask(r->db, get, 2, 0);
    snprintf(r->text, sizeof r->text, "%lld %lld\n", first, second);
    return 200;
}

static void serve(void *request)
{
    struct request *r = request;
    r->status = !strcmp(r->name, "GET /accounts")    ? list(r)
                : !strcmp(r->name, "POST /transfer") ? transfer(r)
                                                     : 404;
}

static enum MHD_Result answer(void *unused, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **request)
{
    struct request *r = *request;
    (void)unused, (void)version;
    if (!r) {
        *request = r = calloc(1, sizeof *r);
        if (!r) return MHD_NO;
        requests++;
        clock_gettime(CLOCK_MONOTONIC, &r->start);
        snprintf(r->name, sizeof r->name, "%s %s", method, url);
        return MHD_YES;
    }
    for (size_t i = 0; i < *size && r->length < sizeof r->body; i++) r->body[r->length++] = data[i];
    if (*size) return *size = 0, MHD_YES;

    DEFER_STACK(releases, 4);
    r->releases = &releases;
    defer_panic p;
    if (defer_try(serve, r, &p)) {
        fprintf(stderr, "%s:%d: %s: %s\n", p.file, p.line, p.function, p.message);
        r->status = 500;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(r->text), r->text, MHD_RESPMEM_MUST_COPY);
    DEFER(MHD_destroy_response, response);
    return MHD_queue_response(c, r->status, response);
}

static void end_request(void *unused, struct MHD_Connection *c, void **request,
                        enum MHD_RequestTerminationCode why)
{
    struct request *r = *request;
    struct timespec end;
    (void)unused, (void)c, (void)why;
    if (!r) return;
    clock_gettime(CLOCK_MONOTONIC, &end);
    double ms = (end.tv_sec - r->start.tv_sec) * 1e3 + (end.tv_nsec - r->start.tv_nsec) / 1e6;
    fprintf(stderr, "%s: %u, %.3f ms\n", r->name, r->status, ms);
    free(r);
    requests--;
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    sigset_t ends;
    sigemptyset(&ends), sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* in the workers too */
    setvbuf(stdout, NULL, _IOLBF, 0);

    sqlite3 *db;
    int port = -1, got = sqlite3_open(file = argv[1], &db);
    DEFER(puts, "database closed");
    DEFER(sqlite3_close, db);
    if (got || sqlite3_exec(db, schema, 0, 0, 0)) return puts(sqlite3_errmsg(db)), 1;
    DEFER_VAR(close, port); /* after the workers */
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    /* Not epoll: libmicrohttpd 0.9.75 misses with it that a client closes right after its data. */
    struct MHD_Daemon *d = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, answer, NULL,
        MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE, 4u, MHD_OPTION_NOTIFY_COMPLETED,
        end_request, NULL, MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_END);
    if (!d) return puts("cannot listen"), 1;
    DEFER(puts, "workers stopped");
    DEFER(MHD_stop_daemon, d);
    printf("serving on port %d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);

    sigwait(&ends, &got);
    port = MHD_quiesce_daemon(d);
    printf("%s: draining %d\n", strsignal(got), requests);
    for (int i = 0; requests && i < 500; i++) usleep(10000);
    printf("cut off %d\n", requests);
    return 0;
}
