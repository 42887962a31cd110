/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages that name machines; the octets are those of real devices where a
 * comment says so. */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"
#include "understand/protocols/naming.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define ZERO8 "00 00 00 00 00 00 00 00 "
#define ZERO64 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8
#define BOOTP(op, has, yours) op " 01 06 00 12 34 56 78 00 00 00 00 " has " " \
	yours " 00 00 00 00 00 00 00 00 02 00 00 00 00 09 " ZERO64 ZERO64 \
	ZERO64 "00 00 00 00 00 00 00 00 00 00 63 82 53 63 "
#define NOBODY "00 00 00 00"
#define HMI_NAME "0c 05 'HMI-1' "

static const struct said_naming dhcp_cases[] = {
	{ BOOTP("01", NOBODY, NOBODY) "35 01 01 " HMI_NAME "ff", "", { 0 } },
	{ BOOTP("01", NOBODY, NOBODY) HMI_NAME "35 01 03 32 04 c0 a8 0a 15 ff",
	  "dhcp:HMI-1@192.168.10.21", { 0 } },
	{ BOOTP("01", "c0 a8 0a 16", NOBODY) "35 01 03 " HMI_NAME "ff",
	  "dhcp:HMI-1@192.168.10.22", { 0 } },
	{ BOOTP("02", NOBODY, "c0 a8 0a 15") "35 01 02 " HMI_NAME "ff", "",
	  { 0 } },
	{ BOOTP("02", NOBODY, "c0 a8 0a 15") "35 01 05 " HMI_NAME "ff",
	  "dhcp:HMI-1@192.168.10.21", { 0 } },
	{ BOOTP("02", NOBODY, NOBODY) "35 01 06 " HMI_NAME "ff", "", { 0 } },
	{ BOOTP("01", "c0 a8 0a 16", NOBODY) "35 01 03 0c 00 ff", "", { 0 } },
	{ BOOTP("01", "c0 a8 0a 16", NOBODY) "35 01 03 0c 20 'cut'",
	  "dhcp:cut@192.168.10.22", { 0 } },
};

#define DNS_ANSWER(answers) "12 34 81 80 00 01 00 " answers " 00 00 00 00 " \
	"04 'plc7' 05 'plant' 00 00 01 00 01 "

static const struct said_naming dns_cases[] = {
	{ DNS_ANSWER("01") "c0 0c 00 01 00 01 00 00 00 3c 00 04 c0 a8 0a 07",
	  "dns:plc7.plant@192.168.10.7", { 0 } },
	/* An alias has no address; the name that it is for has two. */
	{ DNS_ANSWER("03") "c0 0c 00 05 00 01 00 00 00 3c 00 05 02 'k9' c0 11 "
	  "c0 28 00 01 00 01 00 00 00 3c 00 04 0a 00 00 01 "
	  "c0 28 00 01 00 01 00 00 00 3c 00 04 0a 00 00 02",
	  "dns:k9.plant@10.0.0.1 dns:k9.plant@10.0.0.2", { 0 } },
	{ "12 34 81 80 00 00 00 01 00 00 00 00 01 '7' 02 '10' 03 '168' 03 "
	  "'192' 07 'IN-ADDR' 04 'arpa' 00 00 0c 00 01 00 00 00 3c 00 0c "
	  "04 'plc7' 05 'plant' 00", "dns:plc7.plant@192.168.10.7", { 0 } },
	{ "12 34 81 80 00 00 00 01 00 00 00 00 01 '7' 02 '10' 03 '268' 03 "
	  "'192' 07 'in-addr' 04 'arpa' 00 00 0c 00 01 00 00 00 3c 00 0c "
	  "04 'plc7' 05 'plant' 00", "", { 0 } },
	/* A name that points to itself. */
	{ DNS_ANSWER("01") "c0 1c 00 01 00 01 00 00 00 3c 00 04 c0 a8 0a 07",
	  "", { 0 } },
	{ DNS_ANSWER("01") "c0 0c 00 1c 00 01 00 00 00 3c 00 04 c0 a8 0a 07",
	  "", { 0 } },
};

