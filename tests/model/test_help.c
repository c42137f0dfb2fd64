/*
 * tests/model/test_help.c - whom duty lawyers helped, as links of a case
 * (C14): against all pairs, in any order of rows, and through text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "support_town.h"

#define CASES 8
#define HELPS 10
#define NODES (2 * CASES)	/* cases, then keys of joint cases */

struct story {
	struct zp_case c[CASES];
	struct zp_help h[HELPS];
	int joint[CASES], related[CASES], prior[CASES], person[CASES];
};

/* SplitMix64: the same stories on every machine. */
static int draw(uint64_t *s, int below)
{
	*s += UINT64_C(0x9e3779b97f4a7c15);
	return (int)(zp_hash_mix(*s) % (uint64_t)below);
}

static const char *const name[] = { "K0", "K1", "K2", "K3", "K4", "K5", "K6",
	"K7" };
static const char *const key[] = { "J0", "J1", "J2" };
static const char *const who[] = { "P0", "P1", "P2", "P3", "P4" };
static const char *const lawyer[] = { "L0", "L1", "L2" };

static int some(uint64_t *s, int of, int none)
{
	int i = draw(s, of + none);

	return i < of ? i : -1;
}

static void tell(struct story *t, uint64_t *s)
{
	for (int i = 0; i < CASES; i++) {
		struct zp_case *c = &t->c[i];

		t->person[i] = draw(s, 5);
		t->joint[i] = some(s, 3, 4);
		t->related[i] = some(s, CASES, 30);
		t->prior[i] = some(s, CASES, 30);
		*c = town_case(name[i], who[t->person[i]]);
		c->joint_case = t->joint[i] < 0 ? "" : key[t->joint[i]];
		c->related_case = t->related[i] < 0 ? "" :
		    name[t->related[i]];
		c->prior_case = t->prior[i] < 0 ? "" : name[t->prior[i]];
		if (draw(s, 6) == 0)
			c->matter_code = "CV";
	}
	for (int i = 0; i < HELPS; i++) {
		int j = some(s, 3, 3);

		t->h[i] = (struct zp_help){
			.at = town_at(1 + draw(s, 6), 1, 9),
			.station_code = "", .licence_no = lawyer[draw(s, 3)],
			.person_id = who[draw(s, 5)],
			.joint_case = j < 0 ? "" : key[j],
		};
	}
}

static int root_of(const int *up, int i)
{
	while (up[i] != i)
		i = up[i];
	return i;
}

static void groups(const struct story *t, int *up)
{
	for (int i = 0; i < NODES; i++)
		up[i] = i;
	for (int i = 0; i < CASES; i++) {
		const int to[] = { t->related[i], t->prior[i],
			t->joint[i] < 0 ? -1 : CASES + t->joint[i] };

		for (size_t k = 0; k < ZP_COUNT(to); k++)
			if (to[k] >= 0)
				up[root_of(up, i)] = root_of(up, to[k]);
	}
}

