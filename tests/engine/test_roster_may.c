/* tests/engine/test_roster_may.c - zp_roster_may(), rank and diff. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support_roster.h"
#include "zhipaid/hash.h"
#include "zhipaid/roster_may.h"

enum { MANY = 40, ASKED = 60 };

/* A month made and published. */
static struct zp_roster *publish(struct roster_town *t, uint64_t seed)
{
	struct zp_roster *r;

	roster_town_new(t, seed, false);
	r = zp_roster_make(&t->in, t->a);
	for (uint32_t i = 0; i < r->duties; i++)
		r->duty[i].state = ZP_DUTY_PUBLISHED;
	t->in.duty = r->duty;
	t->in.duties = r->duties;
	t->in.standby = r->standby;
	t->in.standbys = r->standbys;
	t->in.today = t->in.from;
	return r;
}

static bool same(const struct zp_duty *a, const struct zp_duty *b)
{
	return a->station == b->station && a->date.day == b->date.day &&
	    a->shift == b->shift && a->post == b->post;
}

/* By words: may person k take d beside the roster, without `gives`? */
static bool by_words(const struct roster_town *t, const struct zp_roster *r,
    const struct zp_duty *d, int32_t k, const struct zp_duty *gives)
{
	int32_t week = 0, month = 0;

	for (uint32_t i = 0; i < r->duties; i++) {
		const struct zp_duty *e = &r->duty[i];

		if (e->counsel != k || same(e, d) ||
		    (gives != NULL && same(e, gives)))
			continue;
		if (!roster_go_together(t, d, e))
			return false;
		month++;
		week += (e->date.day + 3) / 7 == (d->date.day + 3) / 7;
	}
	return roster_may_stand(t, d, k) && week < t->p.roster.week &&
	    month < t->p.roster.month;
}

static void the_words_of_the_rules_decide(void **state)
{
	int32_t yes = 0, no = 0;

	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		uint64_t s = zp_hash_mix(seed);
		struct roster_town t;
		struct zp_roster *r = publish(&t, seed);

		for (int n = 0; n < ASKED; n++) {
			const struct zp_duty *d = &r->duty[roster_roll(&s,
			    r->duties)], *gives = NULL;
			int32_t k = roster_roll(&s, t.reg->counsels);
			struct zp_roster_why why;
			bool may;

			for (uint32_t i = 0; n % 3 == 0 && i < r->duties; i++)
				if (r->duty[i].counsel == k)
					gives = &r->duty[i];
			may = zp_roster_may(&t.in, d, k, gives, &why);
			assert_int_equal(may, by_words(&t, r, d, k, gives));
			assert_int_equal(may, why.rule < 0 &&
			    why.limit == ZP_ROTA_FREE);
			yes += may;
			no += !may;
		}
		roster_town_free(&t);
	}
	assert_true(yes > 100 && no > 100);
}

/* Whoever has a duty may have it, were it not for rest that was eased. */
static void what_is_published_may_be(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct roster_town t;
		struct zp_roster *r = publish(&t, seed);

		for (uint32_t i = 0; i < r->duties; i++) {
			struct zp_roster_why why;

			if (r->duty[i].counsel >= 0 && !zp_roster_may(&t.in,
			    &r->duty[i], r->duty[i].counsel, NULL, &why))
				assert_true(why.limit == ZP_ROTA_REST &&
				    r->easeds > 0 &&
				    zp_roster_overridable(&why));
		}
		roster_town_free(&t);
	}
}

static void every_no_has_its_words(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct roster_town t;
		struct zp_roster *r = publish(&t, seed);
		uint64_t s = zp_hash_mix(seed);

		for (int n = 0; n < ASKED; n++) {
			struct zp_buf b = { 0 };
			struct zp_roster_why why;
			const struct zp_duty *d = &r->duty[roster_roll(&s,
			    r->duties)];

			if (zp_roster_may(&t.in, d, roster_roll(&s,
			    t.reg->counsels), NULL, &why))
				continue;
			zp_roster_why_print(&t.in, &why, ZP_EN, &b);
			assert_true(b.n > 8 && b.at[b.n - 1] == ')');
			assert_null(strchr(b.at, '{'));
			assert_int_equal(why.beside != NULL,
			    why.limit == ZP_ROTA_TWICE ||
			    why.limit == ZP_ROTA_TRAVEL ||
			    why.limit == ZP_ROTA_REST);
			zp_buf_reset(&b);
			zp_roster_why_print(&t.in, &why, ZP_ZH, &b);
			assert_true(b.n > 8);
			zp_buf_fini(&b);
		}
		roster_town_free(&t);
	}
}

