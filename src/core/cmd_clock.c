/* Clocks: what wants a person's hand, and how the year kept its limits. */
#include "command.h"
#include "zhipaid/clock.h"
#include "zhipaid/rule.h"

/* D16: the words the query knows. */
static const char *promise_word(enum zp_promise p)
{
	switch (p) {
	case ZP_PROMISE_SAME_DAY:
		return "same_day";
	case ZP_PROMISE_NEXT_WORKDAY:
		return "next_workday";
	case ZP_PROMISE_NONE:
		break;
	}
	return "none";
}

void zp_cmd_clocks(struct zp_req *r)
{
	char now[ZP_WALL_TEXT];

	zp_req_query(r, "cmd_clocks", (const char *[]){
	    zp_or_empty(zp_req_opt(r, "centre")),
	    zp_wall_print(zp_daemon_now(r->d), now),
	    promise_word(r->d->conf->policy.promise) }, 3);
}
