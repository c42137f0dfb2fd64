/* engine/explain_text.c - why this person, and why not that one. */
#include "explain_impl.h"

void zp_say_put(const struct zp_say *s, const char *zh, const char *en)
{
	zp_buf_puts(s->out, s->lang == ZP_ZH ? zh : en);
}

void zp_say_person(const struct zp_say *s, int32_t counsel)
{
	const struct zp_counsel *c = &s->v->reg->counsel[counsel];

	zp_buf_puts(s->out, c->name);
	zp_say_put(s, "（", " (");
	zp_buf_puts(s->out, c->licence_no);
	if (c->firm >= 0) {
		zp_say_put(s, "，", ", ");
		zp_buf_puts(s->out, s->v->reg->firm[c->firm].name);
	}
	zp_say_put(s, "）", ")");
}

void zp_say_rule(const struct zp_say *s, int rule)
{
	const struct zp_rule_row *row = zp_rule_row((enum zp_rule)rule);

	zp_buf_puts(s->out, row->name[s->lang]);
	zp_say_put(s, "（", " (");
	zp_buf_puts(s->out, row->id);
	zp_say_put(s, "）", ")");
}

static void put_source(const struct zp_say *s, int rule)
{
	zp_say_put(s, "；依据：", "; source: ");
	zp_buf_puts(s->out, zp_rule_row((enum zp_rule)rule)->source);
}

/* "4.250 = 均衡指派（S9）3.250 + 专业对口（Q23）1.000" */
static void put_terms(const struct zp_say *s, const struct zp_candidate *c)
{
	int64_t term[ZP_TERMS];
	bool some = false;

	(void)zp_explain_terms(s->v, s->p, s->d, c, term);
	zp_explain_points(c->cost, s->out);
	for (int t = 0; t < ZP_TERMS; t++) {
		if (term[t] == 0)
			continue;
		zp_buf_puts(s->out, some ? " + " : " = ");
		some = true;
		zp_say_rule(s, ZP_S9 + t);
		zp_say_put(s, "", " ");
		zp_explain_points(term[t], s->out);
	}
	zp_say_ahead_part(s, c);
}

static void put_head(const struct zp_say *s)
{
	const struct zp_view_case *vc = &s->v->at[s->d->i];
	char now[ZP_WALL_TEXT];

	zp_say_put(s, "案件 ", "case ");
	zp_buf_puts(s->out, vc->c.case_no);
	if (vc->handling >= 0) {
		zp_say_put(s, "，", ", ");
		zp_buf_puts(s->out, s->v->reg->centre[vc->handling].name);
	}
	zp_say_put(s, "，决定时间 ", ", decided ");
	zp_buf_puts(s->out, zp_wall_print(s->v->now, now));
	zp_say_put(s, "，规则集 ", ", rules ");
	zp_buf_printf(s->out, "%.16s\n", s->p->rule_set);
}

static void put_step(const struct zp_say *s)
{
	static const char *const text[][ZP_LANGS] = {
		[ZP_STEP_NONE] = { "", "" },
		[ZP_STEP_ONLY] = { "只有此人可以承办",
		    "the only one who may take it" },
		[ZP_STEP_COST] = { "分数最低（越低越合适）",
		    "the lowest score (lower fits better)" },
		[ZP_STEP_JOINT] = { "同批案件合计分数最低；"
		    "单看本案分数更低的人，其名额或同案位置已给了同批其他案件",
		    "the lowest score of the batch as a whole; who would score "
		    "lower here has his room, or his place among co-accused, "
		    "taken by another case of the batch" },
		[ZP_STEP_OLDEST] = { "与下一人同分，距上次指派最久",
		    "level with the next, and the longest since the last "
		    "assignment" },
		[ZP_STEP_HASH] = { "与下一人同分且同样久未指派，"
		    "由种子、案号和证号的散列决定",
		    "level with the next in score and waiting time; a hash of "
		    "seed, case and licence decides" },
		[ZP_STEP_WISH] = { "受援人名单上第一位可以承办的人（S8）",
		    "the first eligible person on the recipient's list (S8)" },
		[ZP_STEP_MANUAL] = { "人工指定", "named by a person" },
		[ZP_STEP_WHEEL] = { "轮到此人，且在其后几位中最合适（S4）",
		    "it was the person's turn, and of the next on the list "
		    "nobody fits better (S4)" },
		[ZP_STEP_LOT] = { "随机：种子、案号和证号的散列在可以承办的人"
		    "中最小（S4）",
		    "drawn by lot: the least hash of seed, case and licence "
		    "of all who may take it (S4)" },
		[ZP_STEP_HALL] = { "当日在大厅值班，先于名册轮候（S5）",
		    "on duty in the hall that day, which comes before the "
		    "list (S5)" },
		[ZP_STEP_TOGETHER] = { "同案：逐个轮候会使同案有人"
		    "得不到承办人，"
		    "因此一并决定（S4、C1）",
		    "cases that hang together: taking turns would leave one "
		    "of them without counsel, so they were decided as one "
		    "(S4, C1)" },
	};

	zp_say_put(s, "理由：", "why: ");
	zp_say_put(s, text[s->d->step][ZP_ZH], text[s->d->step][ZP_EN]);
	zp_buf_putc(s->out, '\n');
}

