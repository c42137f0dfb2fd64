/*
 * Carrying an approved plan out: every item is decided again as things are
 * now, all of them together and by all rules, with the cases moved at their
 * new centres and the people lent among the candidates.  What no longer
 * holds is left out and named; the rest is one statement.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rebalance.h"
#include "zhipaid/decide.h"

struct item {
	const char *case_no;
	bool loan, out;
	int32_t to, counsel;		/* centre; who is lent, else -1 */
	struct zp_todo facts;
};
struct apply {
	struct zp_req *r;
	struct item *item; uint32_t items;	/* by case_no */
	struct zp_buf out, why;		/* arrays: left out, and why */
	uint32_t left, done;
};

static void leave_out(struct apply *x, struct item *i, const char *why)
{
	i->out = true;
	x->left++;
	zp_array_add(&x->out, i->case_no);
	zp_array_add(&x->why, why);
}

static int by_no(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return strcmp(x->case_no, y->case_no);
}

static struct item *item_of(struct apply *x, const char *case_no)
{
	return bsearch(&(struct item){ .case_no = case_no }, x->item,
	    x->items, sizeof(*x->item), by_no);
}

/* The cases that are not left out, as the plan would have them. */
static struct zp_view *view_of(struct apply *x)
{
	struct zp_daemon *d = x->r->d;
	const char **no = zp_arena_calloc(x->r->a, x->items, sizeof(*no));
	struct zp_view *v;
	uint32_t n = 0;

	for (uint32_t i = 0; i < x->items; i++)
		if (!x->item[i].out)
			no[n++] = x->item[i].case_no;
	v = zp_world_view(d->world, no, n, zp_daemon_now(d),
	    &d->conf->policy, x->r->a);
	for (uint32_t i = 0; i < v->n; i++) {
		const struct item *it = item_of(x, v->at[i].c.case_no);

		if (it->loan) {
			zp_view_lend(v, i, it->counsel, x->r->a);
			continue;
		}
		v->at[i].handling = it->to;
		v->at[i].c.designated_centre = d->reg->centre[it->to].code;
	}
	zp_ahead_mark(d->ahead, d->world, v, &d->conf->policy, x->r->a);
	return v;
}

/* Whom the decision leaves without counsel, or gives people of its own, is
 * no part of the plan any more; how many. */
static uint32_t drop(struct apply *x, const struct zp_view *v,
    const struct zp_plan *pl)
{
	struct zp_buf why = { 0 };
	uint32_t n = 0;

	for (uint32_t i = 0; i < pl->n; i++) {
		const struct zp_decision *p = &pl->at[i];
		struct item *it = item_of(x, v->at[p->i].c.case_no);

		if (p->lead >= 0 && (!it->loan || p->lead == it->counsel))
			continue;
		zp_buf_reset(&why);
		zp_buf_puts(&why, p->lead >= 0 ? "unneeded" : "nobody ");
		if (p->lead < 0)
			zp_explain_rules(p, &why);
		leave_out(x, it, zp_buf_str(&why));
		zp_world_restore(x->r->d->world, it->case_no);
		n++;
	}
	zp_buf_fini(&why);
	return n;
}

/* Decide until everything that is left holds. */
static struct zp_plan *decide(struct apply *x, struct zp_view **v)
{
	struct zp_daemon *d = x->r->d;
	struct zp_plan *pl;

	for (uint32_t i = 0; i < x->items; i++)
		if (!x->item[i].out)
			zp_world_withdraw(d->world, x->item[i].case_no,
			    zp_daemon_now(d));
	do {
		*v = view_of(x);
		pl = zp_decide(*v, &d->conf->policy, x->r->a);
	} while (drop(x, *v, pl) > 0);
	return pl;
}

