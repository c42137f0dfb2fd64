/* tests/db/support_city.c - see support_city.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"
#include "support_pg.h"

struct zp_dbs *root;
static char database[16];

static const char *keep(const char *s)
{
	static char text[8][512];
	static unsigned next;
	char *to = text[next++ % 8];

	snprintf(to, sizeof(text[0]), "%s", s);
	return to;
}

static ZP_PRINTF(3, 0) const struct zp_db_rows *run(struct zp_dbs *s,
    struct zp_db_error *err, const char *fmt, va_list ap)
{
	char text[4096];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	assert_in_range(n, 1, sizeof(text) - 1);
	return zp_dbs_query(s, text, NULL, 0, err);
}

const char *sql(struct zp_dbs *s, const char *fmt, ...)
{
	struct zp_db_error err;
	const struct zp_db_rows *r;
	const char *v = NULL;
	va_list ap;

	va_start(ap, fmt);
	r = run(s, &err, fmt, ap);
	va_end(ap);
	if (r == NULL)
		fail_msg("%s: %s %s: %s", fmt, err.sqlstate, err.message,
		    err.detail);
	if (zp_rows_count(r) > 0 && zp_rows_cols(r) > 0)
		v = zp_rows_get(r, 0, 0, NULL);
	return keep(v != NULL ? v : "");
}

const char *sqlstate(struct zp_dbs *s, const char *fmt, ...)
{
	struct zp_db_error err;
	const struct zp_db_rows *r;
	va_list ap;

	va_start(ap, fmt);
	r = run(s, &err, fmt, ap);
	va_end(ap);
	return r != NULL ? "done" : keep(err.sqlstate);
}

struct zp_dbs *session(const char *role)
{
	char why[512];
	struct zp_dbs *s = zp_dbs_open(pg_conninfo_as(role, database), why);

	if (s == NULL)
		fail_msg("%s", why);
	return s;
}

int city_setup(void **state)
{
	(void)state;
	pg_start();
	snprintf(database, sizeof(database), "%s", pg_database());
	root = session("postgres");
	return 0;
}

int city_teardown(void **state)
{
	(void)state;
	zp_dbs_close(root);
	return 0;
}

static void rows(const char *city, const char *table, const char *json)
{
	sql(root, "select zp.import_rows('%s', '%s', '%s')", city, table,
	    json);
}

const char *city_new(bool replay)
{
	static char city[16];
	static int serial;
	char hash[65];

	snprintf(city, sizeof(city), "city%d", ++serial);
	sql(root, "select zp.setup_city('%s', 'test', %s)", city,
	    replay ? "true" : "false");
	rows(city, "regions", "[{\"code\":\"1\",\"name\":\"one\","
	    "\"level\":\"city\"}]");
	rows(city, "centres", "[{\"code\":\"K\",\"name\":\"k\","
	    "\"level\":\"city\",\"region_code\":\"1\"}]");
	rows(city, "firms", "[{\"code\":\"F\",\"name\":\"f\","
	    "\"kind\":\"law_firm\"},{\"code\":\"G\",\"name\":\"g\","
	    "\"kind\":\"law_firm\"}]");
	rows(city, "matters", "[{\"code\":\"CR\",\"name\":\"defence\","
	    "\"category\":\"criminal\"},{\"code\":\"CV\",\"name\":\"land\","
	    "\"category\":\"civil\"}]");
	for (const char *k = "ABCDE"; *k != '\0'; k++)
		sql(root, "insert into zp.counsel (city, licence_no, name, "
		    "kind, firm_code, centre_code) values ('%s', '%c', '%c',"
		    " 'lawyer', '%c', 'K')", city, *k, *k,
		    *k < 'D' ? 'F' : 'G');
	IS("1", root, "select zp.lease_take('%s', 'me', 60000)", city);
	memset(hash, 'a', 64);
	hash[64] = '\0';
	sql(root, "select zp.put_rule_set('%s', 1, 'me', '%s', 'rules'), "
	    "zp.put_registry('%s', 1, 'me', '%s', 'rows')", city, hash, city,
	    hash);
	return city;
}

void city_case(const char *city, const char *no, const char *matter,
    const char *more)
{
	char json[1024];

	snprintf(json, sizeof(json), "[{\"case_no\":\"%s\",\"matter_code\":"
	    "\"%s\",\"approved_at\":\"2026-03-02T09:00:00+08:00\","
	    "\"recipient_id\":\"P-%s\"%s}]", no, matter, no, more);
	rows(city, "cases", json);
}

const char *plan(const char *city, const char *no, const char *lead,
    const char *junior)
{
	static char text[2048];

	snprintf(text, sizeof(text), "select zp.commit_plan('%s', l.term, "
	    "l.holder, i.registry_version, '2026-03-02T10:00+08', "
	    "repeat('a', 64), repeat('a', 64), 'view', 'auto', '', '', "
	    "'{%s}', array[c.version], '{K}', '{\"%s\"}', '{\"%s\"}', '{7}',"
	    " '{only}', '{record}', '{\"%s\"}', '{why}', '{NULL}', "
	    "'{2026-03-05}', '{2026-03-05}', '{\"\"}', '{1000}', '{500}', "
	    "50) from zp.cities i "
	    "join zp.leases l using (city) join zp.cases c using (city) "
	    "where city = '%s' and case_no = '%s'", city, no, lead, junior,
	    lead[0] != '\0' ? "" : "Q2", city, no);
	return text;
}

void assign(const char *city, const char *no, const char *lead,
    const char *junior)
{
	IS("1", root, "%s", plan(city, no, lead, junior));
}

const char *stands(const char *city, const char *no)
{
	return sql(root, "select concat_ws(' ', state, version, "
	    "zp.as_bool(dirty)) from zp.cases where city = '%s' and "
	    "case_no = '%s'", city, no);
}
