/* src/db/conninfo.c - from a connection string to parameters of libpq. */
#include "session.h"
#include <ctype.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "zhipaid/buf.h"

#define MARK "zhipaid-parses-only"

void zp_one_line(char *to, size_t n, const char *from)
{
	size_t at = 0;

	for (; *from != '\0' && at + 2 < n; from++) {
		if (*from != '\n' && *from != '\t') {
			to[at++] = *from;
		} else if (at > 0 && from[1] != '\0' && to[at - 1] != ' ') {
			if (*from == '\n')
				to[at++] = ';';
			to[at++] = ' ';
		}
	}
	at = zp_utf8_valid(to, at);
	while (at > 0 && isspace((unsigned char)to[at - 1]))
		at--;
	to[at] = '\0';
}

/* libpq quotes the wrong piece of a string, which may be a password: keep
 * quoted text only where it is the name of an option. */
static void blame(char *why, size_t n, const char *message)
{
	bool keep = strncmp(message, "invalid connection option", 25) == 0;
	struct zp_buf b = { 0 };
	bool quoted = false;

	zp_buf_puts(&b, "connection string: ");
	for (const char *p = message; *p != '\0'; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (keep || !quoted || *p == '"')
			zp_buf_putc(&b, *p);
	}
	zp_one_line(why, n, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static const char *option(const PQconninfoOption *o, const char *keyword)
{
	for (; o->keyword != NULL; o++)
		if (strcmp(o->keyword, keyword) == 0)
			return o->val != NULL ? o->val : "";
	return "";
}

/* All options in effect: the text's, its service's, the environment's and
 * the defaults.  libpq tells them only of a connection; one that fails on
 * its parameters does, before it touches the network. */
static PQconninfoOption *effective(const char *text, char *why, size_t n)
{
	static const char *const keyword[] = { "dbname", "gssencmode", NULL };
	const char *const value[] = { text, MARK, NULL };
	PGconn *c = PQconnectStartParams(keyword, value, 1);
	PQconninfoOption *o = NULL;

	ZP_ASSERT(c != NULL);
	if (strstr(PQerrorMessage(c), MARK) == NULL)
		blame(why, n, PQerrorMessage(c));
	else
		o = PQconninfo(c);
	PQfinish(c);
	return o;
}

/* Element i of a list with commas; a list of one serves for all. */
static char *element(const char *list, size_t i)
{
	char *s;

	if (strchr(list, ',') == NULL)
		i = 0;
	for (; i > 0 && *list != '\0'; i--) {
		list += strcspn(list, ",");
		list += *list == ',';
	}
	s = zp_xstrdup(list);
	s[strcspn(s, ",")] = '\0';
	return s;
}

void zp_hosts_add(struct zp_hosts *hs, const char *name, const char *addr,
    const char *port)
{
	struct zp_host *h;

	hs->at = zp_xrealloc(hs->at, hs->n + 1, sizeof(*hs->at));
	h = &hs->at[hs->n++];
	h->name = zp_xstrdup(name);
	h->addr = zp_xstrdup(addr);
	h->port = zp_xstrdup(port);
}

void zp_hosts_fini(struct zp_hosts *hs)
{
	for (size_t i = 0; i < hs->n; i++) {
		free(hs->at[i].name);
		free(hs->at[i].addr);
		free(hs->at[i].port);
	}
	free(hs->at);
	*hs = (struct zp_hosts){ 0 };
}

bool zp_hosts_named(const struct zp_hosts *hs)
{
	struct addrinfo hint = { .ai_flags = AI_NUMERICHOST }, *ai;

	for (size_t i = 0; i < hs->n; i++) {
		const struct zp_host *h = &hs->at[i];

		if (h->addr[0] != '\0' || strchr("/@", h->name[0]) != NULL)
			continue;	/* strchr() finds the NUL of "" too */
		if (getaddrinfo(h->name, NULL, &hint, &ai) != 0)
			return true;
		freeaddrinfo(ai);
	}
	return false;
}

/* The libpq manual, 34.1.1.3: hostaddr and host are lists of equal length,
 * port has one element or as many. */
static void split_hosts(struct zp_conninfo *ci)
{
	const char *name = option(ci->opt, "host");
	const char *addr = option(ci->opt, "hostaddr");
	const char *port = option(ci->opt, "port");
	size_t n = 1;

	for (const char *p = addr[0] != '\0' ? addr : name; *p != '\0'; p++)
		n += *p == ',';
	for (size_t i = 0; i < n; i++) {
		char *h = element(name, i), *a = element(addr, i);
		char *p = element(port, i);

		zp_hosts_add(&ci->hosts, h, a, p);
		free(h);
		free(a);
		free(p);
	}
}

/* What libpq would refuse only when it connects, or we alone. */
static bool acceptable(const struct zp_conninfo *ci, char *why, size_t n)
{
	const char *attrs = option(ci->opt, "target_session_attrs");

	if (strcmp(attrs, "any") != 0 && strcmp(attrs, "read-write") != 0 &&
	    strcmp(attrs, "primary") != 0) {
		snprintf(why, n, "connection string: target_session_attrs "
		    "must be read-write or primary");
		return false;
	}
	for (size_t i = 0; i < ci->hosts.n; i++) {
		const char *port = ci->hosts.at[i].port;
		long v = strtol(port, NULL, 10);

		if (port[strspn(port, "0123456789")] != '\0' ||
		    (port[0] != '\0' && (v < 1 || v > 65535))) {
			snprintf(why, n, "connection string: invalid port "
			    "number");
			return false;
		}
	}
	return true;
}

bool zp_conninfo_init(struct zp_conninfo *ci, const char *text, char *why,
    size_t n)
{
	char *message = NULL;
	PQconninfoOption *own = PQconninfoParse(text, &message);

	*ci = (struct zp_conninfo){ 0 };
	if (own == NULL) {
		blame(why, n, message != NULL ? message : "out of memory");
		PQfreemem(message);
		return false;
	}
	ci->gssencmode = zp_xstrdup(option(own, "gssencmode"));
	PQconninfoFree(own);
	ci->opt = effective(text, why, n);
	if (ci->opt != NULL)
		split_hosts(ci);
	if (ci->opt != NULL && acceptable(ci, why, n))
		return true;
	zp_conninfo_fini(ci);
	return false;
}

void zp_conninfo_fini(struct zp_conninfo *ci)
{
	PQconninfoFree(ci->opt);
	free(ci->gssencmode);
	zp_hosts_fini(&ci->hosts);
	*ci = (struct zp_conninfo){ 0 };
}

struct params {
	const char *keyword[96], *value[96];
	size_t n;
	struct zp_buf host, hostaddr, port;
};

static void add(struct params *p, const char *keyword, const char *value)
{
	ZP_ASSERT(p->n + 1 < ZP_COUNT(p->keyword));
	p->keyword[p->n] = keyword;
	p->value[p->n++] = value;
}

static void add_hosts(struct params *p, const struct zp_hosts *hs,
    size_t first)
{
	for (size_t i = 0; i < hs->n; i++) {
		const struct zp_host *h = &hs->at[(first + i) % hs->n];

		zp_buf_puts(&p->host, i > 0 ? "," : "");
		zp_buf_puts(&p->host, h->name);
		zp_buf_puts(&p->hostaddr, i > 0 ? "," : "");
		zp_buf_puts(&p->hostaddr, h->addr);
		zp_buf_puts(&p->port, i > 0 ? "," : "");
		zp_buf_puts(&p->port, h->port);
	}
	add(p, "host", zp_buf_str(&p->host));
	add(p, "hostaddr", zp_buf_str(&p->hostaddr));
	add(p, "port", zp_buf_str(&p->port));
}

/* Our defaults, then what is in effect: the later one of a keyword counts.
 * A dead peer is noticed after 10 + 3 * 5 s of silence, or when it does not
 * acknowledge for 8 s. */
static void add_options(struct params *p, const struct zp_conninfo *ci)
{
	add(p, "keepalives_idle", "10");
	add(p, "keepalives_interval", "5");
	add(p, "keepalives_count", "3");
	add(p, "tcp_user_timeout", "8000");
	add(p, "connect_timeout", "10");
	for (const PQconninfoOption *o = ci->opt; o->keyword != NULL; o++)
		if (o->val != NULL && o->val[0] != '\0' &&
		    strcmp(o->keyword, "service") != 0 &&
		    strncmp(o->keyword, "host", 4) != 0 &&
		    strcmp(o->keyword, "port") != 0)
			add(p, o->keyword, o->val);
	add(p, "gssencmode", ci->gssencmode[0] != '\0' ? ci->gssencmode :
	    "disable");
	add(p, "client_encoding", "UTF8");
	if (strcmp(option(ci->opt, "target_session_attrs"), "any") == 0)
		add(p, "target_session_attrs", "read-write");
}

static PGconn *start(const struct zp_conninfo *ci, const struct zp_hosts *hs,
    size_t first, const char *name, bool wait)
{
	struct params p = { 0 };
	PGconn *c;

	add_options(&p, ci);
	add_hosts(&p, hs, first);
	add(&p, "fallback_application_name", name);
	c = wait ? PQconnectdbParams(p.keyword, p.value, 0) :
	    PQconnectStartParams(p.keyword, p.value, 0);
	ZP_ASSERT(c != NULL);
	zp_buf_fini(&p.host);
	zp_buf_fini(&p.hostaddr);
	zp_buf_fini(&p.port);
	return c;
}

PGconn *zp_conninfo_start(const struct zp_conninfo *ci,
    const struct zp_hosts *hs, size_t first, const char *name)
{
	return start(ci, hs, first, name, false);
}

PGconn *zp_conninfo_wait(const struct zp_conninfo *ci)
{
	return start(ci, &ci->hosts, 0, "zhipactl", true);
}
