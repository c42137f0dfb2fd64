/* zhipaid(8): read the configuration, run the daemon. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zhipaid/conf.h"
#include "zhipaid/daemon.h"
#include "zhipaid/log.h"

#define EXIT_CONFIG 78		/* EX_CONFIG: systemd does not restart */
#define EXIT_USAGE 2

static const char usage[] =
    "usage: zhipaid [-n] [-c FILE]\n"
    "  -c FILE  configuration (default /etc/zhipaid/zhipaid.conf)\n"
    "  -n       check the configuration and exit: 0 good, 78 not\n"
    "  --help, --version\n"
    "用法：zhipaid [-n] [-c 配置文件]\n";

/* The operator's language, as zhipactl chooses it. */
static enum zp_lang lang(void)
{
	const char *l = getenv("LANG");

	return l != NULL && strncmp(l, "en", 2) == 0 ? ZP_EN : ZP_ZH;
}

static struct zp_conf *load(const char *file)
{
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };
	struct zp_conf *c = zp_conf_load(file, &rep);

	zp_report_print(&rep, lang(), &b);
	fputs(zp_buf_str(&b), stderr);
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	return c;
}

static const char *file = "/etc/zhipaid/zhipaid.conf";
static int check;

/* Options into the two above; -1 to go on, else the exit code. */
static int options(int argc, char **argv)
{
	static const struct option opt[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check-config", no_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int o;

	while ((o = getopt_long(argc, argv, "c:n", opt, NULL)) != -1)
		switch (o) {
		case 'c':
			file = optarg;
			break;
		case 'n':
			check = 1;
			break;
		case 'h':
			fputs(usage, stdout);
			return 0;
		case 'V':
			puts("zhipaid " ZP_VERSION);
			return 0;
		default:
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
	if (optind == argc)
		return -1;
	fprintf(stderr, "zhipaid: unexpected argument \"%s\"\n%s",
	    argv[optind], usage);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	int code = options(argc, argv);
	struct zp_conf *c;

	if (code >= 0)
		return code;
	c = load(file);
	if (c == NULL)
		return EXIT_CONFIG;
	if (check) {
		printf("%s: good; policy %s, rules %.16s\n", file,
		    c->policy.name, c->policy.rule_set);
		zp_conf_unref(c);
		return 0;
	}
	zp_log_open("zhipaid", (enum zp_log_level)c->log_level);
	return zp_daemon_run(c, file);
}
