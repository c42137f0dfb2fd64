/* src/wire/sheet_impl.h - what the files of the printed page share. */
#ifndef ZHIPAID_SHEET_IMPL_H
#define ZHIPAID_SHEET_IMPL_H
#include "zhipaid/sheet.h"

/* The style sheet; --row is the height of a day's row. */
extern const char zp_sheet_style[];
#endif
