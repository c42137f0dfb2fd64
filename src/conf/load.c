/*
 * src/conf/load.c - files into one configuration.
 *
 * The daemon's file names a policy and calendars; a policy may build on
 * another.  Every file is read to its end, so that all errors come at once.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "impl.h"
#include "zhipaid/digest.h"

#define DEEPEST 8		/* policies one upon the other */
#define LONGEST_PATH 4096

/* The policies being read, from the innermost out. */
struct chain { const char *file; const struct chain *up; };

static void read_policy(struct zp_conf_load *from, const char *file,
    const struct chain *up);
static void take(struct zp_conf_load *l, const config_setting_t *group,
    const char *path);

/* --- names of files --- */

/* The directory of a file, in the arena. */
static const char *dir_of(struct zp_conf *c, const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash == NULL ? "." : slash == file ? "/" :
	    zp_arena_strndup(c->arena, file, (size_t)(slash - file));
}

/* Paths come from files of at most a megabyte; what is too long for the
 * system fails to open. */
static const char *path_of(struct zp_conf *c, const char *dir,
    const char *sub, const char *name)
{
	struct zp_buf b = { 0 };
	const char *path;

	zp_buf_printf(&b, "%s%s%s.conf", dir, sub, name);
	path = zp_arena_strdup(c->arena, zp_buf_str(&b));
	zp_buf_fini(&b);
	return path;
}

/* "anqing" of ".../anqing.conf". */
static const char *stem(struct zp_conf *c, const char *file)
{
	const char *slash = strrchr(file, '/'), *dot;

	file = slash == NULL ? file : slash + 1;
	dot = strrchr(file, '.');
	return zp_arena_strndup(c->arena, file, dot == NULL ? strlen(file) :
	    (size_t)(dot - file));
}

static int is_conf(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 5 &&
	    strcmp(d->d_name + n - 5, ".conf") == 0;
}

/* The name nearest to a file that is not there, in the arena, or NULL. */
static const char *nearest_file(struct zp_conf *c, const char *file)
{
	struct zp_nearest f = { .word = stem(c, file) };
	DIR *at = opendir(dir_of(c, file));
	struct dirent *d;

	while (at != NULL && (d = readdir(at)) != NULL)
		if (is_conf(d)) {
			const char *name = stem(c, d->d_name);

			zp_nearest_offer(&f, name, strlen(name));
		}
	if (at != NULL)
		closedir(at);
	return f.best;
}

void zp_conf_cannot_read(struct zp_conf_load *l)
{
	const struct zp_conf_load *by = l->asked;
	const char *why = strerror(errno), *near;
	struct zp_conf_load at;

	if (by == NULL || by->from_key == NULL) {
		zp_conf_wrong(l, 0, "", "无法读取 %s：%s",
		    "cannot read %s: %s", l->file, why);
		return;
	}
	/* Told where the file was named: there it can be put right. */
	at = *by;
	near = nearest_file(l->c, l->file);
	if (near == NULL)
		zp_conf_wrong(&at, by->from, by->from_key,
		    "无法读取 %s：%s", "cannot read %s: %s", l->file, why);
	else
		zp_conf_wrong(&at, by->from, by->from_key,
		    "无法读取 %s：%s；是否“%s”？",
		    "cannot read %s: %s; did you mean \"%s\"?",
		    l->file, why, near);
}

/* The file a setting names: a plain name in dir/sub, or an absolute path.
 * NULL: reported. */
static const char *named(struct zp_conf_load *l, const config_setting_t *s,
    const char *key, const char *sub)
{
	const char *name = config_setting_type(s) == CONFIG_TYPE_STRING ?
	    config_setting_get_string(s) : NULL;
	const char *path;

	if (l->frozen) {
		zp_conf_wrong(l, config_setting_source_line(s), key,
		    "存档的规则不得引用文件",
		    "rules on record cannot name files");
		return NULL;
	}
	if (name == NULL || *name == '\0' || (*name != '/' &&
	    (*name == '.' || strchr(name, '/') != NULL))) {
		zp_conf_wrong(l, config_setting_source_line(s), key,
		    "应为文件名（不带目录和 .conf），或绝对路径",
		    "takes the name of a file without directory and .conf, "
		    "or an absolute path");
		return NULL;
	}
	path = *name == '/' ? zp_arena_strdup(l->c->arena, name) :
	    path_of(l->c, dir_of(l->c, l->file), sub, name);
	l->from = config_setting_source_line(s);
	l->from_key = key;
	return path;
}

