/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("search", "06 10 02 01 00 0e 08 01 c0 a8 00 02 0e 57",
	     "diagnostic:search", 0),
	ASKS("connect", "06 10 02 05 00 1a 08 01 c0 a8 00 02 0e 57 08 01 c0"
	     " a8 00 02 0e 57 04 04 02 00", "login:connect", 0),
	REPLIES("connected", "06 10 02 06 00 14 07 00 08 01 c0 a8 00 0a 0e 57"
		" 04 04 11 0a", NULL, 0),
	REPLIES("no more connections", "06 10 02 06 00 08 00 24",
		"error:refused", 0),
	TELLS("tunnelling", "06 10 04 20 00 15 04 07 00 00 11 00 bc e0 00 00"
	      " 09 01 01 00 81", "write:tunnelling", 0),
	TELLS("tunnelled", "06 10 04 21 00 0a 04 07 00 00", NULL, 0),
	TELLS("disconnect", "06 10 02 09 00 10 07 00 08 01 c0 a8 00 02 0e 57",
	      NULL, 0),
	TELLS("routing", "06 10 05 30 00 11 29 00 bc d0 11 01 09 01 01 00 81",
	      NULL, 0),
};

static const char *const foreign[] = {
	"06 11 02 01 00 0e 08 01 c0 a8 00 02 0e 57",
	"06 10 02 0f 00 0e 08 01 c0 a8 00 02 0e 57",
	"06 10 02 01 00 05 08 01", "07 10 02 01 00 0e",
};

Test(proto_knx, messages)
{
	said_check(&knxnet_ip, true, cases, sizeof cases / sizeof *cases);
	said_check(&knxnet_ip, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_knx, foreign)
{
	said_foreign(&knxnet_ip, true, foreign,
		     sizeof foreign / sizeof *foreign);
}
