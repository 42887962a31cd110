/* SPDX-License-Identifier: BSD-3-Clause */
/* Which rules prove who is the client. */
#include "judge/baseline_known.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ground/addr.h"
#include "judge/baseline.h"

enum { TCP = 6, UDP = 17 };

static const uint32_t hmi = ADDR(10, 0, 0, 2), plc = ADDR(10, 0, 0, 9);

static void put(const char *path, const char *end, const char *text)
{
	char whole[64];
	FILE *f;

	snprintf(whole, sizeof whole, "%s%s", path, end);
	f = fopen(whole, "w");
	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

static void drop(const char *path, const char *end)
{
	char whole[64];

	snprintf(whole, sizeof whole, "%s%s", path, end);
	unlink(whole);
}

/* One rule, from 10.0.0.2 to 10.0.0.9 port 502; confidence 0: no memory. */
static struct baseline *of_rule(const char *status, const char *client_port,
				const char *evidence, unsigned confidence)
{
	char path[] = "/tmp/otcap-known-XXXXXX", text[1024];
	struct baseline *b;
	struct err e;

	close(mkstemp(path));
	snprintf(text, sizeof text,
		 "proto,client,client_port,server,server_port,status,note,"
		 "until\ntcp,10.0.0.2,%s,10.0.0.9,502,%s,why,2020-01-01\n",
		 client_port, status);
	put(path, "", text);
	snprintf(text, sizeof text,
		 "proto,client,client_port,server,server_port,first,last,"
		 "flows,answered,gaps,max_gap,peak_hour_packets,"
		 "peak_hour_payload,peak_hour_sessions,peak_10min_sessions,"
		 "client_ports,port_fixed,client_mac,server_mac,service,"
		 "operations,initiator,status,direction,confidence,captures\n"
		 "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n"
		 "tcp,10.0.0.2,,10.0.0.9,502,2019-01-01T00:00:00Z,"
		 "2019-01-02T00:00:00Z,3,3,0,0.000,9,9,3,0,,,,,,,client,"
		 "learned,%s,%u,\n",
		 evidence, confidence);
	if (confidence)
		put(path, ".seen", text);
	b = baseline_load(path, NULL, &e);
	drop(path, "");
	drop(path, ".seen");
	cr_assert(b, "%s", e.msg);
	return b;
}

static const struct {
	const char *status, *client_port, *evidence;
	unsigned confidence;
	bool known;
} rules[] = {
	{ "learned", "*", "handshake", 99, true },
	{ "learned", "*", "payload", 95, true },
	{ "learned", "*", "port", 94, false },
	{ "learned", "*", "peer", 99, false },
	{ "learned", "2001", "handshake", 99, true },
	{ "learned", "2001", "first", 60, false },
	{ "learned", "*", "", 0, false },
	{ "approved", "*", "", 0, true },
	{ "approved", "2001", "", 0, true },
	{ "approved", "*", "first", 60, false },
	{ "ignored", "*", "handshake", 99, true },
	{ "review", "*", "handshake", 99, false },
	{ "unanswered", "*", "handshake", 99, false },
};

Test(baseline_known, rules)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		struct baseline *b = of_rule(rules[i].status,
					     rules[i].client_port,
					     rules[i].evidence,
					     rules[i].confidence);

		cr_expect_eq(baseline_known(b, TCP, hmi, plc, 502),
			     rules[i].known, "%zu", i);
		cr_expect_not(baseline_known(b, TCP, plc, hmi, 502), "%zu", i);
		cr_expect_not(baseline_known(b, UDP, hmi, plc, 502), "%zu", i);
		cr_expect_not(baseline_known(b, TCP, hmi, plc, 503), "%zu", i);
		cr_expect_not(baseline_known(b, TCP, hmi + 1, plc, 502), "%zu",
			      i);
		baseline_free(b);
	}
}

/* The server opens to a fixed port of the client, from any port of its own. */
Test(baseline_known, not_by_the_client_port_alone)
{
	char path[] = "/tmp/otcap-known-XXXXXX";
	struct baseline *b;
	struct err e;

	close(mkstemp(path));
	put(path, "", "proto,client,client_port,server,server_port,status\n"
		      "tcp,10.0.0.2,2001,10.0.0.9,1-65535,approved\n");
	b = baseline_load(path, NULL, &e);
	drop(path, "");
	cr_assert(b, "%s", e.msg);
	cr_expect_not(baseline_known(b, TCP, hmi, plc, 50000));
	baseline_free(b);
}
