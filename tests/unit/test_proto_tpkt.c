/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "frames.h"
#include "said.h"
#include "understand/inspect.h"
#include "understand/protocols/families.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* COTP: a connection of class 0, its answer, the filler without data. */
#define CR "03 00 00 16 11 e0 00 00 00 01 00 c0 01 0a c1 02 01 00 c2 02 01 01"
#define CC "03 00 00 16 11 d0 00 01 00 06 00 c0 01 0a c1 02 01 00 c2 02 01 01"
#define FILLER "03 00 00 07 02 f0 00"
#define KNOWN .memory = "01"

/* User data of n octets, all TPKT length in hex. */
#define DT(len) "03 00 00 " len " 02 f0 80 "
#define PART(len) "03 00 00 " len " 02 f0 00 "
#define JOB(ref, par, dat) "32 01 00 00 00 " ref " 00 " par " 00 " dat " "
#define ACK(ref, par, dat, err) \
	"32 03 00 00 00 " ref " 00 " par " 00 " dat " " err " "
#define UD(ref, dat) "32 07 00 00 00 " ref " 00 08 00 " dat " 00 01 12 04 "

static const struct said_case s7comm_cases[] = {
	ASKS("setup", DT("19") JOB("00", "08", "00")
	     "f0 00 00 01 00 01 01 e0", NULL, 1),
	REPLIES("set up", DT("1b") ACK("00", "08", "00", "00 00")
		"f0 00 00 01 00 01 01 e0", NULL, 1),
	ASKS("read", DT("1f") JOB("03", "0e", "00")
	     "04 01 12 0a 10 02 00 01 00 00 82 00 00 10", "read:variables",
	     4),
	REPLIES("read: two of three", DT("2c") ACK("0a", "02", "17", "00 00")
		"04 03 ff 04 00 08 2a 00 0a 00 00 04 05 00 00 01"
		" 00 00 00 00 00 00 00 00 00", "error:illegal-address"
		"+error:no-object", 11),
	ASKS("write", DT("24") JOB("02", "0e", "05")
	     "05 01 12 0a 10 02 00 01 00 00 82 00 00 08 00 04 00 08 08",
	     "write:variables", 3),
	REPLIES("written", DT("16") ACK("02", "02", "01", "00 00") "05 01 ff",
		NULL, 3),
	REPLIES("write refused", DT("16") ACK("02", "02", "01", "00 00")
		"05 01 03", "error:access-denied", 3),
	REPLIES("read refused", DT("15") ACK("01", "02", "00", "81 04")
		"04 04", "error:application-relationship", 2),
	REPLIES("no such block", DT("13") "32 02 00 00 00 06 00 00 00 00"
		" d2 41", "error:other", 7),
	ASKS("stop", DT("21") JOB("05", "10", "00")
	     "29 00 00 00 00 00 09 'P_PROGRAM'", "control:plc-stop", 6),
	ASKS("start", DT("25") JOB("05", "14", "00")
	     "28 00 00 00 00 00 00 fd 00 00 09 'P_PROGRAM'",
	     "control:plc-start", 6),
	ASKS("insert", DT("21") JOB("05", "10", "00")
	     "28 00 00 00 00 00 00 fd 00 00 05 '_INSE'",
	     "program:insert-block", 6),
	ASKS("request download", DT("23") JOB("06", "12", "00")
	     "1a 00 00 00 00 00 00 00 09 '_0B00001A'",
	     "program:request-download", 7),
	REVERSES("the PLC fetches a block", DT("23") JOB("07", "12", "00")
	      "1b 00 00 00 00 00 00 00 09 '_0B00001A'", "program:download",
	      0),
	TELLS("and gets it", DT("1b") ACK("07", "02", "06", "00 00")
	      "1b 01 00 02 00 fb 12 34", NULL, 0),
	REVERSES("download ended", DT("23") JOB("07", "12", "00")
	      "1c 00 00 00 00 00 00 00 09 '_0B00001A'",
	      "program:download-ended", 0),
	ASKS("read SZL", DT("21") UD("01", "08")
	     "11 44 01 00 ff 09 00 04 00 11 00 00", "diagnostic:read-szl",
	     2),
	REPLIES("SZL", DT("21") "32 07 00 00 00 01 00 0c 00 04 00 01 12 08 12"
		" 84 01 01 00 00 00 00 ff 09 00 00", NULL, 2),
	ASKS("password", DT("25") UD("01", "0c")
	     "11 45 01 00 ff 09 00 08 64 67 65 65 62 62 62 62",
	     "login:password", 2),
	REPLIES("wrong password", DT("21") "32 07 00 00 00 01 00 0c 00 04 00"
		" 01 12 08 12 85 01 01 00 00 d6 02 0a 00 00 00",
		"error:wrong-password", 2),
	REPLIES("stopped by hand", DT("21") UD("00", "08")
		"11 00 00 00 ff 09 00 04 00 03 00 00", NULL, 0),
	TELLS("peer to peer", DT("21") UD("00", "08")
	      "11 46 01 00 ff 09 00 04 00 03 00 00", NULL, 0),
	REPLIES("first part", PART("1b") ACK("02", "02", "81", "00 00")
		"04 01 ff 04 04 00 00 00", NULL, 3),
	TELLS("next part", DT("0e") "0d 00 32 01 00 00 00",
	      NULL, 0, .memory = "03"),
	ASKS("again", CR, NULL, 0, KNOWN),
	REPLIES("accepted", CC, NULL, 0, KNOWN),
	TELLS("filler", FILLER, NULL, 0, KNOWN),
};

