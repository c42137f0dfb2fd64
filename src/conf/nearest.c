/*
 * src/conf/nearest.c - "did you mean": the nearest known word.
 *
 * Edit distance with neighbours swapped (optimal string alignment: Damerau,
 * CACM 7(3), 1964, 171-176, doi:10.1145/363958.363994); O(length^2).
 */
#include <string.h>
#include "impl.h"

#define LONGEST 64

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
	unsigned d[LONGEST + 1][LONGEST + 1];

	for (size_t i = 0; i <= n; i++)
		d[i][0] = (unsigned)i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
			    d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

/* The part after the last dot. */
static const char *last(const char *s, size_t *n)
{
	for (size_t i = *n; i > 0; i--)
		if (s[i - 1] == '.') {
			*n -= i;
			return s + i;
		}
	return s;
}

static bool begins(const char *a, size_t n, const char *b, size_t m)
{
	size_t k = n < m ? n : m;

	return k >= 3 && memcmp(a, b, k) == 0;
}

void zp_nearest_offer(struct zp_nearest *f, const char *candidate, size_t n)
{
	size_t m = strlen(f->word), a = m, b = n;
	const char *wl = last(f->word, &a), *cl = last(candidate, &b);
	unsigned d, near = 1 + (unsigned)m / 4;

	if (m > LONGEST || n > LONGEST)
		return;
	d = distance(f->word, m, candidate, n);
	d = least(d, distance(wl, a, cl, b) + 1);	/* another group */
	if (begins(wl, a, cl, b))
		d = least(d, 2);			/* cut short */
	if (d <= near && (f->best == NULL || d < f->distance)) {
		f->best = candidate;
		f->n = n;
		f->distance = d;
	}
}