static const struct said_naming dns_tcp[] = {
	{ "00 2c " DNS_ANSWER("01")
	  "c0 0c 00 01 00 01 00 00 00 3c 00 04 c0 a8 0a 07",
	  "dns:plc7.plant@192.168.10.7", { 0 } },
};

static const struct said_naming mdns_cases[] = {
	{ "00 00 84 00 00 00 00 02 00 00 00 00 05 '_http' 04 '_tcp' 05 'local' "
	  "00 00 0c 00 01 00 00 00 78 00 06 03 'cam' c0 0c "
	  "03 'cam' c0 17 00 01 80 01 00 00 00 78 00 04 c0 a8 0a 08",
	  "mdns:cam.local@192.168.10.8", { 5353, 5353 } },
};

static const struct said_naming llmnr_cases[] = {
	{ "12 34 80 00 00 01 00 01 00 00 00 00 04 'mypc' 00 00 01 00 01 "
	  "c0 0c 00 01 00 01 00 00 00 1e 00 04 0a 01 0c c8",
	  "llmnr:mypc@10.1.12.200", { 5355, 40000 } },
};

/* PLANT-PC, for its own services (00, 20), its users (03), its group (00). */
#define PLANT_PC "20 'FAEMEBEOFECNFAEDCACACACACACACA"
#define ASKED "00 01 00 00 00 00 "

static const struct said_naming netbios_names[] = {
	{ "00 07 85 00 00 00 00 01 00 00 00 00 " PLANT_PC "AA' 00 "
	  "00 20 00 01 00 00 00 3c 00 06 40 00 c0 a8 0a 07",
	  "netbios:PLANT-PC@192.168.10.7", { 0 } },
	{ "00 07 85 00 00 00 00 01 00 00 00 00 " PLANT_PC "AA' 00 "
	  "00 20 00 01 00 00 00 3c 00 0c c0 00 c0 a8 0a 07 40 00 c0 a8 0a 08",
	  "netbios:PLANT-PC@192.168.10.8", { 0 } },
	{ "00 07 85 00 00 00 00 01 00 00 00 00 " PLANT_PC "AD' 00 "
	  "00 20 00 01 00 00 00 3c 00 06 40 00 c0 a8 0a 07", "", { 0 } },
	{ "00 08 29 10 " ASKED "00 01 " PLANT_PC "CA' 00 00 20 00 01 "
	  "c0 0c 00 20 00 01 00 00 00 00 00 06 40 00 c0 a8 0a 07",
	  "netbios:PLANT-PC@192.168.10.7", { 0 } },
	{ "00 08 01 10 " ASKED "00 00 " PLANT_PC "AA' 00 00 20 00 01", "",
	  { 0 } },
	/* Status: a group first, then the name twice. */
	{ "00 07 84 00 00 00 00 01 00 00 00 00 "
	  "20 'CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' 00 00 21 00 01 00 00 00 00 "
	  "00 37 03 'PLANT          ' 00 84 00 'PLANT-PC       ' 00 04 00 "
	  "'PLANT-PC       ' 20 04 00", "netbios:PLANT-PC netbios:PLANT-PC",
	  { 0 } },
	{ "00 07 85 03 00 00 00 01 00 00 00 00 " PLANT_PC "AA' 00 "
	  "00 20 00 01 00 00 00 3c 00 06 40 00 c0 a8 0a 07", "", { 0 } },
};

static const struct said_naming netbios_datagrams[] = {
	{ "11 0a 12 34 c0 a8 0a 07 00 8a 00 46 00 00 " PLANT_PC "AA' 00 "
	  PLANT_PC "BO' 00 'hi'", "netbios:PLANT-PC@192.168.10.7", { 0 } },
	{ "11 0a 12 34 c0 a8 0a 07 00 8a 00 46 00 00 " PLANT_PC "AD' 00 "
	  PLANT_PC "BO' 00 'hi'", "", { 0 } },
};

