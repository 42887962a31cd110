/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "frames.h"
#include "said.h"
#include "understand/protocols/families.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

#define CONTEXT "'ctx' 00 00 00 00 00 00 00 00 00 "
#define HEAD(command, len, session, status) \
	command " 00 " len " 00 " session " 00 00 00 " status " 00 00 00 " \
	CONTEXT
/* len is 16 more than that of the CIP message. */
#define RR(len, cip_len) \
	HEAD("6f", len, "01", "00") \
	"00 00 00 00 00 00 02 00 00 00 00 00 b2 00 " cip_len " 00 "
/* 22 more; cip_len counts the sequence. */
#define UNIT(len, cip_len) \
	HEAD("70", len, "01", "00") \
	"00 00 00 00 00 00 02 00 a1 00 04 00 07 00 00 00 b1 00 " cip_len \
	" 00 01 00 "
#define FORWARD_OPEN(trigger) \
	RR("3e", "2e") \
	"54 02 20 06 24 01 0a 0e 00 00 00 00 11 00 00 00 22 00 33 00 44 00 " \
	"00 00 01 00 00 00 10 27 00 00 02 43 10 27 00 00 02 43 " trigger \
	" 02 20 04 24 01"
#define OPENED(port) \
	HEAD("6f", "42", "01", "00") \
	"00 00 00 00 00 00 03 00 00 00 00 00 b2 00 1e 00 d4 00 00 00 01 00 " \
	"00 00 11 00 00 00 22 00 33 00 44 00 00 00 10 27 00 00 10 27 00 00 " \
	"00 00 00 80 10 00 00 02 " port " 00 00 00 00 00 00 00 00 00 00 00 00"

static const struct said_case cases[] = {
	ASKS("register", HEAD("65", "04", "00", "00") "01 00 00 00", NULL, 0),
	REPLIES("registered", HEAD("65", "04", "09", "00") "01 00 00 00",
		NULL, 0),
	REPLIES("wrong version", HEAD("65", "04", "00", "69") "02 00 00 00",
		"error:encapsulation", 0),
	ASKS("list identity", HEAD("63", "00", "00", "00"),
	     "diagnostic:list-identity", 0),
	REPLIES("identity", HEAD("63", "06", "00", "00") "01 00 0c 00 00 00",
		NULL, 0),
	ASKS("list services", HEAD("04", "00", "00", "00"),
	     "diagnostic:list-services", 0),
	TELLS("unregister", HEAD("66", "00", "01", "00"), NULL, 0),
	TELLS("nothing", HEAD("00", "02", "00", "00") "00 00", NULL, 0,
	      .memory = "01"),
	ASKS("open I/O", FORWARD_OPEN("01"), "control:io-connection", 0),
	ASKS("open for messages", FORWARD_OPEN("a3"), NULL, 0),
	REPLIES("opened", OPENED("08 ae"), NULL, 0),
	ASKS("write a tag", UNIT("22", "0e")
	     "4d 02 91 02 'ab' c3 00 01 00 07 00", "write:tag", 0),
	ASKS("through a route", RR("2a", "1a") "52 02 20 06 24 01 05 63 0c 00"
	     " 4d 02 91 02 'ab' c3 00 01 00 07 00 01 00 01 00", "write:tag",
	     0),
	ASKS("several", UNIT("2e", "1a") "0a 02 20 02 24 01 02 00 06 00 0c 00"
	     " 0e 02 20 01 24 01 10 02 20 64 24 01",
	     "read:attributes+write:attributes", 0),
	REPLIES("one of them failed", UNIT("28", "14")
		"8a 00 00 00 02 00 06 00 0a 00 83 00 00 00 8e 00 16 00",
		"error:no-object", 0),
	ASKS("PCCC write", RR("29", "19") "4b 02 20 67 24 01 07 01 00 02 00 00"
	     " 00 0f 00 01 00 aa 02 07 89 00 00 01 00", "write:pccc", 0),
	ASKS("PCCC mode", RR("25", "15") "4b 02 20 67 24 01 07 01 00 02 00 00"
	     " 00 0f 00 01 00 80 02 00 00", "control:pccc-mode", 0),
	ASKS("stop", RR("16", "06") "07 02 20 8e 24 01", "control:stop", 0),
	ASKS("reset, 16-bit class", RR("19", "09")
	     "05 03 21 00 01 00 24 01 00", "control:reset", 0),
	ASKS("download a file", RR("1a", "0a")
	     "4c 02 20 37 24 01 00 00 00 00", "program:download", 0),
	ASKS("read a tag", RR("18", "08") "4c 02 91 02 'ab' 01 00",
	     "read:tag", 0),
	REPLIES("refused", RR("14", "04") "87 00 0f 00", "error:privilege",
		0),
	REPLIES("only a part", RR("18", "08") "cc 00 06 00 c3 00 01 00", NULL,
		0),
};

