/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define ROUTE " 00 00 11 11 07 00 01 7d e0 03 00 00 fe 03 00 00 "
#define ASKED " 1c 0a 16 14 e0 03 00 00 00 00 00 04 00 00 00 00 00 00 00 00" \
	" 00 00 00 00 "
#define ANSWERED(status) " 9c 02 18 14 " status " 00 00 02 04 e0 03 00 00 00" \
	" 00 00 00 00 00 00 00 00 00 00 00 "

static const struct said_case cases[] = {
	ASKS("connect", "5a 00 00 ff", "diagnostic:search", 0),
	REPLIES("connected", "da 00 00 ff 91 48 0c 00 00 00 00 00 13 00 00 00"
		" f8 d1 98 00 30 71 00 00 c4 da 98 00", NULL, 0),
	REPLIES("found", "da 00 00 11 01 02 03 04 05 06 07 08 09 0a", NULL, 0),
	ASKS("stop", "57 01 07" ROUTE "22 00" ASKED
	     "10 02 08 00 04 00 01 00 00 00", "control:stop", 0x10020009),
	ASKS("run, older head", "57 00 07" ROUTE "22 00" ASKED
	     "10 01 08 00 04 00 01 00 00 00", "control:run", 0x10010009),
	ASKS("user", "57 01 07" ROUTE "20 00" ASKED "01 31 01 00 02 00 61 00",
	     "login:user", 0x01310002),
	REPLIES("password refused", "d7 00 4c" ROUTE "24 00"
		ANSWERED("08 44") "01 32 02 00 04 00 00 00 00 00",
		"error:login", 0x01320003),
	REPLIES("no such command", "d7 00 4c" ROUTE "20 00"
		ANSWERED("02 40") "01 62 02 00 00 00", "error:unsupported",
		0x01620003),
	REPLIES("stopped", "d7 00 4b" ROUTE "22 00" ANSWERED("00 00")
		"10 02 08 00 02 00 00 00", NULL, 0x10020009),
	ASKS("read a block", "57 01 02" ROUTE "36 00" ASKED
	     "04 10 03 00 18 00 00 00 00 00 00 00 00 00 00 00 3f 00 00 00 00"
	     " 00 00 00 00 00 00 02 00 00", "read:memory", 0x04100004),
	ASKS("write a block", "57 01 02" ROUTE "38 00" ASKED
	     "04 10 03 00 1a 00 00 00 00 00 00 00 00 00 00 00 3f 00 00 00 00"
	     " 00 00 00 00 00 00 02 00 00 12 34", "write:memory", 0x04100004),
};

static const char *const foreign[] = {
	"00 01 00 00 00 06 01 03 00 00 00 01",
	"57 02 07" ROUTE "22 00" ASKED "10 02 08 00 04 00 01 00 00 00",
	"57 01 07" ROUTE "22 00 9c 0a 18 14 e0 03 00 00 00 00 00 00 04 00 00",
	"5a 00 00 02", "5a 00 00 ff 00", "5a 01 00 ff",
	"da 00 00 ff 01 02 03 04 05 06 07 08 09 0a 0b 0c",
	"'Where were you when this line began?'", "57 65 6c 63 6f 6d 65 21",
};

Test(proto_melsoft, messages)
{
	said_check(&melsoft, false, cases, sizeof cases / sizeof *cases);
	said_check(&melsoft, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_melsoft, foreign)
{
	said_foreign(&melsoft, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
