/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define BLOCK(len) "00 01 17 e8 " len " 00 00 00 "
#define DATAGRAM(service) "c5 6b 40 " service " 00 11 02 ee 03 00 "
#define CHANNEL "01 81 0f 00 07 00 00 00 06 00 00 00 1c 00 00 00 aa bb cc dd "
#define LAYER(group, command) "cd 55 10 00 " group " 00 " command " 00" \
	" 11 22 33 44 00 00 00 00"

static const struct said_case v2[] = {
	ASKS("who is there", "bb bb 01 00 00 00 01", "diagnostic:other", 0),
	ASKS("the other byte order", "bb bb 00 00 00 01 01",
	     "diagnostic:other", 0),
	TELLS("an answer", "bb bb 05 00 00 00 01 00 00 00 00", NULL, 0),
};

static const struct said_case v3[] = {
	ASKS("log in", BLOCK("36") DATAGRAM("40") CHANNEL LAYER("01", "02"),
	     "login:device", 0),
	ASKS("stop", BLOCK("36") DATAGRAM("40") CHANNEL LAYER("02", "11"),
	     "control:stop", 0),
	ASKS("download", BLOCK("36") DATAGRAM("40") CHANNEL
	     LAYER("02", "05"), "program:download", 0),
	REPLIES("an answer", BLOCK("36") DATAGRAM("41") CHANNEL
		LAYER("81", "02"), NULL, 0),
	REPLIES("channel open", BLOCK("16") DATAGRAM("41") "83 00 00 00", NULL,
		0),
	TELLS("announce", BLOCK("14") DATAGRAM("01") "00 00", NULL, 0),
};

static const struct said_case v3_udp[] = {
	ASKS("which names", DATAGRAM("03") "02 c2 00 04", "diagnostic:name",
	     0),
	TELLS("a name", DATAGRAM("04") "02 c2 00 04", NULL, 0),
	ASKS("write", DATAGRAM("40") CHANNEL LAYER("09", "06"),
	     "write:variables", 0),
};

static const char *const foreign[] = {
	"00 01 17 e9 36 00 00 00", "bb bc 01 00 00 00 01",
	"00 01 00 00 00 06 01 03 00 00 00 01",
	"00 01 17 e8 36 00 00 00 c4 6b 40 40 00 11",
};

static const char *const foreign_udp[] = {
	"c5 6b 40 05 00 11 02 ee", "c4 6b 40 40 00 11 02 ee",
	"c5 03 40 40 00 11 02 ee",
};

Test(proto_codesys, messages)
{
	said_check(&codesys_v2, false, v2, sizeof v2 / sizeof *v2);
	said_check(&codesys_v3, false, v3, sizeof v3 / sizeof *v3);
	said_check(&codesys_v3_udp, true, v3_udp,
		   sizeof v3_udp / sizeof *v3_udp);
}

Test(proto_codesys, foreign)
{
	said_foreign(&codesys_v2, false, foreign,
		     sizeof foreign / sizeof *foreign);
	said_foreign(&codesys_v3, false, foreign,
		     sizeof foreign / sizeof *foreign);
	said_foreign(&codesys_v3_udp, true, foreign_udp,
		     sizeof foreign_udp / sizeof *foreign_udp);
}
