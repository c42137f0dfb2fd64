/* Rules, states and configuration; reloading. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "zhipaid/rulebook.h"

void zp_cmd_fsm(struct zp_req *r)
{
	struct zp_buf b = { 0 };

	zp_fsm_mermaid(&zp_daemon_fsm, &b);
	zp_req_text(r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

void zp_cmd_config_show(struct zp_req *r)
{
	static const char *names[] = { "key", "value", "unit", "origin",
		"reloadable", "rule", "doc" };
	struct zp_ctl_table t = { .column = names,
		.columns = ZP_COUNT(names) };
	struct zp_buf value = { 0 }, origin = { 0 };

	for (size_t i = 0; i < zp_conf_keys(); i++) {
		const struct zp_conf_key *k = zp_conf_key_at(i);

		zp_buf_reset(&value);
		zp_buf_reset(&origin);
		zp_conf_value(r->d->conf, i, &value, &origin);
		zp_ctl_table_row(&t, r->a, (const char *[]){ k->name,
		    zp_buf_str(&value), k->unit, zp_buf_str(&origin),
		    k->reloadable ? "t" : "f", k->rule, k->doc[r->lang] });
	}
	zp_buf_fini(&value);
	zp_buf_fini(&origin);
	zp_req_table(r, &t);
}

struct diff { struct zp_req *r; struct zp_ctl_table t; };

static void differs(void *arg, const struct zp_conf_key *k, const char *was,
    const char *is)
{
	struct diff *x = arg;

	zp_ctl_table_row(&x->t, x->r->a, (const char *[]){ k->name, was, is,
	    k->reloadable ? "t" : "f" });
}

void zp_cmd_config_diff(struct zp_req *r)
{
	static const char *names[] = { "key", "running", "file",
		"reloadable" };
	struct diff x = { r, { .column = names,
		.columns = ZP_COUNT(names) } };
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };
	struct zp_conf *new = zp_conf_load(r->d->conf_file, &rep);

	if (new == NULL) {
		zp_report_print(&rep, r->lang, &b);
		zp_req_fail(r, zp_buf_str(&b), zp_buf_str(&b));
	} else {
		zp_conf_diff(r->d->conf, new, differs, &x);
		zp_req_table(r, &x.t);
	}
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	zp_conf_unref(new);
}

void zp_cmd_reload(struct zp_req *r)
{
	struct zp_buf b = { 0 };

	if (zp_reload(r->d, r->lang, &b))
		zp_req_text(r, zp_buf_str(&b));
	else
		zp_req_fail(r, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void rule_row(struct zp_req *r, struct zp_ctl_table *t,
    enum zp_rule rule)
{
	const char *cell[ZP_RB_COLS];
	struct zp_buf b = { 0 };

	for (int c = 0; c < ZP_RB_COLS; c++) {
		zp_buf_reset(&b);
		zp_rulebook_cell(rule, &r->d->conf->policy,
		    (enum zp_rulebook_col)c, r->lang, &b);
		cell[c] = zp_arena_strdup(r->a, zp_buf_str(&b));
	}
	zp_buf_fini(&b);
	zp_ctl_table_row(t, r->a, cell);
}

void zp_cmd_rules(struct zp_req *r)
{
	const char *name[ZP_RB_COLS], *id = zp_req_arg(r, 0);
	struct zp_ctl_table t = { .column = name, .columns = ZP_RB_COLS };
	int one = id == NULL ? -1 : zp_rule_find(id);

	for (int c = 0; c < ZP_RB_COLS; c++)
		name[c] = zp_rulebook_column((enum zp_rulebook_col)c);
	if (id != NULL && one < 0) {
		zp_req_fail(r, "没有这个编号的规则",
		    "there is no rule of that id");
		return;
	}
	for (int i = 0; i < ZP_RULES; i++)
		if (one < 0 || one == i)
			rule_row(r, &t, (enum zp_rule)i);
	zp_req_table(r, &t);
}
