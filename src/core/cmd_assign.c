/*
 * Assignment by hand: a person decides, the same rules judge.  HARD
 * refuses; HARD-OV wants the rule named and a reason on record (PIPL art.
 * 24: a person can always override and must say why).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "zhipaid/decide.h"

struct wish {
	struct zp_req *r;
	struct zp_manual m;
	struct zp_todo facts;
};

/* "C7,T1" into a mask; false: an id that is no candidate rule.  R3 is of the
 * change, not of the candidate: zp_req_change(). */
static bool overrides(struct zp_req *r, uint64_t *mask)
{
	const char *given = zp_req_opt(r, "override");
	char *list = zp_arena_strdup(r->a, given == NULL ? "" : given);
	char *save = NULL;

	for (char *id = strtok_r(list, ",|", &save); id != NULL;
	    id = strtok_r(NULL, ",|", &save)) {
		int rule = zp_rule_find(id);

		if (rule == ZP_R3)
			continue;
		if (rule < 0 || rule >= ZP_CANDIDATE_RULES ||
		    !zp_rule_overridable((enum zp_rule)rule))
			return false;
		*mask |= ZP_RULE_BIT(rule);
	}
	return true;
}

/* Say which rules stand against a person, each with its sentence. */
static void objections(const struct wish *w, const struct zp_view *v,
    enum zp_role role, struct zp_buf *out)
{
	struct zp_req *r = w->r;
	struct zp_why why[ZP_CANDIDATE_RULES];
	struct zp_ctx x;
	uint64_t denied = role == ZP_LEAD ? w->m.denied_lead :
	    w->m.denied_junior;

	if (denied == 0)
		return;
	zp_ctx_case(&x, v, &r->d->conf->policy, w->m.i, role);
	zp_ctx_person(&x, role == ZP_LEAD ? w->m.lead : w->m.junior);
	denied = zp_rules_deny(&x, why);
	for (int i = 0; i < ZP_CANDIDATE_RULES; i++) {
		const struct zp_rule_row *row = zp_rule_row((enum zp_rule)i);

		if ((denied >> i & 1) == 0)
			continue;
		zp_buf_printf(out, "\n  %s: ", row->id);
		zp_rule_sentence((enum zp_rule)i, &x, &why[i], r->lang, out);
		if (!zp_rule_overridable((enum zp_rule)i))
			zp_buf_puts(out, r->lang == ZP_ZH ?
			    "（不能变通）" : " (cannot be overridden)");
		else if ((w->m.overridden >> i & 1) == 0)
			zp_buf_printf(out, r->lang == ZP_ZH ?
			    "（可加 --override %s 变通）" :
			    " (--override %s overrides it)", row->id);
	}
}