#define DIGEST "20 e9 69 a9 5a 85 2a b0 ee 28 84 80 cc ec b6 18 e4 87 79 f4 " \
	"b6 8a 1c e9 a9 c4 2c d6 aa 53 68 00 68 "
#define END "72 03 00 00"

static const struct said_case s7comm_plus_cases[] = {
	ASKS("create object", DT("2e") "72 01 00 1f"
	     " 31 00 00 04 ca 00 00 00 01 00 00 01 20 36 00 00 01 1d 00 04 00"
	     " 00 00 00 00 00 a1 00 00 00 d3 72 01 00 00",
	     "program:create-object", 2),
	ASKS("read", DT("49") "72 03 00 3a " DIGEST
	     "31 00 00 05 4c 00 00 83 1d 70 00 0e 4d 34 00 00 00 00 03 0e 00"
	     " 87 80 80 9c " END, "read:variables", 0x831e),
	REPLIES("values", DT("44") "72 03 00 35 " DIGEST
		"32 00 00 05 4c 00 00 83 1d 34 00 01 00 04 01 02 00 08 83 72 "
		END, NULL, 0x831e),
	REPLIES("refused", DT("3d") "72 03 00 2e " DIGEST
		"32 00 00 05 42 00 00 83 1e 34 83 fe 03 " END,
		"error:refused", 0x831f, .memory = "01"),
	REPLIES("notification", DT("3c") "72 03 00 2d " DIGEST
		"33 70 00 0e 51 04 00 00 00 00 00 c9 " END, NULL, 0),
	ASKS("set", DT("2c") "72 02 00 1d"
	     " 31 00 00 04 f2 00 00 00 05 70 00 0e 4d 34 70 00 0e 51 01 88 1d"
	     " 00 07 00 ce 00 00 00 00 72 02 00 00", "write:variable", 6),
	ASKS("stop", DT("2c") "72 02 00 1d"
	     " 31 00 00 04 f2 00 00 00 05 70 00 0e 4d 34 00 00 00 34 01 90 77"
	     " 00 08 01 00 00 00 00 00 72 02 00 00",
	     "control:operating-state", 6),
	ASKS("go over to TLS", DT("20") "72 01 00 11"
	     " 31 00 00 05 b3 00 00 00 01 00 00 00 00 30 00 00 00"
	     " 72 01 00 00", "login:tls", 2),
	ASKS("hello", DT("12") "16 03 01 00 06 01 00 00 02 03 03",
	     "login:tls", 0),
	REPLIES("hello back", DT("12") "16 03 03 00 06 02 00 00 02 03 03",
		NULL, 0),
	TELLS("encrypted", DT("10") "17 03 03 00 04 01 02 03 04", NULL, 0),
	TELLS("part of a request", DT("0f") "72 02 00 04 81 00 05 4c",
	      NULL, 0, .memory = "01 01"),
	TELLS("system event", DT("1b") "72 fe 00 10 00 00 00 01 00 00 00 02"
	      " 00 00 00 00 00 00 00 00", NULL, 0),
	ASKS("again", CR, NULL, 0, KNOWN),
};

/* L3, L2 = L3 + 5, L1 = L3 + 7 */
#define MMS(len, l1, l2, l3) \
	DT(len) "01 00 01 00 61 " l1 " 30 " l2 " 02 01 03 a0 " l3 " "