static void a_sentence(struct roster_town *t, const struct zp_roster_why *why,
    const char *zh, const char *en)
{
	struct zp_buf b = { 0 };

	zp_roster_why_print(&t->in, why, ZP_ZH, &b);
	assert_string_equal(zp_buf_str(&b), zh);
	zp_buf_reset(&b);
	zp_roster_why_print(&t->in, why, ZP_EN, &b);
	assert_string_equal(zp_buf_str(&b), en);
	zp_buf_fini(&b);
}

static void sentences(void **state)
{
	struct roster_town t;
	struct zp_duty *d;
	struct zp_roster_why why = { .rule = -1, .limit = ZP_ROTA_WEEK };

	(void)state;
	d = publish(&t, 1)->duty;
	a_sentence(&t, &why, "当周已值满 3 班（N17）",
	    "has 3 duties that week already (N17)");
	why.limit = ZP_ROTA_REST;
	why.beside = d;
	assert_string_equal(d->station_code, "S2");
	a_sentence(&t, &why, "2026-03-01 全天在jail by phone值班，"
	    "两次值班至少隔 1 天（N17）",
	    "is on duty at jail by phone on 2026-03-01, all day; 1 free days "
	    "lie between two duties (N17)");
	assert_true(zp_roster_overridable(&why));
	why.limit = ZP_ROTA_TWICE;
	assert_false(zp_roster_overridable(&why));
	why = (struct zp_roster_why){ .rule = ZP_N8, .why = {
	    zp_date_of(2026, 3, 12), "", 0 } };
	a_sentence(&t, &why, "2026-03-12 才参加岗前培训（N8）",
	    "is trained only on 2026-03-12 (N8)");
	assert_true(zp_roster_overridable(&why));
	why = (struct zp_roster_why){ .rule = ZP_N16, .why = {
	    ZP_DATE_NONE, "T1", 0 } };
	a_sentence(&t, &why,
	    "本人曾在court（T1）任职，或有近亲属在那里任职（N16）",
	    "had a post at court (T1), or has a near relative there (N16)");
	assert_false(zp_roster_overridable(&why));
	roster_town_free(&t);
}

/* Everybody of the centre once, who may first, by cost. */
static void the_best_come_first(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct roster_town t;
		struct zp_roster *r = publish(&t, seed);
		const struct zp_duty *d = &r->duty[seed * 7 % r->duties];
		struct zp_roster_candidate *c;
		uint32_t n, lawyers = 0;

		c = zp_roster_rank(&t.in, d, t.a, &n);
		for (uint32_t k = 0; k < t.reg->counsels; k++)
			lawyers += zp_duty_lawyer(&t.reg->counsel[k]) &&
			    t.reg->counsel[k].centre ==
			    zp_duty_centre(t.reg, d->station);
		assert_int_equal(n, lawyers);
		for (uint32_t i = 0; i < n; i++) {
			assert_int_equal(c[i].may, by_words(&t, r, d,
			    c[i].counsel, NULL));
			if (i > 0 && c[i].may)
				assert_true(c[i - 1].may &&
				    c[i - 1].cost <= c[i].cost);
		}
		roster_town_free(&t);
	}
}

/* The differences of a repair, post by post. */
static void what_changed(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < MANY; seed++) {
		struct roster_town t;
		struct zp_roster *r = publish(&t, seed), *now;
		struct zp_station_day closed = { "S1",
		    zp_date_of(2026, 3, 20), 0, 1, "", 0 };
		struct zp_duty_change *c;
		uint32_t n, gone = (uint32_t)(seed * 13 % r->duties), at = 0;

		closed.station = zp_registry_find(t.reg, ZP_T_STATIONS, "S1");
		t.in.day = &closed;
		t.in.days = 1;
		r->duty[gone].state = ZP_DUTY_ABSENT;
		now = zp_roster_make(&t.in, t.a);
		c = zp_roster_diff(&t.in, now, t.a, &n);
		assert_int_equal(now->duties + 2, r->duties);
		for (uint32_t i = 0, k = 0; i < r->duties; i++) {
			const struct zp_duty *d = &r->duty[i];
			bool shut = d->station == closed.station &&
			    d->date.day == closed.date.day;
			const char *who = shut ? "" :
			    now->duty[k].licence_no;

			if (!shut)
				assert_true(same(d, &now->duty[k++]));
			if (strcmp(who, d->licence_no) == 0)
				continue;
			assert_true(at < n);
			assert_string_equal(c[at].was, d->licence_no);
			assert_string_equal(c[at].now, who);
			assert_int_equal(c[at].cause, shut ?
			    ZP_CAUSE_EXCEPTION : i == gone ? ZP_CAUSE_ABSENT :
			    ZP_CAUSE_REPAIR);
			at++;
		}
		assert_int_equal(at, n);
		roster_town_free(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_words_of_the_rules_decide),
		cmocka_unit_test(what_is_published_may_be),
		cmocka_unit_test(every_no_has_its_words),
		cmocka_unit_test(sentences),
		cmocka_unit_test(the_best_come_first),
		cmocka_unit_test(what_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
