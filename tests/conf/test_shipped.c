/*
 * tests/conf/test_shipped.c - the files in etc/: they load without a word,
 * say what the cities' documents say, and survive print and parse.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_conf.h"

static const char *const names[] = { "neimenggu", "baotou", "chifeng",
	"anqing" };

static struct zp_conf *load_quietly(const char *file, bool policy)
{
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };
	struct zp_conf *c = policy ? zp_conf_load_policy(file, &rep) :
	    zp_conf_load(file, &rep);

	zp_report_print(&rep, ZP_EN, &b);
	assert_string_equal(zp_buf_str(&b), "");
	assert_non_null(c);
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	return c;
}

static struct zp_conf *load_city(const char *name)
{
	char file[128];

	snprintf(file, sizeof(file), "etc/policies/%s.conf", name);
	return load_quietly(file, true);
}

/* Text of a configuration -> configuration -> the same text. */
static void survives(const struct zp_conf *c)
{
	struct zp_buf one = { 0 }, two = { 0 };
	struct zp_report rep = { 0 };
	struct zp_conf *d;

	zp_conf_rule_set(c, &one);
	d = zp_conf_parse_rule_set(one.at, one.n, &rep);
	assert_non_null(d);
	zp_conf_rule_set(d, &two);
	assert_string_equal(zp_buf_str(&one), zp_buf_str(&two));
	assert_string_equal(c->policy.rule_set, d->policy.rule_set);
	assert_string_equal(c->policy.name, d->policy.name);
	assert_ptr_equal(d->policy.cal, &d->cal);
	zp_conf_unref(d);
	zp_report_fini(&rep);
	zp_buf_fini(&one);
	zp_buf_fini(&two);
}

static void policies_survive_print_and_parse(void **state)
{
	char hash[4][65];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct zp_conf *c = load_city(names[i]);

		assert_string_equal(c->policy.name, names[i]);
		assert_int_equal(strlen(c->policy.rule_set), 64);
		strcpy(hash[i], c->policy.rule_set);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(hash[i], hash[j]);
		survives(c);
		zp_conf_unref(c);
	}
}

static void daemon_file_survives_print_and_parse(void **state)
{
	struct zp_conf *c = load_quietly("etc/zhipaid.conf", false), *d;
	struct zp_buf b = { 0 };

	(void)state;
	survives(c);
	zp_conf_print(c, &b);
	write_file(in_scratch("printed.conf"), b.at, b.n, 0644);
	d = load_scratch("printed.conf");
	assert_string_equal(last_report(), "");
	assert_non_null(d);
	assert_string_equal(c->digest, d->digest);
	assert_string_equal(c->policy.rule_set, d->policy.rule_set);
	zp_buf_fini(&b);
	zp_conf_unref(c);
	zp_conf_unref(d);
	scratch_done();
}

/* simulate reads the policy alone, the daemon its own file: one rule set. */
static void policy_alone_and_named_are_one_rule_set(void **state)
{
	struct zp_conf *c = load_quietly("etc/zhipaid.conf", false);
	struct zp_conf *d = load_city("anqing");
	struct zp_conf *e = load_quietly("etc/zhipaid.conf", true);

	(void)state;
	assert_string_equal(c->policy.rule_set, d->policy.rule_set);
	assert_string_equal(c->policy.rule_set, e->policy.rule_set);
	zp_conf_unref(c);
	zp_conf_unref(d);
	zp_conf_unref(e);
}

