/*
 * src/conf/read.c - the bytes of a file, and what libconfig 1.5 lets pass.
 *
 * Refused before parsing: files others may write to, text that is not UTF-8,
 * @include (relative to the working directory), whole numbers beyond int32
 * without the suffix L (libconfig would wrap them silently), NUL bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "impl.h"

#define LARGEST (1 << 20)	/* bytes of a file */

static void add(struct zp_conf_load *l, enum zp_level level, long line,
    const char *key, const struct zp_buf text[ZP_LANGS])
{
	const char *const t[ZP_LANGS] = { zp_buf_str(&text[ZP_ZH]),
		zp_buf_str(&text[ZP_EN]) };

	zp_report_add(l->rep, level, l->file, line, key, t);
}

static void vprint(struct zp_buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
static void vprint(struct zp_buf *b, const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	zp_buf_add(b, text, zp_utf8_valid(text, strlen(text)));
}

#define SAY(level) do { \
	struct zp_buf text[ZP_LANGS] = { { 0 }, { 0 } }; \
	va_list ap; \
	va_start(ap, en); \
	vprint(&text[ZP_ZH], zh, ap); \
	va_end(ap); \
	va_start(ap, en); \
	vprint(&text[ZP_EN], en, ap); \
	va_end(ap); \
	add(l, level, line, key, text); \
	zp_buf_fini(&text[ZP_ZH]); \
	zp_buf_fini(&text[ZP_EN]); \
} while (0)

void zp_conf_wrong(struct zp_conf_load *l, long line, const char *key,
    const char *zh, const char *en, ...)
{
	SAY(ZP_ERROR);
}

void zp_conf_warn(struct zp_conf_load *l, long line, const char *key,
    const char *zh, const char *en, ...)
{
	SAY(ZP_WARNING);
}

/* --- scanning --- */

static bool word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == '_' || c == '*' || c == '-';
}

/* Check the number or name at s; give its length. */
static size_t scan_word(struct zp_conf_load *l, const char *s, long line)
{
	size_t n = 0, digits, zeros;
	bool hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X'), wide;

	if (*s == '-')
		s++, n++;
	zeros = strspn(s, "0");
	digits = hex ? strspn(s + 2, "0123456789abcdefABCDEF") :
	    strspn(s, "0123456789");
	while (word_char(s[0]) || s[0] == '.')
		s++, n++;
	if (digits == 0 || memchr(s - n, '.', n) != NULL)
		return n;
	if (!hex && memchr(s - n, 'e', n) != NULL)
		return n;
	wide = s[-1] == 'L';
	if (!hex)
		digits -= zeros;
	if (digits > (hex ? wide ? 15u : 7u : wide ? 18u : 9u)) {
		zp_conf_wrong(l, line, "",
		    "数字 %.*s 太长；超过 9 位的整数末尾须加 L，最多 18 位",
		    "number %.*s is too long: an integer of more than 9 "
		    "digits needs L at its end, and 18 are the most",
		    (int)(n < 40 ? n : 40), s - n);
		if (l->wraps < ZP_COUNT(l->wrapped))
			l->wrapped[l->wraps++] = line;
	}
	return n;
}

/* Length of the string or comment at s, 0 when there is none.  *closed: it
 * ends before the file does. */
static size_t text_len(const char *s, bool *closed)
{
	const char *end, *p = s;

	*closed = true;
	if (*s == '"') {
		for (p = s + 1; *p != '\0' && *p != '"'; p++)
			if (*p == '\\' && p[1] != '\0')
				p++;
		*closed = *p == '"';
		p += *closed;
	} else if (*s == '#' || (s[0] == '/' && s[1] == '/')) {
		p = s + strcspn(s, "\n");
	} else if (s[0] == '/' && s[1] == '*') {
		end = strstr(s + 2, "*/");
		*closed = end != NULL;
		p = end == NULL ? s + strlen(s) : end + 2;
	}
	return (size_t)(p - s);
}

/* Skip the string or comment at s, if there is one; count its lines.
 * false: it never ends, and is reported at its start. */
static bool skip_text(struct zp_conf_load *l, const char *s, size_t *n,
    long *line)
{
	long start = *line;
	bool closed;

	*n = text_len(s, &closed);
	for (size_t i = 0; i < *n; i++)
		*line += s[i] == '\n';
	if (!closed)
		zp_conf_wrong(l, start, "", "从这里开始的引号或注释没有结束",
		    "the quote or comment that starts here never ends");
	return closed;
}

