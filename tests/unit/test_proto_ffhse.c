/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define REST(len) " 00 00 00 00 00 00 00 " len " "

static const struct said_case cases[] = {
	ASKS("open a session", "01 00 04 81" REST("10") "00 00 00 00",
	     "login:session", 0),
	REPLIES("session", "01 00 05 81" REST("10") "00 00 00 00", NULL, 0),
	ASKS("read", "01 40 0c 82" REST("14") "00 00 00 01 00 00 00 05",
	     "read:variable", 0),
	ASKS("stop a program", "01 40 0c 94" REST("10") "00 00 00 05",
	     "control:stop", 0),
	REPLIES("refused", "01 40 0e 83" REST("10") "00 00 00 01",
		"error:refused", 0),
	TELLS("annunciation", "01 00 08 10" REST("10") "00 00 00 00",
	      "diagnostic:identify", 0),
	TELLS("redundancy", "01 00 10 01" REST("0c"), "diagnostic:redundancy",
	      0),
};

static const char *const foreign[] = {
	"00 00 04 81" REST("10") "00 00 00 00",
	"01 00 00 81" REST("10") "00 00 00 00",
	"01 00 07 81" REST("10") "00 00 00 00",
	"01 00 14 81" REST("10") "00 00 00 00",
	"01 00 04 82" REST("10") "00 00 00 00",
	"01 00 05 01" REST("10") "00 00 00 00",
	"01 00 04 81" REST("0b"), "00 01 00 00 00 06 01 03 00 00 00 01",
	"01 00 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_ffhse, messages)
{
	said_check(&ff_hse, true, cases, sizeof cases / sizeof *cases);
	said_check(&ff_hse, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_ffhse, foreign)
{
	said_foreign(&ff_hse, true, foreign, sizeof foreign / sizeof *foreign);
}
