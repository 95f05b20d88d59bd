/*
 * An HTTP service that moves money between accounts in an SQLite file. Each request has a stack of
 * releases: the service registers its database there, the handler its transaction. Even after a
 * panic the transaction is rolled back and the database closed before the answer is sent, and the
 * next request works.
 *
 *     http_service file      serves POST /transfer/<from>/<to>/<amount>
 *
 * Prints a line for each request, `POST /transfer/1/2/7: 200, 0.412 ms`, or `rolled back` and then
 * one with the status 409; and at the end `workers stopped`. To standard error it writes `port
 * 40123` when it is ready, and after SIGTERM `draining` and `cut off 0`.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct request {
    const char *file;
    const char *method;
    const char *path;
    unsigned status;
    struct timespec start;
};

/* Runs a statement, and returns how many rows it has changed. */
static int change(sqlite3 *db, const char *sql, long long amount, long long id)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        DEFER_PANIC("cannot prepare a statement");
    DEFER(sqlite3_finalize, statement);
    sqlite3_bind_int64(statement, 1, amount);
    sqlite3_bind_int64(statement, 2, id);
    /* The text of sqlite3_errstr is static: it outlives the statement and the database. */
    if (sqlite3_step(statement) != SQLITE_DONE) DEFER_PANIC(sqlite3_errstr(sqlite3_errcode(db)));
    return sqlite3_changes(db);
}

static int roll_back(sqlite3 *db)
{
    puts("rolled back");
    return sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
}

/* Returns the status of the answer. */
static unsigned transfer(const char *path, sqlite3 *db, defer_stack *releases)
{
    long long from, to, amount;
    char extra;
    int fields = sscanf(path, "/transfer/%lld/%lld/%lld%c", &from, &to, &amount, &extra);
    if (fields != 3) return MHD_HTTP_NOT_FOUND;
    if (amount <= 0) return MHD_HTTP_BAD_REQUEST;

    change(db, "BEGIN IMMEDIATE", 0, 0);
    if (DEFER_PUSH(releases, roll_back, db)) DEFER_PANIC("out of memory");

    const char *add = "UPDATE account SET balance = balance + ?1 WHERE id = ?2 AND balance >= -?1";
    if (change(db, add, amount, to) == 0) return MHD_HTTP_CONFLICT;
    if (change(db, add, -amount, from) == 0) return MHD_HTTP_CONFLICT;
    change(db, "COMMIT", 0, 0);
    DEFER_CANCEL(releases, roll_back, db);
    return MHD_HTTP_OK;
}

/* Runs in defer_try: its guards and its stack have run before the answer is sent. */
static void serve(void *request)
{
    struct request *r = request;
    if (strcmp(r->method, "POST") != 0) {
        r->status = MHD_HTTP_METHOD_NOT_ALLOWED;
        return;
    }
    DEFER_STACK(releases, 4);
    sqlite3 *db;
    int rc = sqlite3_open(r->file, &db);
    /* A handle has to be closed even if sqlite3_open failed. */
    if (DEFER_PUSH(&releases, sqlite3_close, db)) DEFER_PANIC("out of memory");
    if (rc != SQLITE_OK) DEFER_PANIC("cannot open the database");
    sqlite3_busy_timeout(db, 9000);
    r->status = transfer(r->path, db, &releases);
}

static double milliseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - start->tv_sec);
    double nanoseconds = (double)(now.tv_nsec - start->tv_nsec);
    return seconds * 1e3 + nanoseconds / 1e6;
}

static void log_request(const struct request *r)
{
    double ms = milliseconds_since(&r->start);
    printf("%s %s: %u, %.3f ms\n", r->method, r->path, r->status, ms);
}

/* libmicrohttpd calls this for the head of a request, for each part of its body, and when all of it
 * is there. */
static enum MHD_Result answer(void *file, struct MHD_Connection *client, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **seen)
{
    (void)version;
    (void)data;
    if (!*seen) { /* the head */
        *seen = seen;
        return MHD_YES;
    }
    if (*size > 0) { /* a part of the body: nobody needs it, so all of it is consumed */
        *size = 0;
        return MHD_YES;
    }

    struct request r = {
        .file = file,
        .method = method,
        .path = path,
        .status = MHD_HTTP_INTERNAL_SERVER_ERROR, /* stays if it panics */
    };
    clock_gettime(CLOCK_MONOTONIC, &r.start);
    DEFER(log_request, &r);
    defer_panic p;
    if (defer_try(serve, &r, &p)) printf("%s:%d: %s: %s\n", p.file, p.line, p.function, p.message);

    struct MHD_Response *empty = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    if (!empty) return MHD_NO; /* closes the connection */
    DEFER(MHD_destroy_response, empty);
    MHD_add_response_header(empty, MHD_HTTP_HEADER_CONNECTION, "close");
    return MHD_queue_response(client, r.status, empty);
}

static struct MHD_Daemon *start_workers(char *file)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        .sin_port = 0, /* any that is free */
    };
    /* Not epoll: with it, libmicrohttpd 0.9.75 does not notice a client that closes right after it
     * has sent its data. */
    unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC;
    return MHD_start_daemon(flags, 0, NULL, NULL, answer, file, MHD_OPTION_SOCK_ADDR, &address,
                            MHD_OPTION_THREAD_POOL_SIZE, 4u, MHD_OPTION_CONNECTION_TIMEOUT, 10u,
                            MHD_OPTION_END);
}

static unsigned count_connections(struct MHD_Daemon *daemon)
{
    return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections;
}

/* Waits up to five seconds until every client has its answer. Returns how many have not. */
static unsigned drain(struct MHD_Daemon *daemon)
{
    for (int i = 0; i < 500; i++) {
        if (count_connections(daemon) == 0) return 0;
        usleep(10000);
    }
    return count_connections(daemon);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: http_service file\n");
        return 2;
    }
    /* Blocked before the workers start, so that they inherit it: only sigwait sees the signal. */
    sigset_t end_signals;
    sigemptyset(&end_signals);
    sigaddset(&end_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &end_signals, NULL);

    /* MHD_quiesce_daemon hands the listening socket to us, to be closed after the workers ended. */
    int listener = -1;
    DEFER_VAR(close, listener);
    struct MHD_Daemon *daemon = start_workers(argv[1]);
    if (!daemon) {
        perror("cannot listen");
        return 1;
    }
    DEFER(puts, "workers stopped");
    DEFER(MHD_stop_daemon, daemon);
    fprintf(stderr, "port %d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);

    int received;
    sigwait(&end_signals, &received);
    listener = MHD_quiesce_daemon(daemon);
    fputs("draining\n", stderr);
    fprintf(stderr, "cut off %u\n", drain(daemon));
    return 0;
}
