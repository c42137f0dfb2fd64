/*
 * include/zhipaid/daemon.h - the daemon: conducts loading, deciding and
 * committing.  Layer: core.
 */
#ifndef ZHIPAID_DAEMON_H
#define ZHIPAID_DAEMON_H
#include "zhipaid/conf.h"
#include "zhipaid/fsm.h"

/* The table of the daemon's states, for `zhipactl fsm` and tests. */
const struct zp_fsm_def *zp_daemon_states(void);

/* Run until SIGTERM or SIGINT.  conf: taken; file: what a reload reads
 * again.  Returns the exit code: 0 drained, 1 could not start (the reason
 * is logged). */
int zp_daemon_run(struct zp_conf *conf, const char *file) ZP_MUST_CHECK;
#endif
