/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("begin", "01 00 00 00 00 01 00 0d 01 00 09 27 c0",
	     "login:session", 2),
	REPLIES("begun", "01 01 00 00 00 01 00 0d 01 00 09 27 c0", NULL, 2),
	REPLIES("no session left", "01 03 00 0f 00 01 00 08",
		"error:session", 2),
	ASKS("alive", "01 00 02 00 00 02 00 08", NULL, 0x20003),
	ASKS("read variables", "01 00 03 00 00 05 00 11 82 26 95 eb 27 b8 03"
	     " 00 45", "read:variables", 0x30006),
	ASKS("reset, short address", "01 00 03 00 00 05 00 0d 02 80 2a 00 45",
	     "control:reset", 0x30006),
	ASKS("expansion octets, extended command", "01 00 03 00 00 05 00 11"
	     " 22 80 00 1f 03 00 2a 00 45", "control:reset", 0x30006),
	REPLIES("write-protected", "01 01 03 00 00 06 00 13 86 a6 95 eb 27 b8"
		" 23 02 07 00 71", "error:write-protected", 0x30007),
	ASKS("two commands", "01 00 04 00 00 07 00 11 00 00 00 00 00 00 2a 01"
	     " 00", "diagnostic:identify+control:reset", 0x40008),
	REPLIES("their answers", "01 01 04 00 00 07 00 12 00 00 00 00 01 00"
		" 00 2a 01 40", "error:command", 0x40008),
	REPLIES("published", "01 02 04 00 00 09 00 0a 00 00", NULL, 0),
	ASKS("audit log", "01 00 05 00 00 05 00 0a 00 ff",
	     "diagnostic:audit-log", 0x50006),
	ASKS("end", "02 00 01 00 00 4b 00 08", NULL, 0x1004c),
};

static const char *const foreign[] = {
	"03 00 00 00 00 01 00 0d", "01 04 00 00 00 01 00 0d",
	"01 00 06 00 00 01 00 0d", "01 00 00 00 00 01 00 0c 00 00 00 00",
	"01 00 02 00 00 02 00 09 00", "01 00 02 01 00 02 00 08",
	"00 01 00 00 00 06 01 03 00 00 00 01",
	"01 01 00 00 00 06 01 03 00 00 00 01 00 00",
};

Test(proto_hartip, messages)
{
	said_check(&hart_ip, true, cases, sizeof cases / sizeof *cases);
	said_check(&hart_ip, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_hartip, foreign)
{
	said_foreign(&hart_ip, true, foreign,
		     sizeof foreign / sizeof *foreign);
}

Test(proto_hartip, second_port)
{
	static const uint8_t p[] = { 1, 1, 0, 0, 0, 1, 0, 13, 1, 0, 9, 0x27,
				     0xc0 };
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { p, sizeof p, sizeof p, { 5095, 40000 }, true,
			     &memory };
	struct saying s = { .speech = SPEECH_NEITHER };

	cr_expect(hart_ip.message(&m, &s));
	cr_expect_eq(s.hint.port, 5095);
	cr_expect_eq(s.hint.proto, 17);
	cr_expect(!s.hint.for_peer);
	s = (struct saying){ .speech = SPEECH_NEITHER };
	m.udp = false;
	cr_expect(hart_ip.message(&m, &s));
	cr_expect_eq(s.hint.port, 0);
}