/* --- one file --- */

struct opened { struct zp_buf text; config_t cfg; bool good; };

/* Read and parse l->file; closed by close_file() whatever comes. */
static bool open_file(struct zp_conf_load *l, struct opened *o)
{
	const char *text = zp_conf_read(l, &o->text);

	if (text == NULL)
		config_init(&o->cfg);
	o->good = text != NULL && zp_conf_parse(l, &o->cfg, text);
	return o->good;
}

static void close_file(struct opened *o)
{
	config_destroy(&o->cfg);
	zp_buf_fini(&o->text);
}

/* A load of another file, named by `from`. */
static struct zp_conf_load other(struct zp_conf_load *from, const char *file,
    const char *prefix)
{
	return (struct zp_conf_load){ .c = from->c, .rep = from->rep,
		.file = file, .prefix = prefix, .asked = from };
}

static void read_calendar(struct zp_conf_load *from, const char *file)
{
	struct zp_conf_load l = other(from, file, "");
	struct opened o = { 0 };

	if (open_file(&l, &o))
		zp_conf_calendar(&l, config_root_setting(&o.cfg));
	close_file(&o);
}

static void came_from(struct zp_conf_load *l, const char *key, long line)
{
	int i = zp_conf_find(key, strlen(key));

	if (i >= 0)
		l->c->origin[i] = (struct zp_conf_origin){ l->file, line };
}

static void policy_body(struct zp_conf_load *l, const config_setting_t *root,
    const struct chain *here)
{
	const config_setting_t *s = config_setting_get_member(root, "extends");
	const char *base = s == NULL ? NULL : named(l, s, "extends", "/");
	int depth = 0;

	for (const struct chain *u = here; base != NULL && u != NULL;
	    u = u->up, depth++)
		if (strcmp(u->file, base) == 0 || depth == DEEPEST) {
			zp_conf_wrong(l, l->from, "extends",
			    "方案互相引用成环：%s",
			    "policies build on each other in a circle: %s",
			    base);
			base = NULL;
		}
	if (base != NULL)
		read_policy(l, base, here);
	came_from(l, "policy.name", 0);
	l->c->policy.name = stem(l->c, l->file);
	l->c->extends = base == NULL ? "" : stem(l->c, base);
	take(l, root, "policy");
}

static void read_policy(struct zp_conf_load *from, const char *file,
    const struct chain *up)
{
	struct zp_conf_load l = other(from, file, "policy.");
	struct chain here = { file, up };
	struct opened o = { 0 };

	if (open_file(&l, &o))
		policy_body(&l, config_root_setting(&o.cfg), &here);
	close_file(&o);
}

/* --- the keys of one file --- */

static void take_calendars(struct zp_conf_load *l, const config_setting_t *s)
{
	l->calendars = true;
	if (!config_setting_is_array(s) && !config_setting_is_list(s)) {
		zp_conf_wrong(l, config_setting_source_line(s), "calendars",
		    "应为方括号中的一组文件名，如 [\"2026\"]",
		    "takes names of files in brackets, such as [\"2026\"]");
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const char *file = named(l, config_setting_get_elem(s,
		    (unsigned)i), "calendars", "/calendars/");

		if (file != NULL)
			read_calendar(l, file);
	}
}

static void take_policy(struct zp_conf_load *l, const config_setting_t *s)
{
	l->policy = l->file;
	if (config_setting_is_group(s)) {
		take(l, s, "policy");
		return;
	}
	l->policy = named(l, s, "policy", "/policies/");
	if (l->policy == NULL)
		l->policy = l->file;
	else
		read_policy(l, l->policy, NULL);
}

static void take_calendar(struct zp_conf_load *l, const config_setting_t *s)
{
	l->calendars = true;
	if (config_setting_is_group(s))
		zp_conf_calendar(l, s);
	else
		zp_conf_wrong(l, config_setting_source_line(s), "calendar",
		    "应为 { } 中的一组键", "takes keys in { }");
}

/* policy_body() has followed it. */
static void take_extends(struct zp_conf_load *l, const config_setting_t *s)
{
	if (*l->prefix == '\0')
		zp_conf_wrong(l, config_setting_source_line(s),
		    "policy.extends", "只用于方案文件",
		    "works in policy files only");
}

