/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("begin", "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
	     "login:begin", 0),
	REPLIES("begun", "01 00 00 00 00 00 00 00 0f 00 00 00 00 00 00 00 00 00 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
		NULL, 0),
	ASKS("read memory", "02 00 06 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 06 c0 00 00 00 00 00 00 00 00 "
	     "00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00",
	     "read:memory", 7),
	ASKS("stop", "02 00 07 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 07 c0 00 00 00 00 00 00 00 00 "
	     "00 00 23 00 00 00 00 00 00 00 00 00 00 00 00 00",
	     "control:run-stop", 8),
	ASKS("download", "02 00 07 00 04 00 00 00 00 01 00 00 00 00 00 00 00 01 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 07 80 00 00 00 00 00 00 00 00 "
	     "00 00 40 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
	     "program:download", 8),
	REPLIES("words", "03 00 06 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 06 d4 00 00 00 00 00 00 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
		NULL, 7),
	REPLIES("no privilege", "03 00 07 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 00 00 "
	     "00 00 00 00 00 00 00 00 00 00 07 d1 00 00 00 00 00 00 00 00 "
	     "00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00",
		"error:privilege", 8),
};

static const struct said_case egd[] = {
	TELLS("exchange", "0d 01 07 00 c0 a8 00 0a 01 00 00 00 00 00 00 00 00"
	      " 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 12 34", NULL, 0),
};

static const char *const foreign[] = {
	"04 00 06 00 00 00 00 00", "02 01 06 00 00 00 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

static const char *const foreign_egd[] = {
	"0d 02 07 00 c0 a8 00 0a", "0e 01 07 00 c0 a8 00 0a",
};

Test(proto_srtp, messages)
{
	said_check(&ge_srtp, false, cases, sizeof cases / sizeof *cases);
	said_check(&ge_egd, true, egd, 1);
}

Test(proto_srtp, foreign)
{
	said_foreign(&ge_srtp, false, foreign,
		     sizeof foreign / sizeof *foreign);
	said_foreign(&ge_egd, true, foreign_egd,
		     sizeof foreign_egd / sizeof *foreign_egd);
}
