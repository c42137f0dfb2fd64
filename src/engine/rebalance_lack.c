/* engine/rebalance_lack.c - what is short, and who could come. */
#include <stdlib.h>
#include <string.h>

#include "rebalance_impl.h"

enum { HELPERS = 16 };

/* One lack being looked at; by number in the search, by job. */
struct look {
	struct zp_rb_open *o;
	int32_t *cases, *distance;	/* per person */
	struct zp_helper *all;
	uint32_t *member, members;	/* jobs of the lack */
	uint32_t *job;			/* all, by centre and case */
	const int32_t *proof;
	bool *done;
};

static int by_way(const void *pa, const void *pb)
{
	const struct zp_helper *a = pa, *b = pb;

	if (a->distance != b->distance)
		return a->distance - b->distance;
	return a->counsel < b->counsel ? -1 : a->counsel > b->counsel;
}

/* Who of other centres could come. */
static void helpers(const struct look *k, struct zp_lack *l)
{
	const struct zp_rb_open *o = k->o;
	const struct zp_registry *reg = o->b.v->reg;

	for (int32_t c = 0; c < o->s.persons; c++)
		if (k->cases[c] > 0 &&
		    reg->counsel[o->s.person[c]].centre != l->centre)
			k->all[l->could++] = (struct zp_helper){
			    o->s.person[c], k->distance[c], k->cases[c] };
	if (l->could > 1)
		qsort(k->all, l->could, sizeof(*k->all), by_way);
	l->helps = l->could < HELPERS ? l->could : HELPERS;
	l->help = zp_arena_calloc(o->r->a, l->helps, sizeof(*l->help));
	if (l->helps > 0)
		memcpy(l->help, k->all, l->helps * sizeof(*l->help));
}

/* The own people who may take none of the cases, by the first rule against
 * them in the first. */
static void own_bars(const struct look *k, struct zp_lack *l)
{
	struct zp_batch *b = &k->o->b;
	const struct zp_centre *at = &b->v->reg->centre[l->centre];
	uint32_t i = k->o->s.job[k->member[0]].i;
	int32_t n[ZP_CANDIDATE_RULES] = { 0 };

	zp_team_refresh(b, i, ZP_LEAD);
	for (uint32_t c = 0; c < at->pool_n; c++) {
		int32_t who = b->local[at->pool[c]];
		int rule;

		if (who >= 0 && k->cases[who] > 0)
			continue;
		zp_ctx_person(&b->seat[i].ctx, at->pool[c]);
		rule = zp_rules_first(&b->seat[i].ctx, NULL);
		if (rule >= 0)
			n[rule]++;
	}
	l->bars = zp_rb_bars(k->o->r->a, n, &l->bar);
}

static void look_at(const struct look *k, const struct zp_job *j)
{
	const struct zp_registry *reg = k->o->b.v->reg;
	int32_t place = zp_rb_place(reg, &k->o->b.v->at[j->i]);

	for (int32_t a = 0; a < j->n; a++) {
		int32_t c = j->arc[a].counsel;
		int32_t far = zp_rb_steps(reg,
		    zp_rb_home(reg, k->o->s.person[c]), place);

		if (k->cases[c]++ == 0 || far < k->distance[c])
			k->distance[c] = far;
	}
}

static int by_case(const void *key, const void *at)
{
	return strcmp(key, ((const struct zp_loan *)at)->case_no);
}

static struct zp_loan *find(struct zp_loan *all, uint32_t n, const char *no)
{
	return n == 0 ? NULL : bsearch(no, all, n, sizeof(*all), by_case);
}

/* The case of job j belongs to lack l, number `at`. */
static void add(const struct look *k, struct zp_lack *l, uint32_t j,
    uint32_t at)
{
	struct zp_rebalance *out = k->o->r->out;
	const char *no = k->o->b.v->at[k->o->s.job[j].i].c.case_no;
	struct zp_loan *loan = find(out->loan, out->loans, no);
	struct zp_loan *home = find(out->home, out->homes, no);

	l->case_no[l->n++] = no;
	l->lent += loan != NULL;
	l->home += home != NULL;
	if (loan != NULL)
		loan->lack = at;
	else if (home != NULL)
		home->lack = at;
	else if (l->proof < 0)
		l->proof = k->proof[j];
}

/* The case at place `first` of job[], and others of its group in the same
 * centre. */
static void gather(struct look *k, uint32_t first)
{
	const struct zp_rb_open *o = k->o;
	uint32_t i = o->s.job[k->job[first]].i;

	k->members = 0;
	for (uint32_t y = first; y < o->s.n; y++) {
		uint32_t other = o->s.job[k->job[y]].i;

		if (o->b.v->at[other].handling != o->b.v->at[i].handling)
			break;
		if (y != first && (o->b.seat[i].group < 0 ||
		    o->b.seat[i].group != o->b.seat[other].group))
			continue;
		k->done[k->job[y]] = true;
		k->member[k->members++] = k->job[y];
	}
}

static void make(struct look *k, uint32_t first)
{
	struct zp_rb_open *o = k->o;
	struct zp_rebalance *out = o->r->out;
	const struct zp_view_case *vc =
	    &o->b.v->at[o->s.job[k->job[first]].i];
	uint32_t at = out->lacks++;
	struct zp_lack *l = &out->lack[at];

	gather(k, first);
	*l = (struct zp_lack){ .centre = vc->handling, .proof = -1,
		.joint_case = vc->c.joint_case,
		.case_no = zp_arena_calloc(o->r->a, k->members,
		    sizeof(*l->case_no)) };
	for (uint32_t m = 0; m < k->members; m++) {
		add(k, l, k->member[m], at);
		look_at(k, &o->s.job[k->member[m]]);
	}
	helpers(k, l);
	own_bars(k, l);
	memset(k->cases, 0, (size_t)o->s.persons * sizeof(*k->cases));
}

struct place { int32_t centre; uint32_t i, j; };

static int by_place(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->centre != b->centre)
		return a->centre < b->centre ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

static uint32_t *in_order(const struct zp_rb_open *o)
{
	uint32_t n = o->s.n;
	uint32_t *job = zp_arena_calloc(o->r->work, n, sizeof(*job));
	struct place *p = zp_arena_calloc(o->r->work, n, sizeof(*p));

	for (uint32_t j = 0; j < n; j++)
		p[j] = (struct place){
		    o->b.v->at[o->s.job[j].i].handling, o->s.job[j].i, j };
	qsort(p, n, sizeof(*p), by_place);
	for (uint32_t j = 0; j < n; j++)
		job[j] = p[j].j;
	return job;
}

void zp_rb_lacks(struct zp_rb_open *o)
{
	struct zp_arena *w = o->r->work;
	uint32_t n = o->s.n;
	size_t people = (size_t)o->s.persons;
	int32_t *proof = zp_arena_calloc(w, n, sizeof(*proof));
	struct look k = { .o = o, .job = in_order(o), .proof = proof,
		.cases = zp_arena_calloc(w, people, sizeof(*k.cases)),
		.distance = zp_arena_calloc(w, people, sizeof(*k.distance)),
		.all = zp_arena_calloc(w, people, sizeof(*k.all)),
		.member = zp_arena_calloc(w, n, sizeof(*k.member)),
		.done = zp_arena_calloc(w, n, sizeof(*k.done)) };

	memset(proof, 0xff, n * sizeof(*proof));
	zp_rb_proofs(o, proof);
	o->r->out->lack = zp_arena_calloc(o->r->a, n,
	    sizeof(*o->r->out->lack));
	for (uint32_t j = 0; j < n; j++)
		if (!k.done[k.job[j]])
			make(&k, j);
}