/* Do keys start with this, followed by a dot? */
static bool is_group(const char *name, size_t n)
{
	for (size_t i = 0; i < zp_conf_rows; i++)
		if (strncmp(zp_conf_row[i].key.name, name, n) == 0 &&
		    zp_conf_row[i].key.name[n] == '.')
			return true;
	return false;
}

static void unknown_key(struct zp_conf_load *l, const config_setting_t *s,
    const char *name)
{
	struct zp_nearest f = { .word = name };
	size_t skip = strlen(l->prefix), n;

	for (size_t i = 0; i < zp_conf_rows; i++) {
		const char *known = zp_conf_row[i].key.name, *dot;

		zp_nearest_offer(&f, known, strlen(known));
		for (dot = known; (dot = strchr(dot, '.')) != NULL; dot++)
			if ((n = (size_t)(dot - known)) > skip)
				zp_nearest_offer(&f, known, n);
	}
	if (f.best != NULL && f.n > skip && strncmp(f.best, l->prefix,
	    skip) == 0)
		zp_conf_wrong(l, config_setting_source_line(s), name + skip,
		    "没有这个键，是否“%.*s”？",
		    "no such key, did you mean \"%.*s\"?",
		    (int)(f.n - skip), f.best + skip);
	else if (f.best != NULL)
		zp_conf_wrong(l, config_setting_source_line(s), name + skip,
		    "方案中没有这个键；“%.*s”写在 zhipaid.conf 中",
		    "no such key in a policy; \"%.*s\" belongs in "
		    "zhipaid.conf", (int)f.n, f.best);
	else
		zp_conf_wrong(l, config_setting_source_line(s), name + skip,
		    "没有这个键", "no such key");
}

static void take_one(struct zp_conf_load *l, const config_setting_t *s,
    const char *name)
{
	int i = zp_conf_find(name, strlen(name));
	bool group = is_group(name, strlen(name));

	came_from(l, name, config_setting_source_line(s));
	if (strcmp(name, "policy") == 0)
		take_policy(l, s);
	else if (strcmp(name, "calendars") == 0)
		take_calendars(l, s);
	else if (strcmp(name, "calendar") == 0)
		take_calendar(l, s);
	else if (strcmp(name, "policy.extends") == 0)
		take_extends(l, s);
	else if (i >= 0 && zp_conf_row[i].kind != ZP_CONF_FILE)
		zp_conf_set(l, (size_t)i, s);
	else if (group && config_setting_is_group(s))
		take(l, s, name);
	else if (group)
		zp_conf_wrong(l, config_setting_source_line(s),
		    name + strlen(l->prefix), "应为 { } 中的一组键",
		    "takes keys in { }");
	else
		unknown_key(l, s, name);
}

/* All settings of a group whose full name is path: "", "policy.load". */
static void take(struct zp_conf_load *l, const config_setting_t *group,
    const char *path)
{
	struct zp_buf name = { 0 };

	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *s = config_setting_get_elem(group,
		    (unsigned)i);

		zp_buf_reset(&name);
		zp_buf_printf(&name, "%s%s%s", path,
		    *path == '\0' ? "" : ".", config_setting_name(s));
		take_one(l, s, zp_buf_str(&name));
	}
	zp_buf_fini(&name);
}

/* --- directories --- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every calendar in dir/sub, in order of name; false: no such directory. */
static bool all_calendars(struct zp_conf_load *l, const char *dir,
    const char *sub)
{
	struct zp_conf *c = l->c;
	const char *name[256];
	size_t n = 0;
	char path[LONGEST_PATH];
	struct dirent *d;
	DIR *at;

	if (snprintf(path, sizeof(path), "%s%s", dir, sub) >= LONGEST_PATH ||
	    (at = opendir(path)) == NULL)
		return false;
	while (n < ZP_COUNT(name) && (d = readdir(at)) != NULL)
		if (is_conf(d))
			name[n++] = stem(c, d->d_name);
	closedir(at);
	qsort(name, n, sizeof(*name), by_name);
	l->from_key = NULL;		/* nobody named them */
	for (size_t i = 0; i < n; i++)
		read_calendar(l, path_of(c, path, "/", name[i]));
	return n > 0;
}

static struct zp_conf *conf_new(const char *file)
{
	struct zp_conf *c = zp_xcalloc(1, sizeof(*c));

	c->arena = zp_arena_new();
	c->refs = 1;
	c->file = zp_arena_strdup(c->arena, file);
	c->origin = zp_arena_calloc(c->arena, zp_conf_rows,
	    sizeof(*c->origin));
	zp_conf_defaults(c);
	return c;
}