#define CONNECTS "05 06 13 01 00 16 01 02 14 02 00 02 33 02 00 01 34 02 00 " \
	"01 c1 83 31 81 80 a0 03 80 01 01 a2 79 81 04 00 00 00 01 82 04 00 " \
	"00 00 01 a4 23 30 0f 02 01 01 06 04 52 01 00 01 30 04 06 02 51 01 " \
	"30 10 02 01 03 06 05 28 ca 22 02 01 30 04 06 02 51 01 61 46 30 44 " \
	"02 01 01 a0 3f 60 3d a1 07 06 05 28 ca 22 02 03 be 32 28 30 06 02 " \
	"51 01 02 01 03 a0 27 a8 25 80 02 7d 00 81 01 05 82 01 05 83 01 0a " \
	"a4 16 80 01 01 81 03 05 f1 00 82 0c 03 ee 1c 00 00 04 08 00 00 79 " \
	"ef 18"

static const struct said_case mms_cases[] = {
	ASKS("connect", DT("a2") "0d 99 " CONNECTS, "login:initiate", 0),
	REPLIES("accept", DT("a2") "0e 99 " CONNECTS, NULL, 0),
	ASKS("initiate", MMS("1b", "0e", "0c", "07") "a8 05 80 01 01 82 00",
	     "login:initiate", 0),
	ASKS("identify", MMS("1b", "0e", "0c", "07") "a0 05 02 01 01 82 00",
	     "diagnostic:identify", 2),
	REPLIES("identified", MMS("24", "17", "15", "10")
		"a1 0e 02 01 01 a2 09 80 01 'V' 81 01 'M' 82 01 '1'", NULL,
		2),
	ASKS("read", MMS("38", "2b", "29", "24") "a0 22 02 01 02 a4 1d a1 1b"
	     " a0 19 30 17 a0 15 a1 13 1a 02 'LD' 1a 0d 'GGIO1$ST$Ind1'",
	     "read:variables", 3),
	REPLIES("read", MMS("20", "13", "11", "0c")
		"a1 0a 02 01 02 a4 05 a1 03 83 01 01", NULL, 3),
	REPLIES("no such object", MMS("20", "13", "11", "0c")
		"a1 0a 02 01 02 a4 05 a1 03 80 01 0a", "error:no-object", 3),
	ASKS("write", MMS("3a", "2d", "2b", "26") "a0 24 02 01 03 a5 1f a0 18"
	     " 30 16 a0 14 a1 12 1a 02 'LD' 1a 0c 'GGIO1$CF$Mod' a0 03 83 01"
	     " 01", "write:variables", 4),
	ASKS("operate", MMS("42", "35", "33", "2e") "a0 2c 02 01 04 a5 27"
	     " a0 20 30 1e a0 1c a1 1a 1a 02 'LD' 1a 14"
	     " 'GGIO1$CO$SPCSO1$Oper' a0 03 83 01 01", "control:operate", 5),
	ASKS("cancel", MMS("44", "37", "35", "30") "a0 2e 02 01 04 a5 29"
	     " a0 22 30 20 a0 1e a1 1c 1a 02 'LD' 1a 16"
	     " 'GGIO1$CO$SPCSO1$Cancel' a0 03 83 01 01", "control:cancel",
	     5),
	ASKS("select", MMS("3e", "31", "2f", "2a") "a0 28 02 01 05 a4 23 a1 21"
	     " a0 1f 30 1d a0 1b a1 19 1a 02 'LD' 1a 13"
	     " 'GGIO1$CO$SPCSO1$SBO'", "control:select", 6),
	REPLIES("write refused", MMS("1e", "11", "0f", "0a")
		"a1 08 02 01 03 a5 03 80 01 03", "error:access-denied", 4),
	ASKS("stop", MMS("21", "14", "12", "0d")
	     "a0 0b 02 01 07 bf 29 05 80 03 'abc'", "control:stop", 8),
	REPLIES("error", MMS("20", "13", "11", "0c")
		"a2 0a 80 01 06 a2 05 a0 03 87 01 03", "error:refused", 0),
	REPLIES("report", MMS("24", "17", "15", "10")
		"a3 0e a0 0c a1 05 80 03 'RPT' a0 03 83 01 01", NULL, 0),
	ASKS("conclude", MMS("16", "09", "07", "02") "8b 00", NULL, 0),
	REVERSES("the other centre asks, too", MMS("1b", "0e", "0c", "07")
	      "a0 05 02 01 01 82 00", "diagnostic:identify", 0,
	      .memory = "01 00 00 00 00 00 00 00 01 01"),
	ASKS("the end of the last one was lost", MMS("1b", "0e", "0c", "07")
	     "a0 05 02 01 01 82 00", "diagnostic:identify", 2,
	     .memory = "03"),
	TELLS("next part looks like a connection", DT("0c") "0d 03 01 02 03",
	      NULL, 0, .memory = "03"),
};

