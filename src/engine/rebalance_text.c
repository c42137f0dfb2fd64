/* engine/rebalance_text.c - a rebalancing plan in sentences. */
#include "rebalance_impl.h"

struct say {
	const struct zp_rebalance_input *in;
	enum zp_lang lang;
	struct zp_buf *out;
};

static void put(const struct say *s, const char *zh, const char *en)
{
	zp_buf_puts(s->out, s->lang == ZP_ZH ? zh : en);
}

static void put_n(const struct say *s, int64_t n, const char *zh,
    const char *en)
{
	zp_buf_i64(s->out, n);
	put(s, zh, en);
}

static const char *centre(const struct say *s, int32_t c)
{
	return s->in->reg->centre[c].name;
}

static void put_person(const struct say *s, int32_t c)
{
	zp_buf_puts(s->out, s->in->reg->counsel[c].name);
}

static void put_way(const struct say *s, int32_t steps)
{
	if (steps == 0)
		put(s, "同一地", "in the place");
	else if (s->lang == ZP_ZH)
		zp_buf_printf(s->out, "区划距离 %d", (int)steps);
	else
		zp_buf_printf(s->out, "%d step%s away", (int)steps,
		    steps == 1 ? "" : "s");
}

/* "熟悉未成年人（Q11）17 人、..." */
static void put_bars(const struct say *s, const struct zp_bar *bar,
    uint32_t n)
{
	for (uint32_t k = 0; k < n; k++) {
		const struct zp_rule_row *row =
		    zp_rule_row((enum zp_rule)bar[k].rule);

		if (k > 0)
			put(s, "、", ", ");
		zp_buf_puts(s->out, row->name[s->lang]);
		put(s, "（", " (");
		zp_buf_puts(s->out, row->id);
		put(s, "）", ") ");
		put_n(s, bar[k].n, " 人", "");
	}
}

static void put_cases(const struct say *s, const char **no, uint32_t n)
{
	enum { SHOWN = 4 };

	for (uint32_t k = 0; k < n && k < SHOWN; k++) {
		if (k > 0)
			put(s, "、", ", ");
		zp_buf_puts(s->out, no[k]);
	}
	if (n > SHOWN)
		put(s, " 等", " and others");
}

void zp_rebalance_loan_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t loan, enum zp_lang lang,
    struct zp_buf *out)
{
	const struct say s = { in, lang, out };
	const struct zp_loan *l = &r->loan[loan];
	const struct zp_lack *lack = &r->lack[l->lack];

	zp_buf_puts(out, l->case_no);
	put(&s, "：", ": ");
	zp_buf_puts(out, centre(&s, l->lender));
	put(&s, " ", " lends ");
	put_person(&s, l->counsel);
	put(&s, " 借调至 ", " to ");
	zp_buf_puts(out, centre(&s, l->borrower));
	put(&s, "（", " (");
	put_way(&s, l->distance);
	put(&s, "），本中心受限 ", "); its own are barred by ");
	put_bars(&s, lack->bar, lack->bars < 2 ? lack->bars : 2);
	if (lack->bars > 2)
		put(&s, " 等", " and others");
}

static void put_progress(const struct say *s, const struct zp_progress *g)
{
	if (g->per_mille < 0)
		put(s, "未定任务", "no target");
	else
		zp_buf_printf(s->out, "%d.%d%%", (int)(g->per_mille / 10),
		    (int)(g->per_mille % 10));
}

void zp_rebalance_move_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t move, enum zp_lang lang,
    struct zp_buf *out)
{
	const struct say s = { in, lang, out };
	const struct zp_transfer *m = &r->move[move];

	zp_buf_puts(out, m->case_no);
	put(&s, "：由 ", ": from ");
	zp_buf_puts(out, centre(&s, m->from));
	put(&s, "（序时进度 ", " (");
	put_progress(&s, &r->effect[m->from].before);
	put(&s, "）调至 ", " of what is due) to ");
	zp_buf_puts(out, centre(&s, m->to));
	put(&s, "（", " (");
	put_progress(&s, &r->effect[m->to].before);
	put(&s, "，欠 ", ", ");
	put_n(&s, r->effect[m->to].before.shortfall, " 件），",
	    " cases short), ");
	put_way(&s, m->distance);
	put(&s, m->was < 0 ? "，尚未指派" : "，尚未开始办理",
	    m->was < 0 ? ", not assigned yet" : ", work has not begun");
	put(&s, "，那里可办的 ", ", ");
	put_n(&s, m->people, " 人", m->people == 1 ? " person there may take "
	    "it" : " people there may take it");
}

