/* State machines as tables: step, check, draw. */
#include "zhipaid/fsm.h"

#include <stdio.h>
#include <stdint.h>

void zp_fsm_init(struct zp_fsm *f, const struct zp_fsm_def *d, void *arg)
{
	*f = (struct zp_fsm){ .def = d, .arg = arg };
}

static const struct zp_fsm_row *find(const struct zp_fsm *f, int event)
{
	for (size_t i = 0; i < f->def->rows; i++) {
		const struct zp_fsm_row *r = &f->def->row[i];

		if (r->from == f->state && r->event == event &&
		    (r->guard == NULL || r->guard(f->arg)))
			return r;
	}
	return NULL;
}

static void step(struct zp_fsm *f, int event)
{
	const struct zp_fsm_row *r = find(f, event);
	int from = f->state;

	ZP_ASSERT(r != NULL);
	f->state = r->to;
	f->steps++;
	if (f->moved != NULL)
		f->moved(f->arg, from, r->to, event, r->why);
	if (r->action != NULL)
		r->action(f->arg);
}

void zp_fsm_step(struct zp_fsm *f, int event)
{
	ZP_ASSERT(event >= 0 && event < f->def->events);
	ZP_ASSERT(f->queued < (int)ZP_COUNT(f->queue));
	f->queue[f->queued++] = event;
	if (f->stepping)
		return;
	f->stepping = true;
	while (f->queued > 0) {
		int next = f->queue[0];

		f->queued--;
		for (int i = 0; i < f->queued; i++)
			f->queue[i] = f->queue[i + 1];
		step(f, next);
	}
	f->stepping = false;
}

/* Spread reachability from state 0 until nothing is new. */
static uint64_t reachable(const struct zp_fsm_def *d)
{
	uint64_t seen = 1, before;

	do {
		before = seen;
		for (size_t i = 0; i < d->rows; i++)
			if (seen >> d->row[i].from & 1)
				seen |= UINT64_C(1) << d->row[i].to;
	} while (seen != before);
	return seen;
}

static bool handled(const struct zp_fsm_def *d, int state, int event)
{
	for (size_t i = 0; i < d->rows; i++)
		if (d->row[i].from == state && d->row[i].event == event &&
		    d->row[i].guard == NULL)
			return true;
	return false;
}

bool zp_fsm_check(const struct zp_fsm_def *d, char why[128])
{
	uint64_t seen = reachable(d);

	ZP_ASSERT(d->states <= 64);
	for (int s = 0; s < d->states; s++) {
		if ((seen >> s & 1) == 0) {
			snprintf(why, 128, "%s: state %s cannot be reached",
			    d->name, d->state[s]);
			return false;
		}
		for (int e = 0; e < d->events; e++)
			if (!handled(d, s, e)) {
				snprintf(why, 128, "%s: %s in state %s is not "
				    "handled", d->name, d->event[e],
				    d->state[s]);
				return false;
			}
	}
	return true;
}

void zp_fsm_mermaid(const struct zp_fsm_def *d, struct zp_buf *out)
{
	zp_buf_puts(out, "stateDiagram-v2\n");
	zp_buf_printf(out, "    [*] --> %s\n", d->state[0]);
	for (size_t i = 0; i < d->rows; i++) {
		const struct zp_fsm_row *r = &d->row[i];

		if (r->from == r->to && r->action == NULL)
			continue;	/* heard and left alone */
		zp_buf_printf(out, "    %s --> %s : %s (%s)\n",
		    d->state[r->from], d->state[r->to], d->event[r->event],
		    r->why);
	}
}