static bool criminal(const struct story *t, int i)
{
	return strcmp(t->c[i].matter_code, "CR") == 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int expected(const struct story *t, int i, struct zp_wall now,
    char out[][32])
{
	int up[NODES], n = 0;

	groups(t, up);
	for (int k = 0; k < HELPS && criminal(t, i); k++) {
		const struct zp_help *h = &t->h[k];
		int j = h->joint_case[0] == '\0' ? -1 : h->joint_case[1] - '0';

		if (strcmp(h->person_id, t->c[i].recipient_id) == 0 ||
		    zp_wall_cmp(h->at, now) > 0)
			continue;
		if (j >= 0 && root_of(up, CASES + j) == root_of(up, i))
			snprintf(out[n++], 32, "%s %s %s", h->joint_case,
			    h->licence_no, h->person_id);
		for (int o = 0; j < 0 && o < CASES; o++)
			if (o != i && criminal(t, o) && root_of(up, o) ==
			    root_of(up, i) && strcmp(h->person_id,
			    t->c[o].recipient_id) == 0)
				snprintf(out[n++], 32, "%s %s %s", name[o],
				    h->licence_no, h->person_id);
	}
	qsort(out, (size_t)n, sizeof(out[0]), by_text);
	return n;
}

static int found(const struct zp_view_case *vc, char out[][32])
{
	int n = 0;

	for (uint32_t k = 0; k < vc->links; k++) {
		const struct zp_link *l = &vc->link[k];

		if (l->kind != ZP_LINK_HELPED)
			continue;
		assert_true(l->counsel >= 0 && l->batch == -1 && l->criminal);
		snprintf(out[n++], 32, "%s %s %s", l->other_no, l->licence_no,
		    l->recipient_id);
	}
	qsort(out, (size_t)n, sizeof(out[0]), by_text);
	return n;
}

/* Cases and helps in any order; a case may stand there twice. */
static void live(struct town *t, const struct story *st, uint64_t *s)
{
	bool in[CASES + HELPS] = { false };

	for (int left = CASES + HELPS; left > 0;) {
		int i = draw(s, CASES + HELPS);

		if (i < CASES)
			town_add(t, &st->c[i]);
		else if (!in[i])
			zp_world_help(t->w, &st->h[i - CASES]);
		left -= !in[i];
		in[i] = true;
	}
}

static struct zp_view *view(struct town *t, struct zp_wall now)
{
	return zp_world_view(t->w, name, CASES, now, &t->p, t->a);
}

static void every_help_to_others_of_the_group_is_a_link(void **state)
{
	struct town *t = *state;
	struct zp_wall now = town_at(4, 1, 9);
	int links = 0;

	for (uint64_t round = 0; round < 1000; round++) {
		uint64_t seed = round * 1000;
		struct story st;
		struct zp_view *v;

		zp_world_free(t->w);
		t->w = zp_world_new(t->reg);
		tell(&st, &seed);
		live(t, &st, &seed);
		v = view(t, now);
		for (int i = 0; i < CASES; i++) {
			char want[HELPS * CASES][32], is[HELPS * CASES][32];
			int n = expected(&st, i, now, want);

			assert_int_equal(n, found(&v->at[i], is));
			for (int k = 0; k < n; k++)
				assert_string_equal(want[k], is[k]);
			links += n;
		}
		zp_arena_reset(t->a);
	}
	assert_true(links > 10000);
}

/* The same rows in another order are the same text, and text is the view. */
static void order_does_not_matter_and_text_keeps_them(void **state)
{
	struct town *t = *state;

	for (uint64_t round = 0; round < 100; round++) {
		uint64_t seed = round * 1000, other = round * 1000 + 7;
		struct zp_report rep = { 0 };
		struct story st;
		const char *text[2];
		struct zp_view *back;

		tell(&st, &seed);
		for (int k = 0; k < 2; k++) {
			zp_world_free(t->w);
			t->w = zp_world_new(t->reg);
			live(t, &st, k == 0 ? &seed : &other);
			text[k] = town_print(t, view(t, town_at(4, 1, 9)));
		}
		assert_string_equal(text[0], text[1]);
		back = zp_view_parse(text[0], strlen(text[0]), t->reg, NULL,
		    t->a, &rep);
		assert_non_null(back);
		assert_string_equal(text[0], town_print(t, back));
		zp_arena_reset(t->a);
	}
}

/* Who is not in the registry cannot be assigned: his help changes nothing. */
static void a_stranger_s_help_is_no_link(void **state)
{
	struct town *t = *state;
	struct zp_case a = town_case("A", "P1");
	struct zp_help h = { .at = town_at(1, 1, 9), .licence_no = "L99",
		.person_id = "P2", .joint_case = "J" };

	a.joint_case = "J";
	town_add(t, &a);
	zp_world_help(t->w, &h);
	assert_int_equal(0, town_view(t, town_at(6, 1, 9),
	    (const char *const[4]){ "A" })->at[0].links);
	h.licence_no = "L2";
	zp_world_help(t->w, &h);
	assert_int_equal(1, town_view(t, town_at(6, 1, 9),
	    (const char *const[4]){ "A" })->at[0].links);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, town_setup, town_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_help_to_others_of_the_group_is_a_link),
		TEST(order_does_not_matter_and_text_keeps_them),
		TEST(a_stranger_s_help_is_no_link),
	};
	return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}
