/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Server ports that were agreed in another conversation of the pair, and what
 * such a flow is called when nothing else says so.
 */
#include "understand/direction.h"

#include <criterion/criterion.h>
#include <string.h>

#include "frames.h"
#include "packets.h"
#include "read/packet.h"

enum { MAX_SAID = 8 };

/* What a side says on a pair of ports; side 0 is 10.0.0.1, or the address of
 * that octet. Hex, or text where it begins with a letter above f. */
struct said {
	uint8_t proto, from;
	uint16_t port[2];
	const char *what;
	uint8_t low;		/* last octet of side 0, 0: 1 */
	uint8_t flags;		/* 0: ACK */
};

struct agreed_case {
	const char *name;
	struct said said[MAX_SAID];
	const char *server_port;	/* of the flow that is looked at */
	const char *service, *agreed;
};

#define FTP(side, text) { IP_TCP, side, { 40000, 21 }, text, 0, 0 }
#define DATA(from, low, high) { IP_TCP, from, { low, high }, "01", 0, 0 }

#define OPENED(low, high) { IP_TCP, 0, { low, high }, "", 0, TCP_SYN }

/* An answer of the endpoint mapper: TCP 49664 at its own address. */
#define CALL(type, len) \
	"05 00 " type " 03 10 00 00 00 " len " 00 00 00 01 00 00 00"
#define MAPPED CALL("02", "2f") "00 00 00 00 00 00 00 00" \
	"01 00 07 02 00 c2 00 01 00 09 04 00 00 00 00 00 00 00 00 00 00 00 00"
#define BIND CALL("0b", "1c") "00 10 00 10 00 00 00 00 00 00 00 00"

/* Requests begin with the low end, at 10.0.0.1. */
static const struct agreed_case agreed_cases[] = {
	{ "FTP, passive", { FTP(1, "220 FTP server\r\n"),
			    FTP(0, "USER plc\r\n"),
			    FTP(1, "227 Entering Passive Mode "
				   "(10,0,0,2,195,80)\r\n"),
			    DATA(0, 40001, 50000) },
	  "50000", "ftp-data", "21" },
	{ "FTP, passive, after many words",
	  { FTP(0, "USER plc\r\n"), FTP(0, "PASS plc\r\n"),
	    FTP(0, "CWD plc\r\n"), FTP(0, "CWD plc\r\n"),
	    FTP(0, "CWD plc\r\n"), FTP(0, "PORT 10,0,0,1,195,80\r\n"),
	    DATA(1, 50000, 3333) },
	  "50000", "ftp-data", "21" },
	{ "FTP, the port was named before the capture",
	  { FTP(0, "LIST\r\n"), DATA(1, 50001, 20) }, "20", "ftp-data", "21" },
	{ "FTP, passive, the port was not seen",
	  { FTP(0, "USER plc\r\n"), OPENED(40001, 50000),
	    DATA(1, 40001, 50000), FTP(1, "226 Transfer complete\r\n") },
	  "50000", "", "21" },
	{ "the same, and both ends send",
	  { FTP(0, "USER plc\r\n"), OPENED(40001, 50000),
	    DATA(1, 40001, 50000), DATA(0, 40001, 50000),
	    FTP(1, "226 Transfer complete\r\n") },
	  "50000", "", "" },
	{ "the same, and FTP was over",
	  { FTP(0, "QUIT\r\n"), FTP(1, "221 Goodbye\r\n"),
	    OPENED(40001, 50000), DATA(1, 40001, 50000) },
	  "50000", "", "" },
	{ "another pair's port", { FTP(1, "220 FTP server\r\n"),
				   FTP(1, "227 Entering Passive Mode "
					  "(10,0,0,2,195,80)\r\n"),
				   { IP_TCP, 0, { 40001, 50000 }, "01", 9,
				     0 } },
	  "50000", "ftp-data", "" },
	{ "no payload at the mapper: a scan",
	  { { IP_TCP, 0, { 40000, 135 }, "", 0, TCP_SYN },
	    { IP_TCP, 0, { 40001, 49700 }, BIND, 0, 0 } },
	  "49700", "dcerpc", "" },
	{ "DCE/RPC, mapped in the capture",
	  { { IP_TCP, 0, { 40000, 135 }, BIND, 0, 0 },
	    { IP_TCP, 1, { 40000, 135 }, MAPPED, 0, 0 },
	    DATA(0, 40001, 49664) },
	  "49664", "dcerpc", "135" },
	{ "DCE/RPC, mapped before the capture",
	  { { IP_TCP, 0, { 40000, 135 }, "00", 0, 0 },
	    { IP_TCP, 0, { 40001, 49700 }, BIND, 0, 0 } },
	  "49700", "dcerpc", "135" },
	{ "the mapper itself",
	  { { IP_TCP, 0, { 40000, 135 }, BIND, 0, 0 } }, "135", "dcerpc", "" },
	{ "HART-IP's second port",
	  { { IP_UDP, 0, { 40000, 5094 },
	      "01 00 00 00 00 01 00 0d 01 00 00 75 30", 0, 0 },
	    { IP_UDP, 1, { 40000, 5095 },
	      "01 01 00 00 00 01 00 0d 01 00 00 75 30", 0, 0 } },
	  "5095", "hart-ip", "5094" },
	{ "FTP, extended passive",
	  { FTP(1, "220 FTP server\r\n"), FTP(0, "USER plc\r\n"),
	    FTP(1, "229 Entering Extended Passive Mode (|||50002|)\r\n"),
	    DATA(0, 40001, 50002) },
	  "50002", "ftp-data", "21" },
	{ "TFTP: the server goes on from a port of its own",
	  { { IP_UDP, 0, { 40000, 69 },
	      "00 01 66 77 2e 62 69 6e 00 6f 63 74 65 74 00", 0, 0 },
	    { IP_UDP, 1, { 40000, 3333 }, "00 03 00 01 aa bb", 0, 0 },
	    { IP_UDP, 0, { 40000, 3333 }, "00 04 00 01", 0, 0 },
	    { IP_UDP, 1, { 40000, 3333 }, "00 03 00 02 cc", 0, 0 },
	    { IP_UDP, 0, { 40000, 3333 }, "00 04 00 02", 0, 0 } },
	  "3333", "tftp", "69" },
	{ "TFTP: too little of the transfer to know it by itself",
	  { { IP_UDP, 0, { 40000, 69 },
	      "00 01 66 77 2e 62 69 6e 00 6f 63 74 65 74 00", 0, 0 },
	    { IP_UDP, 1, { 40000, 3333 }, "00 03 00 01 aa bb", 0, 0 } },
	  "3333", "tftp", "69" },
	{ "EtherNet/IP's cyclic data",
	  { { IP_TCP, 0, { 40000, 44818 },
	      "6f 00 44 00 01 00 00 00 00 00 00 00 01 02 03 04 05 06 07 08"
	      "00 00 00 00 00 00 00 00 05 00 02 00 00 00 00 00"
	      "b2 00 34 00 54 02 20 06 24 01 0a 0e 01 00 00 00"
	      "02 00 00 00 03 00 4d 00 01 00 00 00 01 00 00 00"
	      "a0 86 01 00 0a 40 a0 86 01 00 0a 40 01 04 20 04 24 01 2c 02"
	      "2c 03", 0, 0 },
	    { IP_UDP, 0, { 2222, 2222 }, "01", 0, 0 } },
	  "2222", "enip-io", "44818" },
};

