/* tests/db/test_outage.c - sessions that are lost, and the doorbell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "support_pg.h"
#include "support_rig.h"
#include "zhipaid/clock.h"

static const char *conn;
static char tcp[256];		/* the same over loopback */

static const struct zp_sql one = { "one", "SELECT 1", 0 };
static const struct zp_sql sleep_sql = { "sleep",
	"SELECT pg_sleep(3600) /* marked */", 0 };
static const struct zp_sql pid_sql = { "pid", "SELECT pg_backend_pid()", 0 };

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

static void up(struct rig *r, const char *listen)
{
	r->o.listen = listen;
	rig_open(r);
	UNTIL(r, r->ups == 1);
}

static int backend(struct rig *r)
{
	struct answer a = { 0 };

	ask_now(r, &pid_sql, NULL, &a);
	return atoi(a.text);
}

static void terminate(int pid)
{
	char text[64];

	snprintf(text, sizeof(text), "SELECT pg_terminate_backend(%d)", pid);
	assert_string_equal(admin(conn, text), "t");
}

static void not_connected_is_told_by_the_loop(void **state)
{
	struct rig *r = *state;
	struct answer a = { 0 };
	char why[256];
	static const struct zp_db_ops none = { 0 };

	r->db = zp_db_new(r->l, &r->o, &none, r, why);
	assert_non_null(r->db);
	ask(r, &one, NULL, &a);
	assert_int_equal(a.calls, 0);
	assert_int_equal(zp_db_in_flight(r->db), 1);
	zp_loop_once(r->l, true);
	assert_int_equal(a.calls, 1);
	assert_int_equal(a.class, ZP_DB_LOST);
	assert_string_equal(a.message, "not connected");
	assert_int_equal(zp_db_in_flight(r->db), 0);
}

static void a_deadline_drops_the_session_and_the_server_notices(void **state)
{
	struct rig *r = *state;
	struct answer a = { .rig = r }, b = { .rig = r };
	int64_t start = zp_clock_mono().us;

	up(r, NULL);
	zp_db_query(r->db, &one, NULL, ZP_SEC(3600), answer, &b);
	UNTIL(r, b.calls == 1);
	zp_db_query(r->db, &sleep_sql, NULL, ZP_MS(100), answer, &a);
	zp_db_query(r->db, &one, NULL, ZP_SEC(3600), answer, &b);
	UNTIL(r, r->downs == 1);
	assert_true(zp_clock_mono().us - start >= 100000);
	assert_int_equal(a.calls, 1);
	assert_int_equal(b.calls, 2);
	assert_int_equal(a.class, ZP_DB_LOST);
	assert_int_equal(b.class, ZP_DB_LOST);
	assert_string_equal(r->why, "no answer within the deadline");
	UNTIL(r, r->ups == 2);
	rig_watch(r);
	while (strcmp(admin(conn, "SELECT count(*) FROM pg_stat_activity "
	    "WHERE query LIKE 'SELECT%/* marked */' AND state = 'active'"),
	    "0") != 0) {
		assert_false(r->late);
		zp_loop_once(r->l, false);
	}
}

/* Deadlines are each query's own, whatever the order. */
static void a_later_query_may_be_due_sooner(void **state)
{
	struct rig *r = *state;
	struct answer a = { .rig = r }, b = { .rig = r };

	up(r, NULL);
	zp_db_query(r->db, &sleep_sql, NULL, ZP_SEC(3600), answer, &a);
	zp_db_query(r->db, &one, NULL, ZP_MS(50), answer, &b);
	UNTIL(r, r->downs == 1);
	assert_int_equal(a.calls, 1);
	assert_int_equal(b.calls, 1);
}

static void a_terminated_session_comes_back_and_says_why(void **state)
{
	struct rig *r = *state;
	struct answer a = { 0 };

	up(r, NULL);
	terminate(backend(r));		/* idle */
	UNTIL(r, r->downs == 1);
	assert_non_null(strstr(r->why, "administrator command"));
	UNTIL(r, r->ups == 2);
	int pid = backend(r);
	ask(r, &sleep_sql, NULL, &a);	/* busy */
	zp_loop_once(r->l, false);
	terminate(pid);
	UNTIL(r, r->downs == 2);
	assert_int_equal(a.calls, 1);
	assert_int_equal(a.class, ZP_DB_LOST);
	assert_non_null(strstr(r->why, "administrator command"));
	UNTIL(r, r->ups == 3);
}

static void a_stopped_backend_is_given_up(void **state)
{
	struct rig *r = *state;
	struct answer a = { 0 };
	int pid;

	r->o.heartbeat = ZP_MS(200);
	up(r, "bell");
	pid = backend(r);
	assert_int_equal(kill(pid, SIGSTOP), 0);
	UNTIL(r, r->downs == 1);	/* the heartbeat's deadline */
	UNTIL(r, r->ups == 2);
	ask_now(r, &one, NULL, &a);
	assert_int_equal(kill(pid, SIGKILL), 0);	/* a crash for all */
	UNTIL(r, r->ups >= 3);
}

