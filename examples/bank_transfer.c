/*
 * Moves money between the accounts of a database. A transfer is made whole or not at all: whatever
 * step fails, guards finalize the statements and roll back, and the sum of all accounts stays.
 *
 *     bank_transfer database new                 makes accounts for ann, bob and eve, 100 each
 *     bank_transfer database file [how step]     makes the transfers of a file, `ann bob 30` a line
 *
 * At a step, an instruction of SQLite or a write of its, `how` says what goes wrong: it `fails`,
 * the process is killed (`kill`), or reads a line first (`wait`). `heap` limits the memory, to
 * `step`.
 *
 * Prints `line 2: constraint failed`, and `1 made: ann 70, bob 130, eve 100, sum 300`. The status
 * is 1 if a transfer fails, plus 4 if the accounts cannot be read; 8 if a statement is left.
 */
#include "defer.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void rollback(sqlite3 *db) /* SQLite may have done it, and does when `db` is closed */
{
    if (!sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
}

static int add(sqlite3 *db, const char *name, int amount)
{
    sqlite3_stmt *s;
    const char *sql = "UPDATE account SET balance = balance + ? WHERE name = ?";
    int rc = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    if (rc) return rc;
    DEFER(sqlite3_finalize, s);
    if ((rc = sqlite3_bind_int(s, 1, amount))) return rc;
    if ((rc = sqlite3_bind_text(s, 2, name, -1, SQLITE_STATIC))) return rc;
    if ((rc = sqlite3_step(s)) != SQLITE_DONE) return rc;
    return sqlite3_changes(db) == 1 ? SQLITE_OK : SQLITE_CONSTRAINT;
}

static int transfer(sqlite3 *db, const char *from, const char *to, int amount)
{
    int rc = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    DEFER_IF(rc, rollback, db); /* a BEGIN that was interrupted may have begun */
    if (rc) return rc;
    if ((rc = add(db, to, amount)) || (rc = add(db, from, -amount))) return rc;
    return rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL); /* refused while others read, say */
}

static int transfer_all(sqlite3 *db, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) return perror(path), 1;
    DEFER(fclose, f);
    char line[100], from[32], to[32], more;
    int amount, lines = 0, made = 0;
    while (fgets(line, sizeof line, f) && ++lines) {
        int read = sscanf(line, "%31s %31s %9d %c", from, to, &amount, &more);
        int rc = read == 3 && amount > 0 ? transfer(db, from, to, amount) : SQLITE_MISMATCH;
        rc ? printf("line %d: %s\n", lines, sqlite3_errstr(rc)) : made++;
    }
    printf("%d made: ", made);
    return made < lines || ferror(f);
}

static int show(sqlite3 *db)
{
    sqlite3_stmt *s;
    const char *sql =
        "SELECT group_concat(name || ' ' || balance, ', '), sum(balance) FROM account";
    int rc = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    DEFER(sqlite3_finalize, s); /* null if that failed: SQLite passes over it */
    if (rc || sqlite3_step(s) != SQLITE_ROW) return puts("cannot read the accounts"), 4;
    return printf("%s, sum %d\n", sqlite3_column_text(s, 0), sqlite3_column_int(s, 1)) < 0;
}

static const char *how = ""; /* what goes wrong */
static int step, at_step;
static int fails(void *unused)
{
    if (++step != at_step) return 0;
    if (*how == 'k') raise(SIGKILL);
    if (*how == 'w') puts("waiting"), fflush(stdout), getchar();
    return (void)unused, *how == 'f';
}

static ssize_t put(int fd, const void *data, size_t size, sqlite3_int64 at)
{
    if (pwrite(fd, data, size / 2, (off_t)at) < 0) return -1; /* what a failure leaves of it */
    return fails(NULL) ? errno = ENOSPC, -1 : pwrite(fd, data, size, (off_t)at);
}

static int visit(const char *database, const char *file)
{
    const char *make =
        "BEGIN; CREATE TABLE account (name PRIMARY KEY, balance CHECK (balance >= 0));"
        "INSERT INTO account VALUES ('ann', 100), ('bob', 100), ('eve', 100); COMMIT";
    sqlite3 *db;
    int rc = sqlite3_open(database, &db);
    DEFER_GUARD(closing, sqlite3_close, db); /* whatever it returned */
    if (rc) return puts(sqlite3_errstr(rc)), 1;
    sqlite3_progress_handler(db, 1, fails, NULL);
    rc = !file                 ? show(db)
         : strcmp(file, "new") ? transfer_all(db, file)
                               : sqlite3_exec(db, make, 0, 0, 0);
    return DEFER_RUN(closing) ? 8 : rc;
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 5) return 2;
    if (argc == 5) how = argv[3], at_step = atoi(argv[4]);
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)put);
    sqlite3_hard_heap_limit64(*how == 'h' ? at_step : 0);
    int failed = visit(argv[1], argv[2]);
    return failed | visit(argv[1], NULL);
}