/* Checks between keys, order of the calendar, digests.  Takes c; NULL when
 * anything was reported since there were `before` errors. */
static struct zp_conf *finish(struct zp_conf_load *l, size_t before,
    bool daemon)
{
	struct zp_conf *c = l->c;

	zp_conf_validate(l, daemon);
	if (l->rep->errors > before) {
		zp_conf_unref(c);
		return NULL;
	}
	ZP_ASSERT(zp_calendar_seal(&c->cal));
	c->policy.cal = &c->cal;
	c->policy_name = c->policy.name;
	zp_conf_digest(c);
	return c;
}

/* policy: its file, or NULL when it has none of its own. */
static void default_calendars(struct zp_conf_load *l, const char *policy)
{
	if (all_calendars(l, dir_of(l->c, l->file), "/calendars") ||
	    (policy != NULL &&
	    all_calendars(l, dir_of(l->c, policy), "/../calendars")))
		return;
	zp_conf_warn(l, 0, "calendars",
	    "没有节假日历，只按周一至周五算工作日（H3）",
	    "no calendar: Monday to Friday count as working days (H3)");
}

static struct zp_conf *load_main(const char *file, struct zp_report *rep,
    bool daemon)
{
	struct zp_conf_load l = { .c = conf_new(file), .rep = rep,
		.file = file, .prefix = "" };
	struct opened o = { 0 };
	size_t before = rep->errors;

	l.file = l.c->file;
	if (open_file(&l, &o)) {
		take(&l, config_root_setting(&o.cfg), "");
		if (l.policy == NULL)
			zp_conf_wrong(&l, 0, "policy",
			    "没有指明方案，如 policy = \"anqing\";",
			    "names no policy, such as policy = \"anqing\";");
		else if (!l.calendars)
			default_calendars(&l, l.policy == l.file ? NULL :
			    l.policy);
	}
	close_file(&o);
	return finish(&l, before, daemon && o.good);
}

struct zp_conf *zp_conf_load(const char *file, struct zp_report *rep)
{
	return load_main(file, rep, true);
}

/* Does the file look like the daemon's, not like a policy? */
static bool is_main(const char *file)
{
	static const char *const own[] = { "policy", "city", "database",
		"calendars", "calendar" };
	struct zp_report rep = { 0 };
	struct zp_conf_load l = { .c = conf_new(file), .rep = &rep,
		.file = file, .prefix = "" };
	struct opened o = { 0 };
	bool found = false;

	if (open_file(&l, &o))
		for (size_t i = 0; i < ZP_COUNT(own); i++)
			found |= config_lookup(&o.cfg, own[i]) != NULL;
	close_file(&o);
	zp_report_fini(&rep);
	zp_conf_unref(l.c);
	return found;
}

struct zp_conf *zp_conf_load_policy(const char *file, struct zp_report *rep)
{
	size_t before = rep->errors;
	struct zp_conf_load l = { .rep = rep, .prefix = "" };

	if (is_main(file))
		return load_main(file, rep, false);
	l.c = conf_new(file);
	l.file = l.c->file;
	read_policy(&l, l.file, NULL);
	default_calendars(&l, l.file);
	return finish(&l, before, false);
}

struct zp_conf *zp_conf_parse_rule_set(const char *text, size_t n,
    struct zp_report *rep)
{
	struct zp_conf_load l = { .c = conf_new("rule set"), .rep = rep,
		.prefix = "", .frozen = true };
	struct opened o = { 0 };
	size_t before = rep->errors;
	const char *body;

	l.file = l.c->file;
	zp_buf_add(&o.text, text, n);
	body = zp_conf_scan(&l, &o.text);
	if (body == NULL)
		config_init(&o.cfg);
	else if (zp_conf_parse(&l, &o.cfg, body))
		take(&l, config_root_setting(&o.cfg), "");
	close_file(&o);
	l.c = finish(&l, before, false);
	if (l.c != NULL)	/* of what was stored, whatever we print now */
		zp_digest(text, n, l.c->policy.rule_set);
	return l.c;
}

struct zp_conf *zp_conf_ref(struct zp_conf *c)
{
	c->refs++;
	return c;
}

void zp_conf_unref(struct zp_conf *c)
{
	if (c == NULL || --c->refs > 0)
		return;
	zp_arena_free(c->arena);
	free(c);
}
