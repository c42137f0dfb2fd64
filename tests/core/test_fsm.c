/* tests/core/test_fsm.c - state machines as tables; the daemon's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "zhipaid/daemon.h"
#include "zhipaid/fsm.h"

enum { OPEN, SHUT, LOCKED };
enum { PUSH, PULL, TURN };
static const char *const states[] = { "open", "shut", "locked" };
static const char *const events[] = { "push", "pull", "turn" };

struct door { struct zp_fsm f; bool key; int moves; };

static bool has_key(const void *arg)
{
	return ((const struct door *)arg)->key;
}

/* An action that steps on: the step must come after this one is done. */
static void slam(void *arg)
{
	struct door *d = arg;

	assert_int_equal(d->f.state, SHUT);
	zp_fsm_step(&d->f, TURN);
	assert_int_equal(d->f.state, SHUT);
}

static const struct zp_fsm_row rows[] = {
	{ OPEN, PUSH, NULL, slam, SHUT, "slammed" },
	{ OPEN, PULL, NULL, NULL, OPEN, "open already" },
	{ OPEN, TURN, NULL, NULL, OPEN, "nothing to lock" },
	{ SHUT, PULL, NULL, NULL, OPEN, "opened" },
	{ SHUT, PUSH, NULL, NULL, SHUT, "shut already" },
	{ SHUT, TURN, has_key, NULL, LOCKED, "locked" },
	{ SHUT, TURN, NULL, NULL, SHUT, "no key" },
	{ LOCKED, TURN, NULL, NULL, SHUT, "unlocked" },
	{ LOCKED, PUSH, NULL, NULL, LOCKED, "locked" },
	{ LOCKED, PULL, NULL, NULL, LOCKED, "locked" },
};
static const struct zp_fsm_def def = { "door", rows, ZP_COUNT(rows),
	states, 3, events, 3 };

static void moved(void *arg, int from, int to, int event, const char *why)
{
	(void)from;
	(void)to;
	(void)event;
	(void)why;
	((struct door *)arg)->moves++;
}

static void step_takes_the_first_row_whose_guard_holds(void **state)
{
	struct door d = { .key = true };

	(void)state;
	zp_fsm_init(&d.f, &def, &d);
	d.f.moved = moved;
	zp_fsm_step(&d.f, PUSH);	/* slams and, with the key, locks */
	assert_int_equal(d.f.state, LOCKED);
	assert_int_equal(d.moves, 2);
	zp_fsm_step(&d.f, TURN);
	assert_int_equal(d.f.state, SHUT);
	d.key = false;
	zp_fsm_step(&d.f, TURN);
	assert_int_equal(d.f.state, SHUT);
}

static void check_finds_what_is_not_handled(void **state)
{
	struct zp_fsm_def holes = def;
	char why[128];

	(void)state;
	assert_true(zp_fsm_check(&def, why));
	holes.rows--;
	assert_false(zp_fsm_check(&holes, why));
	assert_string_equal(why, "door: pull in state locked is not handled");
	holes = def;
	holes.row++;			/* nobody slams it: all stays open */
	holes.rows = 2;
	assert_false(zp_fsm_check(&holes, why));
	assert_non_null(strstr(why, "not handled"));
}

static void the_daemon_handles_every_event_in_every_state(void **state)
{
	char why[128] = "";
	struct zp_buf b = { 0 };

	(void)state;
	assert_true(zp_fsm_check(zp_daemon_states(), why));
	zp_fsm_mermaid(zp_daemon_states(), &b);
	assert_non_null(strstr(b.at, "stateDiagram-v2\n    [*] --> starting"));
	assert_non_null(strstr(b.at,
	    "    idle --> loading : bell (something changed)\n"));
	assert_null(strstr(b.at, "no matter"));
	zp_buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(step_takes_the_first_row_whose_guard_holds),
		cmocka_unit_test(check_finds_what_is_not_handled),
		cmocka_unit_test(the_daemon_handles_every_event_in_every_state),
	};

	return cmocka_run_group_tests_name("fsm", tests, NULL, NULL);
}
