/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

/* The peer has asked. */
#define ASKED "00 00 00 00 00 00 00 00 01"

static const struct said_case cases[] = {
	ASKS("read", "'RD DM100.U' 0d", "read:devices", 0),
	ASKS("read many, LF", "'RDS DM100.U 10' 0d 0a", "read:devices", 0),
	ASKS("a relay by its number", "'RD 1000' 0d", "read:devices", 0),
	ASKS("write", "'WRS DM100.U 2 1 2' 0d", "write:devices", 0),
	ASKS("set", "'ST MR100' 0d", "control:force", 0),
	ASKS("program mode", "'M0' 0d", "control:stop", 0),
	ASKS("clock", "'WRT 24 01 31 12 00 00 3' 0d", "write:clock", 0),
	ASKS("type", "'?K' 0d", "diagnostic:type", 0),
	REPLIES("taken", "'OK' 0d 0a", NULL, 0, .memory = ASKED),
	REPLIES("a value", "'00123' 0d 0a", NULL, 0, .memory = ASKED),
	REPLIES("values", "'+00001 -00002 +00003' 0d 0a", NULL, 0,
		.memory = ASKED),
	REPLIES("protected", "'E4' 0d 0a", "error:protected", 0,
		.memory = ASKED),
};

static const char *const foreign[] = {
	"'OK' 0d 0a", "'E4' 0d 0a", "'00123' 0d 0a", "'RD something' 0d",
	"'RDX DM100' 0d", "'M0 1' 0d", "'STAT' 0d 0a",
	"'USER anonymous' 0d 0a",
	"'RD DM100.U' 0a 'and no carriage return at all'",
	"'rd dm100' 0d",
};

Test(proto_hostlink, messages)
{
	said_check(&keyence_hostlink, false, cases,
		   sizeof cases / sizeof *cases);
	said_check(&keyence_hostlink, true, cases,
		   sizeof cases / sizeof *cases);
}

Test(proto_hostlink, foreign)
{
	said_foreign(&keyence_hostlink, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
