/* src/base/word.c - the distance between two words. */
#include "zhipaid/word.h"

enum { LONGEST = 64 };

static unsigned min2(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned zp_word_distance(const char *a, size_t an, const char *b, size_t bn)
{
	unsigned row[3][LONGEST + 1];	/* two before, one before, now */
	unsigned *old = row[0], *was = row[1], *now = row[2];

	an = an < LONGEST ? an : LONGEST;
	bn = bn < LONGEST ? bn : LONGEST;
	for (unsigned j = 0; j <= bn; j++)
		old[j] = was[j] = j;
	for (unsigned i = 1; i <= an; i++) {
		unsigned *spare = old;

		now[0] = i;
		for (unsigned j = 1; j <= bn; j++) {
			unsigned d = was[j - 1] + (a[i - 1] != b[j - 1]);

			d = min2(d, 1 + min2(was[j], now[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d = min2(d, old[j - 2] + 1);
			now[j] = d;
		}
		old = was;
		was = now;
		now = spare;
	}
	return was[bn];
}

int zp_word_close(unsigned d, size_t n)
{
	return d <= (n < 3 ? 1 : n / 3);
}
