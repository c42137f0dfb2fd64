/* Until when there are people for what comes; see runway.h. */
#include "command.h"
#include "zhipaid/runway.h"

bool zp_req_centre(struct zp_req *r, int32_t *out)
{
	const char *code = zp_req_opt(r, "centre");

	*out = -1;
	if (r->d->world == NULL) {
		zp_req_fail(r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
		return false;
	}
	if (code != NULL)
		*out = zp_registry_find(r->d->reg, ZP_T_CENTRES, code);
	if (code != NULL && *out < 0)
		zp_req_fail(r, "没有这个中心", "there is no such centre");
	return code == NULL || *out >= 0;
}

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
