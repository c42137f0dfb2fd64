/* src/sys/clock.c - the only place that reads a clock. */
#include <time.h>
#include "zhipaid/clock.h"

static int64_t read_us(clockid_t id)
{
	struct timespec t;

	ZP_ASSERT(clock_gettime(id, &t) == 0);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct zp_wall zp_clock_wall(void)
{
	return (struct zp_wall){ read_us(CLOCK_REALTIME) };
}

struct zp_mono zp_clock_mono(void)
{
	return (struct zp_mono){ read_us(CLOCK_MONOTONIC) };
}
