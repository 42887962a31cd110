/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("read D100, 2 words", "01 ff 0a 00 64 00 00 00 20 44 02 00",
	     "read:words", 0),
	ASKS("read M0, 256 bits", "00 ff 0a 00 00 00 00 00 20 4d 00 00",
	     "read:bits", 0),
	ASKS("write M50, 3 bits", "02 ff 0a 00 32 00 00 00 20 4d 03 00 11 10",
	     "write:bits", 0),
	ASKS("write D0", "03 ff 0a 00 00 00 00 00 20 44 01 00 34 12",
	     "write:words", 0),
	ASKS("two words anywhere", "05 ff 0a 00 02 00"
	     " 00 00 00 00 20 44 34 12 01 00 00 00 20 44 34 12",
	     "write:random-words", 0),
	ASKS("run", "13 ff 0a 00", "control:run", 0),
	ASKS("stop", "14 ff 0a 00", "control:stop", 0),
	ASKS("read D100 in ASCII", "'01FF000A4420000000640200'",
	     "read:words", 0),
	REPLIES("two words", "81 00 34 12 78 56", NULL, 0,
		.memory = "00 00 00 00 00 00 00 00 01 01 02"),
	REPLIES("three bits", "80 00 11 10", NULL, 0,
		.memory = "00 00 00 00 00 00 00 00 01 00 03"),
	REPLIES("two words in ASCII", "'810012345678'", NULL, 0,
		.memory = "00 00 00 00 00 00 00 00 01 01 02"),
	REPLIES("stopped", "94 00", NULL, 0,
		.memory = "00 00 00 00 00 00 00 00 01 14 00"),
	REPLIES("refused", "81 5b 10 00", "error:refused", 0,
		.memory = "00 00 00 00 00 00 00 00 01 01 02"),
};

static const char *const foreign[] = {
	"01 ff 0a 00 64 00 00 00 20 51 02 00",
	"01 ff 0a 00 64 00 00 00 20 44 02 01",
	"01 fe 0a 00 64 00 00 00 20 44 02 00",
	"81 00 34 12", "94 00", "80 00 04 00 32 70 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01", "'0123456789'",
	"00 00 03 00 32 70 00",
};

Test(proto_mc1e, messages)
{
	said_check(&mc_1e, false, cases, sizeof cases / sizeof *cases);
	said_check(&mc_1e, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_mc1e, foreign)
{
	said_foreign(&mc_1e, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
