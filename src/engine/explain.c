/* engine/explain.c - the record of a decision; see explain.h.
 *
 * {"case","now","rules","seed","centre","step","lead","junior","score",
 *  "moved": {"from": who had it before, "gain": what the batch costs less,
 *   "serves": how many more of its cases have counsel},
 *  "overridden": rules a person answers for,
 *  "passed": who stood before the lead on the list, in its order:
 *      [[licence or firm, ids of rules or how much worse he fits]...],
 *  "admitted": [[licence, cost, {term id: milli-points...}]...], best first,
 *  "excluded": {ids: [licence...]...},
 *  "waits": {"rules","relax": {id: persons admitted...},"wake"}}
 * What does not apply, and a term of 0, is left out.
 */
#include <inttypes.h>
#include <stdio.h>

#include "explain_impl.h"

const char *zp_step_name(enum zp_step s)
{
	static const char *const name[] = {
		[ZP_STEP_NONE] = "", [ZP_STEP_ONLY] = "only",
		[ZP_STEP_COST] = "cost", [ZP_STEP_JOINT] = "joint",
		[ZP_STEP_OLDEST] = "oldest", [ZP_STEP_HASH] = "hash",
		[ZP_STEP_WISH] = "wish", [ZP_STEP_MANUAL] = "manual",
		[ZP_STEP_WHEEL] = "wheel", [ZP_STEP_LOT] = "lot",
		[ZP_STEP_HALL] = "hall", [ZP_STEP_TOGETHER] = "together",
	};

	return name[s];
}

enum zp_rule zp_explain_first(uint64_t mask)
{
	int r = 0;

	while ((mask >> r & 1) == 0)
		r++;
	return (enum zp_rule)r;
}

static void put_id(int rule, bool *some, struct zp_buf *out)
{
	if (*some)
		zp_buf_putc(out, '|');
	*some = true;
	zp_buf_puts(out, zp_rule_row((enum zp_rule)rule)->id);
}

void zp_explain_mask(uint64_t mask, struct zp_buf *out)
{
	bool some = false;

	for (; mask != 0; mask &= mask - 1)
		put_id((int)zp_explain_first(mask), &some, out);
}

void zp_explain_rules(const struct zp_decision *d, struct zp_buf *out)
{
	bool some = d->blocking != 0;

	zp_explain_mask(d->blocking, out);
	for (uint32_t k = 0; k < d->extras; k++)
		put_id(d->extra[k], &some, out);
}

const struct zp_candidate *zp_explain_find(const struct zp_decision *d,
    int32_t counsel)
{
	for (uint32_t c = 0; c < d->cands; c++)
		if (d->cand[c].counsel == counsel)
			return &d->cand[c];
	return NULL;
}

static int64_t terms_of(struct zp_ctx *x, const struct zp_candidate *c,
    int64_t term[ZP_TERMS])
{
	int64_t sum;

	zp_ctx_person(x, c->counsel);
	sum = zp_rules_cost(x, term) + c->load_cost;
	term[0] = c->load_cost;
	return sum;
}

int64_t zp_explain_terms(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, const struct zp_candidate *c,
    int64_t term[ZP_TERMS])
{
	struct zp_ctx x;

	zp_ctx_case(&x, v, p, d->i, ZP_LEAD);
	return terms_of(&x, c, term);
}

void zp_explain_points(int64_t milli, struct zp_buf *out)
{
	zp_buf_printf(out, "%" PRId64 ".%03" PRId64, milli / 1000,
	    milli % 1000);
}

static const char *licence(const struct zp_view *v, int32_t counsel)
{
	return v->reg->counsel[counsel].licence_no;
}

static void put_str(struct zp_buf *out, const char *key, const char *s)
{
	zp_json_key(out, key);
	zp_json_str(out, s);
}

static void put_int(struct zp_buf *out, const char *key, int64_t n)
{
	zp_json_key(out, key);
	zp_json_i64(out, n);
}

static void put_mask(struct zp_buf *out, const char *key, uint64_t mask)
{
	struct zp_buf ids = { 0 };

	zp_explain_mask(mask, &ids);
	put_str(out, key, zp_buf_str(&ids));
	zp_buf_fini(&ids);
}

