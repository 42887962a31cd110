/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("inventory", "01 'I20100' 0a", "read:report", 0),
	ASKS("inventory, for computers", "01 'i20100'", "read:report", 0),
	ASKS("label", "01 'S60201UNLEADED'", "write:setting", 0),
	ASKS("reset", "01 's00100'", "control:reset", 0),
	ASKS("leak test", "01 'S05200149'", "control:leak-test", 0),
	REPLIES("inventory follows", "01 0d 0a 'I20100' 0d 0a 'JAN 1, 2024'",
		NULL, 0),
	REPLIES("for computers", "01 'i201002401010000 1&&F000' 03", NULL, 0),
	REPLIES("not understood", "01 '9999FF1B' 03", "error:unknown", 0),
};

static const char *const foreign[] = {
	"02 'I20100' 0a", "01 'X20100' 0a", "01 'I2O100' 0a",
	"01 01 00 1a 00 00 00 00", "01 03 00 00 00 01 84 0a",
	"01 0d 0a 'hello you'",
};

Test(proto_atg, messages)
{
	said_check(&atg, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_atg, foreign)
{
	said_foreign(&atg, false, foreign, sizeof foreign / sizeof *foreign);
}
