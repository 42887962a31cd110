/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

/* Frames with CRCs computed apart from the code under test. */
static const struct said_case cases[] = {
	ASKS("read classes", "05 64 0e c4 04 00 01 00 88 c8 c0 c1 01 3c 02 06"
	     " 3c 03 06 29 14", "read:data", 0),
	ASKS("select, two blocks", "05 64 1a c4 04 00 01 00 27 fd c0 c2 03 0c"
	     " 01 28 01 00 03 00 03 01 64 00 00 00 fb 8d 00 00 00 00 00 ff"
	     " ff", "control:select", 0),
	ASKS("operate", "05 64 0d c4 04 00 01 00 d8 5b c0 c3 04 0c 01 28 01"
	     " 00 8a 74", "control:operate", 0),
	ASKS("set the clock", "05 64 12 c4 04 00 01 00 fb 67 c0 c3 02 32 01"
	     " 07 01 00 00 00 00 00 00 6f b9", "write:time", 0),
	ASKS("clear restart", "05 64 0e c4 04 00 01 00 88 c8 c0 c3 02 50 01"
	     " 00 07 07 00 1a 73", "diagnostic:clear-restart", 0),
	ASKS("cold restart", "05 64 08 c4 04 00 01 00 51 a3 c0 c3 0d 37 36",
	     "control:cold-restart", 0),
	ASKS("of a later edition", "05 64 08 c4 04 00 01 00 51 a3 c0 c1 60 8c"
	     " 47", "diagnostic:other", 0),
	ASKS("later segment", "05 64 09 c4 04 00 01 00 b6 16 81 0d 0d 0d ec"
	     " 60", NULL, 0),
	/* Where the function and what follows it would stand is a CRC: cold
	 * restart, a write of the time, trouble. */
	ASKS("first segment, an octet", "05 64 07 c4 04 00 01 00 b3 e7 44 0f"
	     " 0d 1f", NULL, 0),
	ASKS("write of nothing", "05 64 08 c4 04 00 01 00 51 a3 c0 6e 02 32"
	     " 51", "write:data", 0),
	REPLIES("no indications", "05 64 08 44 04 00 01 00 25 c2 c0 00 81 d5"
		" b6", NULL, 0),
	ASKS("link status", "05 64 05 c9 04 00 01 00 53 3b",
	     "diagnostic:link", 0),
	REPLIES("data", "05 64 0a 44 04 00 01 00 92 e4 c0 c1 81 00 00 74 2a",
		NULL, 0),
	REPLIES("unsolicited", "05 64 0a 44 04 00 01 00 92 e4 c0 f0 82 00 00"
		" 44 66", NULL, 0),
	REPLIES("refused", "05 64 0a 44 04 00 01 00 92 e4 c0 c1 81 10 03 be"
		" af", "error:function+error:object", 0),
	REPLIES("outstation asks", "05 64 05 49 04 00 01 00 27 5a", NULL, 0),
};

static const char *const foreign[] = {
	"05 64 05 49 04 00 01 00 27 5b", "05 64 04 c9 04 00 01 00 53 3b",
	"05 65", "68 04 43 00 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_dnp3, messages)
{
	said_check(&dnp3, false, cases, sizeof cases / sizeof *cases);
	said_check(&dnp3, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_dnp3, foreign)
{
	said_foreign(&dnp3, false, foreign, sizeof foreign / sizeof *foreign);
}
