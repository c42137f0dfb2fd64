/*
 * tests/bench/bench_pg.c - the daemon beside plain libpq programs that
 * write the same rows without deciding.
 *
 *	bench_pg feed CONNINFO FIRST N RATE	cases one by one; latencies
 *	bench_pg burst CONNINFO FIRST N		N cases at once; cases a second
 *	bench_pg bare CONNINFO			LISTEN, read, write, for ever
 *	bench_pg plain CONNINFO FIRST N SIZE	N cases, written in batches
 *	bench_pg cost COMMAND...		seconds and memory of a command
 *
 * What is measured comes first on the line.  The database is that of
 * tests/bench/city.sql; the plain writers take records and views from
 * decisions already there.
 */
#define _DEFAULT_SOURCE
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CITY "'999900'"

static PGconn *c;
/* Of the daemon's, for the plain writers; the record quoted for an array. */
static char *record, *view;

static void die(const char *what)
{
	fprintf(stderr, "bench_pg: %s: %s\n", what, PQerrorMessage(c));
	exit(1);
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static PGresult *run(const char *sql, int n, const char *const *param)
{
	PGresult *r = PQexecParams(c, sql, n, NULL, param, NULL, NULL, 0);

	if (PQresultStatus(r) != PGRES_TUPLES_OK &&
	    PQresultStatus(r) != PGRES_COMMAND_OK)
		die(sql);
	return r;
}

static void must(const char *sql)
{
	PQclear(run(sql, 0, NULL));
}

static void insert(long first, long n)
{
	char a[24], b[24];

	snprintf(a, sizeof(a), "%ld", first);
	snprintf(b, sizeof(b), "%ld", first + n - 1);
	PQclear(run("insert into zp.cases (city, case_no, approved_at, "
	    "received_centre, organ_code, region_code, matter_code, stage, "
	    "recipient_id, recipient_name, recipient_gender, language, "
	    "state, dirty) select " CITY ", 'B-' || lpad(i::text, 8, '0'), "
	    "date_trunc('second', now()), 'C' || (999900 + i % 11), "
	    "'COURT' || (999900 + i % 11), (999900 + i % 11)::text, "
	    "(array['CR-DEF', 'CV-LABOUR', 'CV-FAMILY', 'AD-OTHER'])"
	    "[1 + i % 4], 'first_instance', 'P' || i, '甲', 'f', 'zh', "
	    "'approved', true from generate_series($1::bigint, $2::bigint) i",
	    2, (const char *[]){ a, b }));
}

/* Wait for a notice, at most ms; all that came are one. */
static int rang(int ms)
{
	struct pollfd p = { .fd = PQsocket(c), .events = POLLIN };
	PGnotify *n;
	int got = 0;

	while ((n = PQnotifies(c)) != NULL) {
		got = 1;
		PQfreemem(n);
	}
	if (got)
		return 1;
	if (poll(&p, 1, ms) > 0 && PQconsumeInput(c) == 0)
		die("connection");
	while ((n = PQnotifies(c)) != NULL) {
		got = 1;
		PQfreemem(n);
	}
	return got;
}

static int by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/* One case a tick; from its commit to the notice of its assignment. */
static void feed(long first, long n, double rate)
{
	double *took = calloc((size_t)n, sizeof(*took));
	double next = now_us();

	must("listen zhipaid_bench");
	for (long i = 0; i < n; i++) {
		double t, left = next - now_us();
		struct timespec nap = { 0, (long)(left * 1e3) };

		if (left > 0)
			nanosleep(&nap, NULL);
		insert(first + i, 1);
		t = now_us();
		while (!rang(2000))
			if (now_us() - t > 5e6)
				die("no assignment within 5 s");
		took[i] = now_us() - t;
		next += 1e6 / rate;
	}
	qsort(took, (size_t)n, sizeof(*took), by_value);
	printf("%.0f %.0f us: median and 99th percentile of %ld, at most "
	    "%.0f\n", took[n / 2], took[n * 99 / 100], n, took[n - 1]);
	free(took);
}

static int left(void)
{
	PGresult *r = run("select 1 from zp.cases where city = " CITY
	    " and dirty and state = 'approved' limit 1", 0, NULL);
	int n = PQntuples(r);

	PQclear(r);
	return n;
}

static void burst(long first, long n)
{
	double t;

	must("listen zhipaid_bench");
	insert(first, n);
	t = now_us();
	while (left())
		rang(50);
	t = (now_us() - t) / 1e6;
	printf("%.0f a second: %ld in %.3f s\n", (double)n / t, n, t);
}

static char *one(const char *sql)
{
	PGresult *r = run(sql, 0, NULL);
	char *s;

	if (PQntuples(r) != 1)
		die("let the daemon decide something first");
	s = strdup(PQgetvalue(r, 0, 0));
	PQclear(r);
	return s;
}

/* The same rows in one statement: batch, decisions, assignments, counters,
 * cases; for the cases, counsel and records in three arrays. */
static const char write_sql[] =
    "with p as (select * from unnest($1::text[], $2::text[], $3::text[]) as "
    "t(case_no, licence_no, record)), "
    "u as (update zp.cases c set state = 'assigned', dirty = false, "
    "version = version + 1, handling_centre = received_centre, "
    "due_on = current_date + 3, assign_by = current_date + 3 from p "
    "where c.city = " CITY " and c.case_no = p.case_no returning "
    "c.case_no, c.version, c.received_centre, p.licence_no, p.record), "
    "b as (insert into zp.batches (city, decided_at, term, rule_set, "
    "registry, view) select " CITY ", now(), 1, rule_set, registry, $4 "
    "from (select rule_set, registry from zp.batches where city = " CITY
    " limit 1) s returning batch_no, rule_set), "
    "d as (insert into zp.decisions (city, case_no, decision_no, batch_no, "
    "outcome, handling_centre, lead, mode, score, step, record) "
    "select " CITY ", case_no, version, batch_no, 'assigned', "
    "received_centre, licence_no, 'auto', 1234, 'cost', record from u, b), "
    "a as (insert into zp.assignments (city, case_no, decision_no, role, "
    "licence_no, handling_centre, decided_at, mode, rule_set, score, "
    "weight, decline_load) "
    "select " CITY ", case_no, version, 'lead', licence_no, "
    "received_centre, now(), 'auto', rule_set, 1234, 1000, 0 from u, b "
    "returning licence_no) "
    "insert into zp.counsel_years as y (city, licence_no, year, undertaken, "
    "cap) select " CITY ", licence_no, 2000, count(*), 1000000 from a "
    "group by licence_no order by licence_no on conflict "
    "(city, licence_no, year) do update set undertaken = y.undertaken + "
    "excluded.undertaken";

static void write_rows(const char *cases, const char *counsel,
    const char *records)
{
	PGresult *r = PQexecPrepared(c, "w", 4, (const char *[]){ cases,
	    counsel, records, view }, NULL, NULL, 0);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		die("write");
	PQclear(r);
}

/* An element of an array literal. */
static char *quoted(const char *s)
{
	char *q = malloc(2 * strlen(s) + 3), *to = q;

	*to++ = '"';
	for (; *s != '\0'; *to++ = *s++)
		if (*s == '"' || *s == '\\')
			*to++ = '\\';
	*to++ = '"';
	*to = '\0';
	return q;
}

static void prepare(const char *which_view)
{
	PGresult *r;

	record = quoted(one("select record from zp.decisions where city = "
	    CITY " and outcome = 'assigned' order by length(record) limit 1 "
	    "offset (select count(*) / 2 from zp.decisions where outcome = "
	    "'assigned')"));
	view = one(which_view);
	r = PQprepare(c, "w", write_sql, 4, NULL);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		die("prepare");
	PQclear(r);
	r = PQprepare(c, "r", "select * from zp.cases where city = " CITY
	    " and dirty and state not in ('draft', 'scheduled')", 0, NULL);
	PQclear(r);
}

static void bare(void)
{
	char *records;
	long k = 0;

	prepare("select view from zp.batches order by length(view) limit 1");
	records = malloc(strlen(record) + 3);
	sprintf(records, "{%s}", record);
	must("listen zhipaid_999900");
	for (;;) {
		PGresult *r;

		rang(1000);
		r = PQexecPrepared(c, "r", 0, NULL, NULL, NULL, 0);
		for (int i = 0; i < PQntuples(r); i++) {
			char cs[80], who[40];
			int at = PQfnumber(r, "case_no");

			snprintf(cs, sizeof(cs), "{%s}",
			    PQgetvalue(r, i, at));
			snprintf(who, sizeof(who), "{%ld}",
			    19999000000000001 + k++ % 400);
			write_rows(cs, who, records);
		}
		PQclear(r);
	}
}

static void plain(long first, long n, long size)
{
	size_t cap = (size_t)size * 24 + 8;
	char *cs = malloc(cap), *who = malloc(cap), *records;
	size_t len;
	double t;

	prepare("select view from zp.batches order by length(view) desc "
	    "limit 1");
	len = strlen(record) + 1;
	records = malloc((size_t)size * len + 2);
	insert(first, n);
	t = now_us();
	for (long i = 0; i < n; i += size) {
		size_t a = 0, b = 0, r = 0;

		for (long k = i; k < i + size && k < n; k++) {
			char sep = k == i ? '{' : ',';

			a += (size_t)snprintf(cs + a, cap - a, "%cB-%08ld",
			    sep, first + k);
			b += (size_t)snprintf(who + b, cap - b, "%c%ld",
			    sep, 19999000000000001 + k % 400);
			records[r] = sep;
			memcpy(records + r + 1, record, len - 1);
			r += len;
		}
		snprintf(cs + a, cap - a, "}");
		snprintf(who + b, cap - b, "}");
		strcpy(records + r, "}");
		write_rows(cs, who, records);
	}
	t = (now_us() - t) / 1e6;
	printf("%.0f a second: %ld in %.3f s\n", (double)n / t, n, t);
	free(cs);
	free(who);
	free(records);
}

/* Seconds of processor and MiB at most of a command. */
static int cost(char **argv)
{
	struct rusage u;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) != NULL)
			execv(argv[0], argv);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &u) != pid || status != 0)
		return 1;
	printf("%.2f %ld: seconds and MiB of %s\n",
	    (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6,
	    u.ru_maxrss / 1024, argv[0]);
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 2 ? argv[1] : "";
	long first = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
	long n = argc > 4 ? strtol(argv[4], NULL, 10) : 0;

	if (argc < 3) {
		fputs("usage: bench_pg feed|burst|bare|plain CONNINFO ...\n"
		    "       bench_pg cost COMMAND...\n", stderr);
		return 2;
	}
	if (strcmp(mode, "cost") == 0)
		return cost(argv + 2);
	c = PQconnectdb(argv[2]);
	if (PQstatus(c) != CONNECTION_OK)
		die("connect");
	if (strcmp(mode, "feed") == 0 && argc == 6)
		feed(first, n, strtod(argv[5], NULL));
	else if (strcmp(mode, "burst") == 0 && argc == 5)
		burst(first, n);
	else if (strcmp(mode, "plain") == 0 && argc == 6)
		plain(first, n, strtol(argv[5], NULL, 10));
	else if (strcmp(mode, "bare") == 0)
		bare();
	else
		return 2;
	PQfinish(c);
	return 0;
}