static void put_admitted(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, struct zp_buf *out)
{
	struct zp_ctx x;

	zp_ctx_case(&x, v, p, d->i, ZP_LEAD);
	zp_json_key(out, "admitted");
	zp_json_open(out, '[');
	for (uint32_t k = 0; k < d->admitted; k++) {
		const struct zp_candidate *c = &d->cand[d->order[k]];
		int64_t term[ZP_TERMS];

		(void)terms_of(&x, c, term);
		zp_json_open(out, '[');
		zp_json_str(out, licence(v, c->counsel));
		zp_json_i64(out, c->cost);
		zp_json_open(out, '{');
		for (int t = 0; t < ZP_TERMS; t++)
			if (term[t] != 0)
				put_int(out, zp_rule_row(
				    (enum zp_rule)(ZP_S9 + t))->id, term[t]);
		zp_json_close(out, '}');
		zp_json_close(out, ']');
	}
	zp_json_close(out, ']');
}

/* Is c the first candidate whom just these rules exclude? */
static bool first_of_mask(const struct zp_decision *d, uint32_t c)
{
	for (uint32_t k = 0; k < c; k++)
		if (d->cand[k].denied == d->cand[c].denied)
			return false;
	return d->cand[c].denied != 0;
}

static void put_excluded(const struct zp_view *v,
    const struct zp_decision *d, struct zp_buf *out)
{
	zp_json_key(out, "excluded");
	zp_json_open(out, '{');
	for (uint32_t c = 0; c < d->cands; c++) {
		uint64_t mask = d->cand[c].denied;
		struct zp_buf ids = { 0 };

		if (!first_of_mask(d, c))
			continue;
		zp_explain_mask(mask, &ids);
		zp_json_key(out, zp_buf_str(&ids));
		zp_buf_fini(&ids);
		zp_json_open(out, '[');
		for (uint32_t k = c; k < d->cands; k++)
			if (d->cand[k].denied == mask)
				zp_json_str(out,
				    licence(v, d->cand[k].counsel));
		zp_json_close(out, ']');
	}
	zp_json_close(out, '}');
}

static void put_waits(const struct zp_decision *d, struct zp_buf *out)
{
	struct zp_buf ids = { 0 };
	char day[ZP_DATE_TEXT];

	zp_json_key(out, "waits");
	zp_json_open(out, '{');
	zp_explain_rules(d, &ids);
	put_str(out, "rules", zp_buf_str(&ids));
	zp_buf_fini(&ids);
	if (d->relaxes > 0) {
		zp_json_key(out, "relax");
		zp_json_open(out, '{');
		for (uint32_t k = 0; k < d->relaxes; k++)
			put_int(out, zp_rule_row(
			    (enum zp_rule)d->relax[k].rule)->id,
			    d->relax[k].admits);
		zp_json_close(out, '}');
	}
	if (zp_date_known(d->wake))
		put_str(out, "wake", zp_date_print(d->wake, day));
	zp_json_close(out, '}');
}

static void put_moved(const struct zp_view *v, const struct zp_decision *d,
    struct zp_buf *out)
{
	zp_json_key(out, "moved");
	zp_json_open(out, '{');
	put_str(out, "from", licence(v, v->at[d->i].present));
	if (d->serves != 0)
		put_int(out, "serves", d->serves);
	put_int(out, "gain", d->gain);
	zp_json_close(out, '}');
}

static void put_lead(const struct zp_view *v, const struct zp_decision *d,
    struct zp_buf *out)
{
	const struct zp_candidate *c = zp_explain_find(d, d->lead);

	put_str(out, "step", zp_step_name(d->step));
	put_str(out, "lead", licence(v, d->lead));
	if (d->junior >= 0)
		put_str(out, "junior", licence(v, d->junior));
	put_int(out, "score", d->score);
	if (zp_plan_moves(v, d))
		put_moved(v, d, out);
	if (c != NULL && c->denied != 0)
		put_mask(out, "overridden", c->denied);
	zp_explain_passed(v, d, out);
}

void zp_explain_record(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, struct zp_buf *out)
{
	const struct zp_view_case *vc = &v->at[d->i];
	char now[ZP_WALL_TEXT], text[24];

	zp_json_open(out, '{');
	put_str(out, "case", vc->c.case_no);
	put_str(out, "now", zp_wall_print(v->now, now));
	(void)snprintf(text, sizeof(text), "%.16s", p->rule_set);
	put_str(out, "rules", text);
	(void)snprintf(text, sizeof(text), "%" PRIu64, p->seed);
	put_str(out, "seed", text);
	if (vc->handling >= 0)
		put_str(out, "centre", v->reg->centre[vc->handling].code);
	if (d->lead >= 0)
		put_lead(v, d, out);
	if (d->admitted > 0)
		put_admitted(v, p, d, out);
	if (d->cands > d->admitted)
		put_excluded(v, d, out);
	if (d->lead < 0)
		put_waits(d, out);
	zp_json_close(out, '}');
}