static struct shot shot_of(const struct said *said, unsigned i,
			   uint8_t buf[1024])
{
	struct shot s = {
		.at_ns = 1000000000 + i * INT64_C(1000000),
		.from = said->from, .proto = said->proto,
		.flags = said->flags ? said->flags : TCP_ACK | TCP_PSH,
		.seq = 1000 + 100 * i, .data = buf,
		.port = { said->port[0], said->port[1] },
		.addr = { ADDR(10, 0, 0, said->low ? said->low : 1) },
	};

	/* The low end is the lower address whoever it is. */
	if (said->low)
		s.addr[1] = HIGH;
	if (said->what[0] > '9' || strchr(said->what, '\n')) {
		s.len = (uint16_t)strlen(said->what);
		memcpy(buf, said->what, s.len);
	} else {
		s.len = (uint16_t)unhex(said->what, buf);
	}
	return s;
}

static const char *capture_of(const struct agreed_case *c)
{
	static uint8_t bytes[MAX_SAID][1024];
	struct shot shots[MAX_SAID];
	size_t n = 0;

	for (; n < MAX_SAID && c->said[n].proto; n++)
		shots[n] = shot_of(&c->said[n], (unsigned)n, bytes[n]);
	return shots_capture(shots, n);
}

/* The last flow on that server port. */
static size_t row_of(const char *csv, const char *port)
{
	size_t row = 0;

	for (size_t i = 1; *csv_field(csv, i, 0); i++)
		if (!strcmp(csv_field(csv, i, 6), port))
			row = i;
	return row;
}

static size_t column_of(const char *csv, const char *name)
{
	size_t i = 0;

	while (strcmp(csv_field(csv, 0, i), name) != 0)
		i++;
	return i;
}

Test(direction, agreed)
{
	for (size_t i = 0; i < sizeof agreed_cases / sizeof *agreed_cases;
	     i++) {
		const struct agreed_case *c = &agreed_cases[i];
		const char *csv = flows_csv_of(capture_of(c));
		size_t row = row_of(csv, c->server_port);

		cr_expect(row, "%s:\n%s", c->name, csv);
		cr_expect_str_eq(csv_field(csv, row, column_of(csv, "service")),
				 c->service, "%s:\n%s", c->name, csv);
		cr_expect_str_eq(csv_field(csv, row, column_of(csv, "agreed")),
				 c->agreed, "%s:\n%s", c->name, csv);
	}
}

/* PROFINET's devices answer from a port of their own. */
Test(direction, going_on_where_no_payload_is_looked_into)
{
	static const struct agreed_case blind = {
		.said = { { IP_UDP, 0, { 49153, 34964 }, "04", 0, 0 },
			  { IP_UDP, 1, { 49153, 49156 }, "04", 0, 0 } },
	};
	const struct run_options o = { .no_payload = true };
	const char *path = capture_of(&blind), *csv = flows_csv(&path, 1, &o);
	size_t row = row_of(csv, "49156");

	cr_expect(row, "%s", csv);
	cr_expect_str_eq(csv_field(csv, row, column_of(csv, "client_port")),
			 "49153", "%s", csv);
	cr_expect_str_eq(csv_field(csv, row, column_of(csv, "confidence")),
			 "0.95", "%s", csv);
}
