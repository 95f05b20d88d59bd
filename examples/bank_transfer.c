/*
 * Moves money between accounts in an SQLite database. A transfer is made completely or not at all:
 * whichever step fails, guards finalize the statements and roll the transaction back, so the sum of
 * all accounts never changes.
 *
 *     bank_transfer database new                 creates accounts for ann, bob and eve, 100 each
 *     bank_transfer database file                makes the transfers in a file: `ann bob 30` a line
 *     bank_transfer database file fault step     the same, with a fault at the given step
 *
 * A step is one instruction of SQLite's virtual machine, or one of its writes. The faults are:
 *
 *     fails      the step returns an error
 *     kill       the process is killed
 *     wait       the process waits for a line of input
 *     heap       none at a step: the memory is limited to `step` bytes
 *
 * Prints a line for each transfer that failed, `line 2: constraint failed`, and then the accounts:
 * `1 made: ann 70, bob 130, eve 100, sum 300`. The exit status is 1 if a transfer failed, plus 4 if
 * the accounts cannot be read; 8 if a statement was not finalized.
 */
#include "defer.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For some errors SQLite rolls back by itself. A second ROLLBACK would be an error then. If this
 * ROLLBACK fails, the transaction is undone when the database is closed. */
static void roll_back(sqlite3 *db)
{
    if (sqlite3_get_autocommit(db)) return;
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
}

/* A balance below zero violates a constraint of the table. So does a name that has no account. */
static int add_to_balance(sqlite3 *db, const char *name, int amount)
{
    const char *sql = "UPDATE account SET balance = balance + ? WHERE name = ?";
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc != SQLITE_OK) return rc;
    DEFER(sqlite3_finalize, statement);

    rc = sqlite3_bind_int(statement, 1, amount);
    if (rc != SQLITE_OK) return rc;
    rc = sqlite3_bind_text(statement, 2, name, -1, SQLITE_STATIC);
    if (rc != SQLITE_OK) return rc;
    rc = sqlite3_step(statement);
    if (rc != SQLITE_DONE) return rc;
    if (sqlite3_changes(db) != 1) return SQLITE_CONSTRAINT;
    return SQLITE_OK;
}

static int transfer(sqlite3 *db, const char *from, const char *to, int amount)
{
    int rc = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    /* The guard comes before the check: a BEGIN that was interrupted may have begun. */
    DEFER_IF(rc, roll_back, db);
    if (rc != SQLITE_OK) return rc;

    rc = add_to_balance(db, to, amount);
    if (rc != SQLITE_OK) return rc;
    rc = add_to_balance(db, from, -amount);
    if (rc != SQLITE_OK) return rc;

    /* COMMIT can fail too, for example while another process reads. The guard sees this `rc`. */
    rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return rc;
}

static int transfer_line(sqlite3 *db, const char *line)
{
    char from[32], to[32], extra;
    int amount;
    int fields = sscanf(line, "%31s %31s %9d %c", from, to, &amount, &extra);
    if (fields != 3 || amount <= 0) return SQLITE_MISMATCH;
    return transfer(db, from, to, amount);
}

/* Returns 0 if every line was read and its transfer made, else 1. */
static int transfer_all(sqlite3 *db, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        return 1;
    }
    DEFER(fclose, f);

    char line[100];
    int lines = 0;
    int made = 0;
    while (fgets(line, sizeof line, f)) {
        lines++;
        int rc = transfer_line(db, line);
        if (rc == SQLITE_OK)
            made++;
        else
            printf("line %d: %s\n", lines, sqlite3_errstr(rc));
    }
    printf("%d made: ", made);
    if (ferror(f)) return 1;
    return made < lines;
}

static int print_accounts(sqlite3 *db)
{
    const char *sql =
        "SELECT group_concat(name || ' ' || balance, ', '), sum(balance) FROM account";
    sqlite3_stmt *statement;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    /* If this failed, `statement` is null, and sqlite3_finalize does nothing with it. */
    DEFER(sqlite3_finalize, statement);
    if (rc == SQLITE_OK) rc = sqlite3_step(statement);
    const unsigned char *balances = NULL;
    if (rc == SQLITE_ROW) balances = sqlite3_column_text(statement, 0);
    if (!balances) {
        puts("cannot read the accounts");
        return 4;
    }
    int printed = printf("%s, sum %d\n", balances, sqlite3_column_int(statement, 1));
    return printed < 0;
}

static int create_accounts(sqlite3 *db)
{
    const char *sql =
        "BEGIN; CREATE TABLE account (name PRIMARY KEY, balance CHECK (balance >= 0));"
        "INSERT INTO account VALUES ('ann', 100), ('bob', 100), ('eve', 100); COMMIT";
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc != SQLITE_OK;
}

/* The faults, which show that the code above withstands them. */

static const char *fault = "";
static int fault_step;

/* SQLite calls this at every instruction, and stops the statement if it returns non-zero. */
static int count_step(void *unused)
{
    static int step;
    (void)unused;
    step++;
    if (step != fault_step) return 0;
    if (strcmp(fault, "kill") == 0) raise(SIGKILL);
    if (strcmp(fault, "wait") == 0) {
        puts("waiting");
        fflush(stdout);
        getchar();
    }
    return strcmp(fault, "fails") == 0;
}

/* Stands in for pwrite. A write that fails leaves half of its data behind, as on a full disk. */
static ssize_t write_with_fault(int fd, const void *data, size_t size, sqlite3_int64 offset)
{
    if (pwrite(fd, data, size / 2, (off_t)offset) < 0) return -1;
    if (count_step(NULL)) {
        errno = ENOSPC;
        return -1;
    }
    return pwrite(fd, data, size, (off_t)offset);
}

static void install_fault(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)write_with_fault);
    if (strcmp(fault, "heap") == 0) sqlite3_hard_heap_limit64(fault_step);
}

static int with_database(const char *path, int (*action)(sqlite3 *, const char *),
                         const char *argument)
{
    sqlite3 *db;
    int rc = sqlite3_open(path, &db);
    /* A handle has to be closed even if sqlite3_open failed. */
    DEFER_GUARD(closing, sqlite3_close, db);
    if (rc != SQLITE_OK) {
        puts(sqlite3_errstr(rc));
        return 1;
    }
    sqlite3_progress_handler(db, 1, count_step, NULL);
    int status = action(db, argument);
    /* sqlite3_close refuses to close while a statement is not finalized. */
    if (DEFER_RUN(closing) != SQLITE_OK) return 8;
    return status;
}

static int update(sqlite3 *db, const char *file)
{
    if (strcmp(file, "new") == 0) return create_accounts(db);
    return transfer_all(db, file);
}

static int show(sqlite3 *db, const char *unused)
{
    (void)unused;
    return print_accounts(db);
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 5) {
        fprintf(stderr, "usage: bank_transfer database new|file [fails|kill|wait|heap step]\n");
        return 2;
    }
    if (argc == 5) {
        fault = argv[3];
        fault_step = atoi(argv[4]);
    }
    install_fault();
    int status = with_database(argv[1], update, argv[2]);
    status |= with_database(argv[1], show, NULL);
    return status;
}
