/*
 * Why: `explain` and `replay`.  Both decide again from what was stored with
 * the decision (rules, registry, view) and compare the record byte for
 * byte; nothing else of the present is looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/decide.h"

/* A stored decision brought back to life. */
struct past {
	struct zp_conf *conf;
	struct zp_registry *reg;
	struct zp_view *v;
	struct zp_plan *pl;
	const struct zp_decision *x;	/* of the case asked for */
	struct zp_arena *a;		/* borrowed from the request */
	struct zp_report rep;
};

static void past_fini(struct past *p)
{
	zp_registry_free(p->reg);
	zp_conf_unref(p->conf);
	zp_report_fini(&p->rep);
}

/* The licence number's counsel in the stored registry, or -1. */
static int32_t person(const struct past *p, const char *licence)
{
	return licence[0] == '\0' ? -1 :
	    zp_registry_find(p->reg, ZP_T_COUNSEL, licence);
}

/* A person decided: lead, junior and what was overridden are input. */
static struct zp_plan *by_hand(struct past *p,
    const struct zp_db_rows *rows, uint32_t i)
{
	char *list = zp_arena_strdup(p->a, zp_rows_text(rows, 0, "overrides"));
	struct zp_manual m = { .i = i };
	char *save = NULL;

	for (char *id = strtok_r(list, "|", &save); id != NULL;
	    id = strtok_r(NULL, "|", &save)) {
		int rule = zp_rule_find(id);

		if (rule >= 0 && rule < ZP_CANDIDATE_RULES)
			m.overridden |= ZP_RULE_BIT(rule);
	}
	m.lead = person(p, zp_rows_text(rows, 0, "lead"));
	m.junior = person(p, zp_rows_text(rows, 0, "junior"));
	return zp_decide_manual(p->v, &p->conf->policy, &m, p->a);
}

/* Decide again; false: what was stored cannot be read (rep says why). */
static bool past_init(struct past *p, const struct zp_db_rows *rows,
    const char *case_no, struct zp_arena *a)
{
	const char *s = zp_rows_text(rows, 0, "rule_set_body");
	uint32_t i = 0;

	*p = (struct past){ .a = a };
	p->conf = zp_conf_parse_rule_set(s, strlen(s), &p->rep);
	s = zp_rows_text(rows, 0, "registry_body");
	p->reg = zp_registry_parse(s, strlen(s), &p->rep);
	if (p->conf == NULL || p->reg == NULL)
		return false;
	s = zp_rows_text(rows, 0, "view");
	p->v = zp_view_parse(s, strlen(s), p->reg, &p->conf->cal, a, &p->rep);
	if (p->v == NULL)
		return false;
	while (i < p->v->n && strcmp(p->v->at[i].c.case_no, case_no) != 0)
		i++;
	ZP_ASSERT(i < p->v->n);
	if (strcmp(zp_rows_text(rows, 0, "mode"), "manual") == 0)
		p->pl = by_hand(p, rows, i);
	else
		p->pl = zp_decide(p->v, &p->conf->policy, a);
	for (uint32_t k = 0; p->pl != NULL && k < p->pl->n; k++)
		if (p->pl->at[k].i == i)
			p->x = &p->pl->at[k];
	return p->x != NULL;
}

/* Does the new record equal the stored one? */
static bool same(const struct past *p, const struct zp_db_rows *rows,
    struct zp_buf *rec)
{
	zp_explain_record(p->v, &p->conf->policy, p->x, rec);
	return strcmp(zp_buf_str(rec), zp_rows_text(rows, 0, "record")) == 0;
}

/* The row of the decision, or an answer given already (false). */
static bool found(struct zp_req *r, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	if (err != NULL)
		zp_req_db_error(r, err);
	else if (zp_rows_count(rows) == 0)
		zp_req_fail(r, "没有这个案件的指派记录",
		    "there is no decision on this case");
	return err == NULL && zp_rows_count(rows) > 0;
}

