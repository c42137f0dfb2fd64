/*
 * A clerk puts a person into a duty.  HARD rules refuse; the others want to
 * be named and a reason on record, as for cases (cmd_assign.c).
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duty_rows.h"

struct change {
	struct zp_req *r;
	struct zp_duty post;
	char *done;		/* what to say when it is written */
	bool off[ZP_RULES];	/* set aside, of those named */
	char ids[64];		/* "N8|N17": the same */
};

static void refuse(struct zp_roster_job *j, const char *zh, const char *en)
{
	struct change *x = j->arg;

	zp_roster_quit(j);
	zp_req_fail(x->r, zh, en);
}

/* Says why not, and how a rule that may be set aside is. */
static void object(struct zp_roster_job *j, int32_t who,
    const struct zp_roster_why *why)
{
	struct change *x = j->arg;
	bool zh = x->r->lang == ZP_ZH;
	const struct zp_rule_row *row = zp_rule_row(why->rule >= 0 ?
	    (enum zp_rule)why->rule : ZP_N17);
	struct zp_buf b = { 0 };

	zp_person_say(j->s->in.reg, who, x->r->lang, &b);
	zp_buf_puts(&b, zh ? "：" : ": ");
	zp_roster_why_print(&j->s->in, why, x->r->lang, &b);
	if (!zp_roster_overridable(why))
		zp_buf_puts(&b, zh ? "，不能变通" : "; cannot be overridden");
	else
		zp_buf_printf(&b, zh ? "，可加 --override %s 变通" :
		    "; --override %s overrides it", row->id);
	refuse(j, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

/* Set aside what stands against the person, as far as it is named: false:
 * *why is not, or cannot be. */
static bool settle(struct zp_roster_job *j, int32_t who,
    struct zp_roster_why *why)
{
	struct change *x = j->arg;
	size_t n;

	j->s->in.off = x->off;
	memset(x->off, 0, sizeof(x->off));
	x->ids[0] = '\0';
	while (!zp_roster_may(&j->s->in, &x->post, who, NULL, why)) {
		int rule = why->rule >= 0 ? why->rule : ZP_N17;
		const char *id = zp_rule_row((enum zp_rule)rule)->id;

		if (!zp_roster_overridable(why) || x->off[rule] ||
		    !zp_req_overrides(x->r, id))
			return false;
		x->off[rule] = true;
		n = strlen(x->ids);
		snprintf(x->ids + n, sizeof(x->ids) - n, "%s%s",
		    n > 0 ? "|" : "", id);
	}
	return true;
}

/* Does the station ask for that post? */
static bool asked(const struct zp_roster_job *j, const struct zp_duty *post)
{
	struct zp_roster_input in = j->s->in;
	const struct zp_duty *d;
	uint32_t n;

	in.from = in.to = post->date;
	d = zp_roster_demand(&in, j->s->a, &n);
	for (uint32_t i = 0; i < n; i++)
		if (d[i].station == post->station &&
		    d[i].shift == post->shift && d[i].post == post->post)
			return true;
	return false;
}

static void write_change(struct zp_roster_job *j, int32_t who,
    const struct zp_duty *was)
{
	struct change *x = j->arg;
	const struct zp_registry *reg = j->s->in.reg;
	const struct zp_roster_month *m = zp_roster_month(j->s, x->post.date);
	bool out = was != NULL ? was->state == ZP_DUTY_PUBLISHED :
	    m->state == ZP_MONTH_PUBLISHED;
	struct zp_duty_row row = { .post = &x->post,
	    .was = was == NULL ? "" : was->licence_no,
	    .now = reg->counsel[who].licence_no, .became = "swapped",
	    .state = out ? "published" : "draft", .cause = ZP_CAUSE_CHANGE,
	    .overrides = x->ids[0] != '\0' ? x->ids : NULL };
	struct zp_buf rows = { 0 }, why = { 0 }, say = { 0 };
	enum zp_lang lang = x->r->lang;
	char load[16];

	zp_duty_say(reg, &x->post, lang, &say);
	zp_buf_puts(&say, lang == ZP_ZH ? "：由 " : ": ");
	zp_person_say(reg, who, lang, &say);
	zp_buf_puts(&say, lang == ZP_ZH ? " 值班" : " is on duty");
	x->done = zp_arena_strdup(x->r->a, zp_buf_str(&say));
	if (x->ids[0] != '\0')
		zp_buf_printf(&why, "%s: ", x->ids);
	zp_buf_puts(&why, zp_req_opt(x->r, "reason"));
	zp_json_open(&rows, '[');
	zp_duty_row_put(&rows, &row);
	zp_json_close(&rows, ']');
	snprintf(load, sizeof(load), "%" PRId32, j->s->in.p->duty_load);
	zp_roster_write(j, "roster_change", (const char *[]){ x->r->by,
	    zp_buf_str(&why), load, zp_buf_str(&rows) }, 4);
	zp_buf_fini(&rows);
	zp_buf_fini(&why);
	zp_buf_fini(&say);
}

static void change(struct zp_roster_job *j)
{
	struct change *x = j->arg;
	const struct zp_roster_input *in = &j->s->in;
	int32_t who = zp_registry_find(in->reg, ZP_T_COUNSEL,
	    zp_req_arg(x->r, 1));
	const struct zp_duty *was;
	struct zp_roster_why why;

	if (!zp_duty_link(in->reg, &x->post) || who < 0) {
		refuse(j, "没有这个站点或人员",
		    "there is no such station or person");
		return;
	}
	was = zp_duty_standing(in, &x->post);
	if (zp_date_cmp(x->post.date, in->today) < 0)
		refuse(j, "已经过去的日子不能再改", "the past does not change");
	else if (was != NULL && was->state == ZP_DUTY_DONE)
		refuse(j, "这一班已签到；未到岗的先用 roster absent",
		    "somebody has signed in for it; of who was not there: "
		    "roster absent");
	else if (was != NULL && was->counsel == who)
		refuse(j, "这一班本来就由此人值",
		    "this person has the duty already");
	else if (was == NULL && zp_roster_month(j->s, x->post.date) == NULL)
		refuse(j, "这个月还没有班表", "there is no roster of that "
		    "month yet");
	else if (was == NULL && !asked(j, &x->post))
		refuse(j, "站点这天没有这个班次或岗位",
		    "the station asks for no such post that day");
	else if (!settle(j, who, &why))
		object(j, who, &why);
	else
		write_change(j, who, was);
}

static void changed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct change *x = arg;

	(void)rows;
	if (err != NULL)
		zp_req_db_error(x->r, err);
	else
		zp_req_text(x->r, x->done);
}

void zp_cmd_roster_change(struct zp_req *r)
{
	struct change *x = zp_arena_calloc(r->a, 1, sizeof(*x));

	x->r = r;
	if (zp_req_duty(r, zp_req_arg(r, 0), &x->post) && zp_req_leads(r))
		zp_roster_run(r->d, x->post.date,
		    zp_date_month_end(x->post.date), change, changed, x);
}
