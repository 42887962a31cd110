/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

/* The peer has connected: it is the client. */
#define CONNECTED "00 00 00 00 00 00 00 00 01"

static const struct said_case cases[] = {
	ASKS("connect", "10 12 00 04 'MQTT' 04 02 00 3c 00 06 'client'",
	     "login:connect", 0),
	ASKS("connect, 3.1", "10 11 00 06 'MQIsdp' 03 02 00 3c 00 03 'abc'",
	     "login:connect", 0),
	REPLIES("connected", "20 02 00 00", NULL, 0),
	REPLIES("bad password", "20 02 00 04", "error:login", 0),
	REPLIES("not authorized, 5.0", "20 03 00 87 00", "error:login", 0),
	ASKS("subscribe", "82 08 00 01 00 03 'a/b' 00", "read:subscribe", 0),
	REPLIES("subscribed", "90 03 00 01 00", NULL, 0),
	TELLS("publish", "30 07 00 03 'a/b' 31 32", "write:publish", 0),
	TELLS("passed on", "30 07 00 03 'a/b' 31 32", NULL, 0,
	      .memory = CONNECTED),
	TELLS("taken", "40 02 00 01", NULL, 0),
	ASKS("ping", "c0 00", NULL, 0),
	REPLIES("pong", "d0 00", NULL, 0),
	TELLS("end", "e0 00", NULL, 0),
};

static const char *const foreign[] = {
	"00 01 00 00 00 06 01 03 00 00 00 01", "10 0a 00 04 'HTTP' 04 02 00 3c",
	"11 0a 00 04 'MQTT' 04 02 00 3c", "20 02 05 00", "c0 01 00",
	"30 07 00 03 'a#b' 31 32", "36 07 00 03 'a/b' 31 32",
	"80 08 00 01 00 03 'a/b' 00", "30 80 80 80 80 01 00 00",
	"'220 mail.example.com ESMTP'", "16 03 01 02 00 01 00 01 fc 03 03",
};

Test(proto_mqtt, messages)
{
	said_check(&mqtt, false, cases, sizeof cases / sizeof *cases);
}

Test(proto_mqtt, foreign)
{
	said_foreign(&mqtt, false, foreign, sizeof foreign / sizeof *foreign);
}
