/*
 * tests/tools/mcf.c - zhipai-mcf: solve a minimum-cost-flow problem.
 *
 *   zhipai-mcf [-f] [-t] [-g] <PROBLEM.min
 *
 * Prints "s COST"; with -f the flow of each arc, in the order of the file,
 * as "f FROM TO FLOW"; with -t a comment, how many microseconds the solver
 * took (reading left out) and the peak of the memory.  Exits 1 and prints
 * "s INFEASIBLE" where there is no flow; exits 2 with line and reason where
 * the problem is malformed.  What has the shape of an assignment goes to
 * the assignment kernel, unless -g.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "mcf.h"

int64_t mcf_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

/* 128 bits in decimal. */
void mcf_print_total(struct zp_flow_total t)
{
	bool minus = t.high < 0;
	uint32_t part[4], digits[5];
	int n = 0;

	if (minus) {
		t.low = -t.low;
		t.high = ~t.high + (t.low == 0);
	}
	part[0] = (uint32_t)((uint64_t)t.high >> 32);
	part[1] = (uint32_t)t.high;
	part[2] = (uint32_t)(t.low >> 32);
	part[3] = (uint32_t)t.low;
	do {
		uint64_t rest = 0;

		for (int i = 0; i < 4; i++) {
			rest = rest << 32 | part[i];
			part[i] = (uint32_t)(rest / 1000000000);
			rest %= 1000000000;
		}
		digits[n++] = (uint32_t)rest;
	} while (part[0] | part[1] | part[2] | part[3]);
	printf("s %s%" PRIu32, minus ? "-" : "", digits[--n]);
	while (n > 0)
		printf("%09" PRIu32, digits[--n]);
	putchar('\n');
}

void mcf_print_flow(const struct dimacs_arc *a, int64_t flow)
{
	printf("f %" PRId32 " %" PRId32 " %" PRId64 "\n", a->from + 1,
	    a->to + 1, flow);
}

/* By the general kernel. */
static enum mcf_answer solve(struct dimacs *d, const struct mcf_options *o)
{
	struct zp_arena *arena = zp_arena_new();
	struct zp_flow *f = zp_flow_new(arena, d->nodes, d->arcs);
	struct dimacs_walk w = { .d = d, .drop = !o->flows };
	struct dimacs_arc a;
	enum zp_flow_state found;
	int64_t began;

	for (int32_t v = 0; v < d->nodes; v++)
		zp_flow_supply(f, v, d->supply[v]);
	while (dimacs_next(&w, &a))
		(void)zp_flow_arc(f, a.from, a.to, a.lower, a.upper, a.cost);
	began = mcf_clock();
	found = zp_flow_solve(f);
	if (o->time)
		printf("c solve_us %" PRId64 "\n", mcf_clock() - began);
	if (found == ZP_FLOW_OPTIMAL) {
		mcf_print_total(zp_flow_total(f));
		w = (struct dimacs_walk){ .d = d };
		for (int32_t e = 0; o->flows && dimacs_next(&w, &a); e++)
			mcf_print_flow(&a, zp_flow_of(f, e));
	}
	zp_arena_free(arena);
	return found == ZP_FLOW_OPTIMAL ? MCF_OPTIMAL : MCF_INFEASIBLE;
}

static bool read_all(struct dimacs *d)
{
	static char s[4 * DIMACS_MAX_LINE];
	size_t n = 0;
	ssize_t more;

	do {
		size_t used;

		more = read(STDIN_FILENO, s + n, sizeof(s) - n);
		if (more < 0) {
			snprintf(d->error, sizeof(d->error), "cannot read the "
			    "problem");
			return false;
		}
		n += (size_t)more;
		used = dimacs_take(d, s, n, more == 0);
		if (d->error[0] != '\0')
			return false;
		n -= used;
		memmove(s, s + used, n);
	} while (more > 0);
	return dimacs_whole(d);
}

int main(int argc, char **argv)
{
	struct mcf_options o = { 0 };
	struct dimacs d = { 0 };
	enum mcf_answer answer = MCF_OTHER;
	struct rusage used;
	bool bad = false;

	for (int c; (c = getopt(argc, argv, "fgt")) != -1;)
		switch (c) {
		case 'f': o.flows = true; break;
		case 'g': o.general = true; break;
		case 't': o.time = true; break;
		default: bad = true;
		}
	if (bad || optind != argc) {
		fprintf(stderr, "usage: %s [-f] [-t] [-g] <PROBLEM.min\n",
		    argv[0]);
		return 2;
	}
	if (!read_all(&d)) {
		fprintf(stderr, "zhipai-mcf: %s\n", d.error);
		dimacs_free(&d);
		return 2;
	}
	if (!o.general)
		answer = mcf_assign(&d, &o);
	if (answer == MCF_OTHER)
		answer = solve(&d, &o);
	if (answer == MCF_INFEASIBLE)
		puts("s INFEASIBLE");
	getrusage(RUSAGE_SELF, &used);
	if (o.time)
		printf("c peak_kib %ld\n", used.ru_maxrss);
	dimacs_free(&d);
	if (fflush(stdout) != 0)
		return 1;
	return answer == MCF_OPTIMAL ? 0 : 1;
}
