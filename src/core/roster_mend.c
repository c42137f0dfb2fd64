/* src/core/roster_mend.c - see roster_mend.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "roster_mend.h"

static void quit(struct zp_roster_job *j)
{
	struct zp_roster_mend *m = j->arg;

	zp_roster_quit(j);
	m->done(m, NULL);
}

static void refuse(struct zp_roster_job *j, const char *zh, const char *en)
{
	struct zp_roster_mend *m = j->arg;

	m->refused[ZP_ZH] = zh;
	m->refused[ZP_EN] = en;
	quit(j);
}

/* Narrow the period to what is ahead, and published month after month. */
static bool published(const struct zp_roster_state *s,
    struct zp_roster_input *in)
{
	struct zp_date end = ZP_DATE_NONE;

	if (zp_date_cmp(in->from, in->today) < 0)
		in->from = in->today;
	for (uint32_t i = 0; i < s->months; i++) {
		struct zp_date last = zp_date_month_end(s->month[i].month);

		if (s->month[i].state != ZP_MONTH_PUBLISHED ||
		    zp_date_cmp(last, in->from) < 0 ||
		    zp_date_cmp(s->month[i].month, in->to) > 0)
			continue;
		if (!zp_date_known(end)) {
			if (zp_date_cmp(s->month[i].month, in->from) > 0)
				in->from = s->month[i].month;
		} else if (s->month[i].month.day != end.day + 1) {
			break;
		}
		end = last;
	}
	if (!zp_date_known(end))
		return false;
	if (zp_date_cmp(end, in->to) < 0)
		in->to = end;
	return true;
}

/* --- what people and the schema are told --- */

static void put_who(const struct zp_roster_input *in, const char *licence,
    enum zp_lang lang, struct zp_buf *out)
{
	int32_t k = zp_registry_find(in->reg, ZP_T_COUNSEL, licence);

	if (k >= 0)
		zp_person_say(in->reg, k, lang, out);
	else
		zp_buf_puts(out, lang == ZP_ZH ? "无人" : "nobody");
}

static struct zp_duty post_of(const struct zp_duty_change *c)
{
	return (struct zp_duty){ .station_code = c->station_code,
	    .date = c->date, .shift = c->shift, .post = c->post,
	    .station = c->station, .counsel = -1 };
}

static const char *became(const struct zp_roster_mend *m,
    const struct zp_duty_change *c)
{
	if (c->was[0] == '\0')
		return NULL;
	if (c->cause == ZP_CAUSE_EXCEPTION && c->now[0] == '\0')
		return "cancelled";
	return m->absent != NULL && c->cause == ZP_CAUSE_ABSENT ? "absent" :
	    "swapped";
}

/* Rows for the schema, lines for people, and a copy to keep. */
static void put_changes(struct zp_roster_job *j,
    const struct zp_roster_repair *r, struct zp_buf *rows)
{
	struct zp_roster_mend *m = j->arg;
	struct zp_buf text = { 0 };

	m->changes = r->changes;
	m->change = zp_arena_calloc(m->a, r->changes, sizeof(*m->change));
	m->unfilled = 0;
	zp_json_open(rows, '[');
	for (uint32_t i = 0; i < r->changes; i++) {
		const struct zp_duty_change *c = &r->change[i];
		struct zp_duty post = post_of(c);

		m->change[i] = *c;
		m->change[i].station_code = zp_arena_strdup(m->a,
		    c->station_code);
		m->change[i].was = zp_arena_strdup(m->a, c->was);
		m->change[i].now = zp_arena_strdup(m->a, c->now);
		m->unfilled += c->now[0] == '\0' &&
		    c->cause != ZP_CAUSE_EXCEPTION;
		zp_duty_row_put(rows, &(struct zp_duty_row){ .post = &post,
		    .was = c->was, .now = c->now, .became = became(m, c),
		    .state = "published", .cause = c->cause });
		zp_duty_say(j->s->in.reg, &post, m->lang, &text);
		zp_buf_puts(&text, m->lang == ZP_ZH ? "：" : ": ");
		put_who(&j->s->in, c->was, m->lang, &text);
		zp_buf_puts(&text, " -> ");
		put_who(&j->s->in, c->now, m->lang, &text);
		zp_buf_putc(&text, '\n');
	}
	zp_json_close(rows, ']');
	m->text = zp_arena_strdup(m->a, zp_buf_str(&text));
	zp_buf_fini(&text);
}

static void put_standbys(const struct zp_standby *s, uint32_t n,
    struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_json_open(out, '[');
	for (uint32_t i = 0; i < n; i++) {
		zp_json_open(out, '{');
		zp_json_key(out, "centre_code");
		zp_json_str(out, s[i].centre_code);
		zp_json_key(out, "date");
		zp_json_str(out, zp_date_print(s[i].date, day));
		zp_json_key(out, "licence_no");
		zp_json_str(out, s[i].licence_no);
		zp_json_close(out, '}');
	}
	zp_json_close(out, ']');
}

static void write_repair(struct zp_roster_job *j,
    const struct zp_roster_repair *r)
{
	struct zp_roster_mend *m = j->arg;
	struct zp_buf rows = { 0 }, gone = { 0 }, come = { 0 };
	char load[16];

	put_changes(j, r, &rows);
	put_standbys(r->gone, r->gones, &gone);
	put_standbys(r->come, r->comes, &come);
	snprintf(load, sizeof(load), "%" PRId32, j->s->in.p->duty_load);
	if (m->look || r->changes + r->gones + r->comes == 0)
		quit(j);
	else
		zp_roster_write(j, "roster_repair", (const char *[]){ m->by,
		    m->reason, load, zp_buf_str(&rows), zp_buf_str(&gone),
		    zp_buf_str(&come) }, 6);
	zp_buf_fini(&rows);
	zp_buf_fini(&gone);
	zp_buf_fini(&come);
}

/* --- the job --- */

/* Who is absent, of one day alone: no other day changes for it. */
static void fill_in(struct zp_roster_job *j)
{
	struct zp_roster_mend *m = j->arg;
	struct zp_roster_input in = j->s->in;
	struct zp_roster_torn t = { .in = &in, .override = j->s->override,
	    .overrides = j->s->overrides };

	if (!zp_duty_link(in.reg, m->absent)) {
		refuse(j, "没有这个站点", "there is no such station");
		return;
	}
	t.absent = zp_duty_standing(&in, m->absent);
	if (t.absent == NULL || t.absent->state != ZP_DUTY_PUBLISHED) {
		refuse(j, "这一班没有已公布的值班人",
		    "nobody has this duty by a published roster");
		return;
	}
	in.from = in.to = m->absent->date;
	write_repair(j, zp_roster_repair(&t, j->s->a));
}

static void mend(struct zp_roster_job *j)
{
	struct zp_roster_mend *m = j->arg;
	struct zp_roster_input in = j->s->in;
	struct zp_roster_torn t = { .in = &in, .override = j->s->override,
	    .overrides = j->s->overrides };

	m->changes = m->unfilled = 0;
	if (m->absent != NULL)
		fill_in(j);
	else if (!published(j->s, &in))
		quit(j);
	else
		write_repair(j, zp_roster_repair(&t, j->s->a));
}

static void written(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_roster_mend *m = arg;

	(void)rows;
	m->done(m, err);
}

void zp_roster_mend(struct zp_roster_mend *m, struct zp_date from,
    struct zp_date to)
{
	zp_roster_run(m->d, from, to, mend, written, m);
}
