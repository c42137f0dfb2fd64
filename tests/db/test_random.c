/*
 * tests/db/test_random.c - whatever happens in whatever order, the books
 * balance: a model-free check of the schema's own invariants.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "support_city.h"

#define STEPS 1500
#define CASES 40

static uint64_t seed;

/* Vigna, "SplitMix64" (2015). */
static uint32_t random_below(uint32_t n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ (z >> 31)) % n);
}

static const char *person(void)
{
	static const char *const who[] = { "A", "B", "C", "D", "E", "" };

	return who[random_below(ZP_COUNT(who))];
}

/* One step; refusals by the schema are part of the game. */
static const char *step(const char *city)
{
	static const char *const joint[] = { "", ",\"joint_case\":\"J1\"",
		",\"joint_case\":\"J2\"", ",\"opposes_case\":\"c1\"" };
	char no[8];

	snprintf(no, sizeof(no), "c%u", (unsigned)random_below(CASES));
	switch (random_below(9)) {
	case 0:
		if (strcmp(no, "c1") != 0)
			city_case(city, no, random_below(2) ? "CR" : "CV",
			    joint[random_below(ZP_COUNT(joint))]);
		else
			city_case(city, no, "CV", "");
		return "done";
	case 1:
		return sqlstate(root, "select zp.decline('%s', '%s', '%s', "
		    "true, '', 'x', null)", city, no, person());
	case 2:
		return sqlstate(root, "select zp.change_counsel('%s', '%s', "
		    "'%s', '', 'x', null)", city, no, person());
	case 3:
		return random_below(3) > 0 ? "done" : sqlstate(root,
		    "select zp.close_case('%s', '%s', '', 'x', null)", city,
		    no);
	case 4:
		return random_below(9) > 0 ? "done" : sqlstate(root,
		    "select zp.terminate('%s', '%s', '', 'x', null)", city,
		    no);
	case 5:
		return sqlstate(root, "select zp.acknowledge('%s', '%s', "
		    "'%s', null)", city, no, person());
	case 6:
		return sqlstate(root, "update zp.counsel set status = '%s', "
		    "annual_cap = %u where city = '%s' and licence_no = "
		    "'%s'", random_below(4) ? "active" : "suspended",
		    3 + (unsigned)random_below(9), city, person());
	default:
		if (strcmp("", sql(root, "select case_no from zp.cases where"
		    " city = '%s' and case_no = '%s'", city, no)) == 0)
			return "done";
		return sqlstate(root, "%s", plan(city, no, person(),
		    person()));
	}
}

#define NONE(what, query) do {						\
	const char *n_ = sql(root, "select count(*) from (" query ") q",\
	    city);							\
	if (strcmp(n_, "0") != 0)					\
		fail_msg("%s: %s rows, seed %u", what, n_, round);	\
} while (0)

static void balance(const char *city, unsigned round)
{
	NONE("the year's counts are the assignments'", "select licence_no "
	    "from zp.counsel_years y where city = '%s' and undertaken <> "
	    "(select count(*) from zp.assignments a where a.city = y.city "
	    "and a.licence_no = y.licence_no and coalesce(end_reason, '') "
	    "not in ('declined', 'withdrawn'))");
	NONE("who is assigned has one lead, nobody else has", "select "
	    "case_no from zp.cases c where city = '%s' and (state = "
	    "'assigned') is distinct from ((select count(*) from "
	    "zp.assignments a where a.city = c.city and a.case_no = "
	    "c.case_no and role = 'lead' and ended_at is null) = 1)");
	NONE("no junior alone", "select case_no from zp.assignments a where "
	    "city = '%s' and role = 'junior' and ended_at is null and not "
	    "exists (select from zp.assignments l where l.city = a.city and "
	    "l.case_no = a.case_no and l.role = 'lead' and l.ended_at is "
	    "null)");
	NONE("every assignment has its decision", "select a.case_no from "
	    "zp.assignments a join zp.decisions d using (city, case_no, "
	    "decision_no) where city = '%s' and a.licence_no <> case role "
	    "when 'lead' then d.lead else d.junior end");
	NONE("a decision is no newer than its case", "select d.case_no from "
	    "zp.decisions d join zp.cases c using (city, case_no) where city"
	    " = '%s' and decision_no > version");
	NONE("who waits has a reason", "select case_no from zp.v_pending "
	    "where city = '%s' and (rule = '' or text = '')");
	NONE("an end is an event", "select a.case_no from zp.assignments a "
	    "where city = '%s' and ended_at is not null and not exists "
	    "(select from zp.case_events e where e.city = a.city and "
	    "e.case_no = a.case_no and e.event in (a.end_reason, case "
	    "a.end_reason when 'withdrawn' then 'declined' end, case "
	    "a.end_reason when 'withdrawn' then 'counsel_changed' end))");
}

static void the_books_balance(void **state)
{
	static const char *const may[] = { "done", "ZP001", "ZP002", "ZP003",
		"ZP004", "23505", "23514", "23P01" };

	(void)state;
	for (unsigned round = 1; round <= 4; round++) {
		const char *city = city_new(false);
		unsigned done = 0;

		seed = round;
		for (int i = 0; i < STEPS; i++) {
			const char *s = step(city);
			bool ok = false;

			for (size_t k = 0; k < ZP_COUNT(may); k++)
				ok |= strcmp(s, may[k]) == 0;
			if (!ok)
				fail_msg("step %d of seed %u: %s", i, round,
				    s);
			done += s[0] == 'd';
		}
		assert_true(done > STEPS / 4);
		balance(city, round);
		assert_int_not_equal(0, strcmp("0", sql(root, "select "
		    "count(*) from zp.assignments where city = '%s' and "
		    "role = 'junior'", city)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_books_balance),
	};

	return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