static void answer(struct apply *x)
{
	struct zp_req *r = x->r;
	struct zp_buf b = { 0 };

	zp_buf_printf(&b, r->lang == ZP_ZH ?
	    "已实施：%" PRIu32 " 项，未实施 %" PRIu32 " 项" :
	    "applied: %" PRIu32 " items, left out %" PRIu32, x->done,
	    x->left);
	zp_rebalance_show(r, zp_req_arg(r, 0), zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void committed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct apply *x = arg;
	struct zp_daemon *d = x->r->d;

	(void)rows;
	if (d->in_flight > 0)
		d->in_flight--;
	zp_buf_fini(&x->out);
	zp_buf_fini(&x->why);
	if (err == NULL) {
		d->n.assigned += x->done;
		answer(x);
	} else {
		zp_req_db_error(x->r, err);
	}
	zp_daemon_event(d, ZP_EV_STALE);	/* the truth, either way */
}

static void commit(struct apply *x, const struct zp_view *v,
    const struct zp_plan *pl)
{
	struct zp_req *r = x->r;
	const struct zp_todo **facts = zp_arena_calloc(r->a, v->n,
	    sizeof(*facts));
	char undo[ZP_WALL_TEXT], why[64];
	struct zp_by_plan plan = { .no = zp_req_arg(r, 0) };
	struct zp_wall until = { v->now.us + INT64_C(3600000000) *
		r->d->conf->policy.rebalance.undo_hours };

	for (uint32_t i = 0; i < v->n; i++)
		facts[i] = &item_of(x, v->at[i].c.case_no)->facts;
	zp_array_end(&x->out);
	zp_array_end(&x->why);
	plan.undo_until = zp_wall_print(until, undo);
	plan.out = zp_buf_str(&x->out);
	plan.why = zp_buf_str(&x->why);
	snprintf(why, sizeof(why), "调配方案 %.20s", plan.no);
	x->done = v->n;
	r->d->in_flight++;
	zp_commit(r->d, v, pl, facts, &(struct zp_by){ r->by, why, 0, &plan },
	    &(struct zp_then){ committed, x });
}

/* Is the case as the plan saw it, at the same centre, and may it still be
 * moved?  NULL: yes. */
static const char *stands(const struct zp_daemon *d,
    const struct zp_db_rows *rows, uint32_t i)
{
	bool loan = strcmp(zp_rows_text(rows, i, "kind"), "loan") == 0;
	int32_t at;
	enum zp_case_state s = zp_world_state(d->world,
	    zp_rows_text(rows, i, "case_no"), &at);

	if (zp_rows_text(rows, i, "begun")[0] == 't')
		return "begun";
	if (zp_rows_text(rows, i, "same")[0] != 't' ||
	    (s != ZP_CS_APPROVED && s != ZP_CS_WAITING &&
	    s != ZP_CS_ASSIGNED) || at < 0 ||
	    strcmp(d->reg->centre[at].code, zp_rows_text(rows, i,
	    loan ? "to_centre" : "from_centre")) != 0)
		return "changed";
	return NULL;
}

static void add_item(struct apply *x, const struct zp_db_rows *rows,
    uint32_t i)
{
	const struct zp_daemon *d = x->r->d;
	struct zp_arena *a = x->r->a;
	struct item *it = &x->item[x->items++];
	const char *why = stands(d, rows, i);

	*it = (struct item){
		.case_no = zp_arena_strdup(a, zp_rows_text(rows, i,
		    "case_no")),
		.loan = strcmp(zp_rows_text(rows, i, "kind"), "loan") == 0,
		.to = zp_registry_find(d->reg, ZP_T_CENTRES,
		    zp_rows_text(rows, i, "to_centre")),
		.counsel = zp_registry_find(d->reg, ZP_T_COUNSEL,
		    zp_rows_text(rows, i, "licence_no")),
		.facts = { .rule = zp_arena_strdup(a, ""),
		    .text = zp_arena_strdup(a, ""),
		    .version = strtoll(zp_rows_text(rows, i, "version"),
		    NULL, 10), .settle = ZP_WALL_NONE },
	};
	if (why == NULL && it->loan && it->counsel < 0)
		why = "changed";
	if (why != NULL)
		leave_out(x, it, why);
}

/* Has a case come that the mirror does not know as it is? */
static bool unseen(const struct zp_db_rows *rows)
{
	for (uint32_t i = 0; i < zp_rows_count(rows); i++)
		if (zp_rows_text(rows, i, "fresh")[0] == 't')
			return true;
	return false;
}

static void got_items(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct apply *x = arg;
	struct zp_req *r = x->r;
	struct zp_view *v;
	struct zp_plan *pl;

	if (err != NULL) {
		zp_req_db_error(r, err);
	} else if (zp_rows_count(rows) == 0) {
		zp_req_fail(r, "没有这个方案", "there is no such plan");
	} else if (strcmp(zp_rows_text(rows, 0, "state"), "approved") != 0) {
		zp_req_fail(r, "方案未经批准，或已实施、撤回、作废",
		    "the plan is not approved, or it is over");
	} else if (r->d->world == NULL || !zp_lease_trusted(r->d)) {
		zp_req_fail(r, "本机现不是主用，请在主用机上操作",
		    "this daemon does not lead now; ask the one that does");
	} else if (unseen(rows)) {
		zp_req_fail(r, "情况刚有变化，请重新操作",
		    "things have just changed; try again");
	} else {
		x->item = zp_arena_calloc(r->a, zp_rows_count(rows),
		    sizeof(*x->item));
		for (uint32_t i = 0; i < zp_rows_count(rows); i++)
			if (zp_rows_text(rows, i, "case_no")[0] != '\0')
				add_item(x, rows, i);
		pl = decide(x, &v);
		commit(x, v, pl);
		/* the view is written: the mirror is as before */
		for (uint32_t i = 0; i < x->items; i++)
			zp_world_restore(r->d->world, x->item[i].case_no);
	}
}

void zp_cmd_rebalance_apply(struct zp_req *r)
{
	const struct zp_rebalance_policy *p = &r->d->conf->policy.rebalance;
	struct apply *x = zp_arena_calloc(r->a, 1, sizeof(*x));
	char now[ZP_WALL_TEXT], begun[12], hearing[12];

	x->r = r;
	snprintf(begun, sizeof(begun), "%" PRId32, p->begun_days);
	snprintf(hearing, sizeof(hearing), "%" PRId32, p->hearing_days);
	zp_wall_print(zp_daemon_now(r->d), now);
	zp_db_query(r->d->db, zp_sql_get("rebalance_items"),
	    (const char *[]){ r->d->conf->city, zp_req_arg(r, 0), now, begun,
	    hearing },
	    ZP_MS(r->d->conf->query_timeout_ms), got_items, x);
}
