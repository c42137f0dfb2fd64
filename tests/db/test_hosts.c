/* tests/db/test_hosts.c - connection strings, several hosts, split brain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "support_pg.h"
#include "support_rig.h"

static const char *conn;
static char bin[128], dir[128], standby_port[8];

static int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	rig_init(r, conn);
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	rig_fini(*state);
	free(*state);
	return 0;
}

static void try_conn(struct rig *r, const char *fmt, ...) ZP_PRINTF(2, 3);
static void try_conn(struct rig *r, const char *fmt, ...)
{
	static char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	r->o.conninfo = text;
	rig_open(r);
}

/* A TCP socket on loopback that listens, or not, and never accepts. */
static int hole(bool listening, unsigned *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, n), 0);
	if (listening)
		assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static void bad_strings_are_refused_without_secrets(void **state)
{
	static const struct { const char *text, *why; } row[] = {
		{ "hots=a", "invalid connection option \"hots\"" },
		{ "host=a password=my secret", "missing \"\"" },
		{ "password=secret host=a port=secret", "invalid port number" },
		{ "host=a password='secret", "unterminated quoted string" },
		{ "postgresql://u:secret@[::1", "end of string" },
		{ "host=a,b hostaddr=127.0.0.1", "could not match" },
		{ "host=a sslmode=secret", "invalid sslmode value: \"\"" },
		{ "service=nowhere", "service" },
		{ "target_session_attrs=read-only", "must be read-write" },
	};
	static const struct zp_db_ops ops = { 0 };
	struct rig *r = *state;
	char why[256];

	for (size_t i = 0; i < ZP_COUNT(row); i++) {
		r->o.conninfo = row[i].text;
		assert_null(zp_db_new(r->l, &r->o, &ops, r, why));
		if (strstr(why, row[i].why) == NULL || strstr(why, "secret"))
			fail_msg("%s: %s", row[i].text, why);
	}
}

static void refusals_are_told_once_without_secrets(void **state)
{
	struct rig *r = *state;

	try_conn(r, "host=127.0.0.1 port=%s dbname=postgres user=locked "
	    "password=secret", pg_port());
	UNTIL(r, r->downs == 1);
	assert_non_null(strstr(r->why,
	    "password authentication failed for user \"locked\""));
	assert_null(strstr(r->why, "secret"));
	for (int i = 0; i < 10; i++)	/* several more attempts */
		zp_loop_once(r->l, true);
	assert_int_equal(r->downs, 1);
	admin(conn, "ALTER ROLE locked PASSWORD 'secret'");
	UNTIL(r, r->ups == 1);
	admin(conn, "ALTER ROLE locked PASSWORD 'changed'");
}

static void an_unknown_database_is_named(void **state)
{
	struct rig *r = *state;

	try_conn(r, "host=127.0.0.1 port=%s user=postgres dbname=nowhere",
	    pg_port());
	UNTIL(r, r->downs == 1);
	assert_non_null(strstr(r->why, "database \"nowhere\" does not exist"));
	admin(conn, "CREATE DATABASE nowhere");
	UNTIL(r, r->ups == 1);
	zp_db_free(r->db);
	r->db = NULL;
	admin(conn, "DROP DATABASE nowhere WITH (FORCE)");
}

static void names_are_looked_up_beside_the_loop(void **state)
{
	struct rig *r = *state;
	unsigned dead;
	int fd = hole(false, &dead);

	try_conn(r, "host=localhost,localhost port=%u,%s user=postgres "
	    "dbname=postgres", dead, pg_port());
	UNTIL(r, r->ups == 1);
	assert_non_null(strstr(r->why, "connected to localhost port"));
	close(fd);
}

static void unknown_names_are_told(void **state)
{
	struct rig *r = *state;

	try_conn(r, "host=no..such..name user=postgres");
	UNTIL(r, r->downs == 1);
	assert_non_null(strstr(r->why,
	    "could not resolve host \"no..such..name\""));
}

static void a_session_freed_amid_a_look_up_leaves_it_behind(void **state)
{
	struct rig *r = *state;

	for (int i = 0; i < 20; i++) {
		try_conn(r, "host=localhost,no..such..name user=postgres");
		zp_loop_once(r->l, true);
		zp_db_free(r->db);
		r->db = NULL;
	}
}

