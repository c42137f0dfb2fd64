/* src/model/words.c - lists of words, and values that are words. */
#include <string.h>
#include "field_impl.h"
#include "zhipaid/word.h"

const char *zp_words_join(struct zp_arena *a, const char *const *words)
{
	size_t n = 0;
	char *text, *to;

	for (size_t i = 0; words[i] != NULL; i++)
		n += strlen(words[i]) + 1;
	text = to = zp_arena_alloc(a, n + 1);
	for (size_t i = 0; words[i] != NULL; i++) {
		if (words[i][0] == '\0')
			continue;
		if (to > text)
			*to++ = ' ';
		n = strlen(words[i]);
		memcpy(to, words[i], n);
		to += n;
	}
	return text;
}

const char *zp_words_nearest(const char *s, size_t n,
    const char *const *words)
{
	const char *best = NULL;
	unsigned least = UINT32_MAX;

	for (size_t i = 0; words[i] != NULL; i++) {
		size_t wn = strlen(words[i]);
		unsigned d = zp_word_distance(s, n, words[i], wn);

		if (wn > 0 && d < least && zp_word_close(d, wn)) {
			best = words[i];
			least = d;
		}
	}
	return best;
}
