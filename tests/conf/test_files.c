/* tests/conf/test_files.c - what depends on the files themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support_conf.h"

#define HEAD "city = \"340800\";\ndatabase = \"dbname=x\";\n"

static int clean(void **state)
{
	(void)state;
	scratch_done();
	return 0;
}

/* Loading fails and the report holds each text. */
static void refused(const char *name, const char *says)
{
	assert_null(load_scratch(name));
	if (strstr(last_report(), says) == NULL)
		print_message("%s\n", last_report());
	assert_non_null(strstr(last_report(), says));
}

static void files_others_can_write_are_refused(void **state)
{
	static const char good[] = HEAD "policy: { };\ncalendars = [ ];\n";

	(void)state;
	for (unsigned mode = 0600; mode <= 0666; mode++) {
		write_file(in_scratch("m.conf"), good, sizeof(good) - 1,
		    mode);
		if ((mode & 002) != 0) {
			refused("m.conf", "run chmod go-w");
		} else {
			struct zp_conf *c = load_scratch("m.conf");

			assert_non_null(c);
			zp_conf_unref(c);
		}
	}
	write_file(in_scratch("m.conf"), good, sizeof(good) - 1, 0660);
	if (chown(in_scratch("m.conf"), (uid_t)-1, 54321) == 0)
		refused("m.conf", "run chmod go-w");	/* a strange group */
	unlink(in_scratch("m.conf"));
	scratch_text("m.conf", HEAD "policy = \"p\";\ncalendars = [\"c\"];\n");
	write_file(in_scratch("policies/p.conf"), "", 0, 0666);
	write_file(in_scratch("calendars/c.conf"), "", 0, 0646);
	refused("m.conf", "p.conf: error: others can write");
	refused("m.conf", "c.conf: error: others can write");
}

static void what_is_no_file_is_refused(void **state)
{
	char *big = calloc(1, (1 << 20) + 2);

	(void)state;
	refused("none.conf", "No such file or directory");
	refused("policies", "not a regular file");
	memset(big, '#', (1 << 20) + 1);
	write_file(in_scratch("big.conf"), big, (1 << 20) + 1, 0644);
	refused("big.conf", "the file is too large");
	free(big);
	write_file(in_scratch("nul.conf"), "a = 1;\n\0b = 2;\n", 15, 0644);
	refused("nul.conf", "nul.conf:2: error: not UTF-8 text");
	assert_int_equal(mkfifo(in_scratch("fifo.conf"), 0600), 0);
	refused("fifo.conf", "not a regular file");
}

static void calendars_are_found(void **state)
{
	struct zp_conf *c;

	(void)state;
	scratch_text("a.conf", HEAD "policy = \"p\";\n");
	scratch_text("policies/p.conf", "");
	c = load_scratch("a.conf");
	assert_non_null(c);
	assert_non_null(strstr(last_report(), "warning: no calendar"));
	zp_conf_unref(c);
	scratch_text("calendars/2031.conf", "year = 2031;\n");
	scratch_text("calendars/2030.conf",
	    "year = 2030;\noff = [\"2030-01-01\"];\n");
	scratch_text("calendars/.hidden.conf", "year = 2032;\n");
	scratch_text("calendars/readme", "x");
	c = load_scratch("a.conf");
	assert_string_equal(last_report(), "");
	assert_int_equal(c->cal.years, 2);
	assert_int_equal(c->cal.year[0], 2030);
	assert_int_equal(c->cal.days, 1);
	zp_conf_unref(c);
	scratch_text("a.conf", HEAD "policy = \"p\";\ncalendars = [\"2031\"];");
	c = load_scratch("a.conf");
	assert_int_equal(c->cal.years, 1);
	zp_conf_unref(c);
}

/* A configuration elsewhere may name the policy by its path. */
static void an_absolute_policy_brings_its_calendars(void **state)
{
	char text[512];
	struct zp_conf *c;

	(void)state;
	scratch_text("policies/p.conf", "title = \"x\";\n");
	scratch_text("calendars/2030.conf", "year = 2030;\n");
	assert_int_equal(mkdir(in_scratch("var"), 0755), 0);
	snprintf(text, sizeof(text), HEAD "policy = \"%s\";\n",
	    in_scratch("policies/p.conf"));
	scratch_text("var/a.conf", text);
	c = load_scratch("var/a.conf");
	assert_string_equal(last_report(), "");
	assert_string_equal(c->policy.name, "p");
	assert_int_equal(c->cal.years, 1);
	zp_conf_unref(c);
}

