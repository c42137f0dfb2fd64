/*
 * tests/engine/test_simulate.c - zp_simulate(): thousands of random years,
 * judged by somebody who never saw the engine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_county.h"
#include "support_random.h"
#include "support_year.h"
#include "zhipaid/export.h"

enum { YEARS = 2000 };

/* --- a few days by hand: each of four lawyers may take one case --- */

struct days {
	struct zt_county *t;
	struct zp_case cs[8]; uint32_t n;
	struct zp_event ev[8]; uint32_t events;
	struct zp_sim *s;
	uint32_t done, all;		/* of the last progress */
};

static struct zp_wall hour(int day, int h)
{
	struct zp_wall w = zp_date_start(zp_date_add(
	    zp_date_of(2026, 12, 28), day));

	w.us += (int64_t)h * 3600000000;
	return w;
}

static void approved(struct days *d, const char *no, struct zp_wall at)
{
	struct zp_case *c = &d->cs[d->n++];

	zp_row_clear(zp_table_get(ZP_T_CASES), c);
	c->case_no = c->recipient_id = no;
	c->approved_at = at;
	c->region_code = "340822";
	c->organ_code = "CT";
	c->matter_code = "CR-DEF";
	c->stage = ZP_FIRST_INSTANCE;
}

static void happened(struct days *d, const char *no, enum zp_event_kind k,
    struct zp_wall at)
{
	d->ev[d->events++] = (struct zp_event){ .at = at, .case_no = no,
		.event = k, .licence_no = "", .reason = "" };
}

static void progress(void *arg, uint32_t done, uint32_t all)
{
	struct days *d = arg;

	assert_true(done >= d->done);
	d->done = done;
	d->all = all;
}

static void play(struct days *d)
{
	struct zp_sim_input in = {
		.reg = d->t->reg, .p = &d->t->p, .cs = d->cs, .cases = d->n,
		.ev = d->ev, .events = d->events, .progress = progress,
		.arg = d,
	};

	d->s = zp_simulate(&in);
	assert_int_equal(d->done, d->n + d->events);
	assert_int_equal(d->all, d->n + d->events);
}

/* Four cases for four lawyers, then a fifth. */
static int days_setup(void **state)
{
	struct days *d = zp_xcalloc(1, sizeof(*d));

	d->t = zt_county_new();
	d->t->p.annual_cap = 1;
	approved(d, "A1", hour(0, 8));
	approved(d, "A2", hour(0, 9));
	approved(d, "A3", hour(0, 10));
	approved(d, "A4", hour(0, 11));
	approved(d, "A5", hour(0, 12));
	*state = d;
	return 0;
}

static int days_teardown(void **state)
{
	struct days *d = *state;

	zp_sim_free(d->s);
	zt_county_free(d->t);
	free(d);
	return 0;
}

struct lead { const char *no; char who[8]; struct zp_wall at; uint32_t n; };

static void note_lead(void *arg, const struct zp_assignment *a)
{
	struct lead *l = arg;

	if (strcmp(a->case_no, l->no) != 0)
		return;
	snprintf(l->who, sizeof(l->who), "%s", a->licence_no);
	l->at = a->decided_at;
	l->n++;
}

/* The last lead a case had. */
static struct lead lead_of(const struct days *d, const char *no)
{
	struct lead l = { .no = no };

	zp_world_each_assignment(d->s->world, note_lead, &l);
	return l;
}

static void who_waits_gets_what_a_decline_frees(void **state)
{
	struct days *d = *state;
	struct lead a1, a5;

	happened(d, "A1", ZP_EV_DECLINED, hour(1, 10));
	play(d);
	a1 = lead_of(d, "A1");
	a5 = lead_of(d, "A5");
	assert_int_equal(a1.n, 1);
	assert_string_equal(a1.who, a5.who);	/* never A1 again (R1) */
	assert_int_equal(a5.at.us, hour(1, 10).us);
	assert_int_equal(d->s->pendings, 1);
	assert_string_equal(d->s->pending[0].case_no, "A1");
	assert_int_equal(d->s->pending[0].since.us, hour(1, 10).us);
	assert_non_null(strstr(d->s->pending[0].rule, "T1"));
	assert_true(d->s->pending[0].text[0] != '\0');
}

static void who_waits_may_end_and_stays_in_the_list(void **state)
{
	struct days *d = *state;

	happened(d, "A5", ZP_EV_CLOSED, hour(1, 9));	/* fits nothing */
	happened(d, "A5", ZP_EV_TERMINATED, hour(1, 10));
	happened(d, "A5", ZP_EV_DECLINED, hour(1, 11));
	happened(d, "X9", ZP_EV_CLOSED, hour(1, 12));
	happened(d, "A1", ZP_EV_DECLINED, hour(1, 13));
	play(d);
	assert_int_equal(d->s->ignored, 3);
	assert_int_equal(lead_of(d, "A5").n, 0);
	assert_int_equal(d->s->pendings, 2);
	assert_string_equal(d->s->pending[1].case_no, "A5");
	assert_string_equal(d->s->pending[1].rule, "R6");
	assert_string_equal(d->s->pending[1].handling_centre, "CB");
	assert_int_equal(d->s->pending[1].since.us, hour(0, 12).us);
}

static void a_new_year_wakes_who_waits(void **state)
{
	struct days *d = *state;

	happened(d, "A1", ZP_EV_CLOSED, hour(5, 9));
	play(d);
	assert_int_equal(lead_of(d, "A5").at.us, hour(4, 0).us);
	assert_int_equal(d->s->pendings, 0);
}