/* ICCP reads an object of the centre. */
#define READ_VERSION MMS("32", "25", "23", "1e") "a0 1c 02 01 02 a4 17 a1 15" \
	" a0 13 30 11 a0 0f 80 0d 54 41 53 45 32 5f 56 65 72 73 69 6f 6e"
/* Of a name that only contains one. */
#define READ_OTHER MMS("34", "27", "25", "20") "a0 1e 02 01 02 a4 19 a1 17" \
	" a0 15 30 13 a0 11 80 0f 6d 79 54 41 53 45 32 5f" \
	" 56 65 72 73 69 6f 6e"

static const struct said_case rdp_cases[] = {
	ASKS("cookie and offer", "03 00 00 2b 26 e0 00 00 00 00 00"
	     " 'Cookie: mstshash=admin' 0d 0a 01 00 08 00 01 00 00 00",
	     "login:session", 0),
	ASKS("offer", "03 00 00 13 0e e0 00 00 00 00 00"
	     " 01 00 08 00 0b 00 00 00", "login:session", 0),
	REPLIES("choice", "03 00 00 13 0e d0 00 00 12 34 00"
		" 02 1f 08 00 02 00 00 00", NULL, 0),
	REPLIES("refusal", "03 00 00 13 0e d0 00 00 12 34 00"
		" 03 00 08 00 05 00 00 00", "error:refused", 0),
	ASKS("connect", DT("0f") "7f 65 05 04 01 01 04 00", "login:session",
	     0),
	REPLIES("connected", DT("0f") "7f 66 05 04 01 01 04 00", NULL, 0),
	ASKS("send", DT("10") "64 00 06 03 eb 70 02 12 34", NULL, 0),
	REPLIES("receive", DT("11") "68 00 01 03 eb 70 80 02 12 34", NULL, 0),
	TELLS("erect domain", DT("0c") "04 01 00 01 00", NULL, 0, KNOWN),
	REPLIES("without an offer", CC, NULL, 0, KNOWN),
};

static const struct said_case opening_cases[] = {
	ASKS("connect", CR, NULL, 0), REPLIES("accept", CC, NULL, 0),
	TELLS("refuse", "03 00 00 0b 06 80 00 01 00 02 83", NULL, 0),
	TELLS("filler", FILLER, NULL, 0),
};

static const char *const foreign[] = {
	CR, CC, FILLER,		/* not for those above, before they know */
	"03 00 00 06 01 f0", "03 00 00 08 03 f0 80 32",
	"03 01 00 08 02 f0 80 32", "03 00 00 08 02 f0 81 32",
	"03 00 00 0c 02 f0 80 01 00 01 00 60",
	DT("1f") "33 01 00 00 00 03 00 0e 00 00 04 01 12 0a 10 02 00 01 00 00"
	" 82 00 00 10",
	DT("1f") JOB("03", "0f", "00") "04 01 12 0a 10 02 00 01 00 00 82 00 00"
	" 10",
	DT("12") "72 02 00 08 31 00 00 04 f2 00 00",
	DT("10") "16 03 03 00 05 02 00 00 00",
	MMS("1b", "0f", "0c", "07") "a0 05 02 01 01 82 00",
	MMS("1b", "0e", "0c", "07") "b0 05 02 01 01 82 00",
	/* H.225 call signalling has TPKT, but no COTP. */
	"03 00 00 0c 08 02 00 01 05 04 03 80",
	"00 01 00 00 00 06 01 03 00 00 00 01", "'GET / HTTP/1.1'",
};

Test(proto_tpkt, messages)
{
	said_check(&s7comm, false, s7comm_cases, COUNT(s7comm_cases));
	said_check(&s7comm_plus, false, s7comm_plus_cases,
		   COUNT(s7comm_plus_cases));
	said_check(&mms, false, mms_cases, COUNT(mms_cases));
	said_check(&rdp, false, rdp_cases, COUNT(rdp_cases));
	said_check(&iso_tsap, false, opening_cases, COUNT(opening_cases));
}

Test(proto_tpkt, foreign)
{
	said_foreign(&s7comm, false, foreign, COUNT(foreign));
	said_foreign(&s7comm_plus, false, foreign, COUNT(foreign));
	said_foreign(&mms, false, foreign, COUNT(foreign));
	said_foreign(&rdp, false, foreign, COUNT(foreign));
	said_foreign(&iso_tsap, false, foreign + 3, COUNT(foreign) - 3);
}

