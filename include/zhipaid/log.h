/*
 * include/zhipaid/log.h - one line per happening, to the journal or stderr.
 * Layer: sys.  errno is preserved.  Never personal data: case numbers,
 * licence numbers, rule ids, terms and counts only.
 */
#ifndef ZHIPAID_LOG_H
#define ZHIPAID_LOG_H
#include <stdbool.h>
#include "zhipaid/base.h"
#include "zhipaid/buf.h"
#include "zhipaid/time.h"

enum zp_log_level { ZP_LOG_ERR = 3, ZP_LOG_WARNING = 4, ZP_LOG_NOTICE = 5,
	ZP_LOG_INFO = 6, ZP_LOG_DEBUG = 7 };	/* syslog's numbers */

/* Open: native journal protocol when JOURNAL_STREAM names our stderr, else
 * "<N>"-less lines on stderr with a time.  Lines above `max` are dropped. */
void zp_log_open(const char *ident, enum zp_log_level max);
void zp_log_level_set(enum zp_log_level max);
/* fields: NULL or pairs "KEY", "value", ..., NULL (ZHIPAID_CASE,
 * ZHIPAID_RULE, ZHIPAID_TERM ...): journal fields; " key=value" on stderr. */
void zp_log(enum zp_log_level l, const char *const *fields,
    const char *fmt, ...) ZP_PRINTF(3, 4);

/* What zp_log() writes, without writing it: a line for people, in which
 * control bytes become '?' so that no value can forge a second line, ... */
void zp_log_line(enum zp_log_level l, const char *const *fields,
    const char *message, struct zp_wall now, struct zp_buf *out);
/* ... and a datagram of the journal's native protocol
 * (https://systemd.io/JOURNAL_NATIVE_PROTOCOL).  A key the journal would
 * refuse (not [A-Z0-9_], leading '_' or digit, over 64 bytes) is left out. */
void zp_log_datagram(enum zp_log_level l, const char *ident,
    const char *const *fields, const char *message, struct zp_buf *out);

/* sd_notify(3) protocol without the library.  Does nothing without
 * NOTIFY_SOCKET.  state: "READY=1\nSTATUS=..." */
void zp_notify(const char *state);
/* Half of WATCHDOG_USEC in microseconds, 0 when there is no watchdog. */
long long zp_notify_watchdog_us(void);
#endif
