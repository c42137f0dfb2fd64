/* engine/explain_ahead.c - who was kept free for cases to come (ahead.h). */
#include "explain_impl.h"

static int64_t ahead(const struct zp_say *s, const struct zp_candidate *c)
{
	return s->v->counsel[c->counsel].ahead;
}

/* Would this one have come before the lead today? */
static bool kept(const struct zp_say *s, const struct zp_candidate *c)
{
	const struct zp_candidate *won = zp_explain_find(s->d, s->d->lead);

	return won != NULL && c->denied == 0 && c->cost > won->cost &&
	    c->cost - ahead(s, c) < won->cost - ahead(s, won);
}

/* "为 labour 类案件留出，预计到 12 月底还有 34 件" */
bool zp_say_kept(const struct zp_say *s, const struct zp_candidate *c)
{
	const struct zp_counsel_state *st = &s->v->counsel[c->counsel];
	const char *kind = st->ahead_kind;

	if (!kept(s, c))
		return false;
	if (s->lang == ZP_ZH)
		zp_buf_printf(s->out, "为%s%s%s案件留出，预计到 12 月底还有 "
		    "%d 件此类案件\n", kind[0] == '\0' ? "以后的" : " ", kind,
		    kind[0] == '\0' ? "" : " 类", st->ahead_n);
	else
		zp_buf_printf(s->out, "kept free for %s%scases: %d of this "
		    "kind are expected by December\n", kind,
		    kind[0] == '\0' ? "other " : " ", st->ahead_n);
	return true;
}

void zp_say_ahead(const struct zp_say *s)
{
	const struct zp_candidate *most = NULL;

	for (uint32_t c = 0; c < s->d->cands; c++) {
		const struct zp_candidate *x = &s->d->cand[c];

		if (kept(s, x) && (most == NULL ||
		    ahead(s, x) > ahead(s, most)))
			most = x;
	}
	if (most == NULL)
		return;
	zp_say_put(s, "留人：", "looking ahead: ");
	zp_say_person(s, most->counsel);
	zp_say_put(s, "，", ", ");
	(void)zp_say_kept(s, most);
}

void zp_say_ahead_part(const struct zp_say *s, const struct zp_candidate *c)
{
	if (c->denied != 0 || ahead(s, c) == 0)
		return;
	zp_say_put(s, "（S9 中为预期案件 ", " (of S9 for cases expected ");
	zp_explain_points(ahead(s, c), s->out);
	zp_say_put(s, "）", ")");
}
