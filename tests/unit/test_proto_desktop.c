/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "said.h"
#include "understand/protocols/families.h"

/* Memory: own, then peer; what the octets say stands in the sources. */
#define ZERO6 " 00 00 00 00 00 00 "
#define ZERO8 "00 00 00 00 00 00 00 00 "

#define BANNER "'RFB 003.008\n'"
#define OF_SERVER(step) "01 " step ZERO6 "02 00" ZERO6
#define OF_CLIENT(step) "02 00" ZERO6 "01 " step ZERO6

static const struct said_case vnc_cases[] = {
	TELLS("first banner", BANNER, NULL, 0),
	ASKS("second banner", BANNER, NULL, 0,
	     .memory = ZERO8 "01 00" ZERO6),
	REPLIES("offer", "02 02 10", NULL, 0, .memory = OF_SERVER("00")),
	REPLIES("offer of old", "00 00 00 02", NULL, 0,
		.memory = OF_SERVER("00")),
	ASKS("choice", "02", NULL, 0, .memory = OF_CLIENT("01")),
	REPLIES("challenge", "'0123456789abcdef'", NULL, 0,
		.memory = OF_SERVER("01")),
	ASKS("answer", "'0123456789abcdef'", "login:vnc-password", 0,
	     .memory = OF_CLIENT("02")),
	REPLIES("good", "00 00 00 00", NULL, 0, .memory = OF_SERVER("02")),
	REPLIES("failed", "00 00 00 01", "error:login-failed", 0,
		.memory = OF_SERVER("02")),
};

static const char *const vnc_foreign[] = {
	"'RFB 003.00x\n'", "'RFC 003.008\n'", "02 02 10", "00 00 00 01",
	"'0123456789abcdef'", "01", "02 03 04",
};

Test(proto_desktop, vnc)
{
	said_check(&vnc, false, vnc_cases,
		   sizeof vnc_cases / sizeof *vnc_cases);
	said_foreign(&vnc, false, vnc_foreign,
		     sizeof vnc_foreign / sizeof *vnc_foreign);
}

#define SCREENS ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8

static const struct said_case x11_cases[] = {
	ASKS("setup", "6c 00 0b 00 00 00 00 00 00 00 00 00", "login:display",
	     0),
	ASKS("setup with a cookie", "42 00 00 0b 00 00 00 12 00 10 00 00 "
	     "'MIT-MAGIC-COOKIE-1' 00 00 " ZERO8 ZERO8, "login:display", 0),
	REPLIES("well", "01 00 0b 00 00 00 12 00 " SCREENS, NULL, 0),
	REPLIES("refused", "00 03 0b 00 00 00 01 00 'no.' 00",
		"error:refused", 0),
};

static const char *const x11_foreign[] = {
	"6c 00 0c 00 00 00 00 00 00 00 00 00",
	"6c 00 0b 00 00 00 12 00 00 00 00 00",
	"6c 00 0b 00 00 00 00 00 00 00 00 01",
	"01 00 0b 00 00 00 01 00 00 00 00 00",
	"00 03 0b 00 00 00 02 00 'no.' 00", "03 00 00 16 11 e0 00 00",
	"'login: '", "00 01 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_desktop, x11)
{
	said_check(&x11, false, x11_cases,
		   sizeof x11_cases / sizeof *x11_cases);
	said_foreign(&x11, false, x11_foreign,
		     sizeof x11_foreign / sizeof *x11_foreign);
}

/* Role and last block of a side. */
#define SIDE(role, block) role " 00 " block " 00 00 00 00 00 "
#define SERVER_HAS(own, peer) SIDE("01", own) SIDE("02", peer)
#define CLIENT_HAS(own, peer) SIDE("02", own) SIDE("01", peer)

static const struct said_case tftp_cases[] = {
	ASKS("read", "00 01 'plc7.bin' 00 'octet' 00", "read:file", 0),
	ASKS("write with an option", "00 02 'plc7.bin' 00 'octet' 00 'blksize'"
	     " 00 '1428' 00", "write:file", 0),
	REPLIES("first block", "00 03 00 01 'data'", NULL, 0),
	ASKS("it is acknowledged", "00 04 00 01", NULL, 0,
	     .memory = CLIENT_HAS("00", "01")),
	REPLIES("second block", "00 03 00 02 'data'", NULL, 0,
		.memory = SERVER_HAS("01", "01")),
	REPLIES("go on", "00 04 00 00", NULL, 0),
	ASKS("first block of a client", "00 03 00 01 'data'", NULL, 0,
	     .memory = CLIENT_HAS("00", "00")),
	REPLIES("options", "00 06 'blksize' 00 '1428' 00", NULL, 0),
	TELLS("no access", "00 05 00 02 'no' 00", "error:access-denied", 0),
	TELLS("error", "00 05 00 01 'none' 00", "error:other", 0),
};

static const char *const tftp_foreign[] = {
	"00 01 'plc7.bin' 00 'packed' 00", "00 01 'plc7.bin' 00 'octet'",
	"00 03 00 02 'data'", "00 04 00 01", "00 04 00 00 00",
	"00 05 00 09 'none' 00", "01 01 'plc7.bin' 00 'octet' 00",
	"00 01 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_desktop, tftp)
{
	said_check(&tftp, true, tftp_cases,
		   sizeof tftp_cases / sizeof *tftp_cases);
	said_foreign(&tftp, true, tftp_foreign,
		     sizeof tftp_foreign / sizeof *tftp_foreign);
}

/* Not before both have spoken: one datagram of a stranger proves nothing. */
Test(proto_desktop, tftp_gives_away_the_port_of_the_server)
{
	static const uint8_t data[] = { 0, 3, 0, 1, 'x' }, ack[] = { 0, 4, 0,
								     1 };
	struct protocol_memory memory = { { 0 }, { 0 } }, turned;
	struct message m = { .p = data, .n = sizeof data, .len = sizeof data,
			     .port = { 50001, 40000 }, .udp = true,
			     .memory = &memory };
	struct saying s = { .speech = SPEECH_NEITHER };

	cr_expect(tftp.message(&m, &s));
	cr_expect_eq(s.hint.port, 0);
	cr_expect(!tftp.message(&m, &s), "a stranger who repeats himself");
	memcpy(turned.own, memory.peer, PROTOCOL_MEMORY);
	memcpy(turned.peer, memory.own, PROTOCOL_MEMORY);
	m = (struct message){ .p = ack, .n = sizeof ack, .len = sizeof ack,
			      .port = { 40000, 50001 }, .udp = true,
			      .memory = &turned };
	s = (struct saying){ .speech = SPEECH_NEITHER };
	cr_expect(tftp.message(&m, &s));
	cr_expect_eq(s.speech, SPEECH_REQUEST);
	cr_expect_eq(s.hint.port, 50001);
	cr_expect_eq(s.hint.proto, 17);
	cr_expect(s.hint.for_peer && !s.hint.addr);
}