static void a_dead_host_is_passed_over(void **state)
{
	struct rig *r = *state;
	unsigned dead;
	int fd = hole(false, &dead);

	try_conn(r, "host=127.0.0.1,127.0.0.1 port=%u,%s user=postgres "
	    "dbname=postgres", dead, pg_port());
	UNTIL(r, r->ups == 1);
	assert_int_equal(r->downs, 0);
	close(fd);
}

/* It accepts (the kernel does) and then says nothing. */
static void a_silent_host_costs_one_attempt(void **state)
{
	struct rig *r = *state;
	unsigned silent;
	int fd = hole(true, &silent);

	r->o.connect_timeout = ZP_MS(400);
	try_conn(r, "host=127.0.0.1,127.0.0.1 port=%u,%s user=postgres "
	    "dbname=postgres", silent, pg_port());
	UNTIL(r, r->downs == 1);
	assert_string_equal(r->why, "could not connect in time");
	UNTIL(r, r->ups == 1);
	assert_int_equal(r->downs, 1);
	close(fd);
}

static void service_and_uri_are_understood(void **state)
{
	struct rig *r = *state;
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/service.conf", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "[zhipaid]\nhost=localhost\nport=%s\nuser=postgres\n"
	    "dbname=postgres\n", pg_port());
	fclose(f);
	setenv("PGSERVICEFILE", path, 1);
	try_conn(r, "service=zhipaid");
	UNTIL(r, r->ups == 1);
	assert_non_null(strstr(r->why, "connected to localhost port"));
	zp_db_free(r->db);
	unsetenv("PGSERVICEFILE");
	unlink(path);
	try_conn(r, "postgresql://postgres@127.0.0.1:%s/postgres", pg_port());
	UNTIL(r, r->ups == 2);
}

