/*
 * A new configuration: read and checked beside the running one, swapped
 * whole or not at all.  The verdict goes to whoever asked, to the log and
 * to systemd; keys that need a restart are named, never passed over.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "roster.h"
#include "zhipaid/clock.h"

struct change {
	struct zp_buf *out;
	enum zp_lang lang;
	unsigned changed, fixed;
};

static void changed(void *arg, const struct zp_conf_key *k, const char *was,
    const char *is)
{
	struct change *c = arg;

	c->changed++;
	zp_buf_printf(c->out, "  %s: %s -> %s", k->name, was, is);
	if (!k->reloadable) {
		c->fixed++;
		zp_buf_puts(c->out, c->lang == ZP_ZH ?
		    "（重启后才生效）" : " (needs a restart)");
	}
	zp_buf_putc(c->out, '\n');
}

static void reopened(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_daemon *d = arg;

	(void)rows;
	if (err != NULL && err->class != ZP_DB_LOST &&
	    err->class != ZP_DB_STALE)
		zp_log(ZP_LOG_ERR, NULL, "could not take up waiting cases: "
		    "%s", err->message);
	else if (err == NULL)
		zp_daemon_event(d, ZP_EV_BELL);
}

void zp_reopen(struct zp_daemon *d, bool all)
{
	zp_db_query(d->db, zp_sql_get("reopen"), (const char *[]){
	    d->conf->city, d->lease.text, d->lease.holder,
	    all ? "" : d->conf->policy.rule_set },
	    ZP_MS(d->conf->query_timeout_ms), reopened, d);
}

/* Other rules: whatever waits may now find counsel, and counts and
 * centres in the mirror rest on the old ones. */
static void rules_changed(struct zp_daemon *d)
{
	if (d->lease.term == 0 || !zp_db_up(d->db))
		return;		/* whoever takes the lead looks at it */
	zp_reopen(d, true);
	zp_daemon_event(d, ZP_EV_STALE);
}

static void swap(struct zp_daemon *d, struct zp_conf *new)
{
	bool rules = strcmp(new->policy.rule_set,
	    d->conf->policy.rule_set) != 0;

	zp_roster_outdate(d);
	zp_conf_unref(d->conf);
	d->conf = new;
	zp_log_level_set((enum zp_log_level)new->log_level);
	if (rules)
		rules_changed(d);
}

static void verdict(struct zp_daemon *d, bool good, const char *line)
{
	char s[512];

	snprintf(d->last_reload, sizeof(d->last_reload), "%s", line);
	snprintf(s, sizeof(s), "READY=1\nSTATUS=%s", line);
	zp_notify(s);
	zp_log(good ? ZP_LOG_NOTICE : ZP_LOG_ERR, NULL, "%s", line);
}

static bool refuse(struct zp_daemon *d, const struct zp_report *rep,
    enum zp_lang lang, struct zp_buf *out)
{
	char line[160];
	struct zp_buf b = { 0 };

	d->n.reload_errors++;
	zp_report_print(rep, lang, out);
	zp_report_print(rep, ZP_EN, &b);
	zp_log(ZP_LOG_ERR, NULL, "%s", zp_buf_str(&b));
	zp_buf_fini(&b);
	snprintf(line, sizeof(line), "reload failed: %zu errors in %s; the "
	    "old configuration goes on", rep->errors, d->conf_file);
	verdict(d, false, line);
	return false;
}

bool zp_reload(struct zp_daemon *d, enum zp_lang lang, struct zp_buf *out)
{
	struct zp_report rep = { 0 };
	struct change c = { .out = out, .lang = lang };
	char line[200];
	struct zp_conf *new;
	bool good = false;

	snprintf(line, sizeof(line), "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    zp_clock_mono().us);
	zp_notify(line);
	new = zp_conf_load(d->conf_file, &rep);
	if (new == NULL) {
		refuse(d, &rep, lang, out);
		goto out;
	}
	zp_conf_diff(d->conf, new, changed, &c);
	zp_conf_keep(new, d->conf);
	d->n.reloads++;
	swap(d, new);
	snprintf(line, sizeof(line), "configuration reloaded: %u keys changed"
	    ", %u need a restart; rules %.16s", c.changed, c.fixed,
	    d->conf->policy.rule_set);
	zp_buf_printf(out, lang == ZP_ZH ?
	    "已重新读取：%u 项变化，其中 %u 项重启后才生效；规则集 %.16s\n" :
	    "reloaded: %u keys changed, %u of them need a restart; rules "
	    "%.16s\n", c.changed, c.fixed, d->conf->policy.rule_set);
	verdict(d, true, line);
	good = true;
out:
	zp_report_fini(&rep);
	return good;
}
