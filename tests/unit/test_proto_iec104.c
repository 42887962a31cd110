/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("start", "68 04 07 00 00 00", "diagnostic:start-transfer", 0),
	ASKS("stop", "68 04 13 00 00 00", "diagnostic:stop-transfer", 0),
	REPLIES("started", "68 04 0b 00 00 00", NULL, 0),
	REPLIES("stopped", "68 04 23 00 00 00", NULL, 0),
	TELLS("test", "68 04 43 00 00 00", NULL, 0),
	TELLS("tested", "68 04 83 00 00 00", NULL, 0),
	TELLS("acknowledge", "68 04 01 00 02 00", NULL, 0),
	ASKS("general interrogation", "68 0e 00 00 00 00 64 01 06 00 01 00 00"
	     " 00 00 14", "read:interrogation", 0),
	REPLIES("of which the end", "68 0e 04 00 02 00 64 01 0a 00 01 00 00"
		" 00 00 14", NULL, 0),
	ASKS("select", "68 0e 00 00 00 00 2d 01 06 00 01 00 10 00 00 81",
	     "control:select", 0),
	ASKS("execute", "68 0e 00 00 00 00 2e 01 06 00 01 00 10 00 00 02",
	     "control:double", 0),
	ASKS("set point", "68 12 00 00 00 00 32 01 06 00 01 00 10 00 00 00 00"
	     " 80 3f 00", "control:set-point", 0),
	ASKS("reset", "68 0e 00 00 00 00 69 01 06 00 01 00 00 00 00 01",
	     "control:reset-process", 0),
	ASKS("read", "68 0d 00 00 00 00 66 01 05 00 01 00 10 00 00",
	     "read:value", 0),
	REPLIES("refused", "68 0e 00 00 00 00 2d 01 47 00 01 00 10 00 00 01",
		"error:negative", 0),
	REPLIES("no such object", "68 0e 00 00 00 00 2d 01 6f 00 01 00 10 00"
		" 00 01", "error:unknown-object", 0),
	REPLIES("measured", "68 12 00 00 00 00 0d 01 03 00 01 00 10 00 00 00"
		" 00 80 3f 00", NULL, 0),
	REPLIES("two in sequence", "68 0f 04 00 02 00 01 82 14 00 01 00 01 00"
		" 00 00 01", NULL, 0),
	TELLS("a file", "68 13 00 00 00 00 78 01 0d 00 01 00 10 00 00 01 00"
	      " 00 00 00 00", "read:file", 0),
};

static const char *const foreign[] = {
	"68 04 47 00 00 00", "68 04 07 01 00 00", "68 05 07 00 00 00 00",
	"68 03 01 00 00", "68 04 01 02 00 00", "68 04 01 00 01 00",
	"68 0e 00 00 00 00 2c 01 06 00 01 00 10 00 00 81",
	"68 0e 00 00 00 00 2d 00 06 00 01 00 10 00 00 81",
	"68 0e 00 00 00 00 2d 01 2a 00 01 00 10 00 00 81",
	"68 0e 00 00 01 00 2d 01 06 00 01 00 10 00 00 81",
	"68 0e 00 00 00 00 2d 02 06 00 01 00 10 00 00 81",
	"68 0f 00 00 00 00 2d 01 06 00 01 00 10 00 00 81 00",
	"'hello there'", "05 64 05 49 04 00 01 00 27 5a",
};

Test(proto_iec104, messages)
{
	said_check(&iec104, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_iec104, foreign)
{
	said_foreign(&iec104, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
