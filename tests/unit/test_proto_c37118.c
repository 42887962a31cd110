/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

/* Frames with CRCs computed apart from the code under test. */
static const struct said_case cases[] = {
	ASKS("send data", "aa 41 00 12 00 07 5f 00 00 01 00 00 00 00 00 02 6c"
	     " a7", "control:start-data", 0),
	ASKS("send configuration", "aa 42 00 12 00 07 5f 00 00 01 00 00 00 00"
	     " 00 06 cf 06", "read:configuration", 0),
	ASKS("of its own", "aa 41 00 12 00 07 5f 00 00 01 00 00 00 00 00 77"
	     " 42 95", "diagnostic:other", 0),
	REPLIES("data", "aa 01 00 14 00 07 5f 00 00 01 00 00 00 00 00 00 01"
		" 02 58 36", NULL, 0),
	REPLIES("configuration", "aa 31 00 15 00 07 5f 00 00 01 00 00 00 00"
		" 00 00 00 01 00 20 9a", NULL, 0),
};

static const char *const foreign[] = {
	"aa 61 00 12 00 07 5f 00 00 01 00 00 00 00 00 00 d1 f1",
	"aa 41 00 12 00 07 5f 00 00 01 00 00 00 00 00 02 6c a8",
	"aa 40 00 12 00 07 5f 00 00 01 00 00 00 00 00 02 6c a7",
	"aa 01 00 0f 00 07 5f 00 00 01 00 00 00 00 00", "ab 41 00 12",
};

Test(proto_c37118, messages)
{
	said_check(&c37118, false, cases, sizeof cases / sizeof *cases);
	said_check(&c37118, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_c37118, foreign)
{
	said_foreign(&c37118, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
