/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define HEAD(status) "fb 80 80 00 " status " 7b fe fe 11 00 00 00 00 00 "

static const struct said_case cases[] = {
	ASKS("read", HEAD("ff") "00 00 00 01 06 00 02 00 00 00 01 00",
	     "read:memory", 0),
	ASKS("read, by a module", HEAD("00") "00 00 00 01 06 00 02 00 00 00"
	     " 01 00", "read:memory", 0),
	REPLIES("a word", HEAD("00") "00 00 00 01 08 00 02 00 00 00 01 00 34"
		" 12", NULL, 0),
	ASKS("stop", HEAD("ff") "04 02 00 01 00 00", "control:stop", 0),
	ASKS("one CPU's reset", HEAD("ff") "04 07 00 01 00 00",
	     "control:reset", 0),
	TELLS("written", HEAD("00") "01 00 00 01 06 00 02 00 00 00 01 00",
	      NULL, 0),
	REPLIES("refused", HEAD("28") "01 00 00 01 00 00", "error:refused",
		0),
};

static const char *const foreign[] = {
	"fb 80 80 01 ff 7b fe fe 11 00 00 00 00 00 00 00 00 01 06 00",
	"fb 80 80 00 ff 7c fe fe 11 00 00 00 00 00 00 00 00 01 06 00",
	"fb 80 80 00 ff 7b fe fe 11 00 00 00 00 00 00 00 00 01 06 ff",
	"fb 01 83 40 f6",
};

Test(proto_fuji, messages)
{
	said_check(&fuji_sph, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_fuji, foreign)
{
	said_foreign(&fuji_sph, false, foreign,
		     sizeof foreign / sizeof *foreign);
}
