/*
 * tests/bench/gen_mcf.c - minimum-cost-flow problems (DIMACS .min) to
 * measure with, made from a seed.
 *
 *   gen_mcf netgen NODES DEGREE SEED     chains of sources to sinks, and
 *                                        random arcs
 *   gen_mcf transport FROM TO DEGREE SEED  sources to sinks, no capacities
 *   gen_mcf grid WIDTH HEIGHT SEED       neighbours both ways
 *   gen_mcf assign CASES COUNSEL COUNTIES CAP [ACROSS] SEED
 *                                        cases to counsel of their county
 *                                        (and ACROSS of others), the k-th
 *                                        case of one costs k
 *
 * After the shape of NETGEN (Klingman, Napier & Stutz, Management Science
 * 20(5), 1974, doi:10.1287/mnsc.20.5.814) and the grids of the first DIMACS
 * challenge (1993); always feasible, except for assign where caps are low.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arc { int32_t from, to, upper, cost; };
static struct arc *arcs;
static int64_t *supply;
static size_t n_arcs, room;
static uint64_t state;

static uint64_t next(void)
{
	uint64_t x = state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* lo..hi, both possible */
static int32_t draw(int32_t lo, int32_t hi)
{
	return lo + (int32_t)(next() % (uint64_t)(hi - lo + 1));
}