static void a_local_calendar_adds_days(void **state)
{
	struct zp_conf *c;

	(void)state;
	scratch_text("a.conf", HEAD "policy: { };\n");
	scratch_text("calendars/2030.conf", "year = 2030;\n"
	    "off = [\"2030-05-01..2030-05-03 劳动节\"];\n");
	scratch_text("calendars/local.conf",
	    "off = [\"2030-05-03..2030-05-04 那达慕\", \"2030-08-01\"];\n");
	c = load_scratch("a.conf");
	assert_string_equal(last_report(), "");
	assert_int_equal(c->cal.days, 5);
	assert_string_equal(c->cal.day[2].name, "劳动节");
	assert_string_equal(c->cal.day[3].name, "那达慕");
	zp_conf_unref(c);
	scratch_text("calendars/local.conf", "work = [\"2030-05-04\"];\n"
	    "off = [\"2030-05-04\"];\n");
	refused("a.conf", "2030-05-04 is both a day off and a working day");
}

static void a_calendar_has_an_end(void **state)
{
	struct zp_buf b = { 0 };

	(void)state;
	scratch_text("a.conf", HEAD "policy: { };\n");
	zp_buf_puts(&b, "off = [");
	for (int y = 2000; y < 2030; y++)
		for (int m = 1; m <= 12; m++)
			zp_buf_printf(&b, "%s\"%d-%02d-01..%d-%02d-28\"",
			    b.n > 7 ? ",\n" : "", y, m, y, m);
	zp_buf_puts(&b, "];\n");
	scratch_text("calendars/x.conf", zp_buf_str(&b));
	zp_buf_fini(&b);
	refused("a.conf", "the calendars hold more than 8000 days");
}

static void too_deep_a_pile_of_policies_ends(void **state)
{
	char name[64], text[64];

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "policies/p%d.conf", i);
		snprintf(text, sizeof(text), "extends = \"p%d\";\n", i + 1);
		scratch_text(name, text);
	}
	scratch_text("a.conf", HEAD "policy = \"p0\";\ncalendars = [ ];\n");
	refused("a.conf", "build on each other in a circle");
}

static void value(const struct zp_conf *c, const char *key, const char *is,
    const char *from)
{
	struct zp_buf v = { 0 }, o = { 0 };

	for (size_t i = 0; i < zp_conf_keys(); i++)
		if (strcmp(zp_conf_key_at(i)->name, key) == 0)
			zp_conf_value(c, i, &v, &o);
	assert_string_equal(zp_buf_str(&v), is);
	if (strcmp(from, "default") == 0)
		assert_string_equal(zp_buf_str(&o), from);
	else
		assert_string_equal(zp_buf_str(&o), in_scratch(from));
	zp_buf_fini(&v);
	zp_buf_fini(&o);
}

static void values_tell_where_they_come_from(void **state)
{
	struct zp_conf *c;

	(void)state;
	scratch_text("policies/base.conf", "name = \"b\";\n"
	    "load: { annual_cap = 60;\n warn_at = 50; };\n");
	scratch_text("policies/top.conf",
	    "extends = \"base\";\nload: { warn_at = 40; };\n");
	scratch_text("a.conf", "city = \"340800\";\n"
	    "database = \"host=a password=b\";\npolicy = \"top\";\n"
	    "calendars = [ ];\nlang = \"en\";\n");
	c = load_scratch("a.conf");
	assert_non_null(c);
	value(c, "policy.load.annual_cap", "60", "policies/base.conf:2");
	value(c, "policy.load.warn_at", "40", "policies/top.conf:2");
	value(c, "policy.load.lead", "1000", "default");
	value(c, "policy.name", "\"top\"", "policies/top.conf");
	value(c, "policy.extends", "\"base\"", "policies/top.conf:1");
	value(c, "policy", "\"top\"", "a.conf:3");
	value(c, "calendars", "(0 days, sha256 eeb04fa69f20b5a3)",
	    "a.conf:4");
	value(c, "lang", "\"en\"", "a.conf:5");
	value(c, "database", "***", "a.conf:2");
	zp_conf_unref(c);
}

