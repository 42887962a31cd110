/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

#define ASKED "00 01 00 00 00 00 00 00 "
#define PLC7 "04 'plc7' 05 'plant' 00 "
#define ADDRESS "c0 0c 00 01 00 01 00 00 00 3c 00 04 c0 a8 0a 07"
#define DNS_QUERY "12 34 01 00 " ASKED PLC7 "00 01 00 01"
#define DNS_ANSWER "12 34 81 80 00 01 00 01 00 00 00 00 " PLC7 \
	"00 01 00 01 " ADDRESS

static const struct said_case dns_cases[] = {
	ASKS("query", DNS_QUERY, NULL, 0x1235),
	ASKS("query with EDNS", "12 34 01 20 00 01 00 00 00 00 00 01 " PLC7
	     "00 01 00 01 00 00 29 10 00 00 00 00 00 00 00", NULL, 0x1235),
	REPLIES("answer", DNS_ANSWER, NULL, 0x1235),
	REPLIES("no such name", "12 34 81 83 " ASKED PLC7 "00 01 00 01", NULL,
		0x1235),
	ASKS("update", "12 34 28 00 " ASKED "05 'plant' 00 00 06 00 01",
	     "write:update", 0x1235),
};

static const struct said_case dns_tcp[] = {
	ASKS("zone transfer", "00 1c 12 34 00 00 " ASKED PLC7 "00 fc 00 01",
	     "read:zone-transfer", 0x1235),
	REPLIES("answer", "00 2c " DNS_ANSWER, NULL, 0x1235),
};

static const char *const dns_foreign[] = {
	"12 34 01 00 " ASKED PLC7 "00 01 00 01 00",
	"12 34 01 00 " ASKED PLC7 "00 01 00 09",
	"12 34 01 00 00 02 00 00 00 00 00 00 " PLC7 "00 01 00 01",
	"12 34 01 00 00 00 00 00 00 00 00 00",
	"12 34 01 40 " ASKED PLC7 "00 01 00 01",
	"12 34 38 00 " ASKED PLC7 "00 01 00 01",
	"12 34 01 03 " ASKED PLC7 "00 01 00 01",
	"12 34 01 00 " ASKED "60 'plc7' 00 00 01 00 01",
	"12 34 81 80 00 00 00 01 00 00 00 00 " PLC7 "00 01 00 01",
	"00 01 00 00 00 06 01 03 00 00 00 01 00 00 00 00 00 00",
};

static const struct said_case mdns_cases[] = {
	ASKS("query", "00 00 00 00 " ASKED PLC7 "00 0c 80 01", NULL, 0,
	     .port = { 5353, 5353 }),
	REPLIES("answer", "00 00 84 00 00 00 00 01 00 00 00 00 " PLC7
		"00 01 80 01 00 00 00 78 00 04 c0 a8 0a 07", NULL, 0,
		.port = { 5353, 40000 }),
};

static const struct said_case llmnr_cases[] = {
	ASKS("query", "12 34 00 00 " ASKED PLC7 "00 01 00 01", NULL, 0x1235,
	     .port = { 40000, 5355 }),
	REPLIES("answer", "12 34 80 00 00 01 00 01 00 00 00 00 " PLC7
		"00 01 00 01 " ADDRESS, NULL, 0x1235, .port = { 5355, 40000 }),
};

static const char *const other_port[] = { DNS_QUERY };

Test(proto_names, dns)
{
	said_check(&dns, true, dns_cases,
		   sizeof dns_cases / sizeof *dns_cases);
	said_check(&dns, false, dns_tcp, sizeof dns_tcp / sizeof *dns_tcp);
	said_foreign(&dns, true, dns_foreign,
		     sizeof dns_foreign / sizeof *dns_foreign);
	said_check(&mdns, true, mdns_cases,
		   sizeof mdns_cases / sizeof *mdns_cases);
	said_foreign(&mdns, true, other_port, 1);
	said_check(&llmnr, true, llmnr_cases,
		   sizeof llmnr_cases / sizeof *llmnr_cases);
	said_foreign(&llmnr, true, other_port, 1);
}

/* The snap length cuts more often than anything forges. */
Test(proto_names, dns_believes_what_is_cut_behind_the_question)
{
	static const uint8_t cut[] = {
		0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0,
		4, 'p', 'l', 'c', '7', 0, 0, 1, 0, 1, 0xc0, 0x0c, 0, 1,
	};

	cr_expect_eq(dns.length(cut, sizeof cut, true), (int32_t)sizeof cut);
	cr_expect_eq(dns.length(cut, 20, true), NOT_MINE);
}

#define NB_NAME "20 'FAEMEDDHCACACACACACACACACACACAAA' 00 "

