/* engine/audit_json.c - the fairness audit for programs. */
#include "zhipaid/audit.h"

static void put_str(struct zp_buf *out, const char *key, const char *s)
{
	zp_json_key(out, key);
	zp_json_str(out, s);
}

static void put_int(struct zp_buf *out, const char *key, int64_t v)
{
	zp_json_key(out, key);
	zp_json_i64(out, v);
}

static void put_rank(struct zp_buf *out, struct zp_audit_rank r)
{
	put_int(out, "as_much", r.more);
	put_int(out, "as_little", r.less);
}

static void open_list(struct zp_buf *out, const char *key)
{
	zp_json_key(out, key);
	zp_json_open(out, '[');
}

static const char *licence(const struct zp_audit *au, int32_t counsel)
{
	return au->in.reg->counsel[counsel].licence_no;
}

static void put_person(struct zp_buf *out, const struct zp_audit *au,
    const struct zp_audit_person *x)
{
	zp_json_open(out, '{');
	put_str(out, "licence_no", licence(au, x->counsel));
	put_str(out, "name", au->in.reg->counsel[x->counsel].name);
	zp_json_key(out, "in_pool");
	zp_json_bool(out, x->counts);
	put_int(out, "cases", x->got);
	put_int(out, "as_junior", x->juniors);
	put_int(out, "admitted", x->chances);
	put_int(out, "expected_milli", x->expected);
	put_int(out, "alike_milli", x->alike);
	put_int(out, "target_milli", x->target);
	put_rank(out, x->rank);
	put_int(out, "alike_as_much", x->fit.more);
	put_int(out, "alike_as_little", x->fit.less);
	zp_json_close(out, '}');
}

static void put_kind(struct zp_buf *out, const struct zp_audit *au,
    const struct zp_audit_kind *x)
{
	zp_json_open(out, '{');
	put_str(out, "specialty", x->kind);
	put_int(out, "cases", x->cases);
	put_str(out, "top", licence(au, x->top));
	put_int(out, "top_cases", x->got);
	put_int(out, "top_expected_milli", x->expected);
	put_rank(out, x->rank);
	zp_json_close(out, '}');
}

static void put_excluded(struct zp_buf *out, const struct zp_audit *au,
    int32_t centre)
{
	open_list(out, "excluded");
	for (uint32_t k = 0; k < au->in.outs; k++) {
		const struct zp_audit_excluded *x = &au->in.out[k];

		if (x->centre != centre)
			continue;
		zp_json_open(out, '{');
		put_str(out, "licence_no", licence(au, x->counsel));
		put_str(out, "rule",
		    zp_rule_row((enum zp_rule)x->rule)->id);
		put_int(out, "cases", x->n);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void put_hands(struct zp_buf *out, const struct zp_audit *au,
    int32_t centre)
{
	open_list(out, "by_hand");
	for (uint32_t k = 0; k < au->in.hands; k++) {
		const struct zp_audit_hand *x = &au->in.hand[k];

		if (x->centre != centre)
			continue;
		zp_json_open(out, '{');
		put_str(out, "by", x->by);
		put_int(out, "cases", x->cases);
		put_int(out, "overridden", x->overrides);
		put_str(out, "rules", x->rules);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void put_declines(struct zp_buf *out, const struct zp_audit *au,
    int32_t centre)
{
	open_list(out, "declines");
	for (uint32_t k = 0; k < au->in.declines; k++) {
		const struct zp_audit_decline *x = &au->in.decline[k];

		if (x->centre != centre)
			continue;
		zp_json_open(out, '{');
		put_str(out, "licence_no", licence(au, x->counsel));
		put_int(out, "with_cause", x->with);
		put_int(out, "without_cause", x->without);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void put_centre(struct zp_buf *out, const struct zp_audit *au,
    const struct zp_audit_centre *c)
{
	const struct zp_centre *centre = &au->in.reg->centre[c->centre];

	zp_json_open(out, '{');
	put_str(out, "centre", centre->code);
	put_str(out, "name", centre->name);
	put_int(out, "cases", c->cases);
	put_int(out, "apart_milli", c->apart);
	put_rank(out, c->rank);
	put_int(out, "alike_as_much", c->fit.more);
	put_int(out, "off_target_milli", c->off_target);
	put_int(out, "as_near", c->near.less);
	put_int(out, "gini_milli", c->gini);
	put_str(out, "top", licence(au, c->at[c->top].counsel));
	put_int(out, "top_cases", c->at[c->top].got);
	put_int(out, "hhi", c->hhi);
	put_int(out, "hhi_expected", c->hhi_expected);
	open_list(out, "people");
	for (uint32_t k = 0; k < c->n; k++)
		put_person(out, au, &c->at[k]);
	zp_json_close(out, ']');
	open_list(out, "specialties");
	for (uint32_t k = 0; k < c->kinds; k++)
		put_kind(out, au, &c->kind[k]);
	zp_json_close(out, ']');
	put_excluded(out, au, c->centre);
	put_hands(out, au, c->centre);
	put_declines(out, au, c->centre);
	zp_json_close(out, '}');
}

void zp_audit_json(const struct zp_audit *au, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_json_open(out, '{');
	put_str(out, "from", zp_date_print(au->in.from, day));
	put_str(out, "to", zp_date_print(au->in.to, day));
	put_int(out, "years", au->trials + 1);
	open_list(out, "centres");
	for (uint32_t k = 0; k < au->n; k++)
		put_centre(out, au, &au->at[k]);
	zp_json_close(out, ']');
	zp_json_close(out, '}');
}
