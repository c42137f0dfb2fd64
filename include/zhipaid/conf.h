/*
 * include/zhipaid/conf.h - configuration: parse, validate, print, compare.
 * Layer: conf; the only user of libconfig.  Returns errors, logs nothing.
 *
 * zhipaid.conf holds the daemon's own keys and names one policy (a file in
 * policies/ beside it, which may extend another) and calendars (files in
 * calendars/).  Every key is a row of one table: from it come the parser,
 * `zhipactl config show`, the check of the examples and the man page.
 */
#ifndef ZHIPAID_CONF_H
#define ZHIPAID_CONF_H
#include "zhipaid/policy.h"
#include "zhipaid/report.h"

struct zp_conf_origin {		/* where a value was written */
	const char *file;	/* NULL: nowhere, it is the default */
	long line;
};

struct zp_conf {
	struct zp_arena *arena;		/* owned: everything below */
	unsigned refs;
	const char *file;
	struct zp_conf_origin *origin;	/* one per key */
	/* the daemon's own; (R) = reloadable */
	const char *city;		/* code of its region: "340800" */
	const char *database;		/* conninfo */
	const char *socket;		/* full control socket */
	const char *socket_readonly;
	const char *intake_view;	/* "" or schema.view to pull from (R) */
	const char *policy_name;	/* = policy.name */
	const char *extends;		/* what the policy builds on, or "" */
	const char *lang;		/* "zh" or "en" (R) */
	int32_t log_level;		/* (R) */
	int32_t lease_ms, trust_ms, renew_ms;
	int32_t heartbeat_ms, connect_timeout_ms;
	int32_t query_timeout_ms;	/* (R) */
	int32_t catch_up_s;		/* slow timer (R) */
	int32_t settle_ms;		/* gather a burst (R); default 0 */
	int32_t batch_max;		/* cases decided together (R) */
	bool replay;			/* the clock follows the data */
	/* admins of the full socket besides root and our own uid: user names */
	struct zp_list admins;		/* (R) */
	struct zp_policy policy;	/* (R) */
	struct zp_calendar cal;		/* (R) */
	char digest[65];		/* SHA-256 of the canonical text */
};

/* Read FILE and what it names.  All errors at once in rep (file, line,
 * key).  NULL when there is any error.
 *   policy = "anqing";		policies/anqing.conf beside FILE, or an
 *				absolute path, or the values as a group
 *   calendars = ["2026"];	calendars/2026.conf beside FILE, or absolute;
 *				without it all of calendars/, else those of
 *				../calendars beside the policy
 * A policy may say extends = "neimenggu"; (a file beside it): that one is
 * read first, then its own values. */
struct zp_conf *zp_conf_load(const char *file, struct zp_report *rep)
    ZP_MUST_CHECK;
/* For simulate and tests: FILE is a policy alone (calendars are those of
 * ../calendars beside it, daemon keys have their defaults), or a daemon's
 * whole configuration (of which nothing but the policy need be there). */
struct zp_conf *zp_conf_load_policy(const char *file, struct zp_report *rep)
    ZP_MUST_CHECK;
/* The inverse of zp_conf_rule_set(): for replay.  rule_set is the digest of
 * `text`, so that a text stored by an older program keeps its name. */
struct zp_conf *zp_conf_parse_rule_set(const char *text, size_t n,
    struct zp_report *rep) ZP_MUST_CHECK;
struct zp_conf *zp_conf_ref(struct zp_conf *c);
void zp_conf_unref(struct zp_conf *c);	/* NULL is fine */

/* Append the canonical text of the policy and the calendar (what is hashed
 * into policy.rule_set and stored with decisions), and of everything.  Both
 * parse again to the same.  zp_conf_print() shows secrets: for files only. */
void zp_conf_rule_set(const struct zp_conf *c, struct zp_buf *out);
void zp_conf_print(const struct zp_conf *c, struct zp_buf *out);

struct zp_conf_key {		/* one key, for people and programs */
	const char *name;	/* "policy.load.annual_cap" */
	const char *type, *unit, *range, *def;
	const char *rule;	/* rule ids behind it, "" for none */
	bool reloadable, secret;
	const char *doc[ZP_LANGS];
};
size_t zp_conf_keys(void);
const struct zp_conf_key *zp_conf_key_at(size_t i);
/* Value of key i as canonical text (secrets as "***"), and where it comes
 * from: "default" or "file:line". */
void zp_conf_value(const struct zp_conf *c, size_t i, struct zp_buf *value,
    struct zp_buf *origin);
/* Keys whose value differs: calls fn for each. */
void zp_conf_diff(const struct zp_conf *old, const struct zp_conf *new,
    void (*fn)(void *arg, const struct zp_conf_key *k, const char *was,
    const char *is), void *arg);
/* Keys that only a restart can change take the values of `old`: what is
 * left of `new` may be swapped in. */
void zp_conf_keep(struct zp_conf *new, const struct zp_conf *old);
#endif
