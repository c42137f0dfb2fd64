/*
 * src/zhipactl/args.c - the command line into a request.
 * Options may stand anywhere; "--" ends them.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "zhipactl.h"

#define DEFAULT_SOCKET "/run/zhipaid/control.sock"

struct scan {			/* the command line while it is read */
	int argc, at;
	char **argv;
	struct zp_ctl_env *env;
	struct zp_arena *a;
	char **word; uint32_t words;	/* neither option nor its value */
	struct zp_ctl_request *rq;
	bool help, version, plain;
};

static int usage(const struct scan *s, const char *zh, const char *en,
    const char *what)
{
	const char *form = s->env->lang == ZP_EN ? en : zh;

	fprintf(stderr, "zhipactl: %s%s%s\n", form, what[0] != '\0' ?
	    s->env->lang == ZP_EN ? ": " : "：" : "", what);
	return ZP_EXIT_USAGE;
}

/* Chinese unless the environment asks for another language. */
static enum zp_lang default_lang(void)
{
	static const char *const from[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < ZP_COUNT(from); i++) {
		const char *v = getenv(from[i]);

		if (v != NULL && v[0] != '\0')
			return strncmp(v, "en", 2) == 0 ? ZP_EN : ZP_ZH;
	}
	return ZP_ZH;
}

static void default_env(struct zp_ctl_env *env)
{
	const char *path = getenv("ZHIPAID_SOCKET");
	const char *no_colour = getenv("NO_COLOR");

	env->socket = path != NULL && path[0] != '\0' ? path : DEFAULT_SOCKET;
	env->lang = default_lang();
	env->colour = isatty(STDOUT_FILENO) == 1 &&
	    (no_colour == NULL || no_colour[0] == '\0');
	env->progress = isatty(STDERR_FILENO) == 1;
}

/* The value of the option at s->at: after '=' or the next argument. */
static const char *value_of(struct scan *s, const char *equals)
{
	if (equals != NULL)
		return equals + 1;
	return s->at + 1 < s->argc ? s->argv[++s->at] : NULL;
}

/* Options of zhipactl itself.  Returns -1 when it is none of them. */
static int own_option(struct scan *s, const char *name, size_t n,
    const char *equals)
{
	const char *v;

	if (n == 4 && strncmp(name, "json", n) == 0)
		s->env->json = true;
	else if (n == 3 && strncmp(name, "csv", n) == 0)
		s->env->csv = true;
	else if (n == 8 && strncmp(name, "no-color", n) == 0)
		s->env->colour = false;
	else if (n == 4 && strncmp(name, "help", n) == 0)
		s->help = true;
	else if (n == 7 && strncmp(name, "version", n) == 0)
		s->version = true;
	else if (n == 6 && strncmp(name, "socket", n) == 0) {
		v = value_of(s, equals);
		if (v == NULL)
			return usage(s, "选项后面要有内容",
			    "option needs a value", "--socket");
		s->env->socket = v;
	} else if (n == 4 && strncmp(name, "lang", n) == 0) {
		v = value_of(s, equals);
		if (v == NULL || (strcmp(v, "zh") != 0 && strcmp(v, "en") != 0))
			return usage(s, "语言只有 zh 和 en",
			    "the languages are zh and en", "--lang");
		s->env->lang = v[0] == 'e' ? ZP_EN : ZP_ZH;
	} else
		return -1;
	return ZP_EXIT_OK;
}

/* "--name", "--name=value" or "--name value". */
static int long_option(struct scan *s)
{
	const char *name = s->argv[s->at] + 2, *equals = strchr(name, '=');
	size_t n = equals != NULL ? (size_t)(equals - name) : strlen(name);
	int rc = own_option(s, name, n, equals);
	const struct zp_option *known;
	struct zp_ctl_opt o;

	if (rc >= 0)
		return rc;
	o.name = zp_arena_strndup(s->a, name, n);
	known = zp_option_find(o.name);
	if (known == NULL)
		return usage(s, "没有此选项", "unknown option", o.name);
	if (zp_ctl_option(s->rq, o.name) != NULL)
		return usage(s, "选项重复", "option given twice", o.name);
	o.value = known->value == NULL && equals == NULL ? "" :
	    value_of(s, equals);
	if (o.value == NULL || s->rq->opts == ZP_CTL_OPTS_MAX)
		return usage(s, "选项后面要有内容", "option needs a value",
		    o.name);
	s->rq->opt[s->rq->opts++] = o;
	return ZP_EXIT_OK;
}

