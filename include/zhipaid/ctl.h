/*
 * include/zhipaid/ctl.h - the control protocol: JSON lines on a socket.
 * Layer: wire.  Bytes <-> structs; no sockets, no clock.
 *
 * A client sends one request per line and reads lines until the final one:
 *
 *	> {"v":1,"cmd":"explain","args":["2026-1"],"opts":{"lang":"en"}}
 *	< {"progress":"12 of 40"}			any number of these
 *	< {"exit":0,"table":{"columns":["case_no"],"rows":[["2026-1"]]}}
 *
 * A final line has "exit" (0 done, 1 could not be done, 2 bad usage) and,
 * each optional, "error" (with exit 1 or 2), "text" (for people), "table"
 * (cells are strings; null is printed as "") and "data" (any JSON object,
 * what --json shows).  The commands and who may give them: grammar.h.
 *
 * The data of `status` has at least: "city", "name", "state" (of the
 * daemon), "leader" (bool), "clock" ("" when live), "rule_set", how many
 * cases are "scheduled", "approved", "waiting", "assigned", "closed" and
 * "terminated", and "settled": nothing is scheduled and nothing dirty.
 *
 * Parsing is strict: an unknown or repeated key, a value of the wrong
 * type, bytes after the object, text that is not UTF-8 and anything over a
 * limit are errors.  What is parsed lives in the caller's arena.
 */
#ifndef ZHIPAID_CTL_H
#define ZHIPAID_CTL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "zhipaid/arena.h"
#include "zhipaid/buf.h"

#define ZP_CTL_VERSION 1
#define ZP_CTL_REQUEST_MAX ((size_t)1 << 20)	/* bytes, without the LF */
#define ZP_CTL_REPLY_MAX ((size_t)1 << 28)
#define ZP_CTL_ARGS_MAX 64
#define ZP_CTL_OPTS_MAX 32

struct zp_ctl_opt {
	const char *name;	/* without the dashes */
	const char *value;	/* "" for a flag (true on the wire) */
};
struct zp_ctl_request {
	const char *cmd;	/* "leave add" */
	const char **arg; uint32_t args;
	struct zp_ctl_opt *opt; uint32_t opts;
};
struct zp_ctl_table {
	const char **column; uint32_t columns;	/* names, as in the CSV */
	const char **cell; uint32_t rows;	/* row after row */
};
struct zp_ctl_file { const char *name; const char *text; };
struct zp_ctl_reply {
	const char *progress;	/* not NULL: a progress line, nothing else */
	int exit;
	const char *error, *text;	/* NULL: none */
	const struct zp_ctl_table *table;	/* NULL: none */
	const char *data;	/* a JSON object as text; NULL: none */
};

/* The client's line, with its LF. */
void zp_ctl_request_print(const struct zp_ctl_request *rq,
    struct zp_buf *out);
/* Parse a line s[0..n), with or without its LF.  false: *why names the
 * fault in English (static, or in a); *out is untouched. */
bool zp_ctl_request_parse(const char *s, size_t n, struct zp_arena *a,
    struct zp_ctl_request *out, const char **why) ZP_MUST_CHECK;
/* The value of an option, "" for a flag that is set, NULL when absent. */
const char *zp_ctl_option(const struct zp_ctl_request *rq, const char *name);
/* Option "lang": "en" is English, everything else Chinese. */
enum zp_lang zp_ctl_lang(const struct zp_ctl_request *rq);

/* The daemon's line, with its LF.  data must be valid JSON on one line. */
void zp_ctl_reply_print(const struct zp_ctl_reply *r, struct zp_buf *out);
/* As zp_ctl_request_parse(); r->data is printed anew, compact. */
bool zp_ctl_reply_parse(const char *s, size_t n, struct zp_arena *a,
    struct zp_ctl_reply *out, const char **why) ZP_MUST_CHECK;
/* The files of data {"files":{"name":"text",...}} in their order, into
 * arena a; *n = 0 when there are none.  A name that is not a plain file
 * name (a slash, a leading dot, empty) is an error: NULL. */
const struct zp_ctl_file *zp_ctl_files(const struct zp_ctl_reply *r,
    struct zp_arena *a, uint32_t *n) ZP_MUST_CHECK;
/* Text as a table that grows: start with a zeroed struct and the names,
 * then one call per row (columns cells, copied into a; NULL counts ""). */
void zp_ctl_table_row(struct zp_ctl_table *t, struct zp_arena *a,
    const char *const *cell);
#endif
