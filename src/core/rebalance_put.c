/* A plan as JSON for zp.rebalance_put, which writes it down. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rebalance.h"

struct paper {
	const struct zp_rebalance_input *in;
	const struct zp_rebalance *x;
	struct zp_buf b;
};
typedef void (*sentence)(const struct zp_rebalance_input *,
    const struct zp_rebalance *, uint32_t, enum zp_lang, struct zp_buf *);

static void put_str(struct zp_buf *b, const char *key, const char *s)
{
	zp_json_key(b, key);
	zp_json_str(b, s);
}

static void put_int(struct zp_buf *b, const char *key, int64_t n)
{
	zp_json_key(b, key);
	zp_json_i64(b, n);
}

static void put_text(struct paper *p, const char *key, sentence say,
    uint32_t i, enum zp_lang lang)
{
	struct zp_buf s = { 0 };

	say(p->in, p->x, i, lang, &s);
	put_str(&p->b, key, zp_buf_str(&s));
	zp_buf_fini(&s);
}

static const char *centre(const struct paper *p, int32_t c)
{
	return c < 0 ? "" : p->in->reg->centre[c].code;
}

static const char *licence(const struct paper *p, int32_t k)
{
	return k < 0 ? "" : p->in->reg->counsel[k].licence_no;
}

struct item {
	const char *kind, *case_no;
	int32_t from, to, counsel, distance;
};

static void put_item(struct paper *p, uint32_t n, const struct item *x)
{
	put_int(&p->b, "item_no", n);
	put_str(&p->b, "kind", x->kind);
	put_str(&p->b, "case_no", x->case_no);
	put_str(&p->b, "from_centre", centre(p, x->from));
	put_str(&p->b, "to_centre", centre(p, x->to));
	put_str(&p->b, "licence_no", licence(p, x->counsel));
	put_int(&p->b, "distance", x->distance < 0 ? 0 : x->distance);
}

static void put_items(struct paper *p)
{
	const struct zp_rebalance *x = p->x;
	uint32_t n = 0;

	zp_json_key(&p->b, "items");
	zp_json_open(&p->b, '[');
	for (uint32_t i = 0; i < x->loans; i++) {
		const struct zp_loan *l = &x->loan[i];

		zp_json_open(&p->b, '{');
		put_item(p, ++n, &(struct item){ "loan", l->case_no,
		    l->lender, l->borrower, l->counsel, l->distance });
		put_text(p, "reason", zp_rebalance_loan_text, i, ZP_ZH);
		put_text(p, "reason_en", zp_rebalance_loan_text, i, ZP_EN);
		zp_json_close(&p->b, '}');
	}
	for (uint32_t i = 0; i < x->moves; i++) {
		const struct zp_transfer *t = &x->move[i];

		zp_json_open(&p->b, '{');
		/* who takes it is decided when the plan is applied */
		put_item(p, ++n, &(struct item){ "move", t->case_no, t->from,
		    t->to, -1, t->distance });
		put_text(p, "reason", zp_rebalance_move_text, i, ZP_ZH);
		put_text(p, "reason_en", zp_rebalance_move_text, i, ZP_EN);
		zp_json_close(&p->b, '}');
	}
	zp_json_close(&p->b, ']');
}

static void put_effects(struct paper *p)
{
	zp_json_key(&p->b, "effects");
	zp_json_open(&p->b, '[');
	for (uint32_t c = 0; c < p->in->reg->centres; c++) {
		const struct zp_effect *e = &p->x->effect[c];

		zp_json_open(&p->b, '{');
		put_str(&p->b, "centre_code", centre(p, (int32_t)c));
		put_int(&p->b, "target", e->before.target);
		put_int(&p->b, "due", e->before.due);
		put_int(&p->b, "handled", e->before.handled);
		put_int(&p->b, "handled_after", e->after.handled);
		put_int(&p->b, "progress", e->before.per_mille);
		put_int(&p->b, "progress_after", e->after.per_mille);
		put_int(&p->b, "moved_out", e->out);
		put_int(&p->b, "moved_in", e->in);
		put_int(&p->b, "lent", e->lent);
		put_int(&p->b, "borrowed", e->borrowed);
		put_int(&p->b, "year_end", e->year_end[0]);
		put_int(&p->b, "year_end_after", e->year_end[1]);
		zp_json_close(&p->b, '}');
	}
	zp_json_close(&p->b, ']');
}

static void put_joined(struct zp_buf *b, const char *key,
    const char *const *s, uint32_t n)
{
	struct zp_buf all = { 0 };

	for (uint32_t i = 0; i < n; i++)
		zp_buf_printf(&all, "%s%s", i > 0 ? "|" : "", s[i]);
	put_str(b, key, zp_buf_str(&all));
	zp_buf_fini(&all);
}

