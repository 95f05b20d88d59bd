/*
 * Threads share a few connections to a database. Whoever takes a connection has a guard that gives
 * it back, however the work ends: by return, by panic or by pthread_exit. Giving it back also
 * resets it, so the next user finds no half-read statement and no open transaction. A thread waits
 * for a connection if all are taken, but not for ever.
 *
 *     connection_pool database connections seconds
 *
 * Does 160 units of work, of which 40 fail by an error of SQLite and 40 by a panic. At the end each
 * of the 8 threads leaves by pthread_exit, in the middle of a transaction. After the given time
 * nobody waits any longer. Prints `80 done, 40 failed, 40 panicked, 8 left, 0 late`, and then
 * `80 rows, 3 connections back, 0 not clean, 0 left open`. The exit status is 1 if the numbers do
 * not add up.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_CONNECTIONS = 16, THREADS = 8, UNITS = 160 };

/* The pool. Each connection has one prepared statement, which reads the rows of the table. */
static sqlite3 *idle[MAX_CONNECTIONS];
static int idle_count;
static int late;
static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t connection_returned; /* measures time by CLOCK_MONOTONIC */
static struct timespec deadline;

static int open_count;
static atomic_int next_unit, done, failed, panicked, left, not_clean;

static sqlite3 *take_connection(void)
{
    pthread_mutex_lock(&pool_lock);
    DEFER(pthread_mutex_unlock, &pool_lock);
    while (idle_count == 0) {
        if (pthread_cond_timedwait(&connection_returned, &pool_lock, &deadline)) {
            late++;
            return NULL;
        }
    }
    idle_count--;
    return idle[idle_count];
}

static void give_back_connection(sqlite3 *db)
{
    sqlite3_reset(sqlite3_next_stmt(db, NULL));
    if (!sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    pthread_mutex_lock(&pool_lock);
    DEFER(pthread_mutex_unlock, &pool_lock);
    idle[idle_count] = db;
    idle_count++;
    pthread_cond_signal(&connection_returned);
}

/* One unit of work. Its number says how it ends. */
static void work(void *unit)
{
    int number = *(int *)unit;
    int ends_thread = number >= UNITS;
    int fails = !ends_thread && number % 4 == 1;
    int panics = !ends_thread && number % 4 == 3;

    sqlite3 *db = take_connection();
    if (!db) return;
    DEFER(give_back_connection, db);

    sqlite3_stmt *rows = sqlite3_next_stmt(db, NULL);
    if (!sqlite3_get_autocommit(db) || sqlite3_stmt_busy(rows)) not_clean++;

    const char *sql = "BEGIN IMMEDIATE; INSERT INTO unit VALUES ('done')";
    if (fails) sql = "BEGIN IMMEDIATE; INSERT INTO unit VALUES (NULL)"; /* violates NOT NULL */
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        failed++;
        return;
    }
    sqlite3_step(rows); /* leaves the statement half-read */
    if (ends_thread) pthread_exit(&left);
    if (panics) DEFER_PANIC("half-way");
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        done++;
    else
        failed++;
}

static void *work_on(void *unused)
{
    int number;
    do {
        number = next_unit++;
        if (defer_try(work, &number, NULL)) panicked++;
    } while (number < UNITS); /* or work has called pthread_exit, if it got a connection */
    return unused;
}

static void close_connection(sqlite3 *db)
{
    sqlite3_finalize(sqlite3_next_stmt(db, NULL));
    /* It stays open if a statement is not finalized. */
    if (sqlite3_close(db) == SQLITE_OK) open_count--;
}

/* Opens a connection, whose release it registers with `releases`, and adds it to the pool. */
static int open_connection(const char *path, defer_stack *releases)
{
    sqlite3 *db;
    int rc = sqlite3_open(path, &db);
    open_count++;
    /* A handle has to be closed even if sqlite3_open failed. */
    if (DEFER_PUSH(releases, close_connection, db)) return -1;
    sqlite3_busy_timeout(db, 60000);

    const char *create = "PRAGMA synchronous = OFF;"
                         "CREATE TABLE IF NOT EXISTS unit (x NOT NULL)";
    sqlite3_stmt *rows; /* close_connection finds it by sqlite3_next_stmt */
    if (rc == SQLITE_OK) rc = sqlite3_exec(db, create, NULL, NULL, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(db, "SELECT x FROM unit", -1, &rows, NULL);
    if (rc != SQLITE_OK) {
        puts(sqlite3_errmsg(db));
        return -1;
    }
    give_back_connection(db);
    return 0;
}

static void run_threads(void)
{
    pthread_t threads[THREADS];
    int started = 0;
    while (started < THREADS) {
        if (pthread_create(&threads[started], NULL, work_on, NULL)) break;
        started++;
    }
    for (int i = 0; i < started; i++) {
        void *result;
        pthread_join(threads[i], &result);
        if (result == &left) left++;
    }
}

static int count_rows(void)
{
    if (idle_count == 0) return 0;
    sqlite3_stmt *rows = sqlite3_next_stmt(idle[idle_count - 1], NULL);
    int count = 0;
    while (sqlite3_step(rows) == SQLITE_ROW) count++;
    return count;
}

static int serve(const char *path, int connections)
{
    DEFER_STACK(releases, MAX_CONNECTIONS);
    for (int i = 0; i < connections; i++)
        if (open_connection(path, &releases)) return 1;

    run_threads();
    printf("%d done, %d failed, %d panicked, %d left, %d late\n", done, failed, panicked, left,
           late);
    int rows = count_rows();
    printf("%d rows, %d connections back, %d not clean, ", rows, idle_count, not_clean);

    if (done + failed + panicked + left + late != UNITS + THREADS) return 1;
    return rows != done || idle_count != connections || not_clean;
}

int main(int argc, char **argv)
{
    int connections = argc == 4 ? atoi(argv[2]) : -1;
    if (connections < 0 || connections > MAX_CONNECTIONS) {
        fprintf(stderr, "usage: connection_pool database connections seconds\n");
        return 2;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    DEFER(pthread_condattr_destroy, &monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&connection_returned, &monotonic);
    DEFER(pthread_cond_destroy, &connection_returned);

    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += atoi(argv[3]);
    int wrong = serve(argv[1], connections);
    printf("%d left open\n", open_count);
    return wrong || open_count != 0;
}
