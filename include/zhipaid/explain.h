/*
 * include/zhipaid/explain.h - a plan as a record, and as sentences.
 * Layer: engine.  Pure.
 *
 * The record is JSON, one object per case, self-contained (ids, names,
 * figures, both languages' sentences are made from it): what is stored in
 * the database, compared byte for byte by replay, and read by `explain`.
 */
#ifndef ZHIPAID_EXPLAIN_H
#define ZHIPAID_EXPLAIN_H
#include "zhipaid/decide.h"

/* The step's name in records and zp.decisions, "" for NONE. */
const char *zp_step_name(enum zp_step s);
/* Append the record of decision d.  Deterministic. */
void zp_explain_record(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, struct zp_buf *out);
/* Ids that block a waiting case, joined with '|' (pending.csv `rule`). */
void zp_explain_rules(const struct zp_decision *d, struct zp_buf *out);
/* One sentence why it waits and the smallest relaxation (pending.csv
 * `text`). */
void zp_explain_waiting(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, enum zp_lang lang, struct zp_buf *out);
/* For people, several lines: why this person (steps, terms of the score,
 * the next three), or why it waits.  counsel >= 0: why that person did not
 * get it: the first rule that excludes with its source, or the terms that
 * lost.  Names of recipients never appear. */
void zp_explain_text(const struct zp_view *v, const struct zp_policy *p,
    const struct zp_decision *d, int32_t counsel, enum zp_lang lang,
    struct zp_buf *out);
#endif
