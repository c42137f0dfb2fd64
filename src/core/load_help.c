/*
 * The log of legal help into the mirror (C14).
 *
 * A help makes every case it has to do with dirty in its own transaction, so
 * the rows of dirty cases say how far the log is; what is beyond the mirror's
 * own mark is read after them, never before.
 */
#include <stdio.h>
#include <string.h>

#include "load_impl.h"

/* What is on record has happened, though the server's clock be ahead. */
static void put(struct zp_load *l, const struct zp_db_rows *rows)
{
	struct zp_daemon *d = l->d;
	struct zp_help *h = zp_load_table(ZP_T_HELP, rows, l->a, l->why);
	struct zp_wall now = zp_daemon_now(d);
	uint32_t n = h == NULL ? 0 : zp_rows_count(rows);

	for (uint32_t i = 0; i < n; i++) {
		if (!d->replay && zp_wall_cmp(h[i].at, now) > 0)
			h[i].at = now;
		zp_world_help(d->world, &h[i]);
	}
	if (n > 0)
		snprintf(d->help_no, sizeof(d->help_no), "%s",
		    zp_rows_text(rows, n - 1, "help_no"));
}

static void ask(struct zp_load *l, const char *after, zp_db_reply reply)
{
	zp_load_send(l, "load_help", (const char *[]){ l->d->conf->city,
	    after }, reply, l);
}

static void got_all(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;

	if (zp_load_receive(l, err) != ZP_LOAD_GOOD)
		return;
	snprintf(l->d->help_no, sizeof(l->d->help_no), "0");
	put(l, rows);
}

void zp_load_help_all(struct zp_load *l)
{
	ask(l, "0", got_all);
}

static void got_new(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	enum zp_load_reply got = zp_load_receive(l, err);

	if (got == ZP_LOAD_GONE)
		return;
	if (got == ZP_LOAD_GOOD)
		put(l, rows);
	if (l->why[0] != '\0')
		zp_load_give_up(l);
	else
		zp_load_rest(l);
}

void zp_load_help(struct zp_load *l, const struct zp_db_rows *dirty)
{
	if (zp_rows_count(dirty) > 0 && strcmp(zp_rows_text(dirty, 0,
	    "help_no"), l->d->help_no) != 0)
		ask(l, l->d->help_no, got_new);
	else
		zp_load_rest(l);
}