static void server_settings_are_ours_unless_configured(void **state)
{
	static const struct zp_sql q = { NULL, "SELECT string_agg(setting, "
		"' ' ORDER BY name) FROM pg_settings WHERE name IN "
		"('application_name', 'client_connection_check_interval', "
		"'client_encoding')", 0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	rig_open(r);
	UNTIL(r, r->ups == 1);
	ask_now(r, &q, NULL, &a);
	assert_string_equal(a.text, "test 2000 UTF8");
	zp_db_free(r->db);
	try_conn(r, "%s application_name=mine client_encoding=latin1 "
	    "options='-c client_connection_check_interval=9s'", conn);
	UNTIL(r, r->ups == 2);
	ask_now(r, &q, NULL, &a);
	assert_string_equal(a.text, "mine 9000 UTF8");
}

static void another_cluster_is_refused(void **state)
{
	struct zp_db_seen seen = { .system = 42, .timeline = 1 };
	struct rig *r = *state;

	r->o.seen = &seen;
	rig_open(r);
	UNTIL(r, r->downs == 1);
	assert_non_null(strstr(r->why, "is another cluster: system"));
	assert_int_equal(r->ups, 0);
	assert_int_equal(seen.system, 42);
}

/* --- a standby, promoted --- */

ZP_PRINTF(1, 2)
static void shell(const char *fmt, ...)
{
	char cmd[1024];
	int n = snprintf(cmd, sizeof(cmd), "cd / && %s",
	    geteuid() == 0 ? "runuser -u postgres -- " : "");
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(cmd + n, sizeof(cmd) - (size_t)n, fmt, ap);
	va_end(ap);
	if (system(cmd) != 0)
		fail_msg("failed: %s", cmd);
}

static void standby_start(void)
{
	unsigned port;
	int fd = hole(false, &port);

	close(fd);
	snprintf(standby_port, sizeof(standby_port), "%u", port);
	shell("%s/pg_basebackup -d '%s' -D %s/standby -R -X stream -c fast",
	    bin, conn, dir);
	shell("%s/pg_ctl -s -w -D %s/standby -l %s/standby.log -o '-p %s "
	    "-k %s' start </dev/null >/dev/null 2>&1", bin, dir, dir,
	    standby_port, dir);
}

static void standby_stop(void)
{
	shell("%s/pg_ctl -s -w -D %s/standby -m immediate stop", bin, dir);
	shell("rm -rf %s/standby %s/standby.log", dir, dir);
}

/* Split brain as it happens: the standby is promoted while the old primary
 * goes on, and is named first. */
static void an_old_primary_is_refused(void **state)
{
	struct zp_db_seen seen = { 0 };
	struct rig *r = *state, old;

	standby_start();
	r->o.seen = &seen;
	try_conn(r, "host=127.0.0.1,127.0.0.1 port=%s,%s user=postgres "
	    "dbname=postgres", standby_port, pg_port());
	UNTIL(r, r->ups == 1);		/* the standby is read-only */
	assert_non_null(strstr(r->why, pg_port()));
	assert_int_equal(seen.timeline, 1);

	/* A session of the same process that stays with the old one. */
	rig_init(&old, conn);
	old.o.seen = &seen;
	old.o.heartbeat = ZP_MS(100);
	rig_open(&old);
	UNTIL(&old, old.ups == 1);

	shell("%s/pg_ctl -s -w -D %s/standby promote", bin, dir);
	zp_db_free(r->db);
	r->o.heartbeat = ZP_MS(0);
	try_conn(r, "host=127.0.0.1 port=%s user=postgres dbname=postgres",
	    standby_port);
	UNTIL(r, r->ups == 2);
	assert_int_equal(seen.timeline, 2);
	UNTIL(&old, old.downs == 1);	/* its heartbeat knows now */
	assert_non_null(strstr(old.why, "is an old primary: timeline 1, but "
	    "2 was seen"));
	rig_fini(&old);

	zp_db_free(r->db);
	try_conn(r, "host=127.0.0.1,127.0.0.1 port=%s,%s user=postgres "
	    "dbname=postgres", pg_port(), standby_port);
	UNTIL(r, r->downs == 1);	/* libpq takes the first one */
	assert_non_null(strstr(r->why, "is an old primary"));
	UNTIL(r, r->ups == 3);
	assert_non_null(strstr(r->why, standby_port));
	zp_db_free(r->db);
	r->db = NULL;
	standby_stop();
}

/* Role "locked" needs a password; the server's binaries and a directory. */
static int group_setup(void **state)
{
	char link[64], *slash;
	ssize_t n;

	(void)state;
	pg_start();
	conn = pg_conninfo();
	snprintf(link, sizeof(link), "/proc/%s/exe", admin(conn,
	    "SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)"));
	n = readlink(link, bin, sizeof(bin) - 1);
	assert_true(n > 0);
	bin[n] = '\0';
	slash = strrchr(bin, '/');
	assert_non_null(slash);
	*slash = '\0';
	snprintf(dir, sizeof(dir), "%s", admin(conn, "SHOW data_directory"));
	*strrchr(dir, '/') = '\0';
	admin(conn, "CREATE ROLE locked LOGIN PASSWORD 'other'");
	admin(conn, "COPY (SELECT 'host all locked 127.0.0.1/32 scram-sha-256'"
	    " UNION ALL SELECT 'local all all trust' UNION ALL "
	    "SELECT 'local replication all trust' UNION ALL "
	    "SELECT 'host all all 0.0.0.0/0 trust' UNION ALL "
	    "SELECT 'host all all ::0/0 trust') TO PROGRAM "
	    "'cat > pg_hba.conf'");
	admin(conn, "SELECT pg_reload_conf()");
	return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(bad_strings_are_refused_without_secrets),
		T(refusals_are_told_once_without_secrets),
		T(an_unknown_database_is_named),
		T(names_are_looked_up_beside_the_loop),
		T(unknown_names_are_told),
		T(a_session_freed_amid_a_look_up_leaves_it_behind),
		T(a_dead_host_is_passed_over),
		T(a_silent_host_costs_one_attempt),
		T(service_and_uri_are_understood),
		T(server_settings_are_ours_unless_configured),
		T(another_cluster_is_refused),
		T(an_old_primary_is_refused),
	};

	return cmocka_run_group_tests_name("hosts", tests, group_setup,
	    NULL);
}
