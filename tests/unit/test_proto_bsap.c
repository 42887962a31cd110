/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define HEAD(kind) "0e 00 01 00 " kind " 00 01 00 00 00 02 00 00 00 "

static const struct said_case cases[] = {
	ASKS("read a signal by name", HEAD("06") "10 00 00 00 0e 01 00 00 00"
	     " a0 00 04 80 00 00 00", "read:signal", 0),
	ASKS("write a signal", HEAD("86") "10 00 00 00 0e 01 00 00 00 a0 00"
	     " 84 80 00 00 00", "write:signal", 0),
	ASKS("download", HEAD("84") "10 00 00 00 0e 01 00 00 00 68 00 00 80"
	     " 00 00 00", "program:download", 0),
	REPLIES("a value", HEAD("05") "10 00 00 00 0e 01 00 00 00 00 01 00 80"
		" 00 00 00", NULL, 0),
	TELLS("poll", "0e 00 00 00 00 00 01 00 00 00 02 00 00 00", NULL, 0),
	ASKS("longer header", "16 00 01 00 06 00 01 00 00 00 02 00 00 00 00"
	     " 00 00 00 00 00 00 00 0c 00 00 00 0e 01 00 00 00 a0 00 00",
	     "read:signal", 0),
};

static const char *const foreign[] = {
	"0f 00 01 00 06 00 01 00 00 00 02 00 00 00 10 00 00 00 0e 01",
	"0e 00 01 00 07 00 01 00 00 00 02 00 00 00 0c 00 00 00 0e 01 00 00 00"
	" a0 00 04",
	"0e 00 ff 00 06 00 01 00 00 00 02 00 00 00 0c 00 00 00 0e 01 00 00 00"
	" a0 00 04",
	HEAD("06") "10 00 00 00 0e 01 00 00 00 a0 00 04",
	"0e 00 00 00 00 00 01 00 00 00 02 00 00 00 00",
};

Test(proto_bsap, messages)
{
	said_check(&bsap, true, cases, sizeof cases / sizeof *cases);
}

Test(proto_bsap, foreign)
{
	said_foreign(&bsap, true, foreign, sizeof foreign / sizeof *foreign);
}
