/*
 * include/zhipaid/clock.h - the only clock of the program.
 * Layer: sys.
 */
#ifndef ZHIPAID_CLOCK_H
#define ZHIPAID_CLOCK_H
#include "zhipaid/time.h"

struct zp_wall zp_clock_wall(void);	/* CLOCK_REALTIME */
struct zp_mono zp_clock_mono(void);	/* CLOCK_MONOTONIC: stops for nothing
					 * but suspend; never set back */
#endif