/* The figures of the four documents. */
static void cities_say_what_their_documents_say(void **state)
{
	struct zp_conf *aq = load_city("anqing"), *cf = load_city("chifeng");
	struct zp_conf *bt = load_city("baotou"), *im = load_city("neimenggu");

	(void)state;
	assert_true(aq->policy.tiered);			/* AQ 三(三)2 */
	assert_int_equal(aq->policy.level_tags, ZP_TAG_COURT_NOTIFIED |
	    ZP_TAG_GANG_ORGANISED | ZP_TAG_MASS | ZP_TAG_PETITION |
	    ZP_TAG_DEMOLITION | ZP_TAG_MEDICAL);
	assert_int_equal(aq->policy.annual_cap, 90);	/* AQ 六(二) */
	assert_false(aq->policy.pair);
	assert_int_equal(aq->policy.promise, ZP_PROMISE_NONE);
	assert_int_equal(cf->policy.litigation_years, 5);	/* CF */
	assert_true(cf->policy.pair);
	assert_int_equal(cf->policy.promise, ZP_PROMISE_SAME_DAY);
	assert_true(cf->policy.w_language > im->policy.w_language);
	assert_false(cf->policy.tiered);
	assert_true(bt->policy.w_expert > im->policy.w_expert);	/* BT 二(二) */
	assert_int_equal(bt->policy.w_rural, im->policy.w_rural);
	assert_int_equal(im->policy.assign_days, 3);	/* LAA 36, 43 */
	zp_conf_unref(aq);
	zp_conf_unref(cf);
	zp_conf_unref(bt);
	zp_conf_unref(im);
}

/* Is there a rule id (a letter of a family and a number) in s? */
static bool cites_rule(const char *s)
{
	for (; *s != '\0'; s++)
		if (strchr("JDQCSTXRNMPH", *s) != NULL &&
		    isdigit((unsigned char)s[1]))
			return true;
	return false;
}

static void each_value_of_a_policy_cites_its_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char file[128], *text, *line, *save;
		bool cited = false, comment = false;

		snprintf(file, sizeof(file), "etc/policies/%s.conf", names[i]);
		text = read_file(file);
		for (line = strtok_r(text, "\n", &save); line != NULL;
		    line = strtok_r(NULL, "\n", &save)) {
			bool is_comment = strchr(line, '#') != NULL;

			if (is_comment && !comment)
				cited = false;	/* a new comment */
			comment = is_comment;
			if (is_comment)
				cited |= cites_rule(line);
			else if (line[0] == ' ' && strstr(line, " = "))
				assert_true(cited);
		}
		free(text);
	}
}

/* Working days a month, counted by hand from the notices. */
static void working_days_agree_with_the_notices(void **state)
{
	static const struct { int year, days[12]; } want[] = {
		{ 2025, { 19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23 } },
		{ 2026, { 21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23 } },
	};
	struct zp_conf *c = load_city("anqing");

	(void)state;
	assert_int_equal(c->cal.years, 3);
	for (size_t i = 0; i < 2; i++) {
		int total = 0;

		for (int m = 1; m <= 12; m++) {
			struct zp_date from = zp_date_of(want[i].year, m, 1);
			struct zp_date next = zp_date_of(want[i].year +
			    m / 12, m % 12 + 1, 1);
			int n = zp_calendar_count(&c->cal, from,
			    zp_date_add(next, -1));

			assert_int_equal(n, want[i].days[m - 1]);
			total += n;
		}
		assert_int_equal(total, 248);
		assert_true(zp_calendar_announced(&c->cal,
		    zp_date_of(want[i].year, 7, 1)));
	}
	assert_true(zp_calendar_announced(&c->cal, zp_date_of(2024, 1, 1)));
	assert_false(zp_calendar_announced(&c->cal, zp_date_of(2027, 1, 1)));
	zp_conf_unref(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policies_survive_print_and_parse),
		cmocka_unit_test(daemon_file_survives_print_and_parse),
		cmocka_unit_test(policy_alone_and_named_are_one_rule_set),
		cmocka_unit_test(cities_say_what_their_documents_say),
		cmocka_unit_test(each_value_of_a_policy_cites_its_rule),
		cmocka_unit_test(working_days_agree_with_the_notices),
	};
	return cmocka_run_group_tests_name("shipped", tests, NULL, NULL);
}
