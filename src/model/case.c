/* src/model/case.c - what a case's words mean. */
#include <string.h>
#include "zhipaid/case.h"

bool zp_stage_litigation(enum zp_stage s)
{
	switch (s) {
	case ZP_INVESTIGATION:
	case ZP_PROSECUTION:
	case ZP_FIRST_INSTANCE:
	case ZP_SECOND_INSTANCE:
	case ZP_DEATH_REVIEW:
	case ZP_RETRIAL:
		return true;
	case ZP_STAGE_UNKNOWN:
	case ZP_ARBITRATION:
	case ZP_NON_LITIGATION:
		break;
	}
	return false;
}

bool zp_end_counts(enum zp_end e)
{
	return e != ZP_END_DECLINED && e != ZP_END_WITHDRAWN;
}

const char *zp_hearing_print(const struct zp_case *c,
    char out[ZP_HEARING_TEXT])
{
	size_t n = strlen(zp_wall_print(c->hearing_at, out));

	out[n] = '/';
	zp_wall_print(c->hearing_until, out + n + 1);
	return out;
}
