/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define NAME "'LSIS-XGT' 00 00 "

static const struct said_case cases[] = {
	ASKS("read", NAME "00 00 a0 33 01 00 0c 00 00 00"
	     " 54 00 14 00 00 00 01 00 04 00 25 44", "read:data", 2),
	ASKS("write", NAME "00 00 a0 33 02 00 06 00 00 00"
	     " 58 00 02 00 00 00", "write:data", 3),
	ASKS("of the older name", "'LGIS-GLOFA' 00 00 00 33 02 00 06 00 00 00"
	     " b0 00 00 00 00 00", "diagnostic:status", 3),
	REPLIES("data", NAME "00 00 a0 11 01 00 0c 00 00 00"
		" 55 00 14 00 00 00 00 00 01 00 02 00", NULL, 2),
	REPLIES("refused", NAME "00 00 a0 11 01 00 0a 00 00 00"
		" 55 00 14 00 00 00 ff ff 11 00", "error:refused", 2),
};

static const char *const foreign[] = {
	NAME "00 00 a0 22 01 00 0c 00 00 00",
	NAME "00 00 a0 33 01 00 01 00 00 00 54",
	"'LSIS-XGX' 00 00 00 00 a0 33 01 00 0c 00 00 00",
};

Test(proto_xgt, messages)
{
	said_check(&ls_fenet, false, cases, sizeof cases / sizeof *cases);
	said_check(&ls_fenet, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_xgt, foreign)
{
	said_foreign(&ls_fenet, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
