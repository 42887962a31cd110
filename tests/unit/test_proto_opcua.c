/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Chunk, size, channel, token, sequence, request 7, service. */
#define MSG(chunk, size, service) \
	"'MSG" chunk "' " size " 00 00 00 01 00 00 00 02 00 00 00 03 00 00 " \
	"00 07 00 00 00 01 00 " service " "
#define ASKED \
	"00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 ff ff ff ff " \
	"88 13 00 00 00 00 00 "
#define ANSWERED(result) \
	"00 00 00 00 00 00 00 00 01 00 00 00 00 00 " result " 00 ff ff ff ff " \
	"00 00 00 "
#define NOTHING "ff ff ff ff "
#define OPN(size, channel, policy_size, policy) \
	"'OPNF' " size " 00 00 00 " channel " 00 00 00 " policy_size \
	" 00 00 00 'http://opcfoundation.org/UA/SecurityPolicy#" policy "' " \
	NOTHING NOTHING "01 00 00 00 01 00 00 00 "
#define TOKEN(number) "01 00 " number " 01 05 00 00 00 01 00 00 00 'p' "
#define ACTIVATE(number) \
	MSG("F", "5f", "d3 01") ASKED NOTHING NOTHING NOTHING NOTHING \
	TOKEN(number) NOTHING NOTHING

static const struct said_case cases[] = {
	ASKS("hello", "'HELF' 2b 00 00 00 00 00 00 00 00 00 01 00 00 00 01 00"
	     " 00 00 00 00 00 00 00 00 0b 00 00 00 'opc.tcp://a'", NULL, 0),
	REPLIES("acknowledge", "'ACKF' 1c 00 00 00 00 00 00 00 00 00 01 00 00"
		" 00 01 00 00 00 00 00 00 00 00 00", NULL, 0),
	REPLIES("error", "'ERRF' 12 00 00 00 00 00 13 80 02 00 00 00 'no'",
		"error:security", 0),
	REPLIES("reverse hello", "'RHEF' 20 00 00 00 05 00 00 00 'urn:a' 0b 00"
		" 00 00 'opc.tcp://a'", NULL, 0),
	ASKS("open", OPN("70", "00", "2f", "None") "01 00 be 01 " ASKED, NULL,
	     2),
	REPLIES("opened", OPN("6b", "05", "2f", "None") "01 00 c1 01 "
		ANSWERED("00 00"), NULL, 2),
	ASKS("open, encrypted", OPN("5d", "00", "39", "Basic256Sha256")
	     "01 00 34 12", NULL, 0),
	TELLS("renewed, encrypted", OPN("5d", "05", "39", "Basic256Sha256")
	      "01 00 34 12", NULL, 0),
	ASKS("read", MSG("F", "39", "77 02") ASKED, "read:attributes", 8),
	REPLIES("read", MSG("F", "3c", "7a 02") ANSWERED("00 00")
		"00 00 00 00 ff ff ff ff", NULL, 8),
	ASKS("write", MSG("F", "39", "a1 02") ASKED, "write:attributes", 8),
	REPLIES("one is refused", MSG("F", "44", "a4 02") ANSWERED("00 00")
		"02 00 00 00 00 00 00 00 00 00 1f 80 ff ff ff ff",
		"error:access-denied", 8),
	ASKS("call", MSG("F", "39", "c8 02") ASKED, "control:call", 8),
	ASKS("by name and password", ACTIVATE("44 01"), "login:user", 8),
	ASKS("by nobody", ACTIVATE("41 01"), "login:anonymous", 8),
	ASKS("by something else", ACTIVATE("ac 03"), "login:session", 8),
	REPLIES("not activated", MSG("F", "34", "d6 01") ANSWERED("21 80"),
		"error:login", 8),
	REPLIES("fault", MSG("F", "34", "8d 01") ANSWERED("0b 80"),
		"error:unsupported", 8),
	REPLIES("first chunk", MSG("C", "34", "7a 02") ANSWERED("00 00"),
		NULL, 8),
	TELLS("next chunk", MSG("F", "39", "77 02") ASKED, NULL, 0,
	      .memory = "01"),
	TELLS("encrypted", MSG("F", "20", "99 99") "01 02 03 04", NULL, 0),
	ASKS("find on network", MSG("F", "39", "b0 2f") ASKED,
	     "diagnostic:discovery", 8),
	REPLIES("found", MSG("F", "34", "b1 2f") ANSWERED("00 00"), NULL, 8),
	ASKS("close", "'CLOF' 39 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00"
	     " 07 00 00 00 01 00 c4 01 " ASKED, NULL, 0),
};

static const char *const foreign[] = {
	"'MSG body of a chat'", "'HELO mail.example.org' 0d 0a",
	"'HELF' 1f 00 00 00 00 00 00 00", "'HELC' 20 00 00 00 00 00 00 00",
	"'ACKF' 1d 00 00 00 00 00 00 00", "'MSGF' 01 00 00 01 00 00 00 00",
	"'OPNX' 40 00 00 00 00 00 00 00", "00 01 00 00 00 06 01 03 00 00 00 01",
};

Test(proto_opcua, messages)
{
	said_check(&opcua, false, cases, COUNT(cases));
}

Test(proto_opcua, foreign)
{
	said_foreign(&opcua, false, foreign, COUNT(foreign));
}
