/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

static const struct said_case cases[] = {
	ASKS("read a property", "81 0a 00 11 01 04 00 05 01 0c 0c 00 00 00 01"
	     " 19 4d", "read:property", 2),
	REPLIES("its value", "81 0a 00 14 01 00 30 02 0c 0c 00 00 00 01 19 75"
		" 3e 91 1b 3f", NULL, 3),
	ASKS("write a property, routed", "81 0a 00 20 01 24 00 05 01 07 ff 00"
	     " 05 03 0f 0c 00 80 00 01 19 55 3e 44 42 48 00 00 3f 39 08 00",
	     "write:property", 4),
	REPLIES("written, from behind a router", "81 0a 00 0d 01 08 00 05 01"
		" 07 20 03 0f", NULL, 4),
	ASKS("segmented request", "81 0a 00 0e 01 04 08 75 05 00 10 10 0c 00",
	     "write:properties", 6),
	REPLIES("segmented answer", "81 0a 00 0c 01 00 38 06 00 10 0e 00",
		NULL, 7),
	ASKS("segment read", "81 0a 00 0a 01 00 40 06 00 10", NULL, 0),
	REPLIES("segment taken", "81 0a 00 0a 01 00 41 06 00 10", NULL, 0),
	ASKS("restart", "81 0a 00 0b 01 04 00 05 07 14 09",
	     "control:reinitialize", 8),
	REPLIES("refused", "81 0a 00 0d 01 00 50 07 14 91 05 91 1a",
		"error:error", 8),
	TELLS("rejected", "81 0a 00 09 01 00 60 07 09", "error:reject", 0),
	TELLS("aborted", "81 0a 00 09 01 00 71 07 04", "error:abort", 0),
	TELLS("confirmed notification", "81 0a 00 0b 01 04 00 05 09 01 09",
	      "diagnostic:notification", 0),
	TELLS("notification taken", "81 0a 00 09 01 00 20 09 01", NULL, 0),
	SEARCHES("who is", "81 0b 00 0c 01 20 ff ff 00 ff 10 08",
		 "diagnostic:who-is", 0),
	SEARCHES("forwarded", "81 04 00 12 0a 00 00 05 ba c0 01 20 ff ff 00 ff"
	      " 10 08", "diagnostic:who-is", 0),
	TELLS("who is router", "81 0b 00 07 01 80 00", "diagnostic:network",
	      0),
	ASKS("register", "81 05 00 06 00 3c", "diagnostic:foreign-device", 0),
	REPLIES("registered", "81 00 00 06 00 00", NULL, 0),
	REPLIES("not registered", "81 00 00 06 00 30", "error:result", 0),
};

static const char *const foreign[] = {
	"81 0d 00 06 00 3c", "82 0a 00 11 01 04 00 05 01 0c",
	"81 0a 00 09 02 00 20 09 01", "81 0a 00 09 01 40 20 09 01",
	"81 0a 00 09 01 00 80 09 01", "81 0a 00 0a 01 00 20 09 01",
	"81 0a 00 09 01 00 20 09 01 00",
};

Test(proto_bacnet, messages)
{
	said_check(&bacnet, true, cases, sizeof cases / sizeof *cases);
}

/* A sender that counts less than it sends: only among BACnet's own ports. */
Test(proto_bacnet, short_count)
{
	static const uint8_t p[] = {
		0x81, 0x0a, 0, 0x0a, 1, 4, 0, 5, 1, 0x14, 9, 6, 0x1d,
	};
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { p, sizeof p, sizeof p, { 47808, 47809 }, true,
			     &memory };
	struct saying s = { .speech = SPEECH_NEITHER };

	cr_expect_eq(bacnet.length(p, sizeof p, true), (int32_t)sizeof p);
	cr_expect(bacnet.message(&m, &s));
	cr_expect_eq(s.speech, SPEECH_REQUEST);
	m.port[0] = 40000;
	cr_expect(!bacnet.message(&m, &s));
}

Test(proto_bacnet, foreign)
{
	said_foreign(&bacnet, true, foreign, sizeof foreign / sizeof *foreign);
}