static const struct said_case io_cases[] = {
	TELLS("produced", "02 00 02 80 08 00 01 02 03 04 07 00 00 00"
	      " b1 00 04 00 01 00 de ad", NULL, 0),
	TELLS("heartbeat", "02 00 02 80 08 00 01 02 03 04 07 00 00 00"
	      " b1 00 00 00", NULL, 0),
};

static const char *const foreign[] = {
	"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
	" 00", HEAD("71", "00", "01", "00"), HEAD("63", "00", "01", "04"),
	HEAD("65", "05", "00", "00") "01 00 00 00 00",
	HEAD("6f", "08", "01", "00") "01 00 00 00 00 00 00 00",
	HEAD("6f", "08", "01", "00") "00 00 00 00 00 00 02 01",
	"63 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00"
	" 00", "03 00 00 16 11 e0 00 00 00 01 00 c0 01 0a c1 02 01 00 c2 02 01"
	" 01 00 00", "'GET / HTTP/1.1'",
};

static const char *const io_foreign[] = {
	"02 00 02 80 08 00 01 02 03 04 07 00 00 00 b2 00 00 00",
	"02 00 01 80 08 00 01 02 03 04 07 00 00 00 b1 00 00 00",
	"02 00 02 80 08 00 01 02 03 04 07 00 00 00",
};

Test(proto_enip, messages)
{
	said_check(&enip, false, cases, COUNT(cases));
	said_check(&enip, true, cases, COUNT(cases));
	said_check(&enip_io, true, io_cases, COUNT(io_cases));
}

Test(proto_enip, foreign)
{
	said_foreign(&enip, false, foreign, COUNT(foreign));
	said_foreign(&enip_io, true, io_foreign, COUNT(io_foreign));
}

static struct hint hinted(const char *hex)
{
	static uint8_t p[1024];
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { .p = p, .memory = &memory };
	struct saying s = { .speech = SPEECH_NEITHER };

	m.n = unhex(hex, p);
	m.len = m.n;
	cr_expect(enip.message(&m, &s));
	return s.hint;
}

#undef CONTEXT
#define CONTEXT "00 00 00 00 00 00 00 00 00 00 00 00 "

Test(proto_enip, where_the_io_will_be)
{
	struct hint asked = hinted(FORWARD_OPEN("01"));
	struct hint messages = hinted(FORWARD_OPEN("a3"));
	struct hint opened = hinted(OPENED("08 af"));

	cr_expect_eq(asked.port, 2222);
	cr_expect(asked.for_peer && asked.proto == 17 && !asked.addr);
	cr_expect_eq(messages.port, 0);
	cr_expect_eq(opened.port, 0x8af);
	cr_expect(!opened.for_peer && opened.proto == 17 && !opened.addr);
}

/* Where a short snap length cut the path away, a service that each class has
 * for itself may be anything. */
static uint64_t of_cut(const char *hex, size_t n)
{
	static uint8_t p[1024];
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { .p = p, .n = n, .memory = &memory };
	struct saying s = { .speech = SPEECH_NEITHER };

	m.len = unhex(hex, p);
	cr_assert_leq(n, m.len);
	cr_expect(enip.message(&m, &s));
	cr_expect_eq(s.speech, SPEECH_REQUEST);
	return s.operations;
}

Test(proto_enip, a_path_that_is_not_there)
{
	enum { PATH = 24 + 18, BYTE = PATH + 1 };
	static const char close[] = RR("22", "12")
		"4e 02 20 06 24 01 0a 0e 11 00 22 00 33 00 44 00 00 00";
	static const char modify[] = RR("1a", "0a")
		"4e 02 91 02 61 62 01 00 01 01";
	static const char stop[] = RR("16", "06") "07 02 20 8e 24 01";

	cr_expect_eq(of_cut(close, PATH), 0);
	cr_expect_eq(of_cut(close, BYTE), 0);
	cr_expect_eq(of_cut(close, PATH + 2), 0);
	cr_expect_neq(of_cut(modify, BYTE), 0);
	cr_expect_neq(of_cut(stop, PATH), 0);
}
