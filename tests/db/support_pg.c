/* tests/db/support_pg.c - see support_pg.h. */
#include "support_pg.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "zhipaid/db.h"
#include "zhipaid/migrate.h"

static char bin[64], dir[64], port[8], conninfo[256];
static bool running;

__attribute__((format(printf, 1, 2)))
static int shell(const char *fmt, ...)
{
	char cmd[1024];
	int n;
	va_list ap;

	n = snprintf(cmd, sizeof(cmd), "cd %s && %s", dir,
	    geteuid() == 0 ? "runuser -u postgres -- " : "");
	va_start(ap, fmt);
	vsnprintf(cmd + n, sizeof(cmd) - (size_t)n, fmt, ap);
	va_end(ap);
	return system(cmd);
}

__attribute__((noreturn))
static void give_up(const char *what)
{
	fprintf(stderr, "test cluster: %s failed\n", what);
	if (shell("tail -n 5 %s/log >&2", dir) != 0)
		fprintf(stderr, "no log\n");
	exit(1);
}

/* The newest PostgreSQL of Debian's packages, or skip. */
static void find_bin(void)
{
	for (int v = 20; v >= 13; v--) {
		char path[96];

		snprintf(bin, sizeof(bin), "/usr/lib/postgresql/%d/bin", v);
		snprintf(path, sizeof(path), "%s/initdb", bin);
		if (access(path, X_OK) == 0)
			return;
	}
	fprintf(stderr, "no initdb: skipped\n");
	exit(77);
}

/* A port that nobody listens on. */
static void find_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, n) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &n) != 0)
		give_up("bind");
	close(fd);
	snprintf(port, sizeof(port), "%u", (unsigned)ntohs(a.sin_port));
}

static void start(void)
{
	if (shell("%s/pg_ctl -s -w -D %s/data -l %s/log -o '-p %s -k %s "
	    "-c listen_addresses=127.0.0.1 -c fsync=off' start "
	    "</dev/null >/dev/null 2>&1", bin, dir, dir, port, dir) != 0)
		give_up("start");
	running = true;
}

static void clean(void)
{
	char cmd[128];

	pg_stop();
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	if (system(cmd) != 0)
		fprintf(stderr, "test cluster: %s is left\n", dir);
}

void pg_start(void)
{
	const char *tmp = getenv("TMPDIR");
	struct passwd *pw = getpwnam("postgres");

	find_bin();
	snprintf(dir, sizeof(dir), "%.40s/zp-pg-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		give_up("mkdtemp");
	if (geteuid() == 0 && (pw == NULL ||
	    chown(dir, pw->pw_uid, pw->pw_gid) != 0))
		give_up("chown");
	atexit(clean);
	find_port();
	if (shell("%s/initdb -D %s/data -U postgres -A trust -N "
	    "--locale=C.UTF-8 --no-instructions >%s/initdb 2>&1", bin, dir,
	    dir) != 0)
		give_up("initdb");
	start();
	snprintf(conninfo, sizeof(conninfo),
	    "host=%s port=%s user=postgres dbname=postgres", dir, port);
}

void pg_stop(void)
{
	if (running && shell("%s/pg_ctl -s -w -m immediate -D %s/data stop "
	    ">/dev/null 2>&1", bin, dir) != 0)
		fprintf(stderr, "test cluster: cannot stop\n");
	running = false;
}

void pg_restart(const char *mode)
{
	if (shell("%s/pg_ctl -s -w -m %s -D %s/data stop >/dev/null 2>&1",
	    bin, mode, dir) != 0)
		give_up("stop");
	start();
}

const char *pg_conninfo(void)
{
	return conninfo;
}

const char *pg_conninfo_as(const char *role, const char *database)
{
	static char text[4][256];
	static unsigned next;
	char *s = text[next++ % 4];

	snprintf(s, sizeof(text[0]), "host=%s port=%s user=%s dbname=%s",
	    dir, port, role, database);
	return s;
}

const char *pg_port(void)
{
	return port;
}

static void must(struct zp_dbs *s, const char *text)
{
	struct zp_db_error err;

	if (!zp_dbs_script(s, text, &err)) {
		fprintf(stderr, "test cluster: %s: %s\n", text, err.message);
		exit(1);
	}
}

static struct zp_dbs *open_as(const char *role, const char *database)
{
	char why[512];
	struct zp_dbs *s = zp_dbs_open(pg_conninfo_as(role, database), why);

	if (s == NULL) {
		fprintf(stderr, "test cluster: %s\n", why);
		exit(1);
	}
	return s;
}

const char *pg_database(void)
{
	static char name[16];
	static int serial;
	char sql[64], why[512];
	struct zp_dbs *s = open_as("postgres", "postgres");

	snprintf(name, sizeof(name), "zp%d", ++serial);
	snprintf(sql, sizeof(sql), "create database %s", name);
	must(s, sql);
	zp_dbs_close(s);
	s = open_as("postgres", name);
	if (!zp_migrate_run(s, NULL, NULL, why) ||
	    !zp_migrate_roles(s, why)) {
		fprintf(stderr, "test cluster: %s\n", why);
		exit(1);
	}
	if (serial == 1)
		must(s, "create role daemon login in role zp_daemon;"
		    "create role intake login in role zp_intake;"
		    "create role reader login in role zp_reader");
	zp_dbs_close(s);
	return name;
}
