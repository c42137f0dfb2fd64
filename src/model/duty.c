/* src/model/duty.c - see duty.h. */
#include <string.h>
#include "zhipaid/duty.h"

static const char *const shift_word[] = { "am", "pm", "day" };

const char *zp_shift_word(enum zp_shift s)
{
	return shift_word[s];
}

/* Cut the part behind the last slash off s[0..*n); NULL: there is none. */
static const char *cut(const char *s, size_t *n)
{
	size_t i = *n;

	while (i > 0 && s[i - 1] != '/')
		i--;
	if (i == 0)
		return NULL;
	*n = i - 1;
	return s + i;
}

static bool is_shift(const char *s, size_t n, enum zp_shift *out)
{
	for (size_t i = 0; i < ZP_COUNT(shift_word); i++)
		if (strlen(shift_word[i]) == n &&
		    memcmp(s, shift_word[i], n) == 0) {
			*out = (enum zp_shift)i;
			return true;
		}
	return false;
}

/* "1" to "99"; 0: it is none. */
static int32_t post_of(const char *s, size_t n)
{
	if (n == 1 && s[0] >= '1' && s[0] <= '9')
		return s[0] - '0';
	if (n == 2 && s[0] >= '1' && s[0] <= '9' && s[1] >= '0' &&
	    s[1] <= '9')
		return 10 * (s[0] - '0') + s[1] - '0';
	return 0;
}

bool zp_duty_parse(const char *s, struct zp_arena *a, struct zp_duty *out)
{
	struct zp_duty d = { .post = 1, .licence_no = "", .station = -1,
	    .counsel = -1 };
	size_t n = strlen(s), end = n;
	const char *part = cut(s, &n);
	char day[ZP_DATE_TEXT];

	if (part != NULL && !is_shift(part, end - (size_t)(part - s),
	    &d.shift)) {
		d.post = post_of(part, end - (size_t)(part - s));
		end = n;
		part = cut(s, &n);
		if (d.post == 0 || part == NULL ||
		    !is_shift(part, end - (size_t)(part - s), &d.shift))
			return false;
	}
	end = n;
	if (part == NULL || (part = cut(s, &n)) == NULL || n == 0 ||
	    end - (size_t)(part - s) != sizeof(day) - 1)
		return false;
	memcpy(day, part, sizeof(day) - 1);
	day[sizeof(day) - 1] = '\0';
	if (!zp_date_parse(day, &d.date))
		return false;
	d.station_code = zp_arena_strndup(a, s, n);
	*out = d;
	return true;
}

void zp_duty_print(const struct zp_duty *d, struct zp_buf *out)
{
	char day[ZP_DATE_TEXT];

	zp_buf_printf(out, "%s/%s/%s/%d", d->station_code,
	    zp_date_print(d->date, day), shift_word[d->shift], d->post);
}

void zp_duties_link(const struct zp_registry *reg, struct zp_duty *at,
    uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		at[i].station = zp_registry_find(reg, ZP_T_STATIONS,
		    at[i].station_code);
		at[i].counsel = zp_registry_find(reg, ZP_T_COUNSEL,
		    at[i].licence_no);
	}
}

void zp_station_days_link(const struct zp_registry *reg,
    struct zp_station_day *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		at[i].station = zp_registry_find(reg, ZP_T_STATIONS,
		    at[i].station_code);
}

void zp_duty_wishes_link(const struct zp_registry *reg,
    struct zp_duty_wish *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		at[i].counsel = zp_registry_find(reg, ZP_T_COUNSEL,
		    at[i].licence_no);
}

void zp_duty_loans_link(const struct zp_registry *reg,
    struct zp_duty_loan *at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		at[i].counsel = zp_registry_find(reg, ZP_T_COUNSEL,
		    at[i].licence_no);
		at[i].centre = zp_registry_find(reg, ZP_T_CENTRES,
		    at[i].centre_code);
	}
}

bool zp_duty_serves(const struct zp_duty *d)
{
	return d->state == ZP_DUTY_PUBLISHED || d->state == ZP_DUTY_DONE;
}

bool zp_duty_stands(const struct zp_duty *d)
{
	return d->state == ZP_DUTY_DRAFT || zp_duty_serves(d);
}

bool zp_station_is_hall(const struct zp_registry *reg,
    const struct zp_station *s)
{
	return s->organ < 0 || reg->organ[s->organ].kind == ZP_ORGAN_OTHER;
}
