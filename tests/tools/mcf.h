/* tests/tools/mcf.h - the parts of zhipai-mcf. */
#ifndef ZHIPAID_MCF_H
#define ZHIPAID_MCF_H
#include "dimacs.h"
#include "zhipaid/flow.h"

struct mcf_options {
	bool flows;		/* -f: print the flow of each arc */
	bool time;		/* -t: print how long the solver took */
	bool general;		/* -g: never as an assignment */
};
enum mcf_answer { MCF_OPTIMAL, MCF_INFEASIBLE, MCF_OTHER };

/* Solve a problem of the shape of an assignment and print its answer;
 * OTHER: it has another shape, nothing was done. */
enum mcf_answer mcf_assign(struct dimacs *d, const struct mcf_options *o);

int64_t mcf_clock(void);	/* processor time, microseconds */
void mcf_print_total(struct zp_flow_total t);
void mcf_print_flow(const struct dimacs_arc *a, int64_t flow);
#endif
