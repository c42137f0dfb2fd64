/*
 * tests/sample/gen.h - an invented city or province, from a seed.
 * Places, firms and persons do not exist.
 */
#ifndef ZHIPAID_SAMPLE_GEN_H
#define ZHIPAID_SAMPLE_GEN_H
#include "zhipaid/arena.h"
#include "zhipaid/case.h"
#include "zhipaid/registry.h"

#define CITY "990100"
#define ZONE "990171"		/* served by the first county (J5) */
#define TOWNSHIP "990121103"	/* lies in the second, has no centre */

struct county {
	const char *code, *name;
	unsigned weight;	/* share of the cases */
	unsigned lawyers, staff, workers;
};

/* A growing table of rows. */
struct rows { void *at; uint32_t n, cap; };

struct gen {
	struct zp_arena *a;
	uint64_t state;		/* of the generator, SplitMix64 */
	struct county city;
	const struct county *county;	/* the first is the town itself */
	uint32_t counties;
	struct rows table[ZP_T_INPUTS];
	uint32_t persons;	/* aided persons so far */
};

/* A number in [0, n); true in one case of n; text in the arena. */
uint32_t gen_below(struct gen *g, uint32_t n);
bool gen_once_in(struct gen *g, uint32_t n);
const char *gen_text(struct gen *g, const char *fmt, ...) ZP_PRINTF(2, 3);
const char *gen_person(struct gen *g, bool woman);
/* A new empty row of the table. */
void *gen_row(struct gen *g, enum zp_table_id id);
/* A list of one entry; one more entry. */
void gen_list_add(struct gen *g, struct zp_list *l, const char *s);
struct zp_date gen_date(struct gen *g, struct zp_date from, uint32_t days);

void gen_city(struct gen *g);		/* four counties, 60 people */
void gen_province(struct gen *g);	/* 99 counties, 10,000 people */
/* Up to 99 counties of like size, `people` in each. */
void gen_counties(struct gen *g, uint32_t n, uint32_t people);
void gen_registry(struct gen *g);	/* regions .. stations */
void gen_cases(struct gen *g, uint32_t n);
void gen_events(struct gen *g);		/* after the cases */
#endif
