/* src/core/duty_rows.c - see duty_rows.h. */
#include <string.h>

#include "duty_rows.h"
#include "zhipaid/dictionary.h"

void zp_duty_key_put(struct zp_buf *b, const struct zp_duty *post)
{
	char day[ZP_DATE_TEXT];

	zp_json_key(b, "station_code");
	zp_json_str(b, post->station_code);
	zp_json_key(b, "date");
	zp_json_str(b, zp_date_print(post->date, day));
	zp_json_key(b, "shift");
	zp_json_str(b, zp_shift_word(post->shift));
	zp_json_key(b, "post");
	zp_json_i64(b, post->post);
}

void zp_duty_row_put(struct zp_buf *rows, const struct zp_duty_row *x)
{
	static const char *const cause[] = {
		[ZP_CAUSE_CHANGE] = "change", [ZP_CAUSE_SWAP] = "swap",
		[ZP_CAUSE_REPAIR] = "repair", [ZP_CAUSE_ABSENT] = "absent",
		[ZP_CAUSE_EXCEPTION] = "exception",
	};
	const struct { const char *key, *value; } text[] = {
		{ "was", x->was }, { "now", x->now }, { "became", x->became },
		{ "state", x->state }, { "cause", cause[x->cause] },
		{ "overrides", x->overrides },
	};

	zp_json_open(rows, '{');
	zp_duty_key_put(rows, x->post);
	for (size_t i = 0; i < ZP_COUNT(text); i++)
		if (text[i].value != NULL) {
			zp_json_key(rows, text[i].key);
			zp_json_str(rows, text[i].value);
		}
	zp_json_close(rows, '}');
}

bool zp_req_duty(struct zp_req *r, const char *s, struct zp_duty *out)
{
	if (zp_duty_parse(s, r->a, out))
		return true;
	zp_req_end(r, &(struct zp_ctl_reply){ .exit = 2,
	    .error = r->lang == ZP_ZH ?
	    "班次应如 ST-1/2026-03-05/am/1：站点/日期/班次/岗位" :
	    "a duty is like ST-1/2026-03-05/am/1: station, date, shift, "
	    "post" });
	return false;
}

bool zp_req_leads(struct zp_req *r)
{
	if (r->d->world == NULL)
		zp_req_fail(r, "数据还没有读入，请稍后再试",
		    "the data are not read yet; try again later");
	else if (!zp_lease_trusted(r->d))
		zp_req_fail(r, "本机现不是主用，请在主用机上操作",
		    "this daemon does not lead now; ask the one that does");
	else
		return true;
	return false;
}

bool zp_duty_link(const struct zp_registry *reg, struct zp_duty *d)
{
	d->station = zp_registry_find(reg, ZP_T_STATIONS, d->station_code);
	return d->station >= 0;
}

const struct zp_duty *zp_duty_standing(const struct zp_roster_input *in,
    const struct zp_duty *post)
{
	for (uint32_t i = 0; i < in->duties; i++) {
		const struct zp_duty *d = &in->duty[i];

		if (d->station == post->station && d->counsel >= 0 &&
		    zp_date_cmp(d->date, post->date) == 0 &&
		    d->shift == post->shift && d->post == post->post &&
		    zp_duty_stands(d))
			return d;
	}
	return NULL;
}

void zp_duty_say(const struct zp_registry *reg, const struct zp_duty *d,
    enum zp_lang lang, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_buf_printf(out, lang == ZP_ZH ? "%s %s %s" : "%s %s, %s",
	    reg->station[d->station].name, zp_date_print(d->date, day),
	    zp_say_word(lang, "shift", zp_shift_word(d->shift)));
}

void zp_person_say(const struct zp_registry *reg, int32_t counsel,
    enum zp_lang lang, struct zp_buf *out)
{
	zp_buf_printf(out, lang == ZP_ZH ? "%s（%s）" : "%s (%s)",
	    reg->counsel[counsel].name, reg->counsel[counsel].licence_no);
}
