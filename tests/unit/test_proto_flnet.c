/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define Z8 "00 00 00 00 00 00 00 00 "
#define Z56 Z8 Z8 Z8 Z8 Z8 Z8 Z8

static const struct said_case cases[] = {
	TELLS("token", "'FACN' 00 00 00 40 " Z56, NULL, 0),
	TELLS("cyclic", "'FACN' 00 00 00 42 " Z56 "12 34", NULL, 0),
};

static const char *const foreign[] = {
	"'FACT' 00 00 00 40", "'FACN' 40 00 00 00", "'FACN' 00 00 00 3f",
};

Test(proto_flnet, messages)
{
	said_check(&fl_net, true, cases, sizeof cases / sizeof *cases);
	cr_expect(fl_net.peer);
}

Test(proto_flnet, foreign)
{
	said_foreign(&fl_net, true, foreign, sizeof foreign / sizeof *foreign);
}
