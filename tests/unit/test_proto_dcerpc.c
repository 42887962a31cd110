/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "frames.h"
#include "said.h"
#include "understand/protocols/families.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

#define CO(type, len) "05 00 " type " 03 10 00 00 00 " len \
	" 00 00 00 01 00 00 00 "
#define CO_BIG(type, len) "05 00 " type " 03 00 00 00 00 00 " len \
	" 00 00 00 00 00 01 "
#define NDR "04 5d 88 8a eb 1c c9 11 9f e8 08 00 2b 10 48 60 02 00 00 00 "
#define BIND(context, interface) \
	"b8 10 b8 10 00 00 00 00 01 00 00 00 " context " 00 01 00 " interface \
	" 00 00 00 00 " NDR
#define EPM "08 83 af e1 1f 5d c9 11 91 a4 08 00 2b 14 a0 fa"
#define OPC(octet) octet " 3a c1 39 1e 01 d0 11 96 75 00 20 af d8 ad b3"
#define SERVICES "81 bb 7a 36 44 98 f1 35 ad 32 98 f0 38 00 10 03"
#define OTHER "12 34 56 78 12 34 12 34 12 34 12 34 56 78 9a bc"
#define CALL(context, operation) \
	"04 00 00 00 " context " 00 " operation " 00 01 02 03 04"
#define TOWER(proto, port) \
	"03 00 01 00 " proto " 02 00 " port " 01 00 09 04 00 0a 00 00 05"

static const struct said_case cases[] = {
	ASKS("bind to the mapper", CO("0b", "48") BIND("00", EPM),
	     "diagnostic:endpoint-mapper", 0),
	ASKS("bind to something", CO("0b", "48") BIND("00", OTHER), NULL, 0),
	ASKS("bind, big-endian", CO_BIG("0b", "48") "10 b8 10 b8 00 00 00 00"
	     " 01 00 00 00 00 00 01 00 36 7a bb 81 98 44 35 f1 ad 32 98 f0 38"
	     " 00 10 03 00 00 00 00 " NDR, "control:service-manager", 0),
	REPLIES("bound", CO("0c", "3c") "b8 10 b8 10 01 00 00 00 04 00 '135'"
		" 00 00 00 01 00 00 00 00 00 00 00 " NDR, NULL, 0),
	REPLIES("not bound", CO("0d", "12") "03 00", "error:bind", 0),
	ASKS("alter to OPC", CO("0e", "48") BIND("01", OPC("50")),
	     "read:opc", 0),
	ASKS("manage services", CO("0b", "48") BIND("00", SERVICES),
	     "control:service-manager", 0),
	ASKS("OPC read", CO("00", "1c") CALL("02", "03"), "read:opc-items",
	     0, .memory = "01 05 02 06"),
	ASKS("OPC write", CO("00", "1c") CALL("02", "04"), "write:opc-items",
	     0, .memory = "01 05 02 06"),
	ASKS("a context unknown", CO("00", "1c") CALL("03", "04"), NULL, 0,
	     .memory = "01 05 02 06"),
	REPLIES("answer", CO("02", "1c") CALL("00", "00"), NULL, 0),
	REPLIES("denied", CO("03", "20") "00 00 00 00 00 00 00 00 05 00 00 00"
		" 00 00 00 00", "error:access-denied", 0),
	REPLIES("fault", CO("03", "20") "00 00 00 00 00 00 00 00 03 00 01 1c"
		" 00 00 00 00", "error:fault", 0),
	ASKS("third of three", CO("10", "14") "00 00 00 00", NULL, 0),
	REPLIES("shutdown", CO("11", "10"), NULL, 0),
};

static const char *const foreign[] = {
	"05 02 0b 03 10 00 00 00 48 00 00 00 01 00 00 00",
	"05 00 01 03 10 00 00 00 48 00 00 00 01 00 00 00",
	"05 00 0b 03 20 00 00 00 48 00 00 00 01 00 00 00",
	"05 00 0b 03 10 00 00 00 10 00 00 00 01 00 00 00",
	"05 00 00 03 10 00 00 00 20 00 10 00 01 00 00 00",
	"05 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01", "'GET / HTTP/1.1' 0d 0a",
};

#define CL(type, interface, operation, len) \
	"04 " type " 20 00 10 00 00 00 00 00 a0 de 97 6c d1 11 82 71 00 01 " \
	"00 03 01 5a " interface " a0 de 97 6c d1 11 82 71 00 a0 24 42 " \
	"df 7d 90 2f 14 13 00 00 00 10 a9 94 d2 10 68 90 ca 5a 00 00 00 00 " \
	"01 00 00 00 00 00 00 00 " operation " 00 ff ff ff ff " len \
	" 00 00 00 00 00 "

