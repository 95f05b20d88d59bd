/*
 * Transfers between accounts, over HTTP, in an SQLite file. Each request has a stack of releases:
 * the service registers its database there, the handler its transaction. After a panic too they
 * are rolled back and closed, before the answer is sent, and the next request works.
 *
 *     http_service file      serves POST /transfer/<from>/<to>/<amount>
 *
 * Prints `POST /transfer/1/2/7: 200, 0.412 ms`, or `rolled back` and 409, and at last `workers
 * stopped`; on standard error `port 40123`, and after SIGTERM `draining`, `cut off 0`.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct request {
    const char *file, *method, *path;
    unsigned status;
    struct timespec start, end;
};

/* How many rows it has changed. */
static int change(sqlite3 *db, const char *sql, long long amount, long long id)
{
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL)) DEFER_PANIC("cannot prepare a statement");
    DEFER(sqlite3_finalize, s);
    sqlite3_bind_int64(s, 1, amount), sqlite3_bind_int64(s, 2, id);
    if (sqlite3_step(s) != SQLITE_DONE) DEFER_PANIC(sqlite3_errstr(sqlite3_errcode(db)));
    return sqlite3_changes(db);
}

static int roll_back(sqlite3 *db)
{
    return puts("rolled back"), sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
}

static unsigned transfer(const char *path, sqlite3 *db, defer_stack *releases)
{
    const char *add = "UPDATE account SET balance = balance + ?1 WHERE id = ?2 AND balance >= -?1";
    long long from, to, amount;
    char more;
    if (sscanf(path, "/transfer/%lld/%lld/%lld%c", &from, &to, &amount, &more) != 3) return 404;
    if (amount <= 0) return 400;
    change(db, "BEGIN IMMEDIATE", 0, 0);
    if (DEFER_PUSH(releases, roll_back, db)) DEFER_PANIC("out of memory");
    if (!change(db, add, amount, to) || !change(db, add, -amount, from)) return 409;
    change(db, "COMMIT", 0, 0);
    DEFER_CANCEL(releases, roll_back, db);
    return 200;
}

static void serve(void *request)
{
    struct request *r = request;
    sqlite3 *db;
    DEFER_STACK(releases, 4);
    int failed = sqlite3_open(r->file, &db); /* there is one to close even then */
    failed |= DEFER_PUSH(&releases, sqlite3_close, db);
    if (failed || sqlite3_busy_timeout(db, 9000)) DEFER_PANIC("cannot open the database");
    r->status = strcmp(r->method, "POST") ? 405 : transfer(r->path, db, &releases);
}

static void report(struct request *r)
{
    clock_gettime(CLOCK_MONOTONIC, &r->end);
    double ms = (r->end.tv_sec - r->start.tv_sec) * 1e3 + (r->end.tv_nsec - r->start.tv_nsec) / 1e6;
    printf("%s %s: %u, %.3f ms\n", r->method, r->path, r->status, ms);
}

/* Called for the head of a request, for each part of its body, and when it is whole. */
static enum MHD_Result answer(void *file, struct MHD_Connection *client, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **seen)
{
    (void)version, (void)data;
    if (!*seen || *size) return *seen = seen, *size = 0, MHD_YES;
    struct request r = { .file = file, .method = method, .path = path, .status = 500 };
    clock_gettime(CLOCK_MONOTONIC, &r.start);
    DEFER(report, &r);
    defer_panic p;
    if (defer_try(serve, &r, &p)) printf("%s:%d: %s: %s\n", p.file, p.line, p.function, p.message);
    struct MHD_Response *empty = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    DEFER(MHD_destroy_response, empty);
    MHD_add_response_header(empty, "Connection", "close");
    return MHD_queue_response(client, r.status, empty);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    int got, left = 1, port = -1;
    sigset_t ends; /* blocked in the workers too */
    sigemptyset(&ends), sigaddset(&ends, SIGTERM), pthread_sigmask(SIG_BLOCK, &ends, NULL);
    DEFER_VAR(close, port); /* after the workers */
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    /* Not epoll: libmicrohttpd 0.9.75 misses with it that a client closes right after its data. */
    struct MHD_Daemon *d =
        MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, answer, argv[1],
                         MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE, 4u,
                         MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_END);
    if (!d) return perror("cannot listen"), 1;
    DEFER(puts, "workers stopped");
    DEFER(MHD_stop_daemon, d);
    fprintf(stderr, "port %d\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
    sigwait(&ends, &got);
    port = MHD_quiesce_daemon(d);
    fputs("draining\n", stderr);
    for (int i = 0; left && i < 500; i++, usleep(10000))
        left = MHD_get_daemon_info(d, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections;
    fprintf(stderr, "cut off %d\n", left);
    return 0;
}
