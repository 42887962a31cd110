/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("status", "00 00 03 00 32 11 00", "diagnostic:status", 0),
	ASKS("read the clock", "00 00 03 00 32 70 00", "read:clock", 0),
	ASKS("set the clock", "00 00 0a 00 32 71 00 01 02 03 04 05 06 07",
	     "write:clock", 0),
	ASKS("read words", "00 00 05 00 1c 00 10 02 00", "read:words", 0),
	ASKS("write words", "00 00 05 00 1d 00 10 34 12", "write:words", 0),
	REPLIES("words", "80 00 05 00 1c 34 12 78 56", NULL, 0),
	REPLIES("refused", "80 10 01 00 40", "error:refused", 0),
};

static const char *const foreign[] = {
	"00 01 00 00 00 06 01 03 00 00 00 01", "00 00 03 00 33 11 00",
	"00 00 01 00 1c", "80 10 02 00 40 00", "00 10 01 00 40",
	"00 00 00 00 00 06 01 03",
};

Test(proto_toyopuc, messages)
{
	said_check(&toyopuc, false, cases, sizeof cases / sizeof *cases);
	said_check(&toyopuc, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_toyopuc, foreign)
{
	said_foreign(&toyopuc, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
