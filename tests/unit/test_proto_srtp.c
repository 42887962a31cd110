/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define Z6 "00 00 00 00 00 00 "
#define Z13 Z6 Z6 "00 "
/* Type and the like in 0 to 5, message type at 31, service at 42. */
#define HEAD(begin, kind, service) \
	begin Z13 Z6 Z6 kind " " Z6 "00 00 00 00 " service " " Z13

static const struct said_case cases[] = {
	ASKS("begin", HEAD("00 00 00 00 00 00 ", "00", "00"), "login:begin",
	     0),
	REPLIES("begun", HEAD("01 00 00 00 00 00 ", "00", "00"), NULL, 0),
	ASKS("read memory", HEAD("02 00 06 00 00 00 ", "c0", "04"),
	     "read:memory", 7),
	ASKS("stop", HEAD("02 00 07 00 00 00 ", "c0", "23"),
	     "control:run-stop", 8),
	ASKS("download", HEAD("02 00 07 00 04 00 ", "80", "40") "01 02 03 04",
	     "program:download", 8),
	REPLIES("words", HEAD("03 00 06 00 00 00 ", "d4", "00"), NULL, 7),
	REPLIES("no privilege", HEAD("03 00 07 00 00 00 ", "d1", "02"),
		"error:privilege", 8),
};

static const struct said_case egd[] = {
	TELLS("exchange", "0d 01 07 00 c0 a8 00 0a 01 00 00 00 00 00 00 00 00"
	      " 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 12 34", NULL, 0),
};

static const char *const foreign[] = {
	"04 00 06 00 00 00 00 00", "02 01 06 00 00 00 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

static const char *const foreign_egd[] = {
	"0d 02 07 00 c0 a8 00 0a", "0e 01 07 00 c0 a8 00 0a",
};

Test(proto_srtp, messages)
{
	said_check(&ge_srtp, false, cases, sizeof cases / sizeof *cases);
	said_check(&ge_egd, true, egd, 1);
}

Test(proto_srtp, foreign)
{
	said_foreign(&ge_srtp, false, foreign,
		     sizeof foreign / sizeof *foreign);
	said_foreign(&ge_egd, true, foreign_egd,
		     sizeof foreign_egd / sizeof *foreign_egd);
}