static void nothing_happens_after_the_last_row(void **state)
{
	struct days *d = *state;

	happened(d, "A1", ZP_EV_CLOSED, hour(3, 23));
	play(d);
	assert_int_equal(lead_of(d, "A5").n, 0);
	assert_int_equal(d->s->pendings, 1);
}

/* J2: A1 and B1 are one matter, received by two centres. */
static void file_twice(struct days *d)
{
	d->n = 1;
	approved(d, "B1", hour(0, 9));
	d->cs[0].organ_code = d->cs[1].organ_code = "";
	d->cs[0].received_centre = "CB";
	d->cs[1].received_centre = "CA";
	d->cs[1].region_code = "3408";		/* handled by CA */
	d->cs[1].recipient_id = "A1";
}

static void the_same_matter_waits_for_the_end_of_the_first(void **state)
{
	struct days *d = *state;

	file_twice(d);
	happened(d, "A1", ZP_EV_DECLINED, hour(1, 9));
	happened(d, "A1", ZP_EV_CLOSED, hour(2, 9));
	play(d);
	assert_int_equal(lead_of(d, "A1").n, 2);
	assert_string_equal(lead_of(d, "B1").who, "L9");
	assert_int_equal(lead_of(d, "B1").at.us, hour(2, 9).us);
	assert_int_equal(d->s->pendings, 0);
}

static void the_same_matter_goes_on_when_the_first_ends_waiting(void **state)
{
	struct days *d = *state;

	file_twice(d);
	for (uint32_t k = 0; k < d->t->reg->counsels; k++)
		if (strcmp(d->t->reg->counsel[k].centre_code, "CB") == 0)
			d->t->reg->counsel[k].annual_cap = 0;
	happened(d, "A1", ZP_EV_TERMINATED, hour(1, 9));
	play(d);
	assert_int_equal(lead_of(d, "A1").n, 0);
	assert_int_equal(lead_of(d, "B1").at.us, hour(1, 9).us);
}

static void the_same_matter_waits_by_j2_alone(void **state)
{
	struct days *d = *state;

	file_twice(d);
	play(d);
	assert_int_equal(d->s->pendings, 1);
	assert_string_equal(d->s->pending[0].case_no, "B1");
	assert_string_equal(d->s->pending[0].rule, "J2");
	assert_non_null(strstr(d->s->pending[0].text, "A1"));
}

static void a_day_without_cases_is_fine(void **state)
{
	struct days *d = *state;

	d->n = 0;
	play(d);
	assert_int_equal(d->s->pendings, 0);
}

/* --- random years --- */

static void export(const struct zp_sim *s, struct zp_buf *out)
{
	zp_export_world(s->world, out);
	zp_export_pending(s->pending, s->pendings, out);
}

static void live_through(uint64_t seed)
{
	struct zt_year *y = zt_year_new(seed, 0);
	struct zp_sim *s = zt_year_run(y);
	struct zt_verdict v;

	zt_judge(y, s, &v);
	if (v.text[0] != '\0')
		fail_msg("year %u: %s", (unsigned)seed, v.text);
	zp_sim_free(s);
	zt_year_free(y);
}

static void no_year_breaks_a_rule_or_loses_anybody(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < YEARS; seed++)
		live_through(seed);
}

/* Years that once went wrong: links that only one of two cases has, two
 * hearings at one hour in a batch, somebody borrowed who came free. */
static void years_that_went_wrong_once(void **state)
{
	static const uint64_t seed[] = { 680, 4312, 4516, 7070, 7636, 8362,
		12233, 15260, 17396, 18847, 22806, 23504, 24674, 29910,
		31608 };

	(void)state;
	for (size_t i = 0; i < ZP_COUNT(seed); i++)
		live_through(seed[i]);
}

static void the_order_of_rows_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < YEARS / 4; seed++) {
		struct zp_buf text[2] = { { 0 }, { 0 } };

		for (int k = 0; k < 2; k++) {
			struct zt_year *y = zt_year_new(seed,
			    k == 0 ? 0 : seed + 9);
			struct zp_sim *s = zt_year_run(y);

			export(s, &text[k]);
			zp_sim_free(s);
			zt_year_free(y);
		}
		assert_string_equal(zp_buf_str(&text[0]),
		    zp_buf_str(&text[1]));
		zp_buf_fini(&text[0]);
		zp_buf_fini(&text[1]);
	}
}

#define DAYS(f) cmocka_unit_test_setup_teardown(f, days_setup, days_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DAYS(who_waits_gets_what_a_decline_frees),
		DAYS(who_waits_may_end_and_stays_in_the_list),
		DAYS(a_new_year_wakes_who_waits),
		DAYS(nothing_happens_after_the_last_row),
		DAYS(the_same_matter_waits_for_the_end_of_the_first),
		DAYS(the_same_matter_goes_on_when_the_first_ends_waiting),
		DAYS(the_same_matter_waits_by_j2_alone),
		DAYS(a_day_without_cases_is_fine),
		cmocka_unit_test(no_year_breaks_a_rule_or_loses_anybody),
		cmocka_unit_test(years_that_went_wrong_once),
		cmocka_unit_test(the_order_of_rows_does_not_matter),
	};
	return cmocka_run_group_tests_name("simulate", tests, NULL, NULL);
}
