/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("poll", "fb 01 83 40 f6", "read:poll", 0),
	ASKS("acknowledge and poll", "fa 02 c2 d1 f6",
	     "read:acknowledge-and-poll", 0),
	ASKS("control, an octet escaped", "fc 01 10 f0 06 ec 32 f6",
	     "control:data", 0),
	ASKS("execute", "fe 01 80 10 f6", "control:execute", 0),
	ASKS("recall", "fd 01 80 e0 f6", "read:recall", 0),
	REPLIES("acknowledge", "f1 01 f6", NULL, 0),
	REPLIES("indication", "f2 01 05 04 61 cf f6", NULL, 0),
	REPLIES("checkback", "f3 01 10 f0 06 ef 26 f6",
		"diagnostic:checkback", 0),
	REPLIES("an end mark in the CRC", "f2 01 30 02 f6 9d f6", NULL, 0),
};

static const char *const foreign[] = {
	"fb 01 83 41 f6", "f1 00 f6", "f1 01 02 f6", "f4 01 83 40 f6",
	"f2 01 f0 10 61 cf f6 f6 f6", "'hello'", "ff fd 18 ff fd 20",
};

Test(proto_genisys, messages)
{
	said_check(&genisys, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_genisys, foreign)
{
	said_foreign(&genisys, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