/* Why one of the recipient's list did not get it. */
static void put_wish(const struct zp_say *s, int32_t counsel)
{
	const struct zp_candidate *c = zp_explain_find(s->d, counsel);
	struct zp_ctx x;
	int rule;

	zp_say_person(s, counsel);
	zp_say_put(s, "，", ", ");
	zp_ctx_case(&x, s->v, s->p, s->d->i, ZP_LEAD);
	zp_ctx_person(&x, counsel);
	rule = c != NULL && c->denied != 0 ?
	    (int)zp_explain_first(c->denied) : zp_rules_first(&x, NULL);
	if (rule >= 0)
		zp_say_rule(s, rule);
	else
		zp_say_put(s, "因同批决定的其他案件",
		    "because of other cases of the batch");
	zp_buf_putc(s->out, '\n');
}

/* S8, mode pick: those of the list who stood before the lead. */
static void put_wishes(const struct zp_say *s)
{
	const struct zp_view_case *vc = &s->v->at[s->d->i];
	const struct zp_list *wish = &vc->c.wished_counsel;
	enum zp_category kind = vc->matter < 0 ? ZP_CAT_OTHER :
	    s->v->reg->matter[vc->matter].category;

	if (s->p->dispatch[kind] != ZP_PICK ||
	    s->d->step == ZP_STEP_MANUAL)
		return;
	for (uint32_t k = 0; k < wish->n; k++) {
		int32_t c = zp_registry_find(s->v->reg, ZP_T_COUNSEL,
		    wish->at[k]);

		if (c >= 0 && c == s->d->lead)
			return;
		zp_say_put(s, "点援：", "wished: ");
		if (c >= 0) {
			put_wish(s, c);
			continue;
		}
		zp_buf_puts(s->out, wish->at[k]);
		zp_say_put(s, "，不在名册\n", ", not in the registry\n");
	}
}

/* T6: shares of the centre below their lines, and what follows. */
static void put_steer(const struct zp_say *s)
{
	const struct zp_view_case *vc = &s->v->at[s->d->i];
	bool litigates = zp_stage_litigation(vc->c.stage);
	const char *then[][ZP_LANGS] = {
		{ litigates ? "诉讼案件先得人" : "先派同样紧急的诉讼案件",
		  litigates ? "litigation is served first" :
		  "litigation as urgent as this is served before it" },
		{ "优先社会律师", "firm lawyers come first" },
	};
	static const enum zp_rule rule[] = { ZP_T3, ZP_T4 };

	for (size_t k = 0; k < ZP_COUNT(rule); k++) {
		const struct zp_centre_state *st;

		if (!zp_rules_steer(s->v, s->p, rule[k], vc->handling))
			continue;
		st = &s->v->centre[vc->handling];
		zp_say_put(s, "导向：", "steering: ");
		zp_say_rule(s, (int)rule[k]);
		zp_buf_printf(s->out, s->lang == ZP_ZH ?
		    " %d/%d 件，低于目标线 %d%%，%s\n" :
		    " %d of %d, below the line of %d%%: %s\n", k == 0 ?
		    st->closed_litigation : st->closed_social, st->closed,
		    k == 0 ? s->p->litigation_line : s->p->social_line,
		    then[k][s->lang]);
	}
}

/* What a person answers for. */
static void put_overridden(const struct zp_say *s, const struct zp_candidate *c)
{
	if (c == NULL || c->denied == 0)
		return;
	zp_say_put(s, "越过的规则：", "rules overridden: ");
	zp_explain_mask(c->denied, s->out);
	zp_buf_putc(s->out, '\n');
}