static int argument(struct scan *s)
{
	char *w = s->argv[s->at];

	if (!s->plain && strcmp(w, "--") == 0) {
		s->plain = true;
		return ZP_EXIT_OK;
	}
	if (!s->plain && strncmp(w, "--", 2) == 0)
		return long_option(s);
	if (!s->plain && strcmp(w, "-s") == 0) {
		if (s->at + 1 == s->argc)
			return usage(s, "选项后面要有内容",
			    "option needs a value", "-s");
		s->env->socket = s->argv[++s->at];
		return ZP_EXIT_OK;
	}
	if (!s->plain && (strcmp(w, "-h") == 0 || strcmp(w, "-V") == 0)) {
		*(w[1] == 'h' ? &s->help : &s->version) = true;
		return ZP_EXIT_OK;
	}
	if (!s->plain && w[0] == '-' && w[1] != '\0' &&
	    (w[1] < '0' || w[1] > '9'))	/* -1 is a number */
		return usage(s, "没有此选项", "unknown option", w);
	s->word[s->words++] = w;
	return ZP_EXIT_OK;
}

/* The verb that word[0..n) starts with: two words first, then one. */
static const struct zp_verb *verb_of(char *const *word, uint32_t n,
    struct zp_arena *a, uint32_t *used)
{
	const struct zp_verb *v = NULL;
	struct zp_buf two = { 0 };

	*used = 2;
	if (n > 1) {
		zp_buf_printf(&two, "%s %s", word[0], word[1]);
		v = zp_verb_find(zp_arena_strdup(a, zp_buf_str(&two)));
		zp_buf_fini(&two);
	}
	if (v == NULL && n > 0) {
		*used = 1;
		v = zp_verb_find(word[0]);
	}
	return v;
}

/* Edit distance, for "did you mean": Wagner & Fischer, J. ACM 21(1), 1974,
 * 168-173, doi:10.1145/321796.321811.  O(|a| |b|). */
static size_t distance(const char *a, const char *b)
{
	size_t row[32], n = strlen(b);

	if (n >= ZP_COUNT(row))
		return n;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; *a != '\0'; a++, i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = diagonal + (*a != b[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[n];
}

static int unknown_verb(const struct scan *s)
{
	const char *near = NULL;
	size_t best = 3;

	for (size_t i = 0; i < zp_verbs(); i++) {
		const char *name = zp_verb_at(i)->name;
		size_t d = distance(s->word[0], name);

		if (d < best) {
			best = d;
			near = name;
		}
	}
	usage(s, "没有此命令", "unknown command", s->word[0]);
	if (near != NULL)
		fprintf(stderr, s->env->lang == ZP_EN ?
		    "did you mean: %s\n" : "是否想用：%s\n", near);
	fputs(s->env->lang == ZP_EN ? "all commands: zhipactl help\n" :
	    "全部命令：zhipactl help\n", stderr);
	return ZP_EXIT_USAGE;
}

/* All is read: find the verb and check what it got. */
static int finish(struct scan *s, const struct zp_verb **verb)
{
	const struct zp_verb *v;
	const char *why[ZP_LANGS];
	uint32_t used;

	if (s->version) {
		puts("zhipactl " ZP_VERSION);
		return ZP_EXIT_OK;
	}
	v = verb_of(s->word, s->words, s->a, &used);
	if (s->words > 0 && v == NULL)
		return unknown_verb(s);
	if (s->help || s->words == 0) {
		zp_ctl_help(s->env, v);
		return s->help ? ZP_EXIT_OK : ZP_EXIT_USAGE;
	}
	s->rq->cmd = v->name;
	s->rq->arg = (const char **)s->word + used;
	s->rq->args = s->words - used;
	if (!zp_verb_fits(v, s->rq, s->a, why)) {
		zp_ctl_complain(s->env, why);
		fprintf(stderr, s->env->lang == ZP_EN ?
		    "usage: zhipactl help %s\n" : "用法：zhipactl help %s\n",
		    v->name);
		return ZP_EXIT_USAGE;
	}
	*verb = v;
	return ZP_EXIT_OK;
}

int zp_ctl_args(int argc, char **argv, struct zp_arena *a,
    struct zp_ctl_call *call)
{
	struct scan s = { .argc = argc, .argv = argv, .env = &call->env,
		.a = a, .rq = &call->rq };
	int rc = ZP_EXIT_OK;

	*call = (struct zp_ctl_call){ .rq.cmd = "" };
	default_env(&call->env);
	call->rq.opt = zp_arena_calloc(a, ZP_CTL_OPTS_MAX,
	    sizeof(*call->rq.opt));
	s.word = zp_arena_calloc(a, (size_t)argc, sizeof(*s.word));
	for (s.at = 1; s.at < argc && rc == ZP_EXIT_OK; s.at++)
		rc = argument(&s);
	return rc == ZP_EXIT_OK ? finish(&s, &call->verb) : rc;
}
