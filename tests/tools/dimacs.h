/*
 * tests/tools/dimacs.h - minimum-cost-flow problems in the DIMACS .min
 * format: c comment / p min NODES ARCS / n NODE SUPPLY / a FROM TO LOWER
 * CAPACITY COST, nodes from 1 on (First DIMACS Implementation Challenge,
 * 1991).  Strict: what is wrong is told with its line.  Arcs are kept
 * packed, about 7 bytes each.
 */
#ifndef ZHIPAID_DIMACS_H
#define ZHIPAID_DIMACS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIMACS_MAX_NODES (INT32_C(1) << 24)
#define DIMACS_MAX_ARCS (INT32_C(1) << 26)
#define DIMACS_MAX_LINE 65536

struct dimacs_arc { int32_t from, to; int64_t lower, upper, cost; };
struct dimacs {			/* zeroed: nothing read yet */
	int32_t nodes, arcs;	/* as the p line has it */
	int64_t *supply;	/* nodes counted from 0 here */
	char error[200];	/* "line N: what is wrong" */
	/* private */
	int64_t line;
	int32_t read;		/* arcs so far */
	bool opened;		/* the p line was there */
	uint8_t *told;		/* nodes whose n line was there */
	struct dimacs_block *first, *last;
	struct dimacs_arc prev;
};

/* Take the whole lines of the n bytes at s; with `end`, the last line may
 * lack its newline.  Returns how many bytes were taken; 0 and an error when
 * a line is wrong, or longer than DIMACS_MAX_LINE bytes. */
size_t dimacs_take(struct dimacs *d, const char *s, size_t n, bool end);
/* After the last line: is the problem whole?  Else an error. */
bool dimacs_whole(struct dimacs *d);
void dimacs_free(struct dimacs *d);

/* The arcs in their order; zeroed, with d set: before the first. */
struct dimacs_walk {
	struct dimacs *d;
	bool drop;		/* free what was walked over */
	struct dimacs_block *block;
	size_t at;
	int32_t read;
};
/* The next arc (nodes from 0 on); false: there is none. */
bool dimacs_next(struct dimacs_walk *w, struct dimacs_arc *a);
#endif
