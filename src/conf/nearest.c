/* src/conf/nearest.c - "did you mean": the nearest known word. */
#include <string.h>
#include "impl.h"
#include "zhipaid/word.h"

#define LONGEST 64

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
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
	d = zp_word_distance(f->word, m, candidate, n);
	d = least(d, zp_word_distance(wl, a, cl, b) + 1); /* another group */
	if (begins(wl, a, cl, b))
		d = least(d, 2);			/* cut short */
	if (d <= near && (f->best == NULL || d < f->distance)) {
		f->best = candidate;
		f->n = n;
		f->distance = d;
	}
}
