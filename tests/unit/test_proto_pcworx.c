/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("begin", "01 01 00 1a 00 00 00 00 78 80 00 03 00 0c"
	     " 'IBETH01N0_M' 00", "login:session", 0),
	REPLIES("begun", "81 01 00 14 00 00 00 00 78 80 00 03 00 06 00 00 00"
		" 3f 00 00", NULL, 0),
	ASKS("which type", "01 06 00 0e 00 02 00 00 00 00 00 3f 04 00",
	     "diagnostic:identify", 0),
};

static const char *const foreign[] = {
	"02 01 00 1a 00 00", "01 00 00 1a 00 00", "01 01 00 07 00 00 00",
	"01 21 00 1a 00 00", "01 01 78 80 00 00",
	"01 01 03 00 00 03 00 13 86 a6 95 eb 27 b8 36 02 84 00 71",
};

Test(proto_pcworx, messages)
{
	said_check(&pcworx, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_pcworx, foreign)
{
	said_foreign(&pcworx, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
