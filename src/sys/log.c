/*
 * src/sys/log.c - log lines to the journal or stderr.
 *
 * The state is file-scope on purpose: a log has no owner to pass around.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "zhipaid/clock.h"
#include "zhipaid/log.h"

#define JOURNAL "/run/systemd/journal/socket"
#define LONGEST 2048		/* bytes of a message */

static struct {
	char ident[32];
	enum zp_log_level max;
	int journal;		/* datagram socket, or -1 */
	bool stream;		/* stderr is the journal's: lines start "<N>" */
} log_to = { "zhipaid", ZP_LOG_INFO, -1, false };

static const char *level_word(enum zp_log_level l)
{
	switch (l) {
	case ZP_LOG_ERR: return "error";
	case ZP_LOG_WARNING: return "warning";
	case ZP_LOG_NOTICE: return "notice";
	case ZP_LOG_INFO: return "info";
	case ZP_LOG_DEBUG: return "debug";
	}
	return "?";
}

/* JOURNAL_STREAM is "device:inode" of the stream the manager gave us; it is
 * inherited by children, so compare before believing it. */
static bool stderr_is_journal(void)
{
	const char *s = getenv("JOURNAL_STREAM");
	unsigned long long dev, ino;
	struct stat st;

	return s != NULL && sscanf(s, "%llu:%llu", &dev, &ino) == 2 &&
	    fstat(STDERR_FILENO, &st) == 0 && st.st_dev == dev &&
	    st.st_ino == ino;
}

void zp_log_open(const char *ident, enum zp_log_level max)
{
	const struct sockaddr_un to = { .sun_family = AF_UNIX,
		.sun_path = JOURNAL };

	snprintf(log_to.ident, sizeof(log_to.ident), "%s", ident);
	log_to.max = max;
	if (log_to.journal >= 0)
		close(log_to.journal);
	log_to.journal = -1;
	log_to.stream = stderr_is_journal();
	if (!log_to.stream)
		return;
	log_to.journal = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (log_to.journal >= 0 && connect(log_to.journal,
	    (const struct sockaddr *)&to, sizeof(to)) != 0) {
		close(log_to.journal);
		log_to.journal = -1;
	}
}

void zp_log_level_set(enum zp_log_level max)
{
	log_to.max = max;
}

static void add_clean(struct zp_buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		zp_buf_putc(out, (unsigned char)*s < 0x20 || *s == 0x7f ?
		    '?' : *s);
}

/* "ZHIPAID_CASE" is " case=" to people. */
static void add_field(struct zp_buf *out, const char *key, const char *value)
{
	if (strncmp(key, "ZHIPAID_", 8) == 0)
		key += 8;
	zp_buf_putc(out, ' ');
	for (; *key != '\0'; key++)
		zp_buf_putc(out, (char)tolower((unsigned char)*key));
	zp_buf_putc(out, '=');
	add_clean(out, value);
}

static void add_message(struct zp_buf *out, const char *const *fields,
    const char *message)
{
	add_clean(out, message);
	for (; fields != NULL && fields[0] != NULL; fields += 2)
		add_field(out, fields[0], fields[1]);
	zp_buf_putc(out, '\n');
}

void zp_log_line(enum zp_log_level l, const char *const *fields,
    const char *message, struct zp_wall now, struct zp_buf *out)
{
	struct zp_wall second = { now.us - now.us % 1000000 };
	char when[ZP_WALL_TEXT];

	zp_wall_print(second, when);
	zp_buf_printf(out, "%.19s.%03d%s %s: ", when,
	    (int)(now.us % 1000000 / 1000), when + 19, level_word(l));
	add_message(out, fields, message);
}

static bool key_ok(const char *key)
{
	size_t n = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n > 0 && n <= 64 && key[n] == '\0' && isupper((unsigned char)
	    key[0]);
}

/* KEY=value, or with its length (64 bits, little-endian) when the value has
 * a newline in it. */
static void add_journal(struct zp_buf *out, const char *key, const char *value)
{
	size_t n = strlen(value);

	zp_buf_puts(out, key);
	if (strchr(value, '\n') == NULL) {
		zp_buf_putc(out, '=');
	} else {
		zp_buf_putc(out, '\n');
		for (int shift = 0; shift < 64; shift += 8)
			zp_buf_putc(out, (char)((uint64_t)n >> shift & 0xff));
	}
	zp_buf_add(out, value, n);
	zp_buf_putc(out, '\n');
}

void zp_log_datagram(enum zp_log_level l, const char *ident,
    const char *const *fields, const char *message, struct zp_buf *out)
{
	char digit[2] = { (char)('0' + (int)l), '\0' };

	add_journal(out, "PRIORITY", digit);
	add_journal(out, "SYSLOG_IDENTIFIER", ident);
	add_journal(out, "MESSAGE", message);
	for (; fields != NULL && fields[0] != NULL; fields += 2)
		if (key_ok(fields[0]))
			add_journal(out, fields[0], fields[1]);
}

static void write_line(enum zp_log_level l, const char *const *fields,
    const char *message)
{
	struct zp_buf line = { 0 };

	if (log_to.stream) {
		zp_buf_printf(&line, "<%d>", (int)l);
		add_message(&line, fields, message);
	} else {
		zp_log_line(l, fields, message, zp_clock_wall(), &line);
	}
	/* Nobody is left to tell when stderr is gone. */
	if (write(STDERR_FILENO, line.at, line.n) < 0)
		errno = 0;
	zp_buf_fini(&line);
}

void zp_log(enum zp_log_level l, const char *const *fields,
    const char *fmt, ...)
{
	char message[LONGEST];
	struct zp_buf d = { 0 };
	int keep = errno, n;
	ssize_t sent = -1;
	va_list ap;

	if (l > log_to.max)
		return;
	va_start(ap, fmt);
	n = vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (n >= LONGEST)	/* cut, but never half a character */
		message[zp_utf8_valid(message, strlen(message))] = '\0';
	if (log_to.journal >= 0) {
		zp_log_datagram(l, log_to.ident, fields, message, &d);
		sent = send(log_to.journal, d.at, d.n, MSG_NOSIGNAL);
		zp_buf_fini(&d);
	}
	if (sent < 0)
		write_line(l, fields, message);
	errno = keep;
}
