/*
 * src/zhipactl/zhipactl.h - what the parts of zhipactl share.
 */
#ifndef ZHIPACTL_H
#define ZHIPACTL_H
#include <stdio.h>
#include "zhipaid/grammar.h"

enum { ZP_EXIT_OK, ZP_EXIT_FAILED, ZP_EXIT_USAGE };

/* How the caller wants it, from options and the environment. */
struct zp_ctl_env {
	const char *socket;
	enum zp_lang lang;
	bool json, csv;
	bool colour;		/* standard output is a terminal that may */
	bool progress;		/* standard error is a terminal */
};

/* A command line as read. */
struct zp_ctl_call {
	struct zp_ctl_env env;
	const struct zp_verb *verb;	/* NULL: nothing (more) to do */
	struct zp_ctl_request rq;
};

/* args.c: argv -> call.  Returns an exit code, which stands when there is
 * nothing more to do (help, version, bad usage). */
int zp_ctl_args(int argc, char **argv, struct zp_arena *a,
    struct zp_ctl_call *call);
/* client.c: ask the daemon and show the answer. */
int zp_ctl_remote(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a);
/* table.c: show a table; as JSON an array of objects, as CSV the same names
 * and cells. */
void zp_ctl_table_show(const struct zp_ctl_env *env,
    const struct zp_ctl_table *t);
/* table.c: s without what could steer a terminal; '\n' stays if lines. */
void zp_ctl_put(FILE *to, const char *s, bool lines);
/* table.c: s, then blanks up to `width` columns. */
void zp_ctl_put_padded(FILE *to, const char *s, size_t width);
/* help.c */
int zp_ctl_help(const struct zp_ctl_env *env, const struct zp_verb *v);
int zp_ctl_completion(const char *shell);
/* main.c: "zhipactl: ..." on standard error, in the caller's language. */
void zp_ctl_complain(const struct zp_ctl_env *env,
    const char *const say[ZP_LANGS]);

/* roster_files.c: write NAME, which may stand in a directory of its own, into
 * dir; both are made when they are not there.  Whole or not at all; false:
 * errno. */
bool zp_ctl_write(const char *dir, const char *name, const char *s,
    size_t n);

/* Commands done here; each returns the exit code. */
int zp_ctl_import(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a);
int zp_ctl_db(const struct zp_ctl_env *env, const struct zp_ctl_request *rq,
    struct zp_arena *a);
int zp_ctl_simulate(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq);
int zp_ctl_roster_plan(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, struct zp_arena *a);
/* Its answer as files. */
int zp_ctl_roster_export(const struct zp_ctl_env *env,
    const struct zp_ctl_request *rq, const struct zp_ctl_reply *reply,
    struct zp_arena *a);
#endif
