/*
 * src/wire/dataset.c - a directory of CSV files into one city.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "dataset_impl.h"

/* The whole file; false with errno. */
static bool slurp(const char *path, struct zp_buf *out)
{
	FILE *f = fopen(path, "rb");
	char room[65536];
	size_t n;
	int err;

	if (f == NULL)
		return false;
	while ((n = fread(room, 1, sizeof(room), f)) > 0)
		zp_buf_add(out, room, n);
	err = ferror(f) ? errno : 0;
	fclose(f);
	errno = err;
	return err == 0;
}

static void cannot_read(struct zp_load *k, const char *file)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };

	if (errno == ENOENT) {
		zp_buf_puts(&text[ZP_ZH], "缺少这个文件");
		zp_buf_puts(&text[ZP_EN], "the file is missing");
	} else {
		zp_buf_printf(&text[ZP_ZH], "无法读取：%s", strerror(errno));
		zp_buf_printf(&text[ZP_EN], "could not read: %s",
		    strerror(errno));
	}
	zp_csv_complain(k->rep, ZP_ERROR, file, 0, "", text);
}

static bool optional(enum zp_table_id id)
{
	return id == ZP_T_LEAVE || id == ZP_T_STATIONS ||
	    id == ZP_T_EVENTS || id >= ZP_T_ROSTER;
}

/* False: the file as a whole is useless, or must be there and is not. */
static bool read_table(struct zp_load *k, const char *dir,
    enum zp_table_id id)
{
	const struct zp_table *t = zp_table_get(id);
	struct zp_buf path = { 0 }, bytes = { 0 };
	bool ok = false;

	zp_buf_printf(&path, "%s/%s", dir, k->file[id]);
	if (slurp(zp_buf_str(&path), &bytes)) {
		struct zp_csv_file file = { k->file[id], zp_buf_str(&bytes),
			bytes.n };

		k->d->present[id] = true;
		ok = zp_csv_parse(t, &file, k->a, &k->out[id], k->rep);
	} else if (errno == ENOENT && optional(id)) {
		ok = true;
	} else {
		cannot_read(k, k->file[id]);
	}
	zp_buf_fini(&path);
	zp_buf_fini(&bytes);
	return ok;
}

static int by_approval(const void *a, const void *b)
{
	const struct zp_case *x = a, *y = b;
	int order = zp_wall_cmp(x->approved_at, y->approved_at);

	return order != 0 ? order : strcmp(x->case_no, y->case_no);
}

struct placed { struct zp_event ev; uint32_t at; };	/* for a stable sort */

static int by_time(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = zp_wall_cmp(x->ev.at, y->ev.at);

	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static void sort_events(struct zp_event *ev, uint32_t n)
{
	struct placed *p = zp_xcalloc(n, sizeof(*p));

	for (uint32_t i = 0; i < n; i++)
		p[i] = (struct placed){ ev[i], i };
	qsort(p, n, sizeof(*p), by_time);
	for (uint32_t i = 0; i < n; i++)
		ev[i] = p[i].ev;
	free(p);
}

/* Everything was read and checked: hand it over. */
static bool settle(struct zp_load *k)
{
	struct zp_dataset *d = k->d;
	bool good;

	for (int i = ZP_T_REGIONS; i <= ZP_T_STATIONS; i++)
		zp_registry_set(d->reg, (enum zp_table_id)i, k->out[i].rows,
		    k->out[i].n);
	d->cs = k->out[ZP_T_CASES].rows;
	d->cases = k->out[ZP_T_CASES].n;
	d->ev = k->out[ZP_T_EVENTS].rows;
	d->events = k->out[ZP_T_EVENTS].n;
	d->duty = k->out[ZP_T_ROSTER].rows;
	d->duties = k->out[ZP_T_ROSTER].n;
	d->day = k->out[ZP_T_STATION_DAYS].rows;
	d->days = k->out[ZP_T_STATION_DAYS].n;
	d->wish = k->out[ZP_T_WISHES].rows;
	d->wishes = k->out[ZP_T_WISHES].n;
	d->loan = k->out[ZP_T_DUTY_LOANS].rows;
	d->loans = k->out[ZP_T_DUTY_LOANS].n;
	d->help = k->out[ZP_T_HELP].rows;
	d->helps = k->out[ZP_T_HELP].n;
	if (d->cases > 1)
		qsort(d->cs, d->cases, sizeof(*d->cs), by_approval);
	if (d->events > 1)
		sort_events(d->ev, d->events);
	good = zp_registry_link(d->reg, k->rep);
	zp_duties_link(d->reg, d->duty, d->duties);
	zp_station_days_link(d->reg, d->day, d->days);
	zp_duty_wishes_link(d->reg, d->wish, d->wishes);
	zp_duty_loans_link(d->reg, d->loan, d->loans);
	return good;
}

static bool read_all(struct zp_load *k, const char *dir)
{
	bool ok = true;

	for (int i = 0; i < ZP_T_INPUTS; i++)
		ok = read_table(k, dir, (enum zp_table_id)i) && ok;
	if (!ok)
		return false;
	zp_load_check(k);
	return settle(k);
}

static bool is_directory(const char *dir, struct zp_report *rep)
{
	struct zp_buf text[ZP_LANGS] = { { 0 } };
	struct stat st;

	if (stat(dir, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return true;
		errno = ENOTDIR;
	}
	zp_buf_printf(&text[ZP_ZH], "无法打开目录：%s", strerror(errno));
	zp_buf_printf(&text[ZP_EN], "could not open the directory: %s",
	    strerror(errno));
	zp_csv_complain(rep, ZP_ERROR, dir, 0, "", text);
	return false;
}

struct zp_dataset *zp_dataset_read(const char *dir, struct zp_report *rep)
{
	struct zp_load k = { .rep = rep };
	bool ok;

	if (!is_directory(dir, rep))
		return NULL;
	k.d = zp_xcalloc(1, sizeof(*k.d));
	k.d->reg = zp_registry_new();
	k.a = k.d->reg->arena;
	for (int i = 0; i < ZP_T_INPUTS; i++) {
		const char *name = zp_table_get((enum zp_table_id)i)->name;
		struct zp_buf file = { 0 };

		zp_buf_printf(&file, "%s.csv", name);
		k.file[i] = zp_arena_strdup(k.a, zp_buf_str(&file));
		zp_buf_fini(&file);
	}
	ok = read_all(&k, dir);
	for (int i = 0; i < ZP_T_INPUTS; i++)
		zp_strmap_fini(&k.known[i]);
	if (ok)
		return k.d;
	zp_dataset_free(k.d);
	return NULL;
}

void zp_dataset_free(struct zp_dataset *d)
{
	if (d == NULL)
		return;
	zp_registry_free(d->reg);
	free(d);
}
