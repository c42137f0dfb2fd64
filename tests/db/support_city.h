/*
 * tests/db/support_city.h - a small city in the database, in a few words.
 *
 * Region 1 with centre K; firms F and G; counsel A, B, C of F and D, E of G,
 * all active lawyers; matters CR (criminal) and CV (civil); no cases.
 */
#ifndef ZHIPAID_TESTS_DB_CITY_H
#define ZHIPAID_TESTS_DB_CITY_H
#include "zhipaid/db.h"

/* Run a statement; the first field, "" for none or NULL; a failure fails
 * the test.  The text lives until eight calls later. */
const char *sql(struct zp_dbs *s, const char *fmt, ...) ZP_PRINTF(2, 3);
/* Run a statement that must fail: its SQLSTATE. */
const char *sqlstate(struct zp_dbs *s, const char *fmt, ...)
    ZP_PRINTF(2, 3);
/* What only the statement says is done must be refused so. */
#define REFUSED(state, ...) \
	assert_string_equal(sqlstate(__VA_ARGS__), state)
#define IS(text, ...) assert_string_equal(sql(__VA_ARGS__), text)

struct zp_dbs *session(const char *role);	/* in the test's database */

/* Start the cluster and migrate a database; of one test program. */
int city_setup(void **state);
int city_teardown(void **state);
extern struct zp_dbs *root;	/* superuser */

/* A new city; the lease is taken by "me" with term 1. */
const char *city_new(bool replay);
/* A case of matter M; more: further "column","value" JSON pairs with a
 * leading comma, or "". */
void city_case(const char *city, const char *no, const char *matter,
    const char *more);
/* commit_plan() of one case with the version it has now. */
const char *plan(const char *city, const char *no, const char *lead,
    const char *junior);	/* the statement */
/* Commit it. */
void assign(const char *city, const char *no, const char *lead,
    const char *junior);
/* A case's state, version and dirty: "assigned 2 f". */
const char *stands(const char *city, const char *no);
#endif
