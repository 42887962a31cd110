/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

/* What the peer asked for last stands in its memory. */
#define ASKED(command) "00 00 00 00 00 00 00 00 " command

static const struct said_case cases[] = {
	ASKS("read D1", "11 01 00 08 00 04 00 00 00 01 00 02", "read:words",
	     0),
	ASKS("write", "12 01 00 0a 00 04 00 00 00 01 00 01 12 34",
	     "write:words", 0),
	ASKS("stop", "46 01 00 03 00 01 02", "control:stop", 0),
	REPLIES("words", "91 00 00 04 00 01 00 02", NULL, 0,
		.memory = ASKED("11")),
	REPLIES("stopped", "c6 00 00 00", NULL, 0, .memory = ASKED("46")),
	REPLIES("refused", "92 04 00 00", "error:refused", 0,
		.memory = ASKED("12")),
};

static const char *const foreign[] = {
	"91 00 00 04 00 01 00 02", "11 05 00 08 00 04 00 00 00 01 00 02",
	"11 01 00 09 00 04 00 00 00 01 00 02 00",
	"47 01 00 03 00 01 02", "92 04 00 02 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_yokogawa, messages)
{
	said_check(&yokogawa_fam3, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_yokogawa, foreign)
{
	said_foreign(&yokogawa_fam3, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