static const char *name_of(const struct talk *t)
{
	const struct protocol *p = protocols[t->protocol - 1];

	if (p->variant)
		p = p->variant(t->memory[0], t->memory[1]);
	return p->name;
}

/* The service of a flow in which these payloads follow each other. */
static const char *settled(const char *const *hexes, size_t n)
{
	const char *service;
	struct inspect in;
	struct talk *t;
	uint32_t seq = 1;

	inspect_init(&in, 1);
	t = inspect_begin(&in);
	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[1024];
		struct packet p = { .proto = IP_TCP, .payload = bytes,
				    .port = { 102, 40000 }, .seq = seq };

		p.payload_len = (uint32_t)unhex(hexes[i], bytes);
		p.payload_caplen = p.payload_len;
		p.time_ns = (int64_t)i * 1000;
		if (i % 2)
			p.seq = 1;
		else
			seq += p.payload_len;
		t->side[1].in_step = false;
		inspect_payload(&in, t, i % 2, &p);
	}
	service = t->protocol ? name_of(t) : "";
	inspect_release(&in);
	return service;
}

#define SETTLED(...) \
	settled((const char *const[]){ __VA_ARGS__ }, \
		COUNT(((const char *const[]){ __VA_ARGS__ })))

Test(proto_tpkt, the_opening_settles_nothing)
{
	cr_expect_str_eq(SETTLED(CR, CC, CR, CC, FILLER, FILLER), "");
	cr_expect_str_eq(SETTLED(CR, CC, DT("19") JOB("00", "08", "00")
				 "f0 00 00 01 00 01 01 e0"), "s7comm");
	cr_expect_str_eq(SETTLED(CR, CC, DT("20") "72 01 00 11"
				 "31 00 00 05 b3 00 00 00 01 00 00 00 00 30"
				 "00 00 00 72 01 00 00"), "s7comm-plus");
	cr_expect_str_eq(SETTLED(CR, CC, DT("a2") "0d 99 " CONNECTS), "mms");
	cr_expect_str_eq(SETTLED(CR, CC, DT("a2") "0d 99 " CONNECTS,
				 READ_OTHER, MMS("38", "2b", "29", "24")
				 "a0 22 02 01 02 a4 1d a1 1b a0 19 30 17"
				 " a0 15 a1 13 1a 02 4c 44 1a 0d 47 47 49 4f 31"
				 " 24 53 54 24 49 6e 64 31"), "mms");
	cr_expect_str_eq(SETTLED(CR, CC, DT("a2") "0d 99 " CONNECTS,
				 READ_VERSION), "iccp");
	/* From the middle, and by the other end. */
	cr_expect_str_eq(SETTLED(MMS("1b", "0e", "0c", "07")
				 "a0 05 02 01 01 82 00", READ_VERSION),
			 "iccp");
	cr_expect_str_eq(SETTLED(CR, CC, FILLER, DT("0f") "7f 66 05 04 01 01"
				 "04 00"), "rdp");
	cr_expect_str_eq(SETTLED("03 00 00 13 0e e0 00 00 00 00 00"
				 "01 00 08 00 0b 00 00 00"), "rdp");
}

static uint64_t operation_named(const struct protocol *proto, const char *name)
{
	unsigned i = 0;

	while (strcmp(proto->operations[i], name))
		i++;
	return OPERATION(i);
}

/* What a control is of stands at the end of a name: cut away, it is not taken
 * for another. */
Test(proto_tpkt, a_control_that_is_cut)
{
	static const char cancel[] =
		MMS("44", "37", "35", "30") "a0 2e 02 01 04 a5 29"
		" a0 22 30 20 a0 1e a1 1c 1a 02 4c 44 1a 16 47 47 49 4f 31 24"
		" 43 4f 24 53 50 43 53 4f 31 24 43 61 6e 63 65 6c"
		" a0 03 83 01 01";
	uint64_t write = operation_named(&mms, "write:variables");
	uint64_t cancels = operation_named(&mms, "control:cancel");
	uint64_t all = 0;
	uint8_t bytes[1024];
	size_t len = unhex(cancel, bytes);

	for (size_t n = 4; n <= len; n++) {
		struct protocol_memory memory = { { 1 }, { 1 } };
		struct message m = { .p = bytes, .n = n, .len = len,
				     .port = { 40000, 102 },
				     .memory = &memory };
		struct saying said = { .speech = SPEECH_NEITHER };

		mms.message(&m, &said);
		all |= said.operations;
		cr_expect(!(said.operations & ~(write | cancels)), "at %zu", n);
	}
	cr_expect_eq(all, write | cancels);
}
