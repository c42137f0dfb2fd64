/*
 * src/zhipactl/help.c - help and shell completion, from the command table.
 */
#include <string.h>
#include "zhipactl.h"

/* "explain CASE [--for LICENCE]" */
static void synopsis(const struct zp_verb *v, struct zp_buf *out)
{
	bool needed;

	zp_buf_puts(out, v->name);
	if (v->args[0] != '\0')
		zp_buf_printf(out, " %s", v->args);
	for (size_t i = 0; i < zp_options(); i++) {
		const struct zp_option *o = zp_option_at(i);

		if (!zp_verb_takes(v, o->name, &needed))
			continue;
		zp_buf_printf(out, needed ? " --%s" : " [--%s", o->name);
		if (o->value != NULL)
			zp_buf_printf(out, " %s", o->value);
		zp_buf_puts(out, needed ? "" : "]");
	}
}

static int help_verb(const struct zp_ctl_env *env, const struct zp_verb *v)
{
	struct zp_buf line = { 0 };

	synopsis(v, &line);
	printf("zhipactl %s\n\n%s\n", zp_buf_str(&line), v->help[env->lang]);
	for (size_t i = 0, first = 1; i < zp_options(); i++) {
		const struct zp_option *o = zp_option_at(i);

		if (!zp_verb_takes(v, o->name, NULL))
			continue;
		zp_buf_reset(&line);
		zp_buf_printf(&line, "--%s %s", o->name,
		    o->value != NULL ? o->value : "");
		fputs(first != 0 ? "\n  " : "  ", stdout);
		zp_ctl_put_padded(stdout, zp_buf_str(&line), 22);
		printf(" %s\n", o->help[env->lang]);
		first = 0;
	}
	if (v->role == ZP_ROLE_FULL)
		puts(env->lang == ZP_EN ? "\nNeeds the full socket." :
		    "\n需要管理套接字。");
	zp_buf_fini(&line);
	return ZP_EXIT_OK;
}

static const char *const own_options[ZP_LANGS] = {
	"  -s, --socket SOCKET        守护进程的套接字"
	"（默认 $ZHIPAID_SOCKET 或\n"
	"                             /run/zhipaid/control.sock）\n"
	"  --json                     输出 JSON\n"
	"  --csv                      表格输出为 CSV\n"
	"  --lang zh|en               语言\n"
	"  --no-color                 不用颜色\n"
	"  -h, --help; -V, --version\n",
	"  -s, --socket SOCKET        the daemon's socket (default "
	"$ZHIPAID_SOCKET or\n"
	"                             /run/zhipaid/control.sock)\n"
	"  --json                     print JSON\n"
	"  --csv                      print the table as CSV\n"
	"  --lang zh|en               language\n"
	"  --no-color                 no colour\n"
	"  -h, --help; -V, --version\n",
};
static const char *const usage_line[ZP_LANGS] = {
	"用法：zhipactl [选项] 命令 [参数]\n",
	"usage: zhipactl [OPTIONS] COMMAND [ARGUMENTS]\n",
};
static const char *const heading[][ZP_LANGS] = {
	[ZP_ROLE_READ] = { "查看", "Look" },
	[ZP_ROLE_FULL] = { "办理（管理套接字）", "Act (full socket)" },
	[ZP_ROLE_LOCAL] = { "不经守护进程", "Without the daemon" },
};

static void help_group(enum zp_lang lang, enum zp_role_needed role)
{
	struct zp_buf name = { 0 };

	printf("\n%s\n", heading[role][lang]);
	for (size_t i = 0; i < zp_verbs(); i++) {
		const struct zp_verb *v = zp_verb_at(i);

		if (v->role != role)
			continue;
		zp_buf_reset(&name);
		zp_buf_printf(&name, "%s %s", v->name, v->args);
		fputs("  ", stdout);
		zp_ctl_put_padded(stdout, zp_buf_str(&name), 26);
		printf(" %s\n", v->help[lang]);
	}
	zp_buf_fini(&name);
}

int zp_ctl_help(const struct zp_ctl_env *env, const struct zp_verb *v)
{
	if (v != NULL)
		return help_verb(env, v);
	fputs(usage_line[env->lang], stdout);
	help_group(env->lang, ZP_ROLE_READ);
	help_group(env->lang, ZP_ROLE_FULL);
	help_group(env->lang, ZP_ROLE_LOCAL);
	putchar('\n');
	fputs(own_options[env->lang], stdout);
	return ZP_EXIT_OK;
}

/* Names of verbs: their first words, or the second words after `first`. */
static void verb_words(const char *first)
{
	const char *last = "";
	size_t n = 0;

	for (size_t i = 0; i < zp_verbs(); i++) {
		const char *name = zp_verb_at(i)->name;
		size_t len = strcspn(name, " ");

		if (first != NULL) {
			if (strncmp(name, first, strlen(first)) == 0 &&
			    name[strlen(first)] == ' ')
				printf("%s ", name + strlen(first) + 1);
		} else if (len != n || memcmp(name, last, len) != 0)
			printf("%.*s ", (int)len, name);
		last = name;
		n = len;
	}
}

int zp_ctl_completion(const char *shell)
{
	static const char *const two[] = { "leave", "config", "db" };

	if (strcmp(shell, "zsh") == 0)
		puts("#compdef zhipactl\n"
		    "autoload -U +X bashcompinit && bashcompinit");
	else if (strcmp(shell, "bash") != 0) {
		fputs("zhipactl: bash|zsh\n", stderr);
		return ZP_EXIT_USAGE;
	}
	puts("_zhipactl()\n{\n"
	    "\tlocal word=${COMP_WORDS[COMP_CWORD]} list");
	puts("\tcase ${COMP_WORDS[COMP_CWORD-1]} in");
	for (size_t i = 0; i < ZP_COUNT(two); i++) {
		printf("\t%s) list=\"", two[i]);
		verb_words(two[i]);
		puts("\";;");
	}
	puts("\t--socket|-s|--config|--data|--export|import)\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
	    "\t\treturn;;\n\t--lang) list=\"zh en\";;");
	fputs("\t*) list=\"", stdout);
	verb_words(NULL);
	fputs("--csv --json --lang --no-color --socket ", stdout);
	for (size_t i = 0; i < zp_options(); i++)
		printf("--%s ", zp_option_at(i)->name);
	puts("\";;\n\tesac\n"
	    "\tmapfile -t COMPREPLY < <(compgen -W \"$list\" -- \"$word\")\n"
	    "}\ncomplete -F _zhipactl zhipactl");
	return ZP_EXIT_OK;
}
