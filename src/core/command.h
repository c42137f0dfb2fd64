/*
 * src/core/command.h - requests from the sockets; private to core.
 *
 * A handler answers exactly once, now or later, by zp_req_end() or one of
 * its short forms.  The peer may be gone by then: the answer is dropped.
 * Privilege, arguments and options were checked against grammar.h before.
 */
#ifndef ZHIPAID_CORE_COMMAND_H
#define ZHIPAID_CORE_COMMAND_H
#include "daemon.h"
#include "zhipaid/ctl.h"
#include "zhipaid/grammar.h"

#define ZP_REQ_MAGIC UINT32_C(0x5a485251)

struct zp_conn;
struct zp_req {
	uint32_t magic;
	struct zp_daemon *d;
	struct zp_conn *conn;		/* NULL: the peer is gone */
	struct zp_arena *a;		/* dies with the request */
	struct zp_ctl_request rq;
	enum zp_lang lang;
	char by[64];			/* user name of the peer, or its uid */
	struct zp_req *next;		/* all that are open */
};

/* Send the final line and free the request. */
void zp_req_end(struct zp_req *r, const struct zp_ctl_reply *reply);
void zp_req_text(struct zp_req *r, const char *text);	/* exit 0 */
void zp_req_table(struct zp_req *r, const struct zp_ctl_table *t);
/* exit 1 and the sentence in the caller's language. */
void zp_req_fail(struct zp_req *r, const char *zh, const char *en);
/* What a failed query means for people: the schema's own sentence. */
void zp_req_db_error(struct zp_req *r, const struct zp_db_error *err);
/* Not NULL: option or argument as given; NULL: absent. */
const char *zp_req_opt(const struct zp_req *r, const char *name);
const char *zp_req_arg(const struct zp_req *r, uint32_t i);
/* s, or "" for what is absent. */
const char *zp_or_empty(const char *s);
/* The centre of --centre in the mirror, -1 for all; false: there is none, or
 * no mirror yet, and the request is answered. */
bool zp_req_centre(struct zp_req *r, int32_t *out);
/* The days of --from and --to, both included; without them this year until
 * today.  false: they are no dates or not in order, and the request is
 * answered. */
bool zp_req_period(struct zp_req *r, struct zp_date *from,
    struct zp_date *to);
/* Is the rule among those that the peer overrides? */
bool zp_req_overrides(const struct zp_req *r, const char *rule);
/* Run a named query with the city as $1 and the rest from `param`; its
 * rows become the reply's table. */
void zp_req_query(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n);
/* The same, but only done or refused counts: text is the answer. */
void zp_req_act(struct zp_req *r, const char *sql,
    const char *const *param, uint32_t n, const char *zh, const char *en);
/* Take counsel off the case of argument 0, "" the lead, unless R3 forbids:
 * refused and answered.  The rows of change_counsel() go to `then`. */
void zp_req_change(struct zp_req *r, const char *licence, zp_db_reply then,
    void *arg);

typedef void (*zp_handler)(struct zp_req *r);
zp_handler zp_command_find(const char *verb);	/* command.c */

/* cmd_*.c */
void zp_cmd_status(struct zp_req *r);
void zp_cmd_cases(struct zp_req *r);
void zp_cmd_pending(struct zp_req *r);
void zp_cmd_case(struct zp_req *r);
void zp_cmd_intake(struct zp_req *r);
void zp_cmd_counsel(struct zp_req *r);
void zp_cmd_todo(struct zp_req *r);
void zp_cmd_clocks(struct zp_req *r);
void zp_cmd_runway(struct zp_req *r);
void zp_cmd_audit_fairness(struct zp_req *r);
void zp_cmd_ledger(struct zp_req *r);
void zp_cmd_wheel(struct zp_req *r);
void zp_cmd_ledger_credit(struct zp_req *r);
void zp_cmd_export(struct zp_req *r);
void zp_cmd_roster_export(struct zp_req *r);
void zp_cmd_explain(struct zp_req *r);
void zp_cmd_replay(struct zp_req *r);
void zp_cmd_assign(struct zp_req *r);
void zp_cmd_decline(struct zp_req *r);
void zp_cmd_change(struct zp_req *r);
void zp_cmd_terminate(struct zp_req *r);
void zp_cmd_close(struct zp_req *r);
void zp_cmd_ack(struct zp_req *r);
void zp_cmd_replied(struct zp_req *r);
void zp_cmd_designate(struct zp_req *r);
void zp_cmd_release(struct zp_req *r);
void zp_cmd_leave_add(struct zp_req *r);
void zp_cmd_duty_request(struct zp_req *r);
void zp_cmd_duty_help(struct zp_req *r);
void zp_cmd_duty_withdraw(struct zp_req *r);
void zp_cmd_duty_log(struct zp_req *r);
void zp_cmd_duty_requests(struct zp_req *r);
void zp_cmd_report_progress(struct zp_req *r);
void zp_cmd_report_ratios(struct zp_req *r);
void zp_cmd_report_allowances(struct zp_req *r);
void zp_cmd_funds(struct zp_req *r);
void zp_cmd_rebalance_plan(struct zp_req *r);
void zp_cmd_rebalance_list(struct zp_req *r);
void zp_cmd_rebalance_show(struct zp_req *r);
void zp_cmd_rebalance_remark(struct zp_req *r);
void zp_cmd_rebalance_approve(struct zp_req *r);
void zp_cmd_rebalance_reject(struct zp_req *r);
void zp_cmd_rebalance_apply(struct zp_req *r);
void zp_cmd_rebalance_undo(struct zp_req *r);
void zp_cmd_rebalance_forecast(struct zp_req *r);
void zp_cmd_report_loans(struct zp_req *r);
void zp_cmd_assist_ask(struct zp_req *r);
void zp_cmd_assist_done(struct zp_req *r);
void zp_cmd_assist_list(struct zp_req *r);
void zp_cmd_roster_make(struct zp_req *r);
void zp_cmd_roster_show(struct zp_req *r);
void zp_cmd_roster_review(struct zp_req *r);
void zp_cmd_roster_publish(struct zp_req *r);
void zp_cmd_roster_accept(struct zp_req *r);
void zp_cmd_roster_refuse(struct zp_req *r);
void zp_cmd_roster_wish(struct zp_req *r);
void zp_cmd_roster_except(struct zp_req *r);
void zp_cmd_roster_lend(struct zp_req *r);
void zp_cmd_roster_change(struct zp_req *r);
void zp_cmd_roster_offer(struct zp_req *r);
void zp_cmd_roster_offers(struct zp_req *r);
void zp_cmd_roster_withdraw(struct zp_req *r);
void zp_cmd_roster_swap(struct zp_req *r);
void zp_cmd_roster_absent(struct zp_req *r);
void zp_cmd_roster_absences(struct zp_req *r);
void zp_cmd_roster_done(struct zp_req *r);
void zp_cmd_roster_repair(struct zp_req *r);
void zp_cmd_roster_notices(struct zp_req *r);
void zp_cmd_roster_ack(struct zp_req *r);
void zp_cmd_rules(struct zp_req *r);
void zp_cmd_fsm(struct zp_req *r);
void zp_cmd_config_show(struct zp_req *r);
void zp_cmd_config_diff(struct zp_req *r);
void zp_cmd_reload(struct zp_req *r);
#endif
