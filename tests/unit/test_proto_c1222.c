/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define TITLES "a2 07 06 05 60 00 02 00 01 a6 07 06 05 60 00 02 00 02" \
	" a8 03 02 01 02 "

static const struct said_case cases[] = {
	ASKS("full read", "60 24" TITLES "be 0b 28 09 81 07 80 03 30 00 01 00"
	     " 00", "read:table", 0),
	ASKS("log on, with a class", "60 26" TITLES "be 0d 28 0b 81 09 90 01"
	     " 02 03 04 03 50 00 01", "login:logon", 0),
	REPLIES("ok", "60 20" TITLES "be 07 28 05 81 03 80 01 00", NULL, 0),
	REPLIES("no clearance", "60 20" TITLES "be 07 28 05 81 03 80 01 03",
		"error:clearance", 0),
	TELLS("encrypted", "60 20" TITLES "be 07 28 05 81 03 88 01 30", NULL,
	      0),
	TELLS("no user information", "60 17" TITLES, NULL, 0),
};

static const struct said_case dlms[] = {
	ASKS("associate", "00 01 00 10 00 01 00 04 60 02 a1 00",
	     "login:associate", 0),
	ASKS("get", "00 01 00 10 00 01 00 03 c0 01 c1", "read:attribute", 0),
	ASKS("action", "00 01 00 10 00 01 00 03 c3 01 c1", "control:method",
	     0),
	REPLIES("got", "00 01 00 01 00 10 00 04 c4 01 c1 00", NULL, 0),
	REPLIES("exception", "00 01 00 01 00 10 00 03 d8 01 02",
		"error:refused", 0),
	TELLS("pushed", "00 01 00 01 00 10 00 02 0f 00",
	      "diagnostic:notification", 0),
};

static const char *const foreign[] = {
	"60 05 a2 03 02 01 01", "61 17" TITLES,
	"60 09 30 07 02 01 03 60 02 04 00",
	"30 0c 02 01 01 60 07 02 01 03 04 00 80 00",
};

static const char *const foreign_dlms[] = {
	"00 01 00 00 00 06 01 03 00 00 00 01",
	"00 01 00 10 00 01 00 03 90 01 c1", "00 02 00 10 00 01 00 03 c0 01",
};

Test(proto_c1222, messages)
{
	said_check(&c1222, false, cases, sizeof cases / sizeof *cases);
	said_check(&c1222, true, cases, sizeof cases / sizeof *cases);
	said_check(&dlms_cosem, false, dlms, sizeof dlms / sizeof *dlms);
}

Test(proto_c1222, foreign)
{
	said_foreign(&c1222, false, foreign,
		     sizeof foreign / sizeof *foreign);
	said_foreign(&dlms_cosem, false, foreign_dlms,
		     sizeof foreign_dlms / sizeof *foreign_dlms);
}
