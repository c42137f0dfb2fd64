/*
 * Swaps: a person offers a published duty, or names one in return; another
 * takes it.  The same rules decide as for a plan, for both, and all of it
 * happens or nothing: of two who take one offer, one is told who has it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duty_rows.h"

/* --- offers --- */

static void offered(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_buf b = { 0 };

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	zp_buf_printf(&b, r->lang == ZP_ZH ?
	    "已登记，换班单 %s 号" : "entered as offer %s",
	    zp_rows_text(rows, 0, "offer_no"));
	zp_req_text(r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static const char *key_of(struct zp_req *r, const struct zp_duty *d)
{
	struct zp_buf b = { 0 };
	const char *out;

	zp_json_open(&b, '{');
	zp_duty_key_put(&b, d);
	zp_json_close(&b, '}');
	out = zp_arena_strdup(r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return out;
}

void zp_cmd_roster_offer(struct zp_req *r)
{
	const char *wanted = zp_req_opt(r, "for");
	struct zp_duty duty, other;

	if (!zp_req_duty(r, zp_req_arg(r, 0), &duty) ||
	    (wanted != NULL && !zp_req_duty(r, wanted, &other)))
		return;
	zp_db_query(r->d->db, zp_sql_get("duty_offer"), (const char *[]){
	    r->d->conf->city, key_of(r, &duty),
	    wanted == NULL ? NULL : key_of(r, &other), r->by,
	    zp_req_opt(r, "reason") }, ZP_MS(r->d->conf->query_timeout_ms),
	    offered, r);
}

void zp_cmd_roster_offers(struct zp_req *r)
{
	zp_req_query(r, "cmd_roster_offers", NULL, 0);
}

void zp_cmd_roster_withdraw(struct zp_req *r)
{
	const char *no = zp_req_arg(r, 0);

	if (no[0] == '\0' || strlen(no) > 9 ||
	    no[strspn(no, "0123456789")] != '\0')
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
		    .error = r->lang == ZP_ZH ? "换班单号应为数字" :
		    "the offer is a number" });
	else
		zp_req_act(r, "offer_withdraw", (const char *[]){ no }, 1,
		    "已撤回，班次不变", "withdrawn; the duty stays");
}

/* --- taken --- */

struct swap {
	struct zp_req *r;
	struct zp_duty duty, back;	/* given away; in return */
	bool pair;			/* there is one in return */
	bool again;			/* looked a second time */
	const char *offer, *by;		/* its number, and who offers */
	const char *state, *reason;
	const char *taker, *at;		/* who took it already */
	const char *done;
};

static void refuse(struct zp_roster_job *j, const char *zh, const char *en)
{
	struct swap *x = j->arg;

	zp_roster_quit(j);
	zp_req_fail(x->r, zh, en);
}

/* Somebody was faster, or it was never offered: who has the duty now. */
static void too_late(struct zp_roster_job *j, const struct zp_duty *on)
{
	const struct swap *x = j->arg;
	const struct zp_registry *reg = j->s->in.reg;
	enum zp_lang lang = x->r->lang;
	bool zh = lang == ZP_ZH;
	struct zp_buf b = { 0 };

	zp_duty_say(reg, &x->duty, lang, &b);
	if (strcmp(x->state, "taken") == 0)
		zp_buf_printf(&b, zh ? " 的换班已由 %s 接下（%.16s）" :
		    ": the offer was taken by %s at %.16s", x->taker, x->at);
	else if (strcmp(x->state, "open") == 0)
		zp_buf_puts(&b, zh ? " 的换班刚被别人接下" :
		    ": somebody else has just taken the offer");
	else
		zp_buf_puts(&b, zh ? " 没有待接的换班" :
		    ": there is no open offer");
	if (on == NULL) {
		zp_buf_puts(&b, zh ? "；现在无人值班" :
		    "; nobody has the duty now");
	} else {
		zp_buf_puts(&b, zh ? "；现由 " : "; it is of ");
		zp_person_say(reg, on->counsel, lang, &b);
		zp_buf_puts(&b, zh ? " 值班" : " now");
	}
	refuse(j, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
}

/* May `who` take `post` and hand over `gives`?  Answered if not. */
static bool may(struct zp_roster_job *j, int32_t who,
    const struct zp_duty *post, const struct zp_duty *gives)
{
	const struct swap *x = j->arg;
	struct zp_buf b = { 0 };
	struct zp_roster_why why;

	if (zp_roster_may(&j->s->in, post, who, gives, &why))
		return true;
	zp_person_say(j->s->in.reg, who, x->r->lang, &b);
	zp_buf_puts(&b, x->r->lang == ZP_ZH ? "不能接 " : " cannot take ");
	zp_duty_say(j->s->in.reg, post, x->r->lang, &b);
	zp_buf_puts(&b, x->r->lang == ZP_ZH ? "：" : ": ");
	zp_roster_why_print(&j->s->in, &why, x->r->lang, &b);
	refuse(j, zp_buf_str(&b), zp_buf_str(&b));
	zp_buf_fini(&b);
	return false;
}

static void put_row(struct zp_buf *rows, const struct zp_duty *was,
    const char *now)
{
	zp_duty_row_put(rows, &(struct zp_duty_row){ .post = was,
	    .was = was->licence_no, .now = now, .became = "swapped",
	    .state = "published", .cause = ZP_CAUSE_SWAP });
}

static void tell(struct zp_roster_job *j, const struct zp_duty *on,
    const struct zp_duty *back, int32_t taker)
{
	struct swap *x = j->arg;
	const struct zp_registry *reg = j->s->in.reg;
	bool zh = x->r->lang == ZP_ZH;
	struct zp_buf b = { 0 };

	zp_duty_say(reg, on, x->r->lang, &b);
	zp_buf_puts(&b, zh ? "：由 " : ": ");
	zp_person_say(reg, taker, x->r->lang, &b);
	zp_buf_puts(&b, zh ? " 值班" : " is on duty");
	if (back != NULL) {
		zp_buf_puts(&b, zh ? "；" : "; ");
		zp_duty_say(reg, back, x->r->lang, &b);
		zp_buf_puts(&b, zh ? "：由 " : ": ");
		zp_person_say(reg, on->counsel, x->r->lang, &b);
		zp_buf_puts(&b, zh ? " 值班" : " is");
	}
	x->done = zp_arena_strdup(x->r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
}

static void write_swap(struct zp_roster_job *j, const struct zp_duty *on,
    const struct zp_duty *back, int32_t taker)
{
	struct swap *x = j->arg;
	const char *licence = j->s->in.reg->counsel[taker].licence_no;
	struct zp_buf rows = { 0 };
	char load[16];

	tell(j, on, back, taker);
	zp_json_open(&rows, '[');
	put_row(&rows, on, licence);
	if (back != NULL)
		put_row(&rows, back, on->licence_no);
	zp_json_close(&rows, ']');
	snprintf(load, sizeof(load), "%" PRId32, j->s->in.p->duty_load);
	zp_roster_write(j, "roster_swap", (const char *[]){ x->r->by,
	    x->reason, load, zp_buf_str(&rows), x->offer, licence }, 6);
	zp_buf_fini(&rows);
}

/* What is given in return: published, and of the taker.  false: answered. */
static bool find_back(struct zp_roster_job *j, int32_t taker,
    const struct zp_duty **back)
{
	struct swap *x = j->arg;

	*back = NULL;
	if (!x->pair)
		return true;
	if (zp_duty_link(j->s->in.reg, &x->back))
		*back = zp_duty_standing(&j->s->in, &x->back);
	if (*back != NULL && (*back)->counsel == taker &&
	    (*back)->state == ZP_DUTY_PUBLISHED &&
	    zp_date_cmp((*back)->date, j->s->in.today) >= 0)
		return true;
	refuse(j, "换回的班次不是此人已公布的班次",
	    "the duty in return is no published duty of this person");
	return false;
}

static void swap(struct zp_roster_job *j)
{
	struct swap *x = j->arg;
	const struct zp_roster_input *in = &j->s->in;
	int32_t taker = zp_registry_find(in->reg, ZP_T_COUNSEL,
	    zp_req_arg(x->r, 1));
	const struct zp_duty *on, *back;

	if (!zp_duty_link(in->reg, &x->duty) || taker < 0) {
		refuse(j, "没有这个站点或人员",
		    "there is no such station or person");
		return;
	}
	on = zp_duty_standing(in, &x->duty);
	if (on == NULL || strcmp(x->state, "open") != 0 ||
	    on->state != ZP_DUTY_PUBLISHED ||
	    strcmp(on->licence_no, x->by) != 0 ||
	    zp_date_cmp(on->date, in->today) < 0)
		too_late(j, on);
	else if (on->counsel == taker)
		refuse(j, "不能接自己让出的班次",
		    "nobody takes what he offers himself");
	else if (find_back(j, taker, &back) &&
	    may(j, taker, on, back) &&
	    (back == NULL || may(j, on->counsel, back, on)))
		write_swap(j, on, back, taker);
}

static void swapped(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err);

/* The first and the last day of what is exchanged. */
static void run(struct swap *x)
{
	struct zp_date from = x->duty.date, to = from;

	if (x->pair && zp_date_cmp(x->back.date, from) < 0)
		from = x->back.date;
	if (x->pair && zp_date_cmp(x->back.date, to) > 0)
		to = x->back.date;
	zp_roster_run(x->r->d, from, zp_date_month_end(to), swap, swapped, x);
}

/* What is wanted in return: as the offer says; where it says nothing, as
 * who takes it says.  false: answered. */
static bool settle_return(struct swap *x, const char *wanted)
{
	const char *given = zp_req_opt(x->r, "for");
	struct zp_duty d;

	if (wanted[0] == '\0' && given == NULL)
		return true;
	if (!zp_req_duty(x->r, given != NULL ? given : wanted, &x->back))
		return false;
	x->pair = true;
	if (wanted[0] == '\0' || given == NULL ||
	    !zp_duty_parse(wanted, x->r->a, &d) ||
	    (zp_date_cmp(d.date, x->back.date) == 0 &&
	    d.shift == x->back.shift && d.post == x->back.post &&
	    strcmp(d.station_code, x->back.station_code) == 0))
		return true;
	zp_req_fail(x->r, "换班单要换回的是另一个班次",
	    "the offer wants another duty in return");
	return false;
}

static const char *keep(const struct swap *x, const struct zp_db_rows *rows,
    const char *column)
{
	return zp_arena_strdup(x->r->a, zp_rows_count(rows) == 0 ? "" :
	    zp_rows_text(rows, 0, column));
}

static void found(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct swap *x = arg;

	if (err != NULL) {
		zp_req_db_error(x->r, err);
		return;
	}
	x->offer = keep(x, rows, "offer_no");
	x->by = keep(x, rows, "licence_no");
	x->state = keep(x, rows, "state");
	x->reason = keep(x, rows, "reason");
	x->taker = keep(x, rows, "taken_name");
	x->at = keep(x, rows, "decided_at");
	x->pair = false;
	if (settle_return(x, keep(x, rows, "wanted")))
		run(x);
}

static void look(struct swap *x)
{
	struct zp_req *r = x->r;
	char day[ZP_DATE_TEXT], post[16];

	snprintf(post, sizeof(post), "%" PRId32, x->duty.post);
	zp_db_query(r->d->look, zp_sql_get("offer_of_duty"), (const char *[]){
	    r->d->conf->city, x->duty.station_code,
	    zp_date_print(x->duty.date, day), zp_shift_word(x->duty.shift),
	    post }, ZP_MS(r->d->conf->query_timeout_ms), found, x);
}

/* The offer went between two looks: look again, to say who has it. */
static void swapped(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct swap *x = arg;

	(void)rows;
	if (err == NULL)
		zp_req_text(x->r, x->done);
	else if (strcmp(err->sqlstate, "ZP003") != 0 || x->again)
		zp_req_db_error(x->r, err);
	else {
		x->again = true;
		look(x);
	}
}

void zp_cmd_roster_swap(struct zp_req *r)
{
	struct swap *x = zp_arena_calloc(r->a, 1, sizeof(*x));

	x->r = r;
	if (zp_req_duty(r, zp_req_arg(r, 0), &x->duty) && zp_req_leads(r))
		look(x);
}
