/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define ROUTE " 00 ff ff 03 00 "

static const struct said_case cases[] = {
	ASKS("3E read D100", "50 00" ROUTE "0c 00 10 00 01 04 00 00 64 00 00"
	     " a8 03 00", "read:devices", 0),
	ASKS("3E stop", "50 00" ROUTE "08 00 10 00 02 10 00 00 01 00",
	     "control:stop", 0),
	ASKS("4E run", "54 00 34 12 00 00" ROUTE "0a 00 10 00 01 10 00 00 01"
	     " 00 00 00", "control:run", 0x1235),
	ASKS("4E unlock", "54 00 34 12 00 00" ROUTE "0c 00 10 00 30 16 00 00"
	     " 04 00 31 32 33 34", "login:unlock", 0x1235),
	TELLS("on its own", "50 00" ROUTE "08 00 00 00 01 21 00 00 00 01",
	      "diagnostic:on-demand", 0),
	REPLIES("3E data", "d0 00" ROUTE "06 00 00 00 01 00 02 00", NULL, 0),
	REPLIES("4E done", "d4 00 34 12 00 00" ROUTE "02 00 00 00", NULL,
		0x1235),
	REPLIES("3E no such command", "d0 00" ROUTE "0b 00 59 c0 00 ff ff 03"
		" 00 01 04 00 00", "error:command", 0),
	REPLIES("4E wrong password", "d4 00 34 12 00 00" ROUTE "0b 00 01 c2"
		" 00 ff ff 03 00 30 16 00 00", "error:password", 0x1235),
	ASKS("3E read in ASCII", "'500000FF03FF00001800100401000"
	     "0D*0001000003'", "read:devices", 0),
	ASKS("4E read in ASCII", "'54001234000000FF03FF000018001004010000"
	     "D*0001000003'", "read:devices", 0x1235),
	REPLIES("3E data in ASCII", "'D00000FF03FF00000800001234'", NULL, 0),
};

static const struct said_case field[] = {
	ASKS("cyclic", "50 00" ROUTE "0a 00 00 00 70 0e 00 00 01 00 00 00",
	     "write:cyclic", 0, .port = { 61450, 61450 }),
	REPLIES("cyclic answer", "d0 00" ROUTE "06 00 00 00 01 00 00 00",
		NULL, 0, .port = { 61450, 61450 }),
	ASKS("search", "50 00" ROUTE "0a 00 00 00 30 0e 00 00 01 00 00 00",
	     "diagnostic:node-search", 0, .port = { 50000, 61451 }),
};

static const char *const foreign[] = {
	"50 00" ROUTE "06 00 10 00 01 99 00 00",
	"50 00 00 00 ff 03 00 06 00 10 00 01 10 00 00",
	"50 00 00 ff ff 04 00 06 00 10 00 01 10 00 00",
	"50 00" ROUTE "05 00 10 00 01 10 00 00",
	"54 00 34 12 01 00" ROUTE "08 00 10 00 01 10 00 00 01 00",
	"d0 00" ROUTE "06 00 59 c0 01 00 02 00",
	"'500000FF03FF00001800100401XX00D*0001000003'",
	"00 01 00 00 00 06 01 03 00 00 00 01", "'54321'",
};

static const char *const off_field[] = {
	"50 00" ROUTE "0a 00 00 00 70 0e 00 00 01 00 00 00",
};

Test(proto_slmp, messages)
{
	said_check(&slmp, false, cases, sizeof cases / sizeof *cases);
	said_check(&slmp, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_slmp, field_network)
{
	said_check(&cclink_ief_basic, true, field,
		   sizeof field / sizeof *field);
	said_foreign(&cclink_ief_basic, true, off_field, 1);
}

Test(proto_slmp, foreign)
{
	said_foreign(&slmp, false, foreign, sizeof foreign / sizeof *foreign);
}