static const struct said_case netbios_names[] = {
	ASKS("query", "00 07 01 10 " ASKED NB_NAME "00 20 00 01", NULL, 8),
	REPLIES("answer", "00 07 85 00 00 00 00 01 00 00 00 00 " NB_NAME
		"00 20 00 01 00 00 00 3c 00 06 00 00 c0 a8 0a 07", NULL, 8),
	ASKS("register", "00 08 29 00 00 01 00 00 00 00 00 01 " NB_NAME
	     "00 20 00 01 c0 0c 00 20 00 01 00 00 00 3c 00 06 00 00 c0 a8 0a "
	     "07", "write:register", 9),
	ASKS("release", "00 08 30 00 00 01 00 00 00 00 00 01 " NB_NAME
	     "00 20 00 01 c0 0c 00 20 00 01 00 00 00 3c 00 06 00 00 c0 a8 0a "
	     "07", "write:release", 9),
	REPLIES("no such name", "00 07 85 03 00 00 00 01 00 00 00 00 " NB_NAME
		"00 0a 00 01 00 00 00 00 00 00", "error:name-unknown", 8),
};

static const char *const netbios_names_foreign[] = {
	DNS_QUERY, "00 07 01 10 " ASKED
	"20 'FAEMEDDHCACACACACACACACACACACAZZ' 00 00 20 00 01",
	"00 07 01 10 00 02 00 00 00 00 00 00 " NB_NAME "00 20 00 01",
};

#define DATAGRAM "0a 12 34 c0 a8 0a 07 00 8a "

static const struct said_case netbios_datagrams[] = {
	TELLS("direct", "10 " DATAGRAM "00 46 00 00 " NB_NAME NB_NAME "'hi'",
	      NULL, 0),
	TELLS("error", "13 " DATAGRAM "82", NULL, 0),
	ASKS("query", "14 " DATAGRAM NB_NAME, NULL, 0),
	REPLIES("found", "15 " DATAGRAM NB_NAME, NULL, 0),
};

static const char *const netbios_datagrams_foreign[] = {
	"10 " DATAGRAM "00 06 00 00 'nobody' 00 00 00 00 00 00 00 00 00 00",
	"13 " DATAGRAM "81", "10 ff 12 34 c0 a8 0a 07 00 8a 00 46 00 00 "
	NB_NAME NB_NAME "'hi'", "14 " DATAGRAM "00 01 02 03",
};

Test(proto_names, netbios)
{
	said_check(&netbios_ns, true, netbios_names,
		   sizeof netbios_names / sizeof *netbios_names);
	said_foreign(&netbios_ns, true, netbios_names_foreign,
		     sizeof netbios_names_foreign /
		     sizeof *netbios_names_foreign);
	said_check(&netbios_dgm, true, netbios_datagrams,
		   sizeof netbios_datagrams / sizeof *netbios_datagrams);
	said_foreign(&netbios_dgm, true, netbios_datagrams_foreign,
		     sizeof netbios_datagrams_foreign /
		     sizeof *netbios_datagrams_foreign);
}

#define ZERO8 "00 00 00 00 00 00 00 00 "
#define STAMP "e8 e2 07 6f 12 34 56 78 "

static const struct said_case ntp_cases[] = {
	ASKS("client", "23 00 06 ec 00 00 00 00 00 00 00 00 00 00 00 00 "
	     ZERO8 ZERO8 ZERO8 STAMP, NULL, 0),
	ASKS("simple client", "1b 00 00 00 " ZERO8 "00 00 00 00 " ZERO8 ZERO8
	     ZERO8 ZERO8, NULL, 0, .port = { 40000, 123 }),
	REPLIES("server", "24 02 06 e9 00 00 01 00 00 00 02 00 c0 a8 0a 01 "
		STAMP STAMP STAMP STAMP, NULL, 0),
	REPLIES("server with a check", "24 02 06 e9 00 00 01 00 00 00 02 00 "
		"c0 a8 0a 01 " STAMP STAMP STAMP STAMP "00 00 00 01 " ZERO8
		ZERO8, NULL, 0),
	ASKS("with an extension", "23 00 06 ec 00 00 00 00 00 00 00 00 00 00 "
	     "00 00 " ZERO8 ZERO8 ZERO8 STAMP "01 04 00 10 " ZERO8
	     "00 00 00 00", NULL, 0),
	TELLS("among servers", "21 02 06 e9 00 00 01 00 00 00 02 00 c0 a8 0a "
	      "01 " STAMP STAMP STAMP STAMP, NULL, 0),
	ASKS("read variables", "16 02 00 01 00 00 00 00 00 00 00 00",
	     "diagnostic:control", 0, .port = { 40000, 123 }),
	ASKS("write variables", "16 03 00 01 00 00 00 00 00 00 00 04 'a=1 '",
	     "write:control", 0, .port = { 40000, 123 }),
	REPLIES("variables", "16 82 00 01 06 28 00 00 00 00 00 04 'a=1 '",
		NULL, 0, .port = { 123, 40000 }),
	ASKS("list of clients", "17 00 03 2a 00 00 00 00",
	     "diagnostic:private", 0, .port = { 40000, 123 }),
};