static void *need(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

static void arc(int32_t from, int32_t to, int32_t upper, int32_t cost)
{
	if (n_arcs == room) {
		room = room * 2 + 1024;
		arcs = need(realloc(arcs, room * sizeof(*arcs)));
	}
	arcs[n_arcs++] = (struct arc){ from, to, upper, cost };
}

static void shuffle(int32_t *x, int32_t n)
{
	for (int32_t i = n - 1; i > 0; i--) {
		int32_t j = draw(0, i), y = x[i];

		x[i] = x[j];
		x[j] = y;
	}
}

/* sqrt(n) sources, as many sinks, 1000 units each on the mean; a chain that
 * could carry everything runs from each source through its share of the
 * nodes to two sinks. */
static int32_t netgen(int32_t n, int32_t degree)
{
	int32_t s = 1, between, *mid;

	while ((s + 1) * (s + 1) <= n)
		s++;
	between = n - 2 * s;
	mid = need(calloc((size_t)between + 1, sizeof(*mid)));
	for (int32_t i = 0; i < between; i++)
		mid[i] = s + i;
	shuffle(mid, between);
	for (int32_t i = 0; i < s; i++) {
		int32_t give = draw(1, 1999), half = draw(0, give), at = i;

		for (int32_t k = i; k < between; k += s) {
			arc(at, mid[k], give, draw(1, 10000));
			at = mid[k];
		}
		for (int32_t k = 0; k < 2; k++) {
			int32_t to = n - s + (i + k * (s / 2)) % s;

			arc(at, to, give, draw(1, 10000));
			supply[to] -= k ? half : give - half;
		}
		supply[i] = give;
	}
	while (n_arcs < (size_t)n * (size_t)degree) {
		int32_t from = draw(0, n - s - 1), to = draw(s, n - 1);

		if (from != to)
			arc(from, to, draw(1, 1000), draw(1, 10000));
	}
	free(mid);
	return n;
}

/* Each source reaches `degree` sinks, and one that takes what is left. */
static int32_t transport(int32_t from, int32_t to, int32_t degree)
{
	int64_t all = 0;

	for (int32_t i = 0; i < from; i++)
		all += supply[i] = draw(1, 1000);
	for (int32_t j = 0; j < to; j++) {
		supply[from + j] = -(all / (to - j));
		all += supply[from + j];
	}
	for (int32_t j = 0; j + 1 < to; j += 2) {
		int32_t x = draw(0, (int32_t)-supply[from + j]);

		supply[from + j] += x;
		supply[from + j + 1] -= x;
	}
	for (int32_t i = 0; i < from; i++) {
		int32_t at = draw(0, to - 1);

		for (int32_t k = 0; k < degree; k++)
			arc(i, from + (degree < to ? draw(0, to - 1) :
			    (at + k) % to), INT32_C(1) << 30,
			    draw(1, 10000));
		if (degree < to)
			arc(i, from + to, INT32_C(1) << 30, 20000);
	}
	for (int32_t j = 0; degree < to && j < to; j++)
		arc(from + to, from + j, INT32_C(1) << 30, 20000);
	return from + to + (degree < to);
}

/* A tenth of the places send, a tenth receive; a snake of dear arcs through
 * all places could carry everything. */
static int32_t grid(int32_t w, int32_t h)
{
	int32_t n = w * h, pairs = n / 10;

	for (int32_t y = 0; y < h; y++)
		for (int32_t x = 0; x < w; x++) {
			int32_t v = y * w + x;

			if (x + 1 < w) {
				arc(v, v + 1, draw(1, 1000), draw(1, 10000));
				arc(v + 1, v, draw(1, 1000), draw(1, 10000));
			}
			if (y + 1 < h) {
				arc(v, v + w, draw(1, 1000), draw(1, 10000));
				arc(v + w, v, draw(1, 1000), draw(1, 10000));
			}
		}
	for (int32_t y = 0, last = -1; y < h; y++)
		for (int32_t k = 0; k < w; k++) {
			int32_t v = y * w + (y % 2 ? w - 1 - k : k);

			if (last >= 0) {
				arc(last, v, INT32_C(1) << 30, 10000);
				arc(v, last, INT32_C(1) << 30, 10000);
			}
			last = v;
		}
	for (int32_t i = 0; i < pairs; i++) {
		int32_t give = draw(1, 500);

		supply[draw(0, n - 1)] += give;
		supply[draw(0, n - 1)] -= give;
	}
	return n;
}

/* 10 to 60 counsel per case, of its county's those with its specialty;
 * costs 1..75 by distance, fit and chance; yearly caps of 0.8 to 1 of cap,
 * one arc for each case somebody may take. */
static int32_t assign(const int32_t *p, int32_t across)
{
	int32_t cases = p[0], m = p[1], counties = p[2], cap = p[3];
	int32_t *order = need(calloc((size_t)m, sizeof(*order)));
	int32_t per = m / counties;

	for (int32_t i = 0; i < cases; i++) {
		int32_t c = draw(0, counties - 1), lo = c * per;
		int32_t many = c == counties - 1 ? m - lo : per;
		int32_t k = draw(10, 60), spec = draw(0, 5), got = 0;

		supply[i] = 1;
		for (int32_t j = 0; j < many; j++)
			order[j] = lo + j;
		shuffle(order, many);
		for (int32_t j = 0; j < many && got < k; j++) {
			int32_t cost = draw(0, 30) + draw(0, 2) * 5 +
			    draw(1, 20);
			int32_t fits = (order[j] * 7 + spec) % 6 < 3;

			if (!fits && many - j > 10 - got)
				continue;
			arc(i, cases + order[j], 1, cost + (fits ? 0 : 15));
			got++;
		}
		for (int32_t j = 0; j < across && m > per; j++)
			arc(i, cases + (lo + per + draw(0, m - per - 1)) % m,
			    1, draw(40, 100));
	}
	for (int32_t l = 0; l < m; l++)
		for (int32_t k = draw(cap * 4 / 5, cap), j = 1; j <= k; j++)
			arc(cases + l, cases + m, 1, j);
	supply[cases + m] = -cases;
	free(order);
	return cases + m + 1;
}

static void print(int32_t n)
{
	printf("p min %" PRId32 " %zu\n", n, n_arcs);
	for (int32_t v = 0; v < n; v++)
		if (supply[v] != 0)
			printf("n %" PRId32 " %" PRId64 "\n", v + 1,
			    supply[v]);
	for (size_t i = 0; i < n_arcs; i++)
		printf("a %" PRId32 " %" PRId32 " 0 %" PRId32 " %" PRId32
		    "\n", arcs[i].from + 1, arcs[i].to + 1, arcs[i].upper,
		    arcs[i].cost);
}

int main(int argc, char **argv)
{
	int32_t p[8] = { 0 }, n = argc - 3;

	if (n < 2 || n > 7)
		return 2;
	for (int32_t i = 0; i <= n; i++)
		p[i] = (int32_t)strtol(argv[i + 2], NULL, 10);
	state = (uint64_t)p[n];
	supply = need(calloc((size_t)1 << 26, sizeof(*supply)));
	if (strcmp(argv[1], "netgen") == 0 && n == 2)
		print(netgen(p[0], p[1]));
	else if (strcmp(argv[1], "transport") == 0 && n == 3)
		print(transport(p[0], p[1], p[2]));
	else if (strcmp(argv[1], "grid") == 0 && n == 2)
		print(grid(p[0], p[1]));
	else if (strcmp(argv[1], "assign") == 0 && n >= 4)
		print(assign(p, n > 4 ? p[4] : 0));
	else
		return 2;
	free(arcs);
	free(supply);
	return 0;
}