Test(proto_naming, addresses_and_names)
{
	said_names(&dhcp, true, dhcp_cases, COUNT(dhcp_cases));
	said_names(&dns, true, dns_cases, COUNT(dns_cases));
	said_names(&dns, false, dns_tcp, COUNT(dns_tcp));
	said_names(&mdns, true, mdns_cases, COUNT(mdns_cases));
	said_names(&llmnr, true, llmnr_cases, COUNT(llmnr_cases));
	said_names(&netbios_ns, true, netbios_names, COUNT(netbios_names));
	said_names(&netbios_dgm, true, netbios_datagrams,
		   COUNT(netbios_datagrams));
}

#define IDENTITY "01 00 0e 00 a6 00 14 0b 60 30 78 56 34 12 "
#define ENIP(command, len) command " 00 " len " 00 00 00 00 00 00 00 00 00 " \
	ZERO8 "00 00 00 00 "
#define SAID ENIP("6f", "28") "00 00 00 00 0a 00 02 00 00 00 00 00 b2 00 18 " \
	"00 "

static const struct said_naming enip_cases[] = {
	{ ENIP("63", "2d") "01 00 0c 00 27 00 01 00 00 02 af 12 c0 a8 0a 0a "
	  ZERO8 IDENTITY "05 'L30ER' ff", "enip:L30ER", { 0 } },
	/* A length beyond the item. */
	{ ENIP("63", "2d") "01 00 0c 00 27 00 01 00 00 02 af 12 c0 a8 0a 0a "
	  ZERO8 IDENTITY "07 'L30ER' ff", "", { 0 } },
	{ ENIP("63", "00"), "", { 0 } },
	{ SAID "81 00 00 00 " IDENTITY "05 'L30ER'", "enip:L30ER", { 0 } },
	{ SAID "81 00 00 00 " IDENTITY "04 'L30ER'", "", { 0 } },
	{ SAID "81 00 00 00 " IDENTITY "05 'L30' 01 00", "", { 0 } },
	{ SAID "81 00 05 00 " IDENTITY "05 'L30ER'", "", { 0 } },
	{ SAID "8e 00 00 00 " IDENTITY "05 'L30ER'", "", { 0 } },
};

#define S7_ANSWER(tpkt, data, parameters) "03 00 " tpkt " 02 f0 80 32 07 00 " \
	"00 02 00 00 0c " data " 00 01 12 08 12 84 01 01 00 00 " parameters " "
/* Of s7comm-ident, shortened: an order number, a component's name. */
#define ORDER "00 01 '6ES7 315-2EH14-0AB0 ' 00 c0 00 04 00 01 "
#define COMPONENT(index, name) "00 " index " " name " " ZERO8

static const struct said_naming s7_cases[] = {
	{ S7_ANSWER("00 45", "00 28", "00 00") "ff 09 00 24 00 11 00 00 00 1c "
	  "00 01 " ORDER, "s7:6ES7 315-2EH14-0AB0", { 0 } },
	{ S7_ANSWER("00 6d", "00 50", "00 00") "ff 09 00 4c 00 1c 00 00 00 22 "
	  "00 02 " COMPONENT("07", "'CPU 315-2 PN/DP' 00 " ZERO8)
	  COMPONENT("05", "'S C-X4U421302009' " ZERO8),
	  "s7:CPU 315-2 PN/DP", { 0 } },
	/* More records announced than there are. */
	{ S7_ANSWER("00 45", "00 28", "00 00") "ff 09 00 24 00 11 00 00 00 1c "
	  "ff ff " ORDER, "s7:6ES7 315-2EH14-0AB0", { 0 } },
	{ S7_ANSWER("00 45", "00 28", "00 00") "ff 09 00 24 00 11 00 00 00 00 "
	  "ff ff " ORDER, "", { 0 } },
};

