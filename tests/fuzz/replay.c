/*
 * tests/fuzz/replay.c - a fuzz target as an ordinary test: every seed of a
 * directory, and each with bytes changed by a generator with a fixed seed.
 * Real fuzzing: clang -fsanitize=fuzzer,address with the target alone.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST 65536
#define ROUNDS 300

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static uint64_t state = 20220101;

/* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
static uint64_t next(void)
{
	uint64_t x = state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Change a byte, copy a stretch over another, or cut the end. */
static size_t change(uint8_t *s, size_t n)
{
	size_t a, b, len;

	if (n < 2)
		return n;
	a = next() % n;
	b = next() % n;
	len = next() % (n - (a > b ? a : b));
	switch (next() % 4) {
	case 0:
		memmove(s + a, s + b, len);
		return n;
	case 1:
		return a + 1;
	default:
		s[a] = (uint8_t)next();
		return n;
	}
}

/* The target sees a heap copy of the exact size: overruns are found. */
static void run(const uint8_t *s, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, s, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void play(const char *path)
{
	static uint8_t seed[LARGEST], s[LARGEST];
	FILE *f = fopen(path, "rb");
	size_t n, m;

	if (f == NULL)
		abort();
	n = fread(seed, 1, LARGEST, f);
	fclose(f);
	run(seed, n);
	for (int i = 0; i < ROUNDS; i++) {
		memcpy(s, seed, n);
		m = n;
		for (uint64_t k = next() % 6 + 1; k > 0; k--)
			m = change(s, m);
		run(s, m);
	}
}

int main(int argc, char **argv)
{
	struct dirent **d;
	char path[4096];
	int n = argc == 2 ? scandir(argv[1], &d, NULL, alphasort) : -1;
	int seeds = 0;

	if (n < 0) {
		fprintf(stderr, "usage: %s SEEDS\n", argv[0]);
		return 2;
	}
	for (int i = 0; i < n; i++) {
		if (d[i]->d_name[0] != '.') {
			snprintf(path, sizeof(path), "%s/%s", argv[1],
			    d[i]->d_name);
			play(path);
			seeds++;
		}
		free(d[i]);
	}
	free(d);
	printf("%d seeds, %d inputs\n", seeds, seeds * (ROUNDS + 1));
	return seeds > 0 ? 0 : 1;
}