static void refuse(const struct wish *w, const struct zp_view *v)
{
	struct zp_req *r = w->r;
	struct zp_buf b = { 0 };

	zp_buf_puts(&b, r->lang == ZP_ZH ? "不能这样指派：" :
	    "cannot be assigned so:");
	objections(w, v, ZP_LEAD, &b);
	objections(w, v, ZP_JUNIOR, &b);
	zp_req_fail(r, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void done(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct wish *w = arg;
	struct zp_req *r = w->r;
	struct zp_daemon *d = r->d;

	(void)rows;
	if (d->in_flight > 0)
		d->in_flight--;
	if (err == NULL) {
		d->n.assigned++;
		zp_req_text(r, r->lang == ZP_ZH ? "已人工指派" :
		    "assigned by hand");
	} else {
		zp_req_db_error(r, err);
	}
	zp_daemon_event(d, ZP_EV_STALE);	/* the truth, either way */
}

/* Who is meant, in the registry as it is now: between two replies another
 * one may have been loaded.  false: refused, and answered. */
static bool find_people(struct wish *w)
{
	const char *junior = zp_req_opt(w->r, "junior");
	const struct zp_registry *reg = w->r->d->reg;

	w->m.lead = zp_registry_find(reg, ZP_T_COUNSEL, zp_req_arg(w->r, 1));
	w->m.junior = junior == NULL ? -1 :
	    zp_registry_find(reg, ZP_T_COUNSEL, junior);
	if (w->m.lead >= 0 && (junior == NULL || w->m.junior >= 0))
		return true;
	zp_req_fail(w->r, "名册里没有这个执业证号",
	    "this licence number is not in the registry");
	return false;
}

/* Plan it as things stand; NULL: refused, and answered. */
static struct zp_plan *plan(struct wish *w, struct zp_view **v)
{
	struct zp_req *r = w->r;
	struct zp_daemon *d = r->d;
	struct zp_plan *pl;

	if (!find_people(w))
		return NULL;
	*v = zp_world_view(d->world, (const char *[]){ zp_req_arg(r, 0) },
	    1, zp_daemon_now(d), &d->conf->policy, r->a);
	pl = zp_decide_manual(*v, &d->conf->policy, &w->m, r->a);
	if (pl == NULL)
		refuse(w, *v);
	return pl;
}

static void commit(struct wish *w)
{
	struct zp_req *r = w->r;
	struct zp_view *v;
	struct zp_plan *pl = plan(w, &v);
	const struct zp_todo *facts = &w->facts;

	if (pl == NULL)
		return;
	r->d->in_flight++;
	zp_commit(r->d, v, pl, &facts, &(struct zp_by){ r->by,
	    zp_req_opt(r, "reason"), w->m.overridden, NULL },
	    &(struct zp_then){ done, w });
}

/* The former counsel was taken off; now the wished one. */
static void changed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct wish *w = arg;
	struct zp_req *r = w->r;
	struct zp_daemon *d = r->d;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	w->facts.version = strtoll(zp_rows_get(rows, 0, 0, NULL), NULL, 10);
	zp_world_end(d->world, zp_req_arg(r, 0), "", ZP_END_CHANGED,
	    zp_daemon_now(d), false);
	commit(w);
}

/* An assigned case: judge the wish first, then change counsel.  Who acts as
 * lead could not come back after the change (R2). */
static void replace(struct wish *w)
{
	struct zp_req *r = w->r;
	struct zp_view *v;
	int32_t who[2];

	if (plan(w, &v) == NULL)
		return;
	zp_world_acting(r->d->world, zp_req_arg(r, 0), who);
	if (w->m.lead == who[ZP_LEAD] || (w->m.junior >= 0 &&
	    w->m.junior == who[ZP_LEAD])) {
		zp_req_fail(r, "此人已是本案承办人，未作变动",
		    "this person is the lead of the case already; nothing "
		    "was changed");
		return;
	}
	zp_req_change(r, "", changed, w);
}

/* The state that the mirror must know of the case; SCHEDULED: none in which
 * counsel can be assigned (answered). */
static enum zp_case_state wanted(struct zp_req *r, const char *state)
{
	if (strcmp(state, "assigned") == 0)
		return ZP_CS_ASSIGNED;
	if (strcmp(state, "approved") == 0)
		return ZP_CS_APPROVED;
	if (strcmp(state, "waiting") == 0)
		return ZP_CS_WAITING;
	if (strcmp(state, "closed") == 0 || strcmp(state, "terminated") == 0)
		zp_req_fail(r, "案件已终结，不能再指派",
		    "the case has ended and cannot be assigned");
	else
		zp_req_fail(r, "案件尚未批准", "the case is not approved yet");
	return ZP_CS_SCHEDULED;
}

/* The case's row.  Nothing is judged by facts older than its version: what
 * the mirror has not seen yet is refused. */
static void judge(struct wish *w, const struct zp_db_rows *rows)
{
	struct zp_req *r = w->r;
	enum zp_case_state s = wanted(r, zp_rows_get(rows, 0, 1, NULL));
	bool dirty = zp_rows_get(rows, 0, 2, NULL)[0] == 't';

	if (s == ZP_CS_SCHEDULED)
		return;
	w->facts.version = strtoll(zp_rows_get(rows, 0, 0, NULL), NULL, 10);
	w->facts.rule = w->facts.text = zp_arena_strdup(r->a, "");
	if (zp_world_state(r->d->world, zp_req_arg(r, 0), NULL) != s ||
	    (dirty && s != ZP_CS_APPROVED))
		zp_req_fail(r, "情况刚有变化，请重新操作",
		    "things have just changed; try again");
	else if (s == ZP_CS_ASSIGNED)
		replace(w);
	else
		commit(w);
}

static void looked_up(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct wish *w = arg;
	struct zp_req *r = w->r;

	if (err != NULL)
		zp_req_db_error(r, err);
	else if (zp_rows_count(rows) == 0)
		zp_req_fail(r, "没有这个案件", "there is no such case");
	else if (r->d->world == NULL || !zp_lease_trusted(r->d))
		zp_req_fail(r, "本机现不是主用，请在主用机上操作",
		    "this daemon does not lead now; ask the one that does");
	else
		judge(w, rows);
}

void zp_cmd_assign(struct zp_req *r)
{
	struct wish *w = zp_arena_alloc(r->a, sizeof(*w));

	w->r = r;
	if (r->d->reg == NULL) {
		zp_req_fail(r, "还没有装载数据", "nothing is loaded yet");
	} else if (!overrides(r, &w->m.overridden)) {
		zp_req_fail(r, "--override 里有不能变通的规则编号",
		    "--override names a rule that cannot be overridden");
	} else if (find_people(w)) {
		zp_db_query(r->d->db, zp_sql_get("case_version"),
		    (const char *[]){ r->d->conf->city, zp_req_arg(r, 0) },
		    ZP_MS(r->d->conf->query_timeout_ms), looked_up, w);
	}
}
