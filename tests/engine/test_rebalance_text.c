/* Rebalancing plans in sentences, against a file that people have read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_board.h"

typedef void (*sentence)(const struct zp_rebalance_input *,
    const struct zp_rebalance *, uint32_t, enum zp_lang, struct zp_buf *);

static void say(const struct zp_rebalance_input *in,
    const struct zp_rebalance *r, sentence fn, uint32_t n, struct zp_buf *out)
{
	for (uint32_t k = 0; k < n && k < 3; k++)
		for (int l = 0; l < ZP_LANGS; l++) {
			fn(in, r, k, (enum zp_lang)l, out);
			zp_buf_putc(out, '\n');
		}
}

static void same_as_golden(const char *text)
{
	const char *name = ZP_SOURCE_DIR "/tests/engine/rebalance.golden";
	FILE *f = fopen(name, getenv("ZP_GOLDEN_UPDATE") != NULL ? "w" : "r");
	static char was[1 << 16];
	size_t n;

	assert_non_null(f);
	if (getenv("ZP_GOLDEN_UPDATE") != NULL) {
		assert_true(fputs(text, f) >= 0);
		fclose(f);
		return;
	}
	n = fread(was, 1, sizeof(was) - 1, f);
	was[n] = '\0';
	fclose(f);
	assert_string_equal(text, was);
}

static void plans_read_as_agreed(void **state)
{
	struct zt_board_shape shape = { .centres = 4, .people = 4,
		.cases = 16, .past = 12, .target = 20, .linked = true };
	struct zp_buf text = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 11; seed++) {
		struct zp_rebalance_input in;
		struct zp_rebalance *r;
		struct zt_board *b;

		shape.plain = seed % 2;
		shape.waiting = seed >= 8;
		shape.people = seed >= 8 ? 1 : 4;
		b = zt_board_new(seed, &shape);
		in = zt_board_input(b);
		r = zp_rebalance_plan(&in, b->a);

		zp_buf_printf(&text, "# %d\n", (int)seed);
		say(&in, r, zp_rebalance_lack_text, r->lacks, &text);
		say(&in, r, zp_rebalance_loan_text, r->loans, &text);
		say(&in, r, zp_rebalance_proof_text, r->proofs, &text);
		say(&in, r, zp_rebalance_move_text, r->moves, &text);
		zt_board_free(b);
	}
	for (int s = 0; s < ZP_STAYS; s++)
		for (int l = 0; l < ZP_LANGS; l++)
			zp_buf_printf(&text, "%s\n", zp_rebalance_stay_name(
			    (enum zp_stay)s, (enum zp_lang)l));
	same_as_golden(zp_buf_str(&text));
	zp_buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_read_as_agreed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