static void put_next(const struct zp_say *s)
{
	uint32_t shown = 0;

	for (uint32_t k = 0; k < s->d->admitted && shown < 3; k++) {
		const struct zp_candidate *c = &s->d->cand[s->d->order[k]];

		if (c->counsel == s->d->lead)
			continue;
		if (shown++ == 0)
			zp_say_put(s, "其次：\n", "next:\n");
		zp_buf_puts(s->out, "  ");
		zp_say_person(s, c->counsel);
		zp_say_put(s, "：", ": ");
		put_terms(s, c);
		zp_buf_putc(s->out, '\n');
	}
}

static void put_excluded(const struct zp_say *s)
{
	int32_t n[ZP_CANDIDATE_RULES] = { 0 };
	bool some = false;

	for (uint32_t c = 0; c < s->d->cands; c++)
		if (s->d->cand[c].denied != 0)
			n[zp_explain_first(s->d->cand[c].denied)]++;
	for (int r = 0; r < ZP_CANDIDATE_RULES; r++) {
		if (n[r] == 0)
			continue;
		if (some)
			zp_say_put(s, "，", ", ");
		else
			zp_say_put(s, "不能承办：", "excluded: ");
		some = true;
		zp_say_rule(s, r);
		zp_say_put(s, "", ": ");
		zp_buf_i64(s->out, n[r]);
		zp_say_put(s, " 人", "");
	}
	if (some)
		zp_buf_putc(s->out, '\n');
}

/* X1, X3: another centre lends the person. */
static void put_lent(const struct zp_say *s)
{
	const struct zp_registry *reg = s->v->reg;

	if (!zp_view_lent(&s->v->at[s->d->i], s->d->lead))
		return;
	zp_say_put(s, "借调：由", "lent by ");
	zp_buf_puts(s->out,
	    reg->centre[reg->counsel[s->d->lead].centre].name);
	zp_say_put(s, "派出，市中心决定（X1）\n",
	    ", by the city's word (X1)\n");
}

/* A decision that was still open was made anew: what for. */
static void put_moved(const struct zp_say *s)
{
	if (!zp_plan_moves(s->v, s->d))
		return;
	zp_say_put(s, "调整：通知发出前由",
	    "moved, before anybody was told, from ");
	zp_say_person(s, s->v->at[s->d->i].present);
	zp_say_put(s, "改派，", ": ");
	if (s->d->serves > 0) {
		zp_say_put(s, "与新案一并指派，多办 ",
		    "together with new cases, ");
		zp_buf_i64(s->out, s->d->serves);
		zp_say_put(s, " 件\n", " more of them have counsel\n");
	} else if (s->d->gain > 0) {
		zp_say_put(s, "与新案一并指派，合计省 ",
		    "together with new cases, it saves ");
		zp_explain_points(s->d->gain, s->out);
		zp_say_put(s, " 分\n", " points\n");
	} else {
		zp_say_put(s, "让更急的案件得到承办人\n",
		    "a more urgent case has counsel by it\n");
	}
}

static void why_this(const struct zp_say *s)
{
	const struct zp_candidate *c = zp_explain_find(s->d, s->d->lead);

	zp_say_put(s, "承办：", "lead: ");
	zp_say_person(s, s->d->lead);
	zp_buf_putc(s->out, '\n');
	if (s->d->junior >= 0) {
		zp_say_put(s, "搭档：", "junior: ");
		zp_say_person(s, s->d->junior);
		zp_say_put(s, "，一老一新（Q9）\n", ", a pair (Q9)\n");
	}
	put_moved(s);
	put_lent(s);
	put_step(s);
	zp_say_turn(s);
	put_steer(s);
	zp_say_ahead(s);
	put_wishes(s);
	put_overridden(s, c);
	if (c != NULL) {
		zp_say_put(s, "分数：", "score: ");
		put_terms(s, c);
		zp_buf_putc(s->out, '\n');
	}
	put_next(s);
	put_excluded(s);
}