/* false: it would make libconfig open another file. */
static bool scan_tokens(struct zp_conf_load *l, const char *s)
{
	long line = 1;
	size_t n;
	bool good = true;

	for (; *s != '\0'; s += n == 0 ? 1 : n) {
		if (!skip_text(l, s, &n, &line))
			return false;
		if (n == 0 && word_char(*s))
			n = scan_word(l, s, line);
		if (n == 0 && *s == '@') {
			zp_conf_wrong(l, line, "",
			    "不支持 @include；请用 policy、extends、"
			    "calendars 指明其他文件",
			    "@include is not supported: name other files by "
			    "policy, extends or calendars");
			good = false;
		}
		line += n == 0 && *s == '\n';
	}
	return good;
}

const char *zp_conf_scan(struct zp_conf_load *l, const struct zp_buf *b)
{
	const char *text = zp_buf_str(b);
	size_t good = zp_utf8_valid(text, b->n);
	long line = 1;

	l->wraps = 0;
	if (good > strlen(text))
		good = strlen(text);	/* a NUL byte */
	if (good < b->n) {
		for (size_t i = 0; i < good; i++)
			line += text[i] == '\n';
		zp_conf_wrong(l, line, "",
		    "不是 UTF-8 文本；请用编辑器另存为 UTF-8",
		    "not UTF-8 text: save the file as UTF-8");
		return NULL;
	}
	if (b->n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;		/* an editor's byte order mark */
	return scan_tokens(l, text) ? text : NULL;
}

/* --- reading --- */

/* All bytes of fd into b; false: reported. */
static bool slurp(struct zp_conf_load *l, int fd, struct zp_buf *b)
{
	char some[16384];
	ssize_t got;

	for (zp_buf_add(b, "", 0); b->n <= LARGEST;
	    zp_buf_add(b, some, (size_t)got)) {
		got = read(fd, some, sizeof(some));
		if (got == 0)
			return true;
		if (got < 0 && errno == EINTR)
			got = 0;
		if (got < 0) {
			zp_conf_cannot_read(l);
			return false;
		}
	}
	zp_conf_wrong(l, 0, "", "文件太大，超过 %d 字节",
	    "the file is too large: more than %d bytes", LARGEST);
	return false;
}

/* May somebody change the file who is neither its owner nor of a group
 * that is ours (or root's) anyway? */
static bool exposed(const struct stat *st)
{
	return (st->st_mode & S_IWOTH) != 0 ||
	    ((st->st_mode & S_IWGRP) != 0 && st->st_gid != 0 &&
	    st->st_gid != getegid());
}

/* A regular file that no stranger may change. */
static bool trusted(struct zp_conf_load *l, int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0) {
		zp_conf_cannot_read(l);
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		zp_conf_wrong(l, 0, "", "不是普通文件", "not a regular file");
		return false;
	}
	if (exposed(&st)) {
		zp_conf_wrong(l, 0, "",
		    "他人可以改写本文件（权限 %03o）；请执行 chmod go-w",
		    "others can write to the file (mode %03o): run chmod go-w",
		    (unsigned)st.st_mode & 0777u);
		return false;
	}
	return true;
}

const char *zp_conf_read(struct zp_conf_load *l, struct zp_buf *b)
{
	int fd = open(l->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good;

	if (fd < 0) {
		zp_conf_cannot_read(l);
		return NULL;
	}
	good = trusted(l, fd) && slurp(l, fd, b);
	close(fd);
	return good ? zp_conf_scan(l, b) : NULL;
}

/* At a syntax error libconfig 1.5 leaks the string it is in: some hundred
 * bytes for each bad reload. */
bool zp_conf_parse(struct zp_conf_load *l, config_t *cfg, const char *text)
{
	config_init(cfg);
	if (config_read_string(cfg, text) == CONFIG_TRUE)
		return true;
	if (strcmp(config_error_text(cfg), "syntax error") == 0)
		zp_conf_wrong(l, config_error_line(cfg), "",
		    "语法错误；看本行，或前一行末尾是否漏了分号、括号、引号",
		    "syntax error: look at this line, and for a missing "
		    "semicolon, bracket or quote at the end of the one before");
	else if (strstr(config_error_text(cfg), "duplicate") != NULL)
		zp_conf_wrong(l, config_error_line(cfg), "",
		    "同一键写了两次", "the key stands twice");
	else
		zp_conf_wrong(l, config_error_line(cfg), "", "无法解析：%s",
		    "cannot be parsed: %s", config_error_text(cfg));
	return false;
}
