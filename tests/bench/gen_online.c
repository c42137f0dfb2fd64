/*
 * gen_online CASES COUNSEL COUNTIES SEED - a city in the form zhipai-online
 * reads: counties of different size, counsel with one to four of six kinds
 * of case, cases that 10 to 60 of their county may take, first those who
 * know the kind, at a cost of distance, fit and chance.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define KINDS 6
#define MOST 4096

struct counsel { int county, cap; unsigned kinds; double x, y; };

static uint64_t dice;

static double uniform(void)	/* SplitMix64 */
{
	uint64_t z = dice += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) / (double)(UINT64_C(1) << 53);
}

static int below(int n)
{
	return (int)(uniform() * n);
}

static int pick(const double *weight, int n)
{
	double at = 0;
	int i;

	for (i = 0; i < n; i++)
		at += weight[i];
	at *= uniform();
	for (i = 0; i < n - 1 && at >= weight[i]; i++)
		at -= weight[i];
	return i;
}

static unsigned some_kinds(void)
{
	static const int many[] = { 1, 2, 2, 3, 3, 4 };
	unsigned set = 0;

	for (int left = many[below(6)]; left > 0;) {
		unsigned bit = 1u << below(KINDS);

		left -= (set & bit) == 0;
		set |= bit;
	}
	return set;
}

/* Random order of n numbers. */
static void shuffle(int *at, int n)
{
	for (int i = n - 1; i > 0; i--) {
		int k = below(i + 1), t = at[i];

		at[i] = at[k];
		at[k] = t;
	}
}

static void put_case(const struct counsel *who, const int *home, int n,
    int number)
{
	static const double often[KINDS] = { 30, 25, 18, 12, 9, 6 };
	int kind = pick(often, KINDS), order[MOST], most = 10 + below(51);
	int county = who[home[0]].county, k = 0;
	double x = uniform(), y = uniform();
	char take[MOST] = { 0 };

	for (int i = 0; i < n; i++)
		order[i] = i;
	shuffle(order, n);
	for (int knows = 1; knows >= 0; knows--)
		for (int i = 0; i < n && k < (knows ? most : 10); i++)
			if ((int)(who[home[order[i]]].kinds >> kind & 1) ==
			    knows) {
				take[order[i]] = 1;
				k++;
			}
	printf("%d %d %d %d", county, kind, number, k);
	for (int i = 0; i < n; i++) {
		const struct counsel *c = &who[home[i]];
		int cost = (int)(30 * hypot(c->x - x, c->y - y) / 1.4143);

		if (take[i])
			printf(" %d %d", home[i], cost + 5 * below(3) + 1 +
			    below(20) + ((c->kinds >> kind & 1) != 0 ? 0 : 15));
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	static struct counsel who[MOST];
	static int home[64][MOST], size[64];
	double weight[64], room[64];
	int cases, m, counties;

	if (argc != 5)
		return 2;
	cases = atoi(argv[1]);
	m = atoi(argv[2]);
	counties = atoi(argv[3]);
	dice = (uint64_t)atoi(argv[4]);
	if (counties < 1 || counties > 64 || m < 20 * counties || m > MOST)
		return 2;
	for (int g = 0; g < counties; g++) {
		weight[g] = 0.5 + uniform();
		room[g] = weight[g] * (0.85 + 0.3 * uniform());
	}
	printf("%d %d %d\n", cases, m, counties);
	for (int c = 0; c < m; c++) {
		int g = c < 20 * counties ? c / 20 : pick(room, counties);

		who[c] = (struct counsel){ g, below(5) < 3 ? 90 :
		    72 + 8 * below(2), some_kinds(), uniform(), uniform() };
		home[g][size[g]++] = c;
		printf("%d %d 0\n", g, who[c].cap);
	}
	for (int i = 0; i < cases; i++) {
		int g = pick(weight, counties);

		put_case(who, home[g], size[g], i);
	}
	return 0;
}
