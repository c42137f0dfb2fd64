/*
 * Reports of a period: shares of what was closed (T2-T4, P7), money (P5, M1
 * to M7).  The queries count; here stand the period and the scheme's bands.
 */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"

struct period { char from[ZP_DATE_TEXT], to[ZP_DATE_TEXT]; };

/* Of --from and --to; false: they are not good, and the request is ended. */
static bool period(struct zp_req *r, struct period *out)
{
	struct zp_date from, to;

	if (!zp_req_period(r, &from, &to))
		return false;
	zp_date_print(from, out->from);
	zp_date_print(to, out->to);
	return true;
}

void zp_cmd_report_ratios(struct zp_req *r)
{
	struct period p;

	if (period(r, &p))
		zp_req_query(r, "report_ratios", (const char *[]){
		    zp_or_empty(zp_req_opt(r, "centre")), p.from, p.to }, 3);
}

void zp_cmd_report_allowances(struct zp_req *r)
{
	const struct zp_pay_policy *pay = &r->d->conf->policy.pay;
	const int32_t yuan[] = { pay->criminal[0], pay->criminal[1],
		pay->civil[0], pay->civil[1], pay->death[0], pay->death[1],
		pay->local };
	char text[ZP_COUNT(yuan)][12];
	const char *param[3 + ZP_COUNT(yuan)];
	struct period p;

	if (!period(r, &p))
		return;
	param[0] = zp_or_empty(zp_req_opt(r, "centre"));
	param[1] = p.from;
	param[2] = p.to;
	for (size_t i = 0; i < ZP_COUNT(yuan); i++) {
		snprintf(text[i], sizeof(text[i]), "%" PRId32, yuan[i]);
		param[3 + i] = text[i];
	}
	zp_req_query(r, "report_allowances", param, ZP_COUNT(param));
}

void zp_cmd_funds(struct zp_req *r)
{
	zp_req_act(r, "funds_add", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_arg(r, 1), zp_req_arg(r, 2),
	    zp_or_empty(zp_req_opt(r, "date")), zp_req_opt(r, "reason"),
	    r->by }, 6, "已登记（P5）", "entered (P5)");
}
