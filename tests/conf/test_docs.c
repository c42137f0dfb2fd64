/*
 * tests/conf/test_docs.c - the table of keys against everything written
 * about it: both languages, the defaults of the model, the words of the
 * model's columns, the list of keys in zhipaid.conf(5).
 * ZP_GOLDEN_UPDATE=1 writes that list anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support_conf.h"
#include "zhipaid/rule.h"

#define PAGE "src/zhipaid/zhipaid.conf.5"
#define BEGIN ".\\\" keys begin: written from the table of keys\n"
#define END ".\\\" keys end\n"

static void each_key_is_documented_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < zp_conf_keys(); i++) {
		const struct zp_conf_key *k = zp_conf_key_at(i);

		assert_true(strlen(k->doc[ZP_ZH]) >= 6);
		assert_true((unsigned char)k->doc[ZP_ZH][0] >= 0x80 ||
		    strstr(k->doc[ZP_ZH], "，") != NULL);
		assert_true(strlen(k->doc[ZP_EN]) >= 6);
		for (const char *s = k->doc[ZP_EN]; *s != '\0'; s++)
			assert_true((unsigned char)*s < 0x80);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(k->name,
			    zp_conf_key_at(j)->name);
	}
}

static void each_rule_a_key_cites_exists(void **state)
{
	(void)state;
	for (size_t i = 0; i < zp_conf_keys(); i++) {
		char ids[64], *id, *save;

		snprintf(ids, sizeof(ids), "%s", zp_conf_key_at(i)->rule);
		for (id = strtok_r(ids, " ", &save); id != NULL;
		    id = strtok_r(NULL, " ", &save))
			if (strcmp(id, "D17") != 0 && strcmp(id, "T8") != 0 &&
			    strcmp(id, "S10") != 0)	/* not rows */
				assert_true(zp_rule_find(id) >= 0);
	}
}

/* The table's defaults are the model's: one truth, told twice. */
static void defaults_are_those_of_the_model(void **state)
{
	struct zp_report rep = { 0 };
	struct zp_conf *c = zp_conf_parse_rule_set("policy: { };", 12, &rep);
	struct zp_buf table = { 0 }, model = { 0 };

	(void)state;
	assert_non_null(c);
	zp_conf_rule_set(c, &table);
	zp_policy_init(&c->policy);
	zp_conf_rule_set(c, &model);
	assert_string_equal(zp_buf_str(&table), zp_buf_str(&model));
	zp_buf_fini(&table);
	zp_buf_fini(&model);
	zp_conf_unref(c);
}

static void tags_are_those_of_a_case(void **state)
{
	const struct zp_table *t = zp_table_get(ZP_T_CASES);
	const char *const *words = t->col[zp_table_col(t, "tags")].words;
	struct zp_buf b = { 0 };

	(void)state;
	for (int i = 0; words[i] != NULL; i++)
		zp_buf_printf(&b, "%s%s", i == 0 ? "" : " | ", words[i]);
	for (size_t i = 0; i < zp_conf_keys(); i++)
		if (strcmp(zp_conf_key_at(i)->name,
		    "policy.jurisdiction.level_tags") == 0)
			assert_string_equal(zp_conf_key_at(i)->range,
			    zp_buf_str(&b));
	zp_buf_fini(&b);
}

/* One item of the manual's list. */
static void add_item(const struct zp_conf_key *k, struct zp_buf *out)
{
	zp_buf_printf(out, ".It Va %s\n", k->name);
	zp_buf_printf(out, "%s%s%s%s%s; ", k->type,
	    k->range[0] == '\0' ? "" : ": ", k->range,
	    k->unit[0] == '\0' ? "" : ", ", k->unit);
	if (k->def[0] == '\0')
		zp_buf_puts(out, "must be given");
	else
		zp_buf_printf(out, "default %s", k->def);
	zp_buf_printf(out, "%s%s%s.\n", k->rule[0] == '\0' ? "" : "; rules ",
	    k->rule, k->reloadable ? "" : "; needs a restart");
	zp_buf_printf(out, ".br\n%c%s.\n.br\n%s。\n",
	    k->doc[ZP_EN][0] >= 'a' && k->doc[ZP_EN][0] <= 'z' ?
	    k->doc[ZP_EN][0] - 32 : k->doc[ZP_EN][0], k->doc[ZP_EN] + 1,
	    k->doc[ZP_ZH]);
}

static void the_manual_lists_the_table(void **state)
{
	char *page = read_file(PAGE), *from = strstr(page, BEGIN), *to;
	struct zp_buf want = { 0 }, whole = { 0 };

	(void)state;
	assert_non_null(from);
	from += strlen(BEGIN);
	to = strstr(from, END);
	assert_non_null(to);
	for (size_t i = 0; i < zp_conf_keys(); i++)
		add_item(zp_conf_key_at(i), &want);
	if (golden_update()) {
		zp_buf_add(&whole, page, (size_t)(from - page));
		zp_buf_add(&whole, want.at, want.n);
		zp_buf_puts(&whole, to);
		write_file(PAGE, whole.at, whole.n, 0644);
	} else {
		*to = '\0';
		assert_string_equal(from, zp_buf_str(&want));
	}
	zp_buf_fini(&want);
	zp_buf_fini(&whole);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_key_is_documented_in_both_languages),
		cmocka_unit_test(each_rule_a_key_cites_exists),
		cmocka_unit_test(defaults_are_those_of_the_model),
		cmocka_unit_test(tags_are_those_of_a_case),
		cmocka_unit_test(the_manual_lists_the_table),
	};
	return cmocka_run_group_tests_name("docs", tests, NULL, NULL);
}
