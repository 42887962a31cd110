/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("read D100 to 102", "'%01#RDD001000010257' 0d", "read:data", 0),
	REPLIES("words", "'%01$RD6300443313' 0d", NULL, 0),
	ASKS("program mode, no check", "'%01#RMP**' 0d",
	     "control:program-mode", 0),
	ASKS("program mode", "'%01#RMP48' 0d", "control:program-mode", 0),
	ASKS("status, anybody", "'%EE#RT00' 0d", "diagnostic:status", 0),
	REPLIES("protected", "'%01!6506' 0d", "error:protected", 0),
	REPLIES("wrong line", "'%01!4100' 0d", "error:command", 0),
};

static const char *const foreign[] = {
	"'%01#RDD001000010200' 0d", "'%01#XX**' 0d", "'%0G#RT**' 0d",
	"'%01?RT**' 0d", "'%d items ordered, %s'", "'<html><body>'",
	"'<14>Oct 11 22:14:15 su: failed'",
};

Test(proto_mewtocol, messages)
{
	said_check(&mewtocol, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_mewtocol, foreign)
{
	said_foreign(&mewtocol, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
