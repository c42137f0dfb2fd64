/*
 * Rosters and ledger into the mirror: marks in the database say how far they
 * are, and only what is beyond the mirror's own marks is read.  Where the
 * registry moved, everything is.
 *
 * A replay looks once a day of its clock: that is when its duties end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load_impl.h"

static int64_t mark(const struct zp_db_rows *rows, const char *name)
{
	return strtoll(zp_rows_text(rows, 0, name), NULL, 10);
}

static void take_duties(struct zp_load *l, const struct zp_db_rows *rows)
{
	l->duty = zp_load_table(ZP_T_ROSTER, rows, l->a, l->why);
	l->duties = l->duty == NULL ? 0 : zp_rows_count(rows);
}

/* Who is on duty in a hall, into the world (S5). */
static void put_duties(struct zp_load *l)
{
	struct zp_daemon *d = l->d;

	zp_world_no_duty(d->world);
	for (uint32_t i = 0; i < l->duties; i++)
		zp_world_duty(d->world, &l->duty[i]);
	d->roster_version = l->roster_version;
}

/* Entries behind those that the world has. */
static void put_entries(struct zp_load *l, const struct zp_db_rows *rows)
{
	struct zp_entry *e = zp_load_table(ZP_T_LEDGER, rows, l->a, l->why);
	uint32_t n = e == NULL ? 0 : zp_rows_count(rows);

	for (uint32_t i = 0; i < n; i++)
		zp_world_ledger(l->d->world, &e[i]);
	if (n > 0)
		snprintf(l->d->entry_no, sizeof(l->d->entry_no), "%s",
		    zp_rows_text(rows, n - 1, "entry_no"));
}

static void look_done(struct zp_daemon *d)
{
	d->marked = zp_wall_date(zp_daemon_now(d));
}

/* --- a full load --- */

static void got_version(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;

	if (zp_load_receive(l, err) == ZP_LOAD_GOOD &&
	    zp_rows_count(rows) == 1)
		l->roster_version = mark(rows, "roster_version");
}

static void got_duties(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	if (zp_load_receive(arg, err) == ZP_LOAD_GOOD)
		take_duties(arg, rows);
}

static void got_ledger(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	if (zp_load_receive(arg, err) == ZP_LOAD_GOOD)
		put_entries(arg, rows);
}

void zp_load_ledger(struct zp_load *l, const char *after)
{
	zp_load_send(l, "load_ledger", (const char *[]){ l->d->conf->city,
	    after }, got_ledger, l);
}

void zp_load_marks_all(struct zp_load *l)
{
	const char *city[] = { l->d->conf->city };

	zp_load_send(l, "load_marks", city, got_version, l);
	zp_load_send(l, "load_roster", city, got_duties, l);
}

void zp_load_mark_all(struct zp_load *l)
{
	snprintf(l->d->entry_no, sizeof(l->d->entry_no), "0");
	put_duties(l);
	look_done(l->d);
}

/* --- what moved --- */

bool zp_load_marks_due(const struct zp_daemon *d)
{
	return !d->replay || d->replay_done ||
	    zp_date_cmp(d->marked, zp_wall_date(d->clock)) != 0;
}

/* The last of the replies: go on. */
static void step(struct zp_load *l, enum zp_load_reply got)
{
	if (got == ZP_LOAD_GONE)
		return;
	if (l->why[0] != '\0')
		zp_load_give_up(l);
	else if (l->waiting == 0)
		zp_load_dirty(l);
}

static void new_duties(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	enum zp_load_reply got = zp_load_receive(l, err);

	if (got == ZP_LOAD_GOOD) {
		take_duties(l, rows);
		if (l->duty != NULL)
			put_duties(l);
	}
	step(l, got);
}

static void new_entries(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	enum zp_load_reply got = zp_load_receive(arg, err);

	if (got == ZP_LOAD_GOOD)
		put_entries(arg, rows);
	step(arg, got);
}

/* Another registry: the whole mirror is old, and so are rosters made with
 * people who are on leave now. */
static void got_marks(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_load *l = arg;
	enum zp_load_reply got = zp_load_receive(l, err);

	if (got == ZP_LOAD_GOOD && zp_rows_count(rows) == 1) {
		struct zp_daemon *d = l->d;

		if (mark(rows, "registry_version") != d->registry_version) {
			zp_load_all(d);		/* frees l */
			return;
		}
		look_done(d);
		l->roster_version = mark(rows, "roster_version");
		if (l->roster_version != d->roster_version)
			zp_load_send(l, "load_roster", (const char *[]){
			    d->conf->city }, new_duties, l);
		if (strcmp(zp_rows_text(rows, 0, "entry_no"),
		    d->entry_no) != 0)
			zp_load_send(l, "load_ledger", (const char *[]){
			    d->conf->city, d->entry_no }, new_entries, l);
	}
	step(l, got);
}

void zp_load_marks(struct zp_load *l)
{
	zp_load_send(l, "load_marks", (const char *[]){ l->d->conf->city },
	    got_marks, l);
}