static void put_rules(struct paper *p, const struct zp_lack *s)
{
	struct zp_buf all = { 0 };

	for (uint32_t i = 0; i < s->bars; i++)
		zp_buf_printf(&all, "%s%s", i > 0 ? "|" : "",
		    zp_rule_row((enum zp_rule)s->bar[i].rule)->id);
	put_str(&p->b, "rules", zp_buf_str(&all));
	zp_buf_fini(&all);
}

static void put_shortages(struct paper *p)
{
	zp_json_key(&p->b, "shortages");
	zp_json_open(&p->b, '[');
	for (uint32_t i = 0; i < p->x->lacks; i++) {
		const struct zp_lack *s = &p->x->lack[i];

		zp_json_open(&p->b, '{');
		put_int(&p->b, "shortage_no", i + 1);
		put_str(&p->b, "centre_code", centre(p, s->centre));
		put_joined(&p->b, "cases", s->case_no, s->n);
		put_int(&p->b, "served", s->lent + s->home);
		put_int(&p->b, "missing", s->n - s->lent - s->home);
		put_rules(p, s);
		put_text(p, "text", zp_rebalance_lack_text, i, ZP_ZH);
		put_text(p, "text_en", zp_rebalance_lack_text, i, ZP_EN);
		if (s->proof >= 0) {
			put_text(p, "proof", zp_rebalance_proof_text,
			    (uint32_t)s->proof, ZP_ZH);
			put_text(p, "proof_en", zp_rebalance_proof_text,
			    (uint32_t)s->proof, ZP_EN);
		}
		zp_json_close(&p->b, '}');
	}
	zp_json_close(&p->b, ']');
}

static void put_summary(struct paper *p)
{
	const struct zp_rebalance *x = p->x;

	zp_json_key(&p->b, "summary");
	zp_json_open(&p->b, '{');
	put_int(&p->b, "days", x->elapsed.days);
	put_int(&p->b, "of", x->elapsed.of);
	put_int(&p->b, "movable", x->movable);
	put_int(&p->b, "travel", x->travel);
	zp_json_key(&p->b, "proven");
	zp_json_bool(&p->b, x->proven);
	zp_json_key(&p->b, "stay");
	zp_json_open(&p->b, '[');
	for (int s = 0; s < ZP_STAYS; s++)
		zp_json_i64(&p->b, x->stay[s]);
	zp_json_close(&p->b, ']');
	zp_json_close(&p->b, '}');
}

static void noted(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;

	if (err != NULL) {
		zp_req_db_error(r, err);
		if (err->class == ZP_DB_STALE)
			zp_daemon_event(r->d, ZP_EV_STALE);
		return;
	}
	zp_rebalance_show(r, zp_rows_get(rows, 0, 0, NULL),
	    r->lang == ZP_ZH ? "方案已拟定，尚未改动任何案件" :
	    "planned; nothing is changed yet");
}

/* For the upstream system or the schedule: nobody waits. */
static void noted_alone(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;

	if (err == NULL)
		zp_log(ZP_LOG_NOTICE, NULL, "plan %s of moves and loans is "
		    "made", zp_rows_get(rows, 0, 0, NULL));
	else if (err->class == ZP_DB_STALE)
		zp_timer_set(d->retry, ZP_SEC(1));	/* it is asked again */
	else if (err->class != ZP_DB_LOST)
		zp_log(ZP_LOG_ERR, NULL, "a plan of moves and loans cannot "
		    "be written: %s", err->message);
}

void zp_rebalance_put(struct zp_rebalance_job *j,
    const struct zp_rebalance_input *in, const struct zp_rebalance *x)
{
	struct zp_daemon *d = j->d;
	struct paper p = { .in = in, .x = x };
	char version[24], now[ZP_WALL_TEXT], expires[ZP_WALL_TEXT];
	char until[ZP_DATE_TEXT];
	struct zp_wall end = { in->now.us +
		in->p->rebalance.expires_hours * INT64_C(3600000000) };

	zp_json_open(&p.b, '{');
	put_summary(&p);
	put_items(&p);
	put_effects(&p);
	put_shortages(&p);
	zp_json_close(&p.b, '}');
	snprintf(version, sizeof(version), "%" PRId64, d->registry_version);
	zp_commit_inputs(d);
	zp_db_query(d->db, zp_sql_get("rebalance_put"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder, version,
	    zp_wall_print(in->now, now), in->p->rule_set, j->plan_no,
	    j->kind, zp_date_known(j->until) ?
	    zp_date_print(j->until, until) : NULL,
	    j->r == NULL ? "" : j->r->by, zp_wall_print(end, expires),
	    zp_buf_str(&p.b) }, ZP_MS(d->conf->query_timeout_ms),
	    j->r == NULL ? noted_alone : noted,
	    j->r == NULL ? (void *)d : (void *)j->r);
	zp_buf_fini(&p.b);
}
