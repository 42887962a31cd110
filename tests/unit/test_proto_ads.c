/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define ROUTE "05 01 02 03 01 01 53 03 05 01 02 04 01 01 34 80 "

static const struct said_case cases[] = {
	ASKS("read state", "00 00 20 00 00 00 " ROUTE "04 00 04 00 00 00 00 00"
	     " 00 00 00 00 07 00 00 00", "diagnostic:state", 8),
	REPLIES("state", "00 00 28 00 00 00 " ROUTE "04 00 05 00 08 00 00 00"
		" 00 00 00 00 07 00 00 00 00 00 00 00 05 00 00 00", NULL, 8),
	ASKS("stop", "00 00 28 00 00 00 " ROUTE "05 00 04 00 08 00 00 00"
	     " 00 00 00 00 08 00 00 00 06 00 00 00 00 00 00 00",
	     "control:stop", 9),
	ASKS("read", "00 00 2c 00 00 00 " ROUTE "02 00 04 00 0c 00 00 00"
	     " 00 00 00 00 09 00 00 00 20 40 00 00 00 00 00 00 04 00 00 00",
	     "read:data", 10),
	REPLIES("no such port", "00 00 20 00 00 00 " ROUTE "02 00 05 00 00 00"
		" 00 00 06 00 00 00 09 00 00 00", "error:port", 10),
	TELLS("notification", "00 00 24 00 00 00 " ROUTE "08 00 04 00 04 00"
	      " 00 00 00 00 00 00 00 00 00 00 00 00 00 00", NULL, 0),
};

static const struct said_case discovery[] = {
	ASKS("who is there", "03 66 14 71 05 00 00 00 01 00 00 00 05 01 02 04"
	     " 01 01 10 27 00 00 00 00", "diagnostic:discovery", 6),
	REPLIES("I am", "03 66 14 71 05 00 00 00 01 00 00 80 05 01 02 03"
		" 01 01 10 27 01 00 00 00 05 00 02 00 41 00", NULL, 6),
	ASKS("add a route", "03 66 14 71 06 00 00 00 06 00 00 00 05 01 02 04"
	     " 01 01 10 27 00 00 00 00", "program:add-route", 7),
};

static const char *const foreign[] = {
	"00 00 20 00 00 00 " ROUTE "0a 00 04 00 00 00 00 00 00 00 00 00 07 00"
	" 00 00",
	"00 00 20 00 00 00 " ROUTE "04 00 04 00 01 00 00 00 00 00 00 00 07 00"
	" 00 00",
	"00 00 20 00 00 00 " ROUTE "04 00 00 00 00 00 00 00 00 00 00 00 07 00"
	" 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
	"00 00 00 00 00 06 01 03 00 00 00 01 00 00 00 00 00 06 01 03 00 00",
};

Test(proto_ads, messages)
{
	said_check(&ads, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_ads, discovery)
{
	said_check(&ads_discovery, true, discovery,
		   sizeof discovery / sizeof *discovery);
}

Test(proto_ads, foreign)
{
	said_foreign(&ads, false, foreign, sizeof foreign / sizeof *foreign);
	said_foreign(&ads_discovery, true, foreign,
		     sizeof foreign / sizeof *foreign);
}
