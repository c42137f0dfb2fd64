/* src/conf/validate.c - what the keys must be to each other. */
#include <inttypes.h>
#include <string.h>
#include "impl.h"

/* A load that complains where the key was written, if it was. */
static struct zp_conf_load at_key(const struct zp_conf_load *l,
    const char *key, long *line)
{
	struct zp_conf_load at = *l;
	int i = zp_conf_find(key, strlen(key));
	const struct zp_conf_origin *o = &l->c->origin[i];

	*line = o->line;
	if (o->file != NULL)
		at.file = o->file;
	return at;
}

/* The value of a key must not be more than another allows. */
static void must_be_below(struct zp_conf_load *l, const char *key, int32_t n,
    const char *other, int32_t most)
{
	long line;
	struct zp_conf_load at = at_key(l, key, &line);

	if (line == 0)		/* a default: the other one was changed */
		at = at_key(l, other, &line);
	if (n > most)
		zp_conf_wrong(&at, line, key,
		    "%" PRId32 " 不得大于 %" PRId32 "（由 %s 决定）",
		    "%" PRId32 " is more than the %" PRId32 " that %s allows",
		    n, most, other);
}

static void required(struct zp_conf_load *l, const char *key)
{
	if (l->c->origin[zp_conf_find(key, strlen(key))].file == NULL)
		zp_conf_wrong(l, 0, key, "必填", "must be given");
}

static void validate_daemon(struct zp_conf_load *l)
{
	const struct zp_conf *c = l->c;
	long line;
	struct zp_conf_load at = at_key(l, "socket_readonly", &line);

	required(l, "city");
	required(l, "database");
	must_be_below(l, "trust_ms", c->trust_ms, "lease_ms",
	    c->lease_ms - 1);
	must_be_below(l, "renew_ms", c->renew_ms, "trust_ms",
	    c->trust_ms - 1);
	if (strcmp(c->socket, c->socket_readonly) == 0)
		zp_conf_wrong(&at, line, "socket_readonly",
		    "与 socket 相同，只读便无从谈起",
		    "the same as socket, which lets everybody write");
	at = at_key(l, "database", &line);
	if (strstr(c->database, "password") != NULL)
		zp_conf_warn(&at, line, "database",
		    "连接串中有口令；请改放口令文件（passfile）",
		    "holds a password: keep it in a password file instead "
		    "(passfile)");
}

void zp_conf_validate(struct zp_conf_load *l, bool daemon)
{
	const struct zp_policy *p = &l->c->policy;

	if (daemon)
		validate_daemon(l);
	must_be_below(l, "policy.load.warn_at", p->warn_at,
	    "policy.load.annual_cap", p->annual_cap);
}
