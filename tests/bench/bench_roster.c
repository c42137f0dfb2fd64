/*
 * tests/bench/bench_roster.c - duty rosters, timed (processor time of this
 * process) and told in one line of "key value" pairs.
 *
 *	bench_roster month POLICY DIR	a month of the city in DIR, five times
 *	bench_roster year POLICY DIR	a year of it with half-days everywhere
 *	bench_roster repair POLICY DIR	a published month, 400 absences, each
 *					repaired by itself
 *	bench_roster exact PEOPLE DAYS FILE	one centre: plans it, and writes
 *					the same model as a CPLEX LP file
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zhipaid/conf.h"
#include "zhipaid/csv.h"
#include "zhipaid/hash.h"
#include "zhipaid/roster_repair.h"

enum { LABOUR = 200000, ROUNDS = 5, ABSENCES = 400 };

struct city {
	struct zp_conf *conf;
	struct zp_dataset *set;
	struct zp_arena *a;
	struct zp_roster_input in;
};

static uint64_t roll(uint64_t below)
{
	static uint64_t seed = 42;

	return zp_hash_mix(seed++) % below;
}

static double milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool read_city(struct city *c, const char *policy, const char *dir)
{
	struct zp_report rep = { 0 };
	struct zp_buf b = { 0 };

	*c = (struct city){ .a = zp_arena_new() };
	c->conf = zp_conf_load_policy(policy, &rep);
	if (c->conf != NULL)
		c->set = zp_dataset_read(dir, &rep);
	zp_report_print(&rep, ZP_EN, &b);
	fputs(zp_buf_str(&b), stderr);
	zp_buf_fini(&b);
	zp_report_fini(&rep);
	if (c->set == NULL)
		return false;
	c->in = (struct zp_roster_input){ .reg = c->set->reg,
	    .p = &c->conf->policy, .from = zp_date_of(2026, 3, 1),
	    .to = zp_date_of(2026, 3, 31), .centre = -1,
	    .labour = ZP_ROSTER_LABOUR };
	c->in.today = c->in.from;
	return true;
}

static void tell(const struct zp_roster *r, double ms)
{
	printf("slots %u open %u gap_percent %.3f ms %.1f\n", r->duties,
	    r->gaps, r->cost > 0 ? 100 * (double)(r->cost - r->bound) /
	    (double)r->cost : 0, ms);
}

static void plan(struct city *c, int rounds)
{
	double least = 1e9;

	for (int i = 0; i < rounds; i++) {
		double start = milliseconds(), took;
		struct zp_roster *r = zp_roster_make(&c->in, c->a);

		took = milliseconds() - start;
		least = took < least ? took : least;
		if (i == rounds - 1)
			tell(r, least);
	}
}

/* Every station asks for both half-days, detention centres on all days. */
static void halve(struct city *c)
{
	for (uint32_t i = 0; i < c->set->reg->stations; i++) {
		struct zp_station *s = &c->set->reg->station[i];

		s->shifts = ZP_SHIFT_BIT(ZP_SHIFT_AM) |
		    ZP_SHIFT_BIT(ZP_SHIFT_PM);
		s->open_on = s->way == ZP_PHONE ? ZP_ALL_DAYS :
		    ZP_WORKING_DAYS;
	}
	c->in.from = c->in.today = zp_date_of(2026, 1, 1);
	c->in.to = zp_date_of(2026, 12, 31);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* One person does not come: what the daemon does from that day on.  Changes
 * of others, and whether nobody could go. */
static double repair(struct city *c, struct zp_duty *gone, int32_t *changes,
    uint32_t *still_open)
{
	struct zp_roster_input in = c->in;
	struct zp_roster_torn torn = { .in = &in, .absent = gone };
	struct zp_arena *a = zp_arena_new();
	const struct zp_roster_repair *r;
	double start = milliseconds(), took;

	in.from = in.today = gone->date;
	r = zp_roster_repair(&torn, a);
	took = milliseconds() - start;
	*changes += (int32_t)r->changes - 1;
	for (uint32_t i = 0; i < r->changes; i++)
		*still_open += r->change[i].now[0] == '\0';
	zp_arena_free(a);
	return took;
}

static void repairs(struct city *c)
{
	static double took[ABSENCES];
	struct zp_roster *r = zp_roster_make(&c->in, c->a);
	int32_t changes = 0;
	uint32_t open = 0;

	for (uint32_t i = 0; i < r->duties; i++)
		r->duty[i].state = ZP_DUTY_PUBLISHED;
	c->in.duty = r->duty;
	c->in.duties = r->duties;
	c->in.standby = r->standby;
	c->in.standbys = r->standbys;
	for (int i = 0; i < ABSENCES; i++) {
		struct zp_duty *gone = &r->duty[roll(r->duties)];

		if (gone->counsel >= 0)
			took[i] = repair(c, gone, &changes, &open);
	}
	qsort(took, ABSENCES, sizeof(*took), by_size);
	printf("absences %d others_changed %d open %u ms_p50 %.2f "
	    "ms_most %.2f\n", ABSENCES, changes, open, took[ABSENCES / 2],
	    took[ABSENCES - 1]);
}

/* --- one centre, for an exact solver --- */

/* Two half-days and a day each working day, a day at weekends. */
static int32_t make_slots(struct zp_rota_slot *slot, int32_t days,
    int32_t people)
{
	int32_t n = 0;

	for (int32_t d = 0; d < days; d++) {
		bool off = d % 7 > 4;
		int32_t half = off ? 0 : (people + 5) / 12;
		int32_t whole = (people + 7) / 15;

		for (int32_t i = 0; i < 2 * half + whole; i++)
			slot[n++] = (struct zp_rota_slot){
			    .date = { 20514 + d }, .held = -1,
			    .half = i < half ? ZP_AM : i < 2 * half ? ZP_PM :
			    ZP_ALL_DAY,
			    .bucket = off ? ZP_ON_DAY_OFF : ZP_ON_WORKDAY };
	}
	return n;
}

static struct zp_rota make_rota(int32_t people, int32_t days,
    struct zp_arena *a)
{
	struct zp_rota_slot *slot = zp_arena_calloc(a,
	    (size_t)(days * (people / 3 + 4)), sizeof(*slot));
	struct zp_rota_person *person = zp_arena_calloc(a, (size_t)people,
	    sizeof(*person));
	int32_t n = make_slots(slot, days, people);

	for (int32_t p = 0; p < people; p++)
		person[p] = (struct zp_rota_person){
		    .done = { (int32_t)roll(4), (int32_t)roll(2) },
		    .capacity = roll(6) > 0 ? 1000 : 400 };
	for (int32_t s = 0; s < n; s++) {
		struct zp_arc *arc = zp_arena_calloc(a, (size_t)people,
		    sizeof(*arc));

		slot[s].arc = arc;
		for (int32_t p = 0; p < people; p++)
			if (roll(10) > 1)
				arc[slot[s].arcs++] = (struct zp_arc){ p,
				    (int64_t)(roll(256) +
				    (roll(10) > 0 ? 0 : 400)) };
	}
	return (struct zp_rota){ .slot = slot, .slots = n, .person = person,
	    .persons = people, .most = { 1, 3, 12, 1 },
	    .fair = { 1000, 1000, 1500, 1500 }, .labour = LABOUR };
}

static int64_t base(const struct zp_rota *r, int32_t p, int b)
{
	return (int64_t)r->fair[b] * (2 * r->person[p].done[b] + 1) * 1000 /
	    r->person[p].capacity;
}

static int64_t slope(const struct zp_rota *r, int32_t p, int b)
{
	return (int64_t)r->fair[b] * 2000 / r->person[p].capacity;
}

static bool may(const struct zp_rota_slot *s, int32_t p)
{
	for (int32_t i = 0; i < s->arcs; i++)
		if (s->arc[i].counsel == p)
			return true;
	return false;
}

/* Sum of x over the slots of p whose number, date / days, is k. */
static int32_t put_sum(FILE *f, const struct zp_rota *r, int32_t p,
    int32_t from, int32_t to)
{
	int32_t n = 0;

	for (int32_t s = 0; s < r->slots; s++)
		if (r->slot[s].date.day >= from && r->slot[s].date.day <= to &&
		    may(&r->slot[s], p)) {
			fprintf(f, " + x%d_%d", s, p);
			if (++n % 8 == 0)
				fputc('\n', f);
		}
	return n;
}

/* Without a slot left out; steps y of a person's k-th shift of a bucket are
 * convex, so that they need not be whole. */
enum { STEPS = 13 };

static void put_objective(FILE *f, const struct zp_rota *r)
{
	fputs("Minimize\n obj:", f);
	for (int32_t s = 0; s < r->slots; s++) {
		fprintf(f, "\n + 10000000 z%d", s);
		for (int32_t i = 0; i < r->slot[s].arcs; i++)
			fprintf(f, " + %lld x%d_%d%s",
			    (long long)r->slot[s].arc[i].cost, s,
			    r->slot[s].arc[i].counsel, i % 8 ? "" : "\n");
	}
	for (int32_t p = 0; p < r->persons; p++)
		for (int b = 0; b < 2; b++)
			for (int32_t k = 0; k < STEPS; k++)
				fprintf(f, "\n + %lld y%d_%d_%d", (long long)
				    (base(r, p, b) + k * slope(r, p, b)), p,
				    b, k);
}

static void put_limits(FILE *f, const struct zp_rota *r, int32_t p)
{
	int32_t first = r->slot[0].date.day;
	int32_t last = r->slot[r->slots - 1].date.day;

	for (int32_t d = first; d <= last; d++) {
		fprintf(f, "\n rest%d_%d: 0 z0", p, d);
		put_sum(f, r, p, d, d + 1);
		fputs(" <= 1", f);
	}
	for (int32_t d = first; d <= last; d += 7) {
		fprintf(f, "\n week%d_%d: 0 z0", p, d);
		put_sum(f, r, p, d, d + 6);
		fprintf(f, " <= %d", r->most.week);
	}
	for (int b = 0; b < 2; b++) {
		fprintf(f, "\n load%d_%d: 0 z0", p, b);
		for (int32_t s = 0; s < r->slots; s++)
			if (r->slot[s].bucket == (enum zp_bucket)b &&
			    may(&r->slot[s], p))
				fprintf(f, " + x%d_%d\n", s, p);
		for (int32_t k = 0; k < STEPS; k++)
			fprintf(f, " - y%d_%d_%d", p, b, k);
		fputs(" = 0", f);
	}
	fprintf(f, "\n month%d: 0 z0", p);
	put_sum(f, r, p, first, last);
	fprintf(f, " <= %d", r->most.month);
}

static bool write_model(const struct zp_rota *r, const char *file)
{
	FILE *f = fopen(file, "w");

	if (f == NULL)
		return false;
	put_objective(f, r);
	fputs("\nSubject To", f);
	for (int32_t s = 0; s < r->slots; s++) {
		fprintf(f, "\n slot%d: z%d", s, s);
		for (int32_t i = 0; i < r->slot[s].arcs; i++)
			fprintf(f, " + x%d_%d%s", s,
			    r->slot[s].arc[i].counsel, i % 8 ? "" : "\n");
		fputs(" = 1", f);
	}
	for (int32_t p = 0; p < r->persons; p++)
		put_limits(f, r, p);
	fputs("\nBounds", f);
	for (int32_t p = 0; p < r->persons; p++)
		for (int b = 0; b < 2; b++)
			for (int32_t k = 0; k < STEPS; k++)
				fprintf(f, "\n 0 <= y%d_%d_%d <= 1", p, b, k);
	fputs("\nBinaries", f);
	for (int32_t s = 0; s < r->slots; s++) {
		fprintf(f, "\n z%d", s);
		for (int32_t i = 0; i < r->slot[s].arcs; i++)
			fprintf(f, " x%d_%d%s", s,
			    r->slot[s].arc[i].counsel, i % 8 ? "" : "\n");
	}
	fputs("\nEnd\n", f);
	return fclose(f) == 0;
}

static int exact(int32_t people, int32_t days, const char *file)
{
	struct zp_arena *a = zp_arena_new();
	struct zp_rota r = make_rota(people, days, a);
	struct zp_rota_plan out;
	double start = milliseconds();
	bool good;

	zp_rota_solve(&r, a, &out);
	printf("slots %d open %d cost %lld gap_percent %.3f proven %d "
	    "ms %.2f\n", r.slots, out.open, (long long)out.cost, 100 *
	    (double)(out.total - out.bound) / (double)out.cost, out.proven,
	    milliseconds() - start);
	good = write_model(&r, file);
	zp_arena_free(a);
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct city c;

	if (argc == 5 && strcmp(argv[1], "exact") == 0)
		return exact(atoi(argv[2]), atoi(argv[3]), argv[4]);
	if (argc != 4 || !read_city(&c, argv[2], argv[3])) {
		fprintf(stderr, "usage: bench_roster month|year|repair "
		    "POLICY DIR | exact PEOPLE DAYS FILE\n");
		return 2;
	}
	if (strcmp(argv[1], "repair") == 0) {
		repairs(&c);
	} else {
		if (strcmp(argv[1], "year") == 0)
			halve(&c);
		plan(&c, c.in.to.day - c.in.from.day > 31 ? 1 : ROUNDS);
	}
	zp_arena_free(c.a);
	zp_dataset_free(c.set);
	zp_conf_unref(c.conf);
	return 0;
}
