/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("connect", "01 00 00 00 c0 ff", "login:connect", 0),
	REPLIES("connected", "02 00 00 00 c0 fe", NULL, 0),
	ASKS("run", "05 00 06 00 00 00 14 00 06 00 12 34", "control:run", 0),
	ASKS("download", "05 00 08 00 00 00 00 01 08 00 aa bb 12 34",
	     "program:download-all", 0),
	ASKS("status", "05 00 06 00 00 00 13 00 06 00 12 34",
	     "diagnostic:other", 0),
	REPLIES("done", "05 00 06 00 01 00 64 00 06 00 12 34", NULL, 0),
	REPLIES("turn the key", "05 00 06 00 01 00 d4 00 06 00 12 34",
		"error:key-switch", 0),
	TELLS("ping", "06 00 00 00 01 02", NULL, 0),
	REPLIES("denied", "0a 00 00 00 01 02", "error:refused", 0),
};

static const char *const foreign[] = {
	"0c 00 00 00 01 02", "05 00 06 00 02 00 14 00 06 00 12 34",
	"05 00 06 00 00 00 64 00 06 00 12 34",
	"05 00 06 00 01 00 14 00 06 00 12 34", "01 01 00 00 c0 ff",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_tristation, messages)
{
	said_check(&tristation, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_tristation, foreign)
{
	said_foreign(&tristation, true, foreign,
		     sizeof foreign / sizeof *foreign);
}