static void restart(struct rig *r, const char *mode)
{
	static struct answer a[600];
	int lost = 0;

	memset(a, 0, sizeof(a));
	for (int i = 0; i < 600; i++)
		ask(r, i == 300 ? &sleep_sql : &one, NULL, &a[i]);
	for (int i = 0; i < 20; i++)
		zp_loop_once(r->l, false);
	pg_restart(mode);
	UNTIL(r, zp_db_in_flight(r->db) == 0);
	for (int i = 0; i < 600; i++) {
		assert_int_equal(a[i].calls, 1);
		lost += a[i].class == ZP_DB_LOST;
	}
	assert_true(lost >= 300);
	UNTIL(r, zp_db_up(r->db));
}

static void a_restart_loses_each_query_exactly_once(void **state)
{
	struct rig *r = *state;

	up(r, "bell");
	restart(r, "fast");
	restart(r, "immediate");
	assert_true(r->ups >= 3);
}

/* A storm of outages, under the sanitizers: nothing leaks or is told twice. */
static void storms_of_terminations_are_survived(void **state)
{
	struct rig *r = *state;

	up(r, "bell");
	for (int i = 0; i < 12; i++) {
		struct answer a = { 0 }, b = { 0 };
		int ups = r->ups;

		terminate(backend(r));
		ask(r, &one, NULL, &a);
		UNTIL(r, r->downs == i + 1);
		ask(r, &one, NULL, &b);
		UNTIL(r, r->ups == ups + 1);
		assert_int_equal(a.calls, 1);
		assert_int_equal(b.calls, 1);
		assert_int_equal(b.class, ZP_DB_LOST);
	}
}

static void the_bell_rings_and_is_restored(void **state)
{
	struct rig *r = *state;

	up(r, "zhipaid_340800 \"odd\"");
	admin(conn, "SELECT pg_notify('zhipaid_340800 \"odd\"', '')");
	UNTIL(r, r->bells == 1);
	terminate(backend(r));
	UNTIL(r, r->downs == 1);
	UNTIL(r, r->ups == 2);
	admin(conn, "SELECT pg_notify('zhipaid_340800 \"odd\"', '')");
	UNTIL(r, r->bells == 2);
	admin(conn, "SELECT pg_notify('other', '')");
	backend(r);
	assert_int_equal(r->bells, 2);
}

/* A session that starts pings itself: no doorbell for the others. */
static void pings_of_other_sessions_do_not_ring(void **state)
{
	struct rig *r = *state, other;

	up(r, "bell");
	rig_init(&other, conn);
	up(&other, "bell");
	backend(r);
	backend(&other);
	assert_int_equal(r->bells, 0);
	assert_int_equal(other.bells, 0);
	rig_fini(&other);
}

static void notices_collapse(void **state)
{
	struct rig *r = *state;

	up(r, "bell");
	admin(conn, "SELECT pg_notify('bell', i::text) "
	    "FROM generate_series(1, 5000) i");
	UNTIL(r, r->bells > 0);
	backend(r);
	assert_true(r->bells < 100);
}

