/* Until when there are people for what comes; see runway.h. */
#include "command.h"
#include "zhipaid/runway.h"

/* As of the end of a day in the past, else now. */
static bool moment(struct zp_req *r, struct zp_wall *out)
{
	const char *day = zp_req_opt(r, "date");
	struct zp_date d;

	*out = zp_daemon_now(r->d);
	if (day == NULL)
		return true;
	if (!zp_date_parse(day, &d))
		return false;
	if (zp_date_cmp(d, zp_wall_date(*out)) != 0)
		out->us = zp_date_start(zp_date_add(d, 1)).us - 1;
	return true;
}

void zp_cmd_runway(struct zp_req *r)
{
	struct zp_buf text = { 0 }, data = { 0 };
	struct zp_runway *way;
	struct zp_wall now;
	int32_t only;

	if (!zp_req_centre(r, &only))
		return;
	if (!moment(r, &now)) {
		zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
		    .error = r->lang == ZP_ZH ?
		    "--date 应为 2026-11-14 这样的日期" :
		    "--date is a date like 2026-11-14" });
		return;
	}
	way = zp_runway(r->d->world, r->d->reg, &r->d->conf->policy, now,
	    r->a);
	zp_runway_text(way, r->d->reg, only, r->lang, &text);
	zp_runway_json(way, r->d->reg, only, &data);
	zp_req_end(r, &(struct zp_ctl_reply){ .text = zp_buf_str(&text),
	    .data = zp_buf_str(&data) });
	zp_buf_fini(&text);
	zp_buf_fini(&data);
}
