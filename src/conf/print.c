/*
 * src/conf/print.c - a configuration as text, one value, and the difference
 * between two.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "impl.h"
#include "zhipaid/digest.h"

#define POLICY "policy."

static bool of_policy(size_t i)
{
	return strncmp(zp_conf_row[i].key.name, POLICY, strlen(POLICY)) == 0;
}

/* Files are not named: what they held is printed. */
static bool printed(size_t i)
{
	return zp_conf_row[i].kind != ZP_CONF_FILE &&
	    zp_conf_row[i].kind != ZP_CONF_CALENDARS;
}

static void one(const struct zp_conf *c, size_t i, const char *indent,
    const char *name, struct zp_buf *out)
{
	zp_buf_printf(out, "%s%s = ", indent, name);
	zp_conf_text(c, i, out);
	zp_buf_puts(out, ";\n");
}

/* Rows of the policy stand together, and so do those of a group. */
static void print_policy(const struct zp_conf *c, struct zp_buf *out)
{
	const char *group = "";
	size_t n = 0;

	zp_buf_puts(out, "policy: {\n");
	for (size_t i = 0; i < zp_conf_rows; i++) {
		const char *name = zp_conf_row[i].key.name + strlen(POLICY);
		const char *dot;

		if (!of_policy(i) || !printed(i))
			continue;
		dot = strchr(name, '.');
		if (n > 0 && (dot == NULL || strncmp(name, group, n) != 0 ||
		    name[n] != '.')) {
			zp_buf_puts(out, "  };\n");
			n = 0;
		}
		if (dot != NULL && n == 0) {
			group = name;
			n = (size_t)(dot - name);
			zp_buf_printf(out, "  %.*s: {\n", (int)n, name);
		}
		one(c, i, n == 0 ? "  " : "    ", dot == NULL ? name :
		    dot + 1, out);
	}
	zp_buf_puts(out, n > 0 ? "  };\n};\n" : "};\n");
}

void zp_conf_rule_set(const struct zp_conf *c, struct zp_buf *out)
{
	print_policy(c, out);
	zp_conf_calendar_text(&c->cal, out);
}

void zp_conf_print(const struct zp_conf *c, struct zp_buf *out)
{
	for (size_t i = 0; i < zp_conf_rows; i++)
		if (!of_policy(i) && printed(i))
			one(c, i, "", zp_conf_row[i].key.name, out);
	zp_conf_rule_set(c, out);
}

/* A connection string with a password in it. */
static bool hides(const struct zp_conf_row *row, const char *text)
{
	return row->key.secret && (strstr(text, "password") != NULL ||
	    (strstr(text, "://") != NULL && strchr(text, '@') != NULL));
}

void zp_conf_value(const struct zp_conf *c, size_t i, struct zp_buf *value,
    struct zp_buf *origin)
{
	const struct zp_conf_origin *o = &c->origin[i];
	struct zp_buf text = { 0 };

	zp_conf_text(c, i, &text);
	zp_buf_puts(value, hides(&zp_conf_row[i], zp_buf_str(&text)) ?
	    "***" : zp_buf_str(&text));
	zp_buf_fini(&text);
	if (o->file == NULL)
		zp_buf_puts(origin, "default");
	else if (o->line == 0)
		zp_buf_puts(origin, o->file);
	else
		zp_buf_printf(origin, "%s:%ld", o->file, o->line);
}

void zp_conf_diff(const struct zp_conf *old, const struct zp_conf *new,
    void (*fn)(void *arg, const struct zp_conf_key *k, const char *was,
    const char *is), void *arg)
{
	for (size_t i = 0; i < zp_conf_rows; i++) {
		const struct zp_conf_row *row = &zp_conf_row[i];
		struct zp_buf was = { 0 }, is = { 0 };
		const char *a, *b;

		zp_conf_text(old, i, &was);
		zp_conf_text(new, i, &is);
		a = zp_buf_str(&was);
		b = zp_buf_str(&is);
		if (strcmp(a, b) != 0)
			fn(arg, &row->key, hides(row, a) ? "***" : a,
			    hides(row, b) ? "***" : b);
		zp_buf_fini(&was);
		zp_buf_fini(&is);
	}
}

/* Set the keys that text gives values to: "v7 = ..." for row 7.  The text
 * is ours, so it must be right. */
static void set_rows(struct zp_conf *c, const struct zp_buf *text)
{
	struct zp_report rep = { 0 };
	struct zp_conf_load l = { .c = c, .rep = &rep, .file = "values",
		.prefix = "" };
	config_t cfg;
	char name[32];

	ZP_ASSERT(zp_conf_parse(&l, &cfg, zp_buf_str(text)));
	for (size_t i = 0; i < zp_conf_rows; i++) {
		snprintf(name, sizeof(name), "v%zu", i);
		if (config_lookup(&cfg, name) != NULL)
			zp_conf_set(&l, i, config_lookup(&cfg, name));
	}
	ZP_ASSERT(rep.n == 0);
	config_destroy(&cfg);
}

void zp_conf_defaults(struct zp_conf *c)
{
	struct zp_buf text = { 0 };

	for (size_t i = 0; i < zp_conf_rows; i++)
		if (printed(i) && zp_conf_row[i].key.def[0] != '\0')
			zp_buf_printf(&text, "v%zu = %s;\n", i,
			    zp_conf_row[i].key.def);
	set_rows(c, &text);
	zp_buf_fini(&text);
	c->policy_name = c->policy.name;
	c->city = c->database = c->extends = "";
}

void zp_conf_digest(struct zp_conf *c)
{
	struct zp_buf b = { 0 };

	zp_conf_rule_set(c, &b);
	zp_digest(b.at, b.n, c->policy.rule_set);
	zp_buf_reset(&b);
	zp_conf_print(c, &b);
	zp_digest(b.at, b.n, c->digest);
	zp_buf_fini(&b);
}

void zp_conf_keep(struct zp_conf *new, const struct zp_conf *old)
{
	struct zp_buf text = { 0 };

	for (size_t i = 0; i < zp_conf_rows; i++) {
		if (zp_conf_row[i].key.reloadable || !printed(i))
			continue;
		zp_buf_printf(&text, "v%zu = ", i);
		zp_conf_text(old, i, &text);
		zp_buf_puts(&text, ";\n");
		new->origin[i] = old->origin[i];
		if (old->origin[i].file != NULL)
			new->origin[i].file = zp_arena_strdup(new->arena,
			    old->origin[i].file);
	}
	set_rows(new, &text);
	zp_buf_fini(&text);
	zp_conf_digest(new);
}
