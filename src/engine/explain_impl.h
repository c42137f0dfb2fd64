/*
 * engine/explain_impl.h - what records and sentences have in common.
 * Layer: engine, private to explain*.c.
 */
#ifndef ZHIPAID_EXPLAIN_IMPL_H
#define ZHIPAID_EXPLAIN_IMPL_H
#include "zhipaid/explain.h"

/* A decision while it is being told. */
struct zp_say {
	const struct zp_view *v;
	const struct zp_policy *p;
	const struct zp_decision *d;
	enum zp_lang lang;
	struct zp_buf *out;
};
void zp_say_put(const struct zp_say *s, const char *zh, const char *en);
/* "王某（13408…，某某律师事务所）"; "专业对口（Q23）". */
void zp_say_person(const struct zp_say *s, int32_t counsel);
void zp_say_rule(const struct zp_say *s, int rule);

/* explain_mode.c: the record's "passed", if there is anybody; the place on
 * the list and who was passed over; why it was not that person's turn, false
 * when nothing can be said. */
void zp_explain_passed(const struct zp_view *v, const struct zp_decision *d,
    struct zp_buf *out);
void zp_say_turn(const struct zp_say *s);
bool zp_say_not_turn(const struct zp_say *s, int32_t counsel);

/* explain_ahead.c: whom the decision kept free for cases to come; whether c
 * was, and for what, false when not; what of c's score is for them. */
void zp_say_ahead(const struct zp_say *s);
bool zp_say_kept(const struct zp_say *s, const struct zp_candidate *c);
void zp_say_ahead_part(const struct zp_say *s, const struct zp_candidate *c);

/* The terms of a candidate as decided on, S9 first, in the order of
 * zp_rule; fills term[], returns their sum. */
int64_t zp_explain_terms(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, const struct zp_candidate *c,
    int64_t term[ZP_TERMS]);
/* Append the ids of a mask, joined with '|'. */
void zp_explain_mask(uint64_t mask, struct zp_buf *out);
/* Candidate c of d, or NULL: not of the pool. */
const struct zp_candidate *zp_explain_find(const struct zp_decision *d,
    int32_t counsel);
/* The rule named first among those of a mask (not 0). */
enum zp_rule zp_explain_first(uint64_t mask);
/* "1.250": milli-points as points. */
void zp_explain_points(int64_t milli, struct zp_buf *out);
#endif
