/*
 * tests/bench/bench_kernel.c - what one call of the assignment kernel takes,
 * with as many cases and people as Anqing has in a year: prints lines of
 * "CALL p50 MICROSECONDS p99 MICROSECONDS".  Argument: everybody's cap.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "zhipaid/hash.h"
#include "zhipaid/kernel.h"

enum { CASES = 5826, PEOPLE = 400, COUNTIES = 10, WAIT = 1000000 };

static uint64_t roll(uint64_t below)
{
	static uint64_t seed = 42;

	return zp_hash_mix(seed++) % below;
}

static double microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print(const char *call, double *took, size_t n)
{
	qsort(took, n, sizeof(*took), by_size);
	printf("%s p50 %.2f p99 %.2f\n", call, took[n / 2],
	    took[n * 99 / 100]);
}

/* A case of one county: half of its people, the nearer the better. */
static int32_t insert(struct zp_kernel *k)
{
	enum { LOCAL = PEOPLE / COUNTIES };
	int32_t first = (int32_t)roll(COUNTIES) * LOCAL, n = 0;
	struct zp_arc arc[LOCAL];

	for (int32_t i = 0; i < LOCAL; i++)
		if (roll(2) > 0)
			arc[n++] = (struct zp_arc){ first + i,
			    1 + (int64_t)roll(60) };
	return zp_kernel_insert(k, arc, n, -1, WAIT);
}

int main(int argc, char **argv)
{
	static double in[CASES], out[CASES], ask[CASES];
	struct zp_arena *a = zp_arena_new();
	struct zp_kernel *k = zp_kernel_new(a, PEOPLE);
	int32_t cap = argc > 1 ? atoi(argv[1]) : 90;

	for (int32_t c = 0; c < PEOPLE; c++)
		zp_kernel_counsel(k, c, cap, 1, 1);
	for (int32_t i = 0; i < CASES; i++) {
		in[i] = -microseconds();
		insert(k);
		in[i] += microseconds();
	}
	print("insert", in, CASES);
	for (int32_t i = 0; i < CASES; i++) {
		out[i] = -microseconds();
		zp_kernel_withdraw(k, i);
		out[i] += microseconds();
		insert(k);
		ask[i] = -microseconds();
		(void)zp_kernel_marginal(k, (int32_t)roll(PEOPLE));
		ask[i] += microseconds();
	}
	print("withdraw", out, CASES);
	print("marginal", ask, CASES);
	zp_arena_free(a);
	return 0;
}
