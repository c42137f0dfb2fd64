/* Letters of assistance to and from institutions elsewhere (X5). */
#include "command.h"

static void asked(void *arg, const struct zp_db_rows *rows,
    const struct zp_db_error *err)
{
	struct zp_req *r = arg;
	struct zp_buf b = { 0 };

	if (err != NULL) {
		zp_req_db_error(r, err);
		return;
	}
	zp_buf_printf(&b, r->lang == ZP_ZH ? "已登记，协作函第 %s 号" :
	    "entered: letter %s", zp_rows_get(rows, 0, 0, NULL));
	zp_req_text(r, zp_buf_str(&b));
	zp_buf_fini(&b);
}

void zp_cmd_assist_ask(struct zp_req *r)
{
	zp_db_query(r->d->db, zp_sql_get("assist_ask"), (const char *[]){
	    r->d->conf->city, zp_req_opt(r, "incoming") != NULL ? "in" :
	    "out", zp_req_arg(r, 0), zp_req_arg(r, 1),
	    zp_or_empty(zp_req_opt(r, "case")), zp_req_arg(r, 2),
	    zp_req_opt(r, "due"), r->by },
	    ZP_MS(r->d->conf->query_timeout_ms), asked, r);
}

void zp_cmd_assist_done(struct zp_req *r)
{
	zp_req_act(r, "assist_done", (const char *[]){ zp_req_arg(r, 0),
	    zp_req_opt(r, "reason"), r->by }, 3, "协作已办妥",
	    "the assistance is done");
}

void zp_cmd_assist_list(struct zp_req *r)
{
	zp_req_query(r, "assist_list", (const char *[]){
	    zp_or_empty(zp_req_opt(r, "centre")) }, 1);
}
