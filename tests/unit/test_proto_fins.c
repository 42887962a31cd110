/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define OVER_TCP(len, command, error) \
	"'FINS' 00 00 00 " len " 00 00 00 " command " 00 00 00 " error " "

static const struct said_case udp[] = {
	ASKS("read memory", "80 00 02 00 00 00 00 00 00 7a 01 01 82 00 64 00"
	     " 00 01", "read:memory", 0x1017b),
	REPLIES("its words", "c0 00 02 00 00 00 00 00 00 7a 01 01 00 00 12 34",
		NULL, 0x1017b),
	REPLIES("with the state of the PLC", "c1 00 02 00 00 00 00 00 00 7a"
		" 01 01 00 40", NULL, 0x1017b),
	ASKS("stop", "80 00 02 00 05 00 00 0a 00 01 04 02", "control:stop",
	     0x40202),
	ASKS("run, no answer wanted", "81 00 02 00 05 00 00 0a 00 01 04 01 ff"
	     " ff 04", "control:run", 0x40102),
	REPLIES("access refused", "c0 00 02 00 0a 00 00 05 00 01 04 02 20 02",
		"error:access", 0x40202),
	REPLIES("wrong length", "c0 00 02 00 0a 00 00 05 00 01 01 02 10 01",
		"error:command", 0x10202),
};

static const struct said_case tcp[] = {
	ASKS("which node am I", OVER_TCP("0c", "00", "00") "00 00 00 00",
	     "diagnostic:node", 0),
	REPLIES("this one", OVER_TCP("10", "01", "00")
		"00 00 00 ef 00 00 00 02", NULL, 0),
	ASKS("write", OVER_TCP("1c", "02", "00") "80 00 02 00 02 00 00 ef 00"
	     " 05 01 02 82 00 64 00 00 01 12 34", "write:memory", 0x10206),
	REPLIES("written", OVER_TCP("16", "02", "00") "c0 00 02 00 ef 00 00"
		" 02 00 05 01 02 00 00", NULL, 0x10206),
	TELLS("no room for connections", OVER_TCP("08", "03", "20"),
	      "error:network", 0),
};

static const char *const foreign[] = {
	"80 00 02 00 00 00 00 00 00 7a 01 09 00 00",
	"80 01 02 00 00 00 00 00 00 7a 01 01 00 00",
	"80 00 09 00 00 00 00 00 00 7a 01 01 00 00",
	"00 00 02 00 00 00 00 00 00 7a 01 01 00 00",
	"80 00 02 00 00 02 00 00 00 7a 01 01 00 00",
	"c0 00 02 00 00 00 00 00 00 7a 01 01 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

static const char *const foreign_tcp[] = {
	"'FINE' 00 00 00 08 00 00 00 03 00 00 00 20",
	"'FINS' 00 00 00 07 00 00 00 03 00 00 00 20",
	"'FINS' 00 00 00 08 00 00 00 09 00 00 00 00", "'FIN'",
};

Test(proto_fins, messages)
{
	said_check(&fins_udp, true, udp, sizeof udp / sizeof *udp);
	said_check(&fins_tcp, false, tcp, sizeof tcp / sizeof *tcp);
}

Test(proto_fins, foreign)
{
	said_foreign(&fins_udp, true, foreign,
		     sizeof foreign / sizeof *foreign);
	said_foreign(&fins_tcp, false, foreign_tcp,
		     sizeof foreign_tcp / sizeof *foreign_tcp);
}
