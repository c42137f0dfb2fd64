/* src/model/ledger.c - weights, and the shares of a pool; ledger.h. */
#include "zhipaid/ledger.h"

/* Bound of a pool's points: x cap x days stays under 2^56. */
#define POOL_MOST (INT64_C(1) << 36)

static int64_t within(int64_t x, int64_t most)
{
	return x > most ? most : x < -most ? -most : x;
}

/* a * b / c to the nearest, halves away from 0; c > 0. */
static int64_t part(int64_t a, int64_t b, int64_t c)
{
	int64_t x = a * b;

	return (x < 0 ? x - c / 2 : x + c / 2) / c;
}

int32_t zp_ledger_weight(const struct zp_policy *p, const struct zp_case *c,
    const struct zp_matter *matter, enum zp_role role)
{
	int32_t w = role == ZP_LEAD ? p->lead_load : p->junior_load;

	w += p->kind_load[matter == NULL ? ZP_CAT_OTHER : matter->category];
	if (c->difficulty == ZP_COMPLEX)
		w += p->complex_load;
	if (c->difficulty == ZP_MAJOR)
		w += p->major_load;
	if (zp_stage_litigation(c->stage))
		w += p->litigation_load;
	if (c->possible_sentence >= ZP_SENTENCE_LIFE)
		w += p->grave_load;
	return w;
}

int64_t zp_ledger_debit(const struct zp_assignment *a)
{
	if (zp_end_counts(a->end_reason))
		return a->weight;
	if (a->end_reason != ZP_END_DECLINED || a->with_cause ||
	    a->decline_load < 0)
		return 0;
	return (int64_t)a->weight * a->decline_load / 100;
}

struct zp_entry zp_ledger_duty(const struct zp_policy *p,
    const struct zp_duty *d)
{
	return (struct zp_entry){
		.licence_no = d->licence_no, .at = zp_date_start(d->date),
		.kind = ZP_ENTRY_DUTY,
		.points = d->state == ZP_DUTY_DONE ? p->duty_load : 0,
		.case_no = "", .by = "", .reason = d->station_code,
	};
}

struct zp_span zp_ledger_span(struct zp_date today)
{
	int year;

	zp_date_split(today, &year, NULL, NULL);
	return (struct zp_span){ zp_date_of(year, 1, 1), today };
}

int32_t zp_ledger_cap(const struct zp_policy *p, const struct zp_counsel *c)
{
	return c->annual_cap >= 0 && c->annual_cap < p->annual_cap ?
	    c->annual_cap : p->annual_cap;
}

int64_t zp_ledger_normal(const struct zp_policy *p, int64_t points,
    int32_t cap)
{
	points = within(points, ZP_LEDGER_MOST);
	return within(points * p->annual_cap / (cap > 0 ? cap : 1),
	    ZP_LEDGER_MOST);
}

/* What of a share does not depend on the others. */
static struct zp_share alone(const struct zp_policy *p,
    const struct zp_counsel *c, int64_t load, struct zp_span span)
{
	int32_t days = span.until.day - span.from.day;
	struct zp_share s = {
		.cap = zp_ledger_cap(p, c), .here = 1,
		.load = within(load, ZP_LEDGER_MOST),
	};

	if (days > 0)
		s.here = days - zp_counsel_away(c, span.from, span.until);
	s.counts = c->status == ZP_ACTIVE && c->kind != ZP_VOLUNTEER &&
	    s.cap > 0;
	return s;
}

struct zp_pool zp_ledger_pool(const struct zp_registry *reg,
    const struct zp_policy *p, const struct zp_counsel_state *st,
    int32_t centre, struct zp_span span, struct zp_share *share)
{
	const struct zp_centre *at = &reg->centre[centre];
	int32_t days = span.until.day - span.from.day;
	struct zp_pool pool = { .days = days > 0 ? days : 1 };

	for (uint32_t k = 0; k < at->pool_n; k++) {
		int32_t c = at->pool[k];
		struct zp_share *s = &share[k];

		*s = alone(p, &reg->counsel[c], st[c].load, span);
		if (!s->counts)
			continue;
		pool.load += s->load;
		pool.capacity += (int64_t)s->cap * s->here;
	}
	pool.load = within(pool.load, POOL_MOST);
	if (pool.capacity > 0)
		pool.rate = within(part(pool.load,
		    (int64_t)p->annual_cap * pool.days, pool.capacity),
		    ZP_LEDGER_MOST);
	for (uint32_t k = 0; k < at->pool_n; k++) {
		struct zp_share *s = &share[k];

		s->level = within(zp_ledger_normal(p, s->load, s->cap) +
		    pool.rate * (pool.days - s->here) / pool.days,
		    ZP_LEDGER_MOST);
		if (!s->counts)
			continue;
		if (pool.capacity > 0)
			s->target = part(pool.load,
			    (int64_t)s->cap * s->here, pool.capacity);
		s->balance = s->load - s->target;
	}
	return pool;
}