static void why_waiting(const struct zp_say *s)
{
	zp_say_put(s, "等待：", "waits: ");
	zp_explain_waiting(s->v, s->p, s->d, s->lang, s->out);
	zp_buf_putc(s->out, '\n');
	put_steer(s);
	for (uint64_t m = s->d->blocking; m != 0; m &= m - 1) {
		int r = (int)zp_explain_first(m);

		zp_buf_puts(s->out, "  ");
		zp_buf_puts(s->out, zp_rule_row((enum zp_rule)r)->id);
		zp_buf_putc(s->out, ' ');
		zp_buf_puts(s->out,
		    zp_rule_row((enum zp_rule)r)->text[s->lang]);
		put_source(s, r);
		zp_buf_putc(s->out, '\n');
	}
}

/* All rules against a person, the first one first. */
static void put_denied(const struct zp_say *s, int32_t counsel, uint64_t denied)
{
	struct zp_why why[ZP_CANDIDATE_RULES];
	struct zp_ctx x;
	uint64_t alone;

	zp_ctx_case(&x, s->v, s->p, s->d->i, ZP_LEAD);
	zp_ctx_person(&x, counsel);
	alone = zp_rules_deny(&x, why);
	for (uint64_t m = denied; m != 0; m &= m - 1) {
		enum zp_rule r = zp_explain_first(m);

		if (m == denied)
			zp_say_put(s, "  不能承办：", "  excluded: ");
		else
			zp_say_put(s, "  另外：", "  also: ");
		zp_say_rule(s, (int)r);
		zp_say_put(s, "，", ", ");
		if ((alone >> r & 1) != 0)
			zp_rule_sentence(r, &x, &why[r], s->lang, s->out);
		else
			zp_say_put(s, "因同批决定的其他案件",
			    "because of other cases of the batch");
		put_source(s, (int)r);
		zp_buf_putc(s->out, '\n');
	}
}

/* Admissible, but somebody else got it. */
static void put_lost(const struct zp_say *s, const struct zp_candidate *c)
{
	const struct zp_candidate *won = zp_explain_find(s->d, s->d->lead);

	zp_say_put(s, "  可以承办，分数 ", "  may take it, score ");
	put_terms(s, c);
	zp_buf_putc(s->out, '\n');
	if (s->d->lead < 0 || won == NULL)
		return;
	zp_say_put(s, "  承办人分数 ", "  the lead's score ");
	put_terms(s, won);
	zp_buf_putc(s->out, '\n');
	if (zp_say_not_turn(s, c->counsel))
		return;
	zp_buf_puts(s->out, "  ");
	if (zp_say_kept(s, c))
		return;
	if (s->d->step >= ZP_STEP_WISH || c->cost < won->cost)
		put_step(s);
	else if (c->cost > won->cost)
		zp_say_put(s, "承办人分数更低\n",
		    "the lead's score is lower\n");
	else if (s->v->counsel[c->counsel].last_assigned.us !=
	    s->v->counsel[won->counsel].last_assigned.us)
		zp_say_put(s, "同分，承办人距上次指派更久\n",
		    "level; longer since the lead's last assignment\n");
	else
		zp_say_put(s, "同分且同样久未指派，由散列决定\n",
		    "level in score and waiting time; a hash decides\n");
}

static void why_not(const struct zp_say *s, int32_t counsel)
{
	const struct zp_candidate *c = zp_explain_find(s->d, counsel);
	struct zp_ctx x;

	zp_say_person(s, counsel);
	zp_say_put(s, "：\n", ":\n");
	if (counsel == s->d->lead) {
		zp_say_put(s, "  正是本案承办人\n",
		    "  is the lead of this case\n");
	} else if (counsel == s->d->junior) {
		zp_say_put(s, "  是本案的搭档（Q9）\n",
		    "  is the junior of this case (Q9)\n");
	} else if (c == NULL) {		/* not of the pool */
		zp_ctx_case(&x, s->v, s->p, s->d->i, ZP_LEAD);
		zp_ctx_person(&x, counsel);
		put_denied(s, counsel, zp_rules_deny(&x, NULL));
	} else if (c->denied != 0) {
		put_denied(s, counsel, c->denied);
		(void)zp_say_not_turn(s, counsel);
	} else {
		put_lost(s, c);
	}
}

void zp_explain_text(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, int32_t counsel, enum zp_lang lang,
    struct zp_buf *out)
{
	struct zp_say s = { v, p, d, lang, out };

	put_head(&s);
	if (counsel >= 0)
		why_not(&s, counsel);
	else if (d->lead >= 0)
		why_this(&s);
	else
		why_waiting(&s);
}
