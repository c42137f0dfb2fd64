/*
 * After the decision: what counsel, organs and clerks report.  The schema's
 * functions do it and ring the bell; the mirror follows.
 */
#include <stdlib.h>
#include <string.h>

#include "command.h"

void zp_cmd_decline(struct zp_req *r)
{
	zp_req_act(r, "decline", (const char *[]){ zp_req_arg(r, 0),
	    zp_or_empty(zp_req_arg(r, 1)),
	    zp_req_opt(r, "with-cause") != NULL ? "t" : "f",
	    zp_req_opt(r, "reason"), r->by, NULL }, 6,
	    "已登记不接受指派，案件重新指派，期限不变（R1）",
	    "declined; the case is assigned anew with its old clock (R1)");
}

/* What was overridden is on record with its reason. */
static const char *reason_of_change(struct zp_req *r)
{
	const char *reason = zp_or_empty(zp_req_opt(r, "reason"));
	struct zp_buf b = { 0 };

	if (!zp_req_overrides(r, "R3"))
		return reason;
	zp_buf_printf(&b, "R3: %s", reason);
	reason = zp_arena_strdup(r->a, zp_buf_str(&b));
	zp_buf_fini(&b);
	return reason;
}

struct change {
	struct zp_req *r;
	const char *licence;
	zp_db_reply then;
	void *arg;
};

/* R3 (SPC 311): a defendant changes defenders at most twice in one trial
 * procedure; a named person may override with the reason. */
static void counted(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct change *x = arg;
	struct zp_req *r = x->r;
	int32_t most = r->d->conf->policy.most_changes;
	long n = 0;

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	if (zp_rows_count(rows) == 1)
		n = strtol(zp_rows_get(rows, 0, 0, NULL), NULL, 10);
	if (most > 0 && n >= most && !zp_req_overrides(r, "R3")) {
		zp_req_fail(r, "本审级更换辩护人已达上限（R3，刑诉法解释311）"
		    "；确有必要的，加 --override R3 并写明理由",
		    "counsel was changed as often as the law allows in one "
		    "procedure (R3, SPC 311); add --override R3 and say why");
		return;
	}
	zp_db_query(r->d->db, zp_sql_get("change_counsel"),
	    (const char *[]){ r->d->conf->city, zp_req_arg(r, 0), x->licence,
	    reason_of_change(r), r->by, NULL },
	    ZP_MS(r->d->conf->query_timeout_ms), x->then, x->arg);
}

void zp_req_change(struct zp_req *r, const char *licence, zp_db_reply then,
    void *arg)
{
	struct change *x = zp_arena_alloc(r->a, sizeof(*x));

	*x = (struct change){ r, licence, then, arg };
	zp_db_query(r->d->db, zp_sql_get("changes_of_case"),
	    (const char *[]){ r->d->conf->city, zp_req_arg(r, 0) },
	    ZP_MS(r->d->conf->query_timeout_ms), counted, x);
}

static void changed(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;

	(void)rows;
	if (err != NULL)
		zp_req_db_error(r, err);
	else
		zp_req_text(r, r->lang == ZP_ZH ?
		    "已登记更换，案件重新指派（R2）" :
		    "counsel changed; the case is assigned anew (R2)");
}

void zp_cmd_change(struct zp_req *r)
{
	zp_req_change(r, zp_or_empty(zp_req_arg(r, 1)), changed, r);
}

void zp_cmd_release(struct zp_req *r)
{
	zp_req_act(r, "release_counsel", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_opt(r, "reason"), r->by }, 3,
	    "在办案件已全部退回重新指派（R8）",
	    "all open cases are assigned anew (R8)");
}

void zp_cmd_terminate(struct zp_req *r)
{
	zp_req_act(r, "terminate", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_opt(r, "reason"), r->by, NULL }, 4,
	    "已终止（R6）", "terminated (R6)");
}

void zp_cmd_close(struct zp_req *r)
{
	zp_req_act(r, "close_case", (const char *[]){ zp_req_arg(r, 0), "",
	    r->by, NULL }, 4, "已结案", "closed");
}

void zp_cmd_ack(struct zp_req *r)
{
	zp_req_act(r, "acknowledge", (const char *[]){ zp_req_arg(r, 0), "",
	    NULL }, 3, "已确认", "acknowledged");
}

void zp_cmd_replied(struct zp_req *r)
{
	zp_req_act(r, "replied", (const char *[]){ zp_req_arg(r, 0), NULL },
	    2, "已登记函告办案机关（D3）", "the organ has been told (D3)");
}

void zp_cmd_designate(struct zp_req *r)
{
	zp_req_act(r, "designate", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_arg(r, 1), zp_req_opt(r, "reason"), r->by }, 4,
	    "已指定管辖（J7）", "the centre is designated (J7)");
}

void zp_cmd_leave_add(struct zp_req *r)
{
	zp_req_act(r, "leave_add", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_arg(r, 1), zp_req_arg(r, 2), zp_req_opt(r, "reason") }, 4,
	    "已登记请假", "the leave is entered");
}