static const struct said_naming snmp_cases[] = {
	{ "30 2d 02 01 01 04 06 'public' a2 20 02 01 07 02 01 00 02 01 00 "
	  "30 15 30 13 06 08 2b 06 01 02 01 01 05 00 04 07 'switch1'",
	  "snmp:switch1", { 161, 40000 } },
	{ "30 2d 02 01 01 04 06 'public' a2 20 02 01 07 02 01 00 02 01 00 "
	  "30 15 30 13 06 08 2b 06 01 02 01 01 06 00 04 07 'Hall 12'", "",
	  { 161, 40000 } },
	{ "30 26 02 01 01 04 06 'public' a0 19 02 01 07 02 01 00 02 01 00 "
	  "30 0e 30 0c 06 08 2b 06 01 02 01 01 05 00 05 00", "",
	  { 40000, 161 } },
};

static const struct said_naming bacnet_cases[] = {
	{ "81 0b 00 14 01 00 10 00 c4 02 00 02 d1 22 04 00 91 03 21 0f",
	  "bacnet:device 721", { 47808, 47808 } },
	{ "81 0b 00 14 01 00 10 00 c4 00 00 02 d1 22 04 00 91 03 21 0f", "",
	  { 47808, 47808 } },
	{ "81 04 00 1a c0 a8 0a 63 ba c0 01 00 10 00 c4 02 00 02 d1 22 04 00 "
	  "91 03 21 0f", "bacnet:device 721@192.168.10.99", { 47808, 47808 } },
	{ "81 0a 00 1b 01 00 30 01 0c 0c 02 00 02 d1 19 4d 3e 75 07 00 "
	  "'PLC_12' 3f", "bacnet:PLC_12", { 47808, 47808 } },
	{ "81 0a 00 1b 01 00 30 01 0c 0c 00 00 02 d1 19 4d 3e 75 07 00 "
	  "'PLC_12' 3f", "", { 47808, 47808 } },
	{ "81 0a 00 1d 01 00 30 01 0e 0c 02 00 02 d1 1e 29 4d 4e 75 07 00 "
	  "'PLC_12' 4f 1f", "bacnet:PLC_12", { 47808, 47808 } },
	/* Another character set. */
	{ "81 0a 00 1b 01 00 30 01 0c 0c 02 00 02 d1 19 4d 3e 75 07 04 "
	  "'PLC_12' 3f", "", { 47808, 47808 } },
	/* From behind a router. */
	{ "81 0b 00 18 01 08 00 05 01 07 10 00 c4 02 00 02 d1 22 04 00 91 03 "
	  "21 0f", "", { 47808, 47808 } },
};

Test(proto_naming, devices)
{
	said_names(&enip, true, enip_cases, COUNT(enip_cases));
	said_names(&s7comm, false, s7_cases, COUNT(s7_cases));
	said_names(&snmp, true, snmp_cases, COUNT(snmp_cases));
	said_names(&bacnet, true, bacnet_cases, COUNT(bacnet_cases));
}

Test(proto_naming, what_pads_a_name_is_taken_off)
{
	struct namings out = { .n = 0 };
	char longest[NAME_OCTETS + 10];

	memset(longest, 'x', sizeof longest);
	naming_own(&out, "s7", "  two words \0more", 17);
	naming_own(&out, "s7", "     ", 5);
	naming_own(&out, "s7", "", 0);
	naming_own(&out, "s7", NULL, 9);
	naming_own(&out, "s7", longest, sizeof longest);
	cr_assert_eq(out.n, 2);
	cr_expect_eq(out.item[0].n, 9);
	cr_expect_arr_eq(out.item[0].text, "two words", 9);
	cr_expect_eq(out.item[1].n, NAME_OCTETS);
	for (unsigned i = 0; i < 20; i++)
		naming_own(&out, "s7", "again", 5);
	cr_expect_eq(out.n, MESSAGE_NAMES);
}