static const struct said_case cm_cases[] = {
	ASKS("connect", CL("00", "01 00", "00", "04") "00 10 00 00",
	     "control:connect", 0),
	ASKS("write", CL("00", "01 00", "03", "04") "00 10 00 00",
	     "write:record", 0),
	ASKS("ping", CL("01", "01 00", "00", "00"), NULL, 0),
	ASKS("acknowledge", CL("07", "01 00", "00", "00"), NULL, 0),
	REPLIES("connected", CL("02", "01 00", "00", "04") "00 00 00 00",
		NULL, 0),
	REPLIES("no resources", CL("02", "01 00", "00", "04") "03 02 81 db",
		"error:connect", 0),
	REPLIES("no such record", CL("02", "01 00", "02", "04")
		"00 b0 80 de", "error:record", 0),
	REPLIES("no call", CL("05", "01 00", "ff", "00"), NULL, 0),
	REPLIES("rejected", CL("06", "01 00", "00", "04") "03 00 01 1c",
		"error:rpc", 0),
	TELLS("the device is ready", CL("00", "02 00", "04", "04")
	      "00 10 00 00", "control:parameters", 0),
	TELLS("the controller knows", CL("02", "02 00", "04", "04")
	      "00 00 00 00", NULL, 0),
	ASKS("connect, big-endian", "04 00 20 00 00 00 00 00 de a0 00 00 6c 97"
	     " 11 d1 82 71 00 01 00 03 01 5a de a0 00 01 6c 97 11 d1 82 71 00"
	     " a0 24 42 df 7d 13 14 2f 90 00 00 10 00 a9 94 d2 10 68 90 ca 5a"
	     " 00 00 00 00 00 00 00 01 00 00 00 00 00 00 ff ff ff ff 00 02 00"
	     " 00 00 00 12 34", "control:connect", 0),
	ASKS("what is there?", "04 00 20 00 10 00 00 00 00 00 00 00 00 00 00"
	     " 00 00 00 00 00 00 00 00 00 " EPM " 90 2f 14 13 00 00 00 10 a9"
	     " 94 d2 10 68 90 ca 5a 00 00 00 00 03 00 00 00 00 00 00 00 02 00"
	     " ff ff ff ff 00 00 00 00 00 00", "diagnostic:endpoint-mapper",
	     0),
};

#define LONG_TEXT "04 00 'eighty octets and more that are no datagram: they " \
	"only look as long as one of them, and begin like one'"

static const char *const cm_foreign[] = {
	CL("0b", "01 00", "00", "00"), CL("00", "05 00", "00", "00"),
	CL("00", "01 01", "00", "00"), "04 00 20 00 10 00 00 00",
	LONG_TEXT,
};

Test(proto_dcerpc, messages)
{
	said_check(&dcerpc, false, cases, COUNT(cases));
	said_check(&profinet_cm, true, cm_cases, COUNT(cm_cases));
}

Test(proto_dcerpc, foreign)
{
	said_foreign(&dcerpc, false, foreign, COUNT(foreign));
	said_foreign(&profinet_cm, true, cm_foreign, COUNT(cm_foreign));
}

static struct hint hinted(const struct protocol *proto, const char *hex,
			  uint16_t port)
{
	static uint8_t p[1024];
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { .p = p, .memory = &memory,
			     .port = { port, 50000 } };
	struct saying s = { .speech = SPEECH_NEITHER };

	m.n = unhex(hex, p);
	m.len = m.n;
	cr_expect(proto->message(&m, &s));
	return s.hint;
}

#define OBJECT CO("02", "2e") "16 00 00 00 00 00 00 00 07 00 61 00 5b 00 34 " \
	"00 39 00 31 00 35 00 34 00 5d 00 00 00"

Test(proto_dcerpc, where_the_service_is)
{
	struct hint h = hinted(&dcerpc, CO("02", "2f") CALL("00", "00")
			       TOWER("07", "c0 02"), 135);

	cr_expect_eq(h.port, 0xc002);
	cr_expect_eq(h.addr, 0x0a000005);
	cr_expect_eq(h.proto, 6);
	h = hinted(&dcerpc, OBJECT, 135);
	cr_expect_eq(h.port, 49154);
	cr_expect(!h.addr && !h.for_peer && h.proto == 6);
	cr_expect_eq(hinted(&dcerpc, OBJECT, 49155).port, 0);
	h = hinted(&profinet_cm, "04 02 20 00 10 00 00 00 00 00 00 00 00 00"
		   "00 00 00 00 00 00 00 00 00 00 " EPM " 90 2f 14 13 00 00"
		   "00 10 a9 94 d2 10 68 90 ca 5a 00 00 00 00 03 00 00 00 00"
		   "00 00 00 02 00 ff ff ff ff 13 00 00 00 00 00"
		   TOWER("08", "88 94"), 34964);
	cr_expect_eq(h.port, 0x8894);
	cr_expect_eq(h.proto, 17);
}
