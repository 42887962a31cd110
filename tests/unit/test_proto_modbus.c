/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Transaction 0006, unit 1. */
#define TCP(len, function) "00 06 00 00 00 " len " 01 " function " "

static const struct said_case cases[] = {
	ASKS("read coils", TCP("06", "01") "00 00 00 13", "read:coils", 7),
	REPLIES("coils", TCP("05", "01") "02 cd 6b", NULL, 7),
	TELLS("20 coils, or a request", TCP("06", "01") "03 cd 6b 05",
	      "read:coils", 7),
	ASKS("read registers", TCP("06", "03") "03 00 00 01",
	     "read:holding-registers", 7),
	REPLIES("registers", TCP("07", "03") "04 02 2b 00 64", NULL, 7),
	TELLS("neither", TCP("07", "03") "05 02 2b 00 64",
	      "read:holding-registers", 7),
	TELLS("write a coil", TCP("06", "05") "00 ac ff 00",
	      "write:single-coil", 7),
	TELLS("write a register", TCP("06", "06") "00 01 00 03",
	      "write:single-register", 7),
	ASKS("exception status", TCP("02", "07"),
	     "diagnostic:exception-status", 7),
	TELLS("restart", TCP("06", "08") "00 01 00 00",
	      "control:restart-communication", 7),
	TELLS("listen only", TCP("06", "08") "00 04 00 00",
	      "control:listen-only", 7),
	ASKS("event counter", TCP("02", "0b"), "diagnostic:comm-counter", 7),
	REPLIES("events", TCP("06", "0b") "ff ff 01 08", NULL, 7),
	ASKS("write registers", TCP("0b", "10") "00 01 00 02 04 00 0a 01 02",
	     "write:multiple-registers", 7),
	REPLIES("written", TCP("06", "10") "00 01 00 02", NULL, 7),
	REPLIES("server id", TCP("05", "11") "02 11 ff", NULL, 7),
	TELLS("mask", TCP("08", "16") "00 04 00 f2 00 25",
	      "write:mask-register", 7),
	ASKS("read and write", TCP("0d", "17") "00 03 00 06 00 0e 00 01 02 00"
	     " ff", "write:read-write-registers", 7),
	REPLIES("read and written", TCP("05", "17") "02 00 fe", NULL, 7),
	ASKS("queue", TCP("04", "18") "04 de", "read:fifo-queue", 7),
	REPLIES("queued", TCP("08", "18") "00 04 00 01 01 b8", NULL, 7),
	ASKS("identify", TCP("05", "2b") "0e 01 00",
	     "diagnostic:device-identification", 7),
	TELLS("unknown", TCP("03", "42") "00", "diagnostic:other", 7),
	REPLIES("no such address", TCP("03", "83") "02",
		"error:illegal-address", 7),
	REPLIES("no such code", TCP("03", "83") "7f", "error:other", 7),
	ASKS("stop", TCP("06", "5a") "00 41 ff 00", "control:plc-stop", 7),
};

static const struct said_case umas_cases[] = {
	ASKS("start", TCP("06", "5a") "6c 40 ff 00", "control:plc-start", 7),
	ASKS("stop", TCP("06", "5a") "6c 41 ff 00", "control:plc-stop", 7),
	ASKS("reserve", TCP("09", "5a") "00 10 00 00 02 'PC'",
	     "login:umas-reservation", 7),
	ASKS("transfer", TCP("06", "5a") "6c 34 00 01",
	     "program:umas-transfer", 7),
	ASKS("write", TCP("06", "5a") "6c 23 00 01", "write:umas-variables",
	     7),
	ASKS("keep", TCP("04", "5a") "6c 12", NULL, 7),
	ASKS("unknown", TCP("04", "5a") "6c 99", "program:umas", 7),
	REPLIES("done", TCP("04", "5a") "6c fe", NULL, 7),
	REPLIES("refused", TCP("06", "5a") "6c fd 83 00", "error:umas", 7),
	ASKS("between them", TCP("06", "03") "00 00 00 02",
	     "read:holding-registers", 7, .memory = "01"),
};

static const struct said_case rtu_cases[] = {
	ASKS("read", "11 03 00 6b 00 03 76 87", "read:holding-registers", 0),
	REPLIES("registers", "11 03 06 ae 41 56 52 43 40 49 ad", NULL, 0),
	TELLS("write", "11 06 00 01 00 03 9a 9b", "write:single-register", 0),
	ASKS("write several", "11 10 00 01 00 02 04 00 0a 01 02 c6 f0",
	     "write:multiple-registers", 0),
	REPLIES("written", "11 10 00 01 00 02 12 98", NULL, 0),
	REPLIES("refused", "11 83 02 c1 34", "error:illegal-address", 0),
	ASKS("status", "11 07 4c 22", "diagnostic:exception-status", 0),
	REPLIES("status", "11 07 6d e2 18", NULL, 0),
};

static const char *const foreign[] = {
	"00 01 00 01 00 06 01 03 00 00 00 01",
	"00 01 00 00 01 06 01 03 00 00 00 01",
	"00 01 00 00 00 01 01 03", "00 01 00 00 00 06 01 00 00 00 00 00",
	TCP("04", "83") "02 03", "'GET / HTTP/1.1'",
	"03 00 00 16 11 e0 00 00 00 01 00 c0 01 0a c1 02 01 00 c2 02 01 01",
};

static const char *const umas_foreign[] = {
	TCP("06", "03") "00 00 00 02", TCP("03", "5a") "00",
	"'GET / HTTP/1.1'",
};

static const char *const rtu_foreign[] = {
	"11 03 00 6b 00 03 76 88", "f8 03 00 6b 00 03 60 7e",
	"11 2b 0e 01 00 b1 b4 00",
	"'GET / HTTP/1.1'",
};

Test(proto_modbus, messages)
{
	said_check(&modbus_tcp, false, cases, COUNT(cases));
	said_check(&modbus_tcp, true, cases, COUNT(cases));
	said_check(&umas, false, umas_cases, COUNT(umas_cases));
	said_check(&modbus_rtu, false, rtu_cases, COUNT(rtu_cases));
	said_check(&modbus_rtu, true, rtu_cases, COUNT(rtu_cases));
}

Test(proto_modbus, foreign)
{
	said_foreign(&modbus_tcp, false, foreign, COUNT(foreign));
	said_foreign(&umas, false, umas_foreign, COUNT(umas_foreign));
	said_foreign(&modbus_rtu, false, rtu_foreign,
		     COUNT(rtu_foreign));
	said_foreign(&modbus_rtu, true, rtu_foreign,
		     COUNT(rtu_foreign));
}
