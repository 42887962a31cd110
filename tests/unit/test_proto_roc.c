/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("what time is it", "01 02 03 04 07 00 3b bf", "read:clock", 0),
	REPLIES("the time", "01 02 03 04 07 08 1e 2d 0c 0f 03 07 e8 03 fd 67",
		NULL, 0),
	ASKS("set the clock", "01 02 03 04 08 07 1e 2d 0c 0f 03 07 e8 89 0d",
	     "write:clock", 0),
	REPLIES("set", "01 02 03 04 08 00 3e 4f", NULL, 0),
	TELLS("log in", "01 02 03 04 11 05 4c 4f 49 12 34 6c 3e",
	      "login:user", 0),
	ASKS("read points", "01 02 03 04 a7 04 01 02 03 04 74 af",
	     "read:points", 0),
	REPLIES("points", "01 02 03 04 a7 05 01 02 03 04 05 6e f5", NULL, 0),
	ASKS("write points", "01 02 03 04 b5 06 01 01 01 01 02 03 d0 b1",
	     "write:points", 0),
	TELLS("a file", "01 02 03 04 cb 02 01 04 cc 43", "program:file", 0),
	ASKS("report taken", "01 02 03 04 e1 02 00 01 05 c8",
	     "diagnostic:report", 0),
	REPLIES("refused", "01 02 03 04 ff 02 07 06 40 12", "error:refused",
		0),
};

static const char *const foreign[] = {
	"01 02 03 04 09 00 3f df", "01 02 03 04 07 00 3b be",
	"00 01 00 00 00 06 01 03 00 00 00 01", "01 03 00 00 00 01 84 0a",
};

Test(proto_roc, messages)
{
	said_check(&roc_plus, true, cases, sizeof cases / sizeof *cases);
	said_check(&roc_plus, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_roc, foreign)
{
	said_foreign(&roc_plus, true, foreign,
		     sizeof foreign / sizeof *foreign);
}