static void put_helpers(const struct say *s, const struct zp_lack *l)
{
	if (l->could == 0) {
		put(s, "；外中心无人可来",
		    "; nobody could come from elsewhere");
		return;
	}
	put(s, "；外中心可来 ", "; from elsewhere could come ");
	put_n(s, l->could, " 人，最近的 ", ", the nearest ");
	put_person(s, l->help[0].counsel);
	put(s, "（", " (");
	put_way(s, l->help[0].distance);
	put(s, "）", ")");
}

void zp_rebalance_lack_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t lack, enum zp_lang lang,
    struct zp_buf *out)
{
	const struct say s = { in, lang, out };
	const struct zp_lack *l = &r->lack[lack];

	zp_buf_puts(out, centre(&s, l->centre));
	if (l->joint_case[0] != '\0' && l->n > 1) {
		put(&s, " 共同案件 ", ": joint case ");
		zp_buf_puts(out, l->joint_case);
	} else {
		put(&s, " ", ": ");
		put_cases(&s, l->case_no, l->n);
	}
	put(&s, " 缺 ", " is short of ");
	put_n(&s, l->n, " 人", l->n == 1 ? " person" : " people");
	if (l->bars > 0) {
		put(&s, "：本中心受限 ", "; its own are barred by ");
		put_bars(&s, l->bar, l->bars);
	}
	put_helpers(&s, l);
	if (l->home > 0) {
		put(&s, "；其中本中心自己可办 ", "; its own may yet take ");
		put_n(&s, l->home, " 件", "");
	}
}

/* What could be changed. */
static void put_relax(const struct say *s, const struct zp_proof *p)
{
	if (p->relaxes == 0)
		return;
	put(s, "；可由人批准放宽的：", "; what a person may override: ");
	put_bars(s, p->relax, p->relaxes);
}

void zp_rebalance_proof_text(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, uint32_t proof, enum zp_lang lang,
    struct zp_buf *out)
{
	const struct say s = { in, lang, out };
	const struct zp_proof *p = &r->proof[proof];

	put_cases(&s, p->case_no, p->n);
	put(&s, "：", ": ");
	put_n(&s, p->n, " 件案件，", p->n == 1 ? " case, " : " cases, ");
	if (p->kind == ZP_PROOF_NOBODY)
		put(&s, "全市没有符合规则的人", "nobody of the city is "
		    "admitted by the rules");
	else {
		put(&s, "全市可办的 ", "of which ");
		put_n(&s, p->counsels, " 人", p->counsels == 1 ?
		    " person in the city" : " people in the city");
		put(&s, "至多能办 ", " can serve at most ");
		put_n(&s, p->places, " 件", "");
	}
	put(&s, "，缺 ", ", short by ");
	put_n(&s, (int32_t)p->n - p->places, "", "");
	if (p->kind == ZP_PROOF_SEARCH)
		put(&s, "（各种安排均已试过）", " (every way was tried)");
	if (p->kind == ZP_PROOF_NONE)
		put(&s, "（未能证明）", " (not proven)");
	if (p->bars > 0) {
		put(&s, p->counsels == 0 ? "；受限：" : "；其余受限：",
		    p->counsels == 0 ? "; barred by " :
		    "; the others are barred by ");
		put_bars(&s, p->bar, p->bars);
	}
	put_relax(&s, p);
}

const char *zp_rebalance_stay_name(enum zp_stay s, enum zp_lang lang)
{
	static const char *const name[ZP_STAYS][ZP_LANGS] = {
		[ZP_STAY_DECIDED] = { "市中心或人工决定的",
		    "decided by the city or a person" },
		[ZP_STAY_LEVEL] = { "级别管辖", "level jurisdiction" },
		[ZP_STAY_BEGUN] = { "已开始办理", "work has begun" },
		[ZP_STAY_HEARING] = { "临近开庭", "a hearing is near" },
		[ZP_STAY_CHOSEN] = { "受援人选定承办人",
		    "the recipient chose counsel" },
		[ZP_STAY_TIED] = { "同案或对方案件在办",
		    "tied to another case in hand" },
		[ZP_STAY_NOBODY] = { "落后中心无人可办",
		    "nobody there may take it" },
	};

	return name[s][lang];
}
