/*
 * include/zhipaid/grammar.h - every command: syntax, privilege, help.
 * Layer: wire.  Pure tables.
 *
 * One table for both ends: zhipactl parses, completes and documents from
 * it, the daemon checks each request against it again before a handler
 * sees it, so that no handler can forget the privilege.
 */
#ifndef ZHIPAID_GRAMMAR_H
#define ZHIPAID_GRAMMAR_H
#include "zhipaid/ctl.h"

enum zp_role_needed {
	ZP_ROLE_LOCAL,		/* done by zhipactl itself */
	ZP_ROLE_READ,		/* either socket */
	ZP_ROLE_FULL,		/* the full socket only */
};
struct zp_option {
	const char *name;	/* "reason"; "--reason" on the command line */
	const char *value;	/* placeholder "TEXT"; NULL: a flag */
	const char *help[ZP_LANGS];
};
struct zp_verb {
	const char *name;	/* one word, or two: "leave add" */
	const char *args;	/* "CASE LICENCE", "[CASE]", "" */
	uint32_t min, max;	/* how many */
	const char *opts;	/* names, blanks between; '!' after: needed */
	enum zp_role_needed role;
	const char *help[ZP_LANGS];
};

size_t zp_verbs(void);
const struct zp_verb *zp_verb_at(size_t i);
/* The verb of that exact name, or NULL. */
const struct zp_verb *zp_verb_find(const char *name);
/* All options, in order; the description of one by name, or NULL. */
size_t zp_options(void);
const struct zp_option *zp_option_at(size_t i);
const struct zp_option *zp_option_find(const char *name);
/* Does v take the option?  *needed (may be NULL): must it be there? */
bool zp_verb_takes(const struct zp_verb *v, const char *name, bool *needed);

/* Do arguments and options fit the verb: how many, options it takes, with
 * or without a value as they should, the needed ones there?  false: a
 * sentence in why[] (arena a).  Option "lang" fits every verb. */
bool zp_verb_fits(const struct zp_verb *v, const struct zp_ctl_request *rq,
    struct zp_arena *a, const char *why[ZP_LANGS]) ZP_MUST_CHECK;
/* What the daemon asks first: a verb of the daemon, which this socket may
 * give (full: it came by the full one), and fits.  NULL: see why[]. */
const struct zp_verb *zp_verb_check(const struct zp_ctl_request *rq,
    bool full, struct zp_arena *a, const char *why[ZP_LANGS]) ZP_MUST_CHECK;
#endif