/* Notices that arrive with the answer of a query are not left lying. */
static void a_notice_with_an_answer_rings(void **state)
{
	static const struct zp_sql q = { NULL, "SELECT pg_notify('bell', '')",
		0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	up(r, "bell");
	ask_now(r, &q, NULL, &a);
	UNTIL(r, r->bells == 1);
}

static void a_lost_listen_is_noticed_by_the_heartbeat(void **state)
{
	static const struct zp_sql q = { NULL, "UNLISTEN *", 0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	r->o.heartbeat = ZP_MS(50);
	up(r, "bell");
	ask_now(r, &q, NULL, &a);
	UNTIL(r, r->downs == 1);
	assert_string_equal(r->why, "the session no longer listens");
	UNTIL(r, r->ups == 2);
	admin(conn, "NOTIFY bell");
	UNTIL(r, r->bells == 1);
}

/* The heartbeat would wait behind it, past its deadline. */
static void a_long_query_is_not_taken_for_a_dead_server(void **state)
{
	static const struct zp_sql q = { NULL, "SELECT pg_sleep(0.5)", 0 };
	struct rig *r = *state;
	struct answer a = { 0 };

	r->o.heartbeat = ZP_MS(50);
	up(r, "bell");
	ask_now(r, &q, NULL, &a);
	assert_int_equal(r->downs, 0);
	assert_int_equal(zp_db_in_flight(r->db), 0);
}

static void handlers_may_free_the_session(void **state)
{
	struct rig *r = *state;

	up(r, "bell");
	r->free_at_bell = true;
	admin(conn, "NOTIFY bell");
	UNTIL(r, r->bells == 1);
	zp_loop_once(r->l, false);
	r->free_at_state = true;
	rig_open(r);
	UNTIL(r, r->ups == 2);
	zp_loop_once(r->l, false);
	r->free_at_state = false;
	rig_open(r);
	UNTIL(r, r->ups == 3);
	r->free_at_state = true;
	zp_db_reset(r->db, "test");
	UNTIL(r, r->downs == 1);
	zp_loop_once(r->l, false);
}

static void a_black_hole_is_noticed_and_left(void **state)
{
	struct rig *r = *state;
	struct proxy *p = proxy_new(r, "127.0.0.1", pg_port());
	struct answer a = { .rig = r };

	snprintf(tcp, sizeof(tcp), "host=127.0.0.1 port=%u user=postgres "
	    "dbname=postgres sslmode=disable", proxy_port(p));
	r->o.conninfo = tcp;
	r->o.heartbeat = ZP_MS(100);
	r->o.connect_timeout = ZP_MS(300);
	up(r, "bell");
	proxy_freeze(p, true);		/* the heartbeat notices */
	UNTIL(r, r->downs == 1);
	UNTIL(r, r->downs == 2);	/* an attempt into the hole */
	assert_string_equal(r->why, "could not connect in time");
	proxy_freeze(p, false);
	UNTIL(r, r->ups == 2);
	admin(conn, "NOTIFY bell");
	UNTIL(r, r->bells == 1);

	proxy_freeze(p, true);		/* the query notices */
	zp_db_query(r->db, &one, NULL, ZP_MS(300), answer, &a);
	UNTIL(r, r->downs == 3);
	assert_int_equal(a.calls, 1);
	assert_int_equal(a.class, ZP_DB_LOST);
	zp_db_free(r->db);
	r->db = NULL;
	proxy_free(p);
}

struct reuse {
	struct rig *r;
	int fd[2];
	struct zp_io *io;
	int calls;
};

static void reused(void *arg, unsigned what)
{
	struct reuse *u = arg;

	(void)what;
	u->calls++;
	zp_io_want(u->io, 0);
}

/* libpq closes a socket that has ended.  Whoever gets the same number in
 * the same iteration must not inherit its watch. */
static void reuse_number(void *arg)
{
	struct reuse *u = arg;

	assert_int_equal(pipe(u->fd), 0);
	u->io = zp_io_new(u->r->l, u->fd[0], reused, u);
	zp_io_want(u->io, ZP_IO_READ);
	assert_int_equal(write(u->fd[1], "x", 1), 1);
}

static void a_closed_socket_leaves_no_watch_behind(void **state)
{
	struct rig *r = *state;
	struct reuse u = { .r = r };
	char gone[80];
	int pid;

	up(r, "bell");
	pid = backend(r);
	terminate(pid);
	snprintf(gone, sizeof(gone), "SELECT count(*) FROM pg_stat_activity "
	    "WHERE pid = %d", pid);
	while (strcmp(admin(conn, gone), "0") != 0)
		;
	zp_loop_once(r->l, true);	/* the last words */
	if (r->downs == 0) {
		zp_loop_defer(r->l, reuse_number, &u);	/* before the drop */
		zp_loop_once(r->l, false);		/* the end */
		UNTIL(r, u.calls == 1);
		zp_io_free(u.io);
		close(u.fd[0]);
		close(u.fd[1]);
	}
	UNTIL(r, r->ups == 2);
}

/* However the stream is cut, messages are put together. */
static void a_dripping_connection_works(void **state)
{
	struct rig *r = *state;
	struct proxy *p = proxy_new(r, "127.0.0.1", pg_port());
	struct answer a[50] = { 0 };

	snprintf(tcp, sizeof(tcp), "host=127.0.0.1 port=%u user=postgres "
	    "dbname=postgres sslmode=disable", proxy_port(p));
	proxy_drip(p, true);
	r->o.conninfo = tcp;
	up(r, "bell");
	for (int i = 0; i < 50; i++)
		ask(r, &one, NULL, &a[i]);
	admin(conn, "NOTIFY bell");
	UNTIL(r, a[49].calls == 1 && r->bells == 1);
	zp_db_free(r->db);
	r->db = NULL;
	proxy_free(p);
}

static int group_setup(void **state)
{
	(void)state;
	pg_start();
	conn = pg_conninfo();
	return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(not_connected_is_told_by_the_loop),
		T(a_deadline_drops_the_session_and_the_server_notices),
		T(a_later_query_may_be_due_sooner),
		T(a_terminated_session_comes_back_and_says_why),
		T(a_stopped_backend_is_given_up),
		T(a_restart_loses_each_query_exactly_once),
		T(storms_of_terminations_are_survived),
		T(the_bell_rings_and_is_restored),
		T(pings_of_other_sessions_do_not_ring),
		T(notices_collapse),
		T(a_notice_with_an_answer_rings),
		T(a_lost_listen_is_noticed_by_the_heartbeat),
		T(a_long_query_is_not_taken_for_a_dead_server),
		T(handlers_may_free_the_session),
		T(a_black_hole_is_noticed_and_left),
		T(a_closed_socket_leaves_no_watch_behind),
		T(a_dripping_connection_works),
	};

	return cmocka_run_group_tests_name("outage", tests, group_setup,
	    NULL);
}