static void unreadable(struct zp_req *r, const struct past *p)
{
	struct zp_buf b = { 0 };

	zp_buf_puts(&b, r->lang == ZP_ZH ? "存档不能按本版本重算：" :
	    "what was stored cannot be decided again by this version: ");
	zp_report_print(&p->rep, r->lang, &b);
	zp_req_fail(r, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void head(struct zp_req *r, const struct zp_db_rows *rows,
    bool agrees, struct zp_buf *out)
{
	const char *by = zp_rows_text(rows, 0, "by_whom");
	bool zh = r->lang == ZP_ZH;

	if (strcmp(zp_rows_text(rows, 0, "mode"), "rebalance") == 0)
		zp_buf_printf(out, zh ? "全市调配：%s；实施：%s\n" :
		    "moved or lent by the city: %s; applied by %s\n",
		    zp_rows_text(rows, 0, "reason"), by);
	else if (by[0] != '\0')
		zp_buf_printf(out, zh ? "人工指派：%s；理由：%s；变通：%s\n" :
		    "by hand: %s; reason: %s; overridden: %s\n", by,
		    zp_rows_text(rows, 0, "reason"),
		    zp_rows_text(rows, 0, "overrides"));
	if (!agrees)
		zp_buf_puts(out, zh ?
		    "注意：按存档重算与当时的记录不一致\n" :
		    "note: deciding again does not give the stored record\n");
}

static void explained(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	const char *licence = zp_req_opt(r, "for");
	struct zp_buf text = { 0 }, rec = { 0 };
	struct past p;
	int32_t who = -1;

	if (!found(r, rows, err))
		return;
	if (!past_init(&p, rows, zp_req_arg(r, 0), r->a)) {
		unreadable(r, &p);
	} else if (licence != NULL && (who = person(&p, licence)) < 0) {
		zp_req_fail(r, "当时的名册里没有这个执业证号",
		    "this licence number was not in the registry then");
	} else {
		head(r, rows, same(&p, rows, &rec), &text);
		zp_explain_text(p.v, &p.conf->policy, p.x, who, r->lang,
		    &text);
		zp_req_end(r, &(struct zp_ctl_reply){
		    .text = zp_buf_str(&text), .data = zp_buf_str(&rec) });
	}
	zp_buf_fini(&text);
	zp_buf_fini(&rec);
	past_fini(&p);
}

static void replayed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_buf rec = { 0 }, text = { 0 };
	struct past p;

	if (!found(r, rows, err))
		return;
	if (!past_init(&p, rows, zp_req_arg(r, 0), r->a)) {
		unreadable(r, &p);
	} else if (same(&p, rows, &rec)) {
		zp_buf_printf(&text, r->lang == ZP_ZH ?
		    "重算一致：%zu 字节逐字节相同；承办 %s；规则集 %.16s\n" :
		    "the same: %zu bytes equal; lead %s; rules %.16s\n",
		    rec.n, p.x->lead < 0 ? "-" :
		    p.reg->counsel[p.x->lead].licence_no,
		    p.conf->policy.rule_set);
		zp_req_end(r, &(struct zp_ctl_reply){
		    .text = zp_buf_str(&text), .data = zp_buf_str(&rec) });
	} else {
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 1,
		    .error = r->lang == ZP_ZH ? "重算与存档不一致" :
		    "deciding again does not give the stored record",
		    .data = zp_buf_str(&rec) });
	}
	zp_buf_fini(&rec);
	zp_buf_fini(&text);
	past_fini(&p);
}

static void ask(struct zp_req *r, zp_db_reply reply)
{
	zp_db_query(r->d->look, zp_sql_get("decision_of"), (const char *[]){
	    r->d->conf->city, zp_req_arg(r, 0) },
	    ZP_MS(r->d->conf->query_timeout_ms), reply, r);
}

void zp_cmd_explain(struct zp_req *r)
{
	ask(r, explained);
}

void zp_cmd_replay(struct zp_req *r)
{
	ask(r, replayed);
}
