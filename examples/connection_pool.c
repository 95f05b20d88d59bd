/*
 * Threads that share a few connections to a database. A guard gives a connection back on every way
 * out of a unit of work, by return, panic or pthread_exit, and resets it for whoever is next: no
 * statement is half-way, no transaction open. They wait for a connection, but not for ever.
 *
 *     connection_pool database connections seconds       until all of the work has to be done
 *
 * Prints `80 done, 40 failed, 40 panicked, 8 left, 0 late`, and `80 rows, 3 connections back, 0 not
 * clean, 0 left open`. The status is 1 if that does not add up.
 */
#include "defer_panic.h" /* needs -fexceptions */

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 16, THREADS = 8, UNITS = 160 };
static sqlite3 *idle[MOST]; /* each has one statement, prepared, that reads the rows */
static int opened, ready, late;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t returned; /* waits on CLOCK_MONOTONIC */
static struct timespec deadline;
static atomic_int units, done, failed, panicked, left, unclean;

static sqlite3 *take(void)
{
    pthread_mutex_lock(&lock);
    DEFER(pthread_mutex_unlock, &lock);
    while (!ready)
        if (pthread_cond_timedwait(&returned, &lock, &deadline)) return late++, NULL;
    return idle[--ready];
}

static void give_back(sqlite3 *db)
{
    sqlite3_reset(sqlite3_next_stmt(db, NULL));
    if (!sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    pthread_mutex_lock(&lock);
    DEFER(pthread_mutex_unlock, &lock);
    idle[ready++] = db;
    pthread_cond_signal(&returned);
}

static void work(void *unit)
{
    int n = *(int *)unit;
    sqlite3 *db = take();
    if (!db) return;
    DEFER(give_back, db);
    sqlite3_stmt *rows = sqlite3_next_stmt(db, NULL);
    if (!sqlite3_get_autocommit(db) || sqlite3_stmt_busy(rows)) unclean++;
    const char *sql = "BEGIN IMMEDIATE; INSERT INTO unit VALUES ('done')";
    if (n % 4 == 1 && n < UNITS) sql = "BEGIN IMMEDIATE; INSERT INTO unit VALUES (NULL)";
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) && ++failed) return; /* the table refuses null */
    sqlite3_step(rows); /* from here on it is half-way */
    if (n >= UNITS) pthread_exit(&left);
    if (n % 4 == 3) DEFER_PANIC("half-way");
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) ? failed++ : done++;
}

static void *work_on(void *unused)
{
    for (int n = 0; n < UNITS;) {
        n = units++; /* the last one, beyond UNITS, ends the thread */
        if (defer_try(work, &n, NULL)) panicked++;
    }
    return unused;
}

static void close_one(sqlite3 *db)
{
    sqlite3_finalize(sqlite3_next_stmt(db, NULL));
    if (sqlite3_close(db) == SQLITE_OK) opened--; /* else a statement is left */
}

static int serve(const char *path, int connections)
{
    DEFER_STACK(open, MOST);
    sqlite3_stmt *rows = NULL;
    while (opened < connections) {
        sqlite3 *db;
        int rc = sqlite3_open(path, &db);
        opened++;
        if (DEFER_PUSH(&open, close_one, db)) return 1; /* it is closed whatever `rc` is */
        sqlite3_busy_timeout(db, 60000);
        const char *make = "PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS unit (x NOT NULL)";
        if (!rc) rc = sqlite3_exec(db, make, NULL, NULL, NULL);
        if (!rc) rc = sqlite3_prepare_v2(db, "SELECT x FROM unit", -1, &rows, NULL);
        if (rc) return puts(sqlite3_errmsg(db)), 1;
        give_back(db);
    }
    pthread_t threads[THREADS];
    int started = 0, found = 0, sum;
    while (started < THREADS && !pthread_create(&threads[started], NULL, work_on, NULL)) started++;
    for (void *how; started > 0; left += how != NULL) pthread_join(threads[--started], &how);
    printf("%d done, %d failed, %d panicked, %d left, %d late\n", done, failed, panicked, left,
           late);
    sum = done + failed + panicked + left + late;
    while (rows && sqlite3_step(rows) == SQLITE_ROW) found++;
    printf("%d rows, %d connections back, %d not clean, ", found, ready, unclean);
    return sum != UNITS + THREADS || found != done || ready != connections || unclean;
}

int main(int argc, char **argv)
{
    if (argc != 4 || (unsigned)atoi(argv[2]) > MOST) return 2;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    DEFER(pthread_condattr_destroy, &monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&returned, &monotonic);
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += atoi(argv[3]);
    int wrong = serve(argv[1], atoi(argv[2]));
    printf("%d left open\n", opened);
    return wrong || opened;
}