static const char *const ntp_foreign[] = {
	"23 11 06 ec 00 00 00 00 00 00 00 00 00 00 00 00 "
	ZERO8 ZERO8 ZERO8 STAMP,
	"23 00 40 ec 00 00 00 00 00 00 00 00 00 00 00 00 "
	ZERO8 ZERO8 ZERO8 STAMP,
	"24 02 06 e9 00 00 01 00 00 00 02 00 c0 a8 0a 01 "
	STAMP STAMP STAMP ZERO8,
	"03 00 06 ec 00 00 00 00 00 00 00 00 00 00 00 00 "
	ZERO8 ZERO8 ZERO8 STAMP,
	"1b 00 00 00 " ZERO8 "00 00 00 00 " ZERO8 ZERO8 ZERO8 ZERO8,
	"23 00 06 ec 01 00 00 00 00 00 00 00 00 00 00 00 "
	ZERO8 ZERO8 ZERO8 STAMP,
	"23 00 06 ec 00 00 00 00 00 00 00 00 00 00 00 00 "
	ZERO8 ZERO8 ZERO8 STAMP "01 04 00 11 " ZERO8 "00 00 00 00",
	"23 00 06 ec 00 00 00 00", "16 02 00 01 00 00 00 00 00 00 00 00",
	"17 00 03 2a 00 00 00 00", "81 0a 00 11 01 04 00 05 01 0c 0c 02",
};

Test(proto_names, ntp)
{
	said_check(&ntp, true, ntp_cases,
		   sizeof ntp_cases / sizeof *ntp_cases);
	said_foreign(&ntp, true, ntp_foreign,
		     sizeof ntp_foreign / sizeof *ntp_foreign);
}

#define ZERO32 ZERO8 ZERO8 ZERO8 ZERO8
#define BOOTP "06 00 12 34 56 78 " ZERO32 ZERO32 ZERO32 ZERO32 ZERO32 \
	ZERO32 ZERO32 "00 00 00 00 "

static const struct said_case dhcp_cases[] = {
	ASKS("request", "01 01 " BOOTP "63 82 53 63 35 01 03 ff", NULL,
	     0x12345679),
	REPLIES("acknowledged", "02 01 " BOOTP "63 82 53 63 00 35 01 05 ff",
		NULL, 0x12345679),
	REPLIES("refused", "02 01 " BOOTP "63 82 53 63 36 04 c0 a8 0a 01 "
		"35 01 06 ff", "error:refused", 0x12345679),
};

static const char *const dhcp_foreign[] = {
	"03 01 " BOOTP "63 82 53 63 ff", "01 01 " BOOTP "63 82 53 64 ff",
	"01 01 06 20 12 34 56 78",
};

Test(proto_names, dhcp)
{
	said_check(&dhcp, true, dhcp_cases,
		   sizeof dhcp_cases / sizeof *dhcp_cases);
	said_foreign(&dhcp, true, dhcp_foreign,
		     sizeof dhcp_foreign / sizeof *dhcp_foreign);
}

static const struct said_case ssdp_cases[] = {
	ASKS("search", "'M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\n'",
	     NULL, 0),
	REPLIES("answer", "'HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n'",
		NULL, 0),
	TELLS("notice", "'NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\n'", NULL,
	      0),
};

#define SOAP(action) "'<?xml version=\"1.0\"?><s:Envelope><s:Header>" \
	"<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/" action \
	"</a:Action>'"
#define SOAP_2009(action) "'<s:Envelope><a:Action>http://docs.oasis-open" \
	".org/ws-dd/ns/discovery/2009/01/" action "</a:Action>'"

static const struct said_case wsd_cases[] = {
	ASKS("probe", SOAP("Probe"), NULL, 0),
	REPLIES("matches", SOAP("ProbeMatches"), NULL, 0),
	ASKS("resolve", SOAP_2009("Resolve"), NULL, 0),
	REPLIES("resolved", SOAP_2009("ResolveMatches"), NULL, 0),
	TELLS("hello", SOAP_2009("Hello"), NULL, 0),
};

static const char *const discovery_foreign[] = {
	"'GET / HTTP/1.1\r\n'", "'<s:Envelope><a:Action>none</a:Action>'",
	"'M-SEARCH / HTTP/1.1\r\n'", "'<html>discovery/Probe</html>'",
	SOAP("Nothing"),
};

Test(proto_names, discovery)
{
	size_t n = sizeof discovery_foreign / sizeof *discovery_foreign;

	said_check(&ssdp, true, ssdp_cases,
		   sizeof ssdp_cases / sizeof *ssdp_cases);
	said_foreign(&ssdp, true, discovery_foreign, n);
	said_check(&ws_discovery, true, wsd_cases,
		   sizeof wsd_cases / sizeof *wsd_cases);
	said_foreign(&ws_discovery, true, discovery_foreign, n);
}