struct seen { struct zp_buf b; };

static void see(void *arg, const struct zp_conf_key *k, const char *was,
    const char *is)
{
	struct seen *s = arg;

	zp_buf_printf(&s->b, "%s%s %s -> %s\n", k->reloadable ? "" : "! ",
	    k->name, was, is);
}

static void diff_names_what_changed(void **state)
{
	struct zp_conf *a, *b;
	struct seen s = { { 0 } };

	(void)state;
	scratch_text("a.conf", HEAD "policy: { };\ncalendars = [ ];\n");
	a = load_scratch("a.conf");
	scratch_text("a.conf", "city = \"150400\";\n"
	    "database = \"postgres://u:p@h/d\";\n"
	    "policy: { load: { annual_cap = 80; }; rules: { off = [\"C7\"]; };"
	    " };\ncalendar: { years = [2026]; };\n");
	b = load_scratch("a.conf");
	zp_conf_diff(a, a, see, &s);
	assert_string_equal(zp_buf_str(&s.b), "");
	zp_conf_diff(a, b, see, &s);
	assert_string_equal(zp_buf_str(&s.b),
	    "! city \"340800\" -> \"150400\"\n"
	    "! database \"dbname=x\" -> ***\n"
	    "calendars (0 days, sha256 eeb04fa69f20b5a3) -> "
	    "2026 (0 days, sha256 041babe65537cc5f)\n"
	    "policy.load.annual_cap 90 -> 80\n"
	    "policy.rules.off [ ] -> [\"C7\"]\n");
	assert_string_not_equal(a->policy.rule_set, b->policy.rule_set);
	zp_conf_keep(b, a);
	assert_string_equal(b->city, "340800");
	assert_string_equal(b->database, "dbname=x");
	value(b, "city", "\"340800\"", "a.conf:1");
	zp_buf_reset(&s.b);
	zp_conf_diff(a, b, see, &s);
	assert_null(strchr(zp_buf_str(&s.b), '!'));
	assert_int_equal(b->policy.annual_cap, 80);
	zp_buf_fini(&s.b);
	zp_conf_unref(a);
	zp_conf_unref(b);
}

static void a_stored_rule_set_reads_no_files(void **state)
{
	static const char *const text[] = { "policy = \"anqing\";",
		"policy: { }; calendars = [\"2026\"];" };
	struct zp_conf *c;
	struct zp_report rep = { 0 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_null(zp_conf_parse_rule_set(text[i], strlen(text[i]),
		    &rep));
		assert_string_equal(rep.at[0].text[ZP_EN],
		    "rules on record cannot name files");
		zp_report_fini(&rep);
	}
	c = zp_conf_parse_rule_set("policy: { };", 12, &rep);
	assert_non_null(c);
	assert_int_equal(rep.n, 0);
	/* named by what was stored, not by what is printed today */
	assert_string_equal(c->policy.rule_set,
	    "90d2eff9d5738e26b9c969e70d449cad"
	    "f2a43c499034a2f295e89ed8b4cc5f49");
	assert_ptr_equal(zp_conf_ref(c), c);
	zp_conf_unref(c);
	assert_int_equal(c->policy.annual_cap, 90);
	zp_conf_unref(c);
	zp_conf_unref(NULL);
	assert_null(zp_conf_parse_rule_set("policy: {", 9, &rep));
	assert_null(zp_conf_parse_rule_set("policy: { };\0x", 14, &rep));
	zp_report_fini(&rep);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_teardown(f, clean)
	const struct CMUnitTest tests[] = {
		TEST(files_others_can_write_are_refused),
		TEST(what_is_no_file_is_refused),
		TEST(calendars_are_found),
		TEST(an_absolute_policy_brings_its_calendars),
		TEST(a_local_calendar_adds_days),
		TEST(a_calendar_has_an_end),
		TEST(too_deep_a_pile_of_policies_ends),
		TEST(values_tell_where_they_come_from),
		TEST(diff_names_what_changed),
		TEST(a_stored_rule_set_reads_no_files),
	};
	return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
