/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "said.h"
#include "understand/protocols/families.h"

/* Memory: own, then peer; what the octets say stands in the sources. */
#define OWN(octet) octet " 00 00 00 00 00 00 00 "
#define ZERO8 "00 00 00 00 00 00 00 00 "
#define ZERO32 ZERO8 ZERO8 ZERO8 ZERO8

static const struct said_case tls_cases[] = {
	ASKS("client hello", "16 03 01 00 2d 01 00 00 29 03 03 " ZERO32 "00 "
	     "00 02 13 01 01 00", NULL, 0),
	REPLIES("server hello", "16 03 03 00 2c 02 00 00 28 03 03 " ZERO32
		"00 13 01 00 00 00", NULL, 0),
	REPLIES("server hello done", "16 03 03 00 04 0e 00 00 00", NULL, 0),
	ASKS("client's keys", "16 03 03 00 08 10 00 00 04 01 02 03 04", NULL,
	     0),
	TELLS("certificate", "16 03 03 00 07 0b 00 00 03 00 00 00", NULL, 0),
	TELLS("encrypted", "16 03 03 00 08 10 00 00 04 01 02 03 04", NULL, 0,
	      .memory = OWN("01")),
	TELLS("change of cipher", "14 03 03 00 01 01", NULL, 0),
	TELLS("alert", "15 03 03 00 02 02 28", NULL, 0),
	TELLS("data", "17 03 03 00 10 " ZERO8 ZERO8, NULL, 0),
	ASKS("SSL 2 hello", "80 1c 01 03 01 00 03 00 00 00 10 00 00 2f " ZERO8
	     ZERO8, NULL, 0),
};

static const char *const tls_foreign[] = {
	"16 02 01 00 2d 01 00 00 29 03 03", "16 03 05 00 2d 01 00 00 29",
	"16 03 01 50 00 01 00 00 29", "14 03 03 00 02 01 01",
	"17 03 03 00 04 00 00 00 00", "19 03 03 00 10 " ZERO8 ZERO8,
	"80 1d 01 03 01 00 03 00 00 00 10 00 00 2f " ZERO8 ZERO8 "00",
	"03 00 00 16 11 e0 00 00 00 01 00",
};

static const struct said_case dtls_cases[] = {
	ASKS("client hello", "16 fe ff 00 00 00 00 00 00 00 00 00 10 "
	     "01 00 00 04 00 00 00 00 00 00 00 04 fe fd 00 00", NULL, 0),
	REPLIES("hello verify", "16 fe ff 00 00 00 00 00 00 00 00 00 10 "
		"03 00 00 04 00 00 00 00 00 00 00 04 fe ff 01 00", NULL, 0),
	TELLS("encrypted", "16 fe fd 00 01 00 00 00 00 00 00 00 10 "
	      "01 00 00 04 00 00 00 00 00 00 00 04 fe fd 00 00", NULL, 0),
};

static const char *const dtls_foreign[] = {
	"16 03 03 00 00 00 00 00 00 00 00 00 04 01 00 00 00",
	"18 fe fd 00 00 00 00 00 00 00 00 00 04 01 00 00 00",
};

Test(proto_office, tls)
{
	said_check(&tls, false, tls_cases,
		   sizeof tls_cases / sizeof *tls_cases);
	said_foreign(&tls, false, tls_foreign,
		     sizeof tls_foreign / sizeof *tls_foreign);
	said_check(&dtls, true, dtls_cases,
		   sizeof dtls_cases / sizeof *dtls_cases);
	said_foreign(&dtls, true, dtls_foreign,
		     sizeof dtls_foreign / sizeof *dtls_foreign);
}

#define ZERO192 ZERO32 ZERO32 ZERO32 ZERO32 ZERO32 ZERO32
#define ZERO1152 ZERO192 ZERO192 ZERO192 ZERO192 ZERO192 ZERO192
#define ID8 "08 01 02 03 04 05 06 07 08 "

static const struct said_case quic_cases[] = {
	ASKS("first of a client", "c3 00 00 00 01 " ID8 "00 00 44 a0 " ZERO1152
	     ZERO32, NULL, 0),
	ASKS("with a token", "c3 00 00 00 01 " ID8 "00 02 aa bb 20 " ZERO32,
	     NULL, 0),
	ASKS("0-RTT", "d3 00 00 00 01 " ID8 "00 20 " ZERO32, NULL, 0),
	REPLIES("to a client without a name", "c3 00 00 00 01 00 " ID8
		"00 20 " ZERO32, NULL, 0),
	REPLIES("second", "c3 00 00 00 01 " ID8 ID8 "00 20 " ZERO32, NULL, 0,
		.memory = ZERO8 OWN("01")),
	TELLS("short and first", "c3 00 00 00 01 " ID8 ID8 "00 20 " ZERO32,
	      NULL, 0),
	TELLS("handshake", "e3 00 00 00 01 " ID8 ID8 "20 " ZERO32, NULL, 0),
	REPLIES("retry", "f0 00 00 00 01 " ID8 ID8 "'token' " ZERO8 ZERO8,
		NULL, 0),
	REPLIES("version 2's retry", "c0 6b 33 43 cf " ID8 ID8 "'token' "
		ZERO8 ZERO8, NULL, 0),
	REPLIES("versions", "80 00 00 00 00 00 " ID8 "00 00 00 01", NULL, 0),
	ASKS("Google's", "0d 01 02 03 04 05 06 07 08 'Q043' 01 " ZERO32, NULL,
	     0),
};

static const char *const quic_foreign[] = {
	"c3 00 00 00 03 " ID8 "00 00 20 " ZERO32,
	"c3 00 00 00 01 15 " ZERO32 "00 00 20 " ZERO32,
	"43 00 00 00 01 " ID8 "00 00 20 " ZERO32,
	"c3 00 00 00 01 " ID8 "00 7f ff 20 " ZERO32,
	"80 00 00 00 00 00 " ID8 "00 00 00 07",
	"0d 01 02 03 04 05 06 07 08 'Q943' 01", "81 0a 00 11 01 04 00 05",
};

Test(proto_office, quic)
{
	said_check(&quic, true, quic_cases,
		   sizeof quic_cases / sizeof *quic_cases);
	said_foreign(&quic, true, quic_foreign,
		     sizeof quic_foreign / sizeof *quic_foreign);
}

#define SMB1(command, status, flags) "00 00 00 23 ff 'SMB' " command \
	status flags "01 48 " ZERO8 "00 00 00 00 00 00 01 00 00 00 05 00 " \
	"00 00 00"
#define SMB2(status, command, flags) "00 00 00 44 fe 'SMB' 40 00 00 00 " \
	status command "00 01 00 " flags "00 00 00 00 00 00 00 07 00 00 00 " \
	"00 00 00 00 " ZERO32 "04 00 00 00"

static const struct said_case smb_cases[] = {
	ASKS("negotiate", SMB1("72 ", "00 00 00 00 ", "18 "), NULL, 6),
	ASKS("session", SMB1("73 ", "00 00 00 00 ", "18 "), "login:session",
	     6),
	REPLIES("refused", SMB1("73 ", "6d 00 00 c0 ", "98 "),
		"error:login-failed", 6),
	ASKS("session 2", SMB2("00 00 00 00 ", "01 ", "00 "), "login:session",
	     8),
	ASKS("write 2", SMB2("00 00 00 00 ", "09 ", "00 "), "write:file", 8),
	REPLIES("more needed", SMB2("16 00 00 c0 ", "01 ", "01 "), NULL, 8),
	REPLIES("refused 2", SMB2("6d 00 00 c0 ", "01 ", "01 "),
		"error:login-failed", 8),
	REPLIES("no access", SMB2("22 00 00 c0 ", "05 ", "01 "),
		"error:access-denied", 8),
	TELLS("encrypted", "00 00 00 34 fd 'SMB' " ZERO32 ZERO8 ZERO8, NULL,
	      0),
	ASKS("NetBIOS session", "81 00 00 44 20 "
	     "'CKFDENECFDEFFCFGEFFCCACACACACACA' 00 20 "
	     "'EMEPEDEBEMEIEPFDFECACACACACACAAA' 00", NULL, 0),
	REPLIES("session granted", "82 00 00 00", NULL, 0,
		.port = { 139, 40000 }),
	REPLIES("session refused", "83 00 00 01 82", NULL, 0,
		.port = { 139, 40000 }),
	TELLS("keep-alive", "85 00 00 00", NULL, 0, .memory = OWN("01")),
};

#define NOT_A_NAME "81 00 00 44 20 'not the letters of a name of NetBIOS, " \
	"but as many octets of it'"

static const char *const smb_foreign[] = {
	"00 00 00 23 ff 'SMC' 72 00 00 00 00 18",
	"00 00 00 03 fe 'SMB'", "00 00 00 44 fe 'SMB' 3f 00 00 00",
	"00 00 00 24 fe 'SMB' 40 00", "81 00 00 43 20", "82 00 00 01 00",
	"00 01 00 00 00 06 01 03 00 00 00 01", "82 00 00 00", "85 00 00 00",
	NOT_A_NAME,
};

static const struct said_case tds_cases[] = {
	ASKS("prelogin", "12 01 00 10 00 00 01 00 00 00 06 00 02 01 02 ff",
	     NULL, 0),
	ASKS("TLS of a client", "12 01 00 11 00 00 01 00 16 03 01 00 04 01 00 "
	     "00 00", NULL, 0),
	REPLIES("TLS of a server", "12 01 00 11 00 00 01 00 16 03 03 00 04 02 "
		"00 00 00", NULL, 0),
	ASKS("login", "10 01 00 0c 00 00 01 00 04 00 00 00", "login:user", 0),
	ASKS("batch", "01 01 00 0c 00 33 01 00 's' 00 'e' 00", "write:batch",
	     0, .memory = OWN("01")),
	REPLIES("answer", "04 01 00 0c 00 33 01 00 fd 00 00 00", NULL, 0,
		.port = { 1433, 40000 }),
	REPLIES("login failed", "04 01 00 10 00 33 01 00 aa 10 00 18 48 00 00 "
		"01", "error:login-failed", 0, .memory = OWN("01")),
};

static const char *const tds_foreign[] = {
	"05 01 00 0c 00 00 01 00 04 00 00 00",
	"10 01 00 07 00 00 01 00 04 00 00 00",
	"10 21 00 0c 00 00 01 00 04 00 00 00",
	"10 01 00 0c 00 00 01 01 04 00 00 00",
	"01 01 00 08 00 00 01 00",
	"01 01 00 1a 00 00 00 00 78 80 00 03 00 0c 'IBETH01N0_M' 00",
	"01 01 00 0c 00 33 01 00 's' 00 'e' 00",
};

Test(proto_office, windows)
{
	said_check(&smb, false, smb_cases,
		   sizeof smb_cases / sizeof *smb_cases);
	said_foreign(&smb, false, smb_foreign,
		     sizeof smb_foreign / sizeof *smb_foreign);
	said_check(&tds, false, tds_cases,
		   sizeof tds_cases / sizeof *tds_cases);
	said_foreign(&tds, false, tds_foreign,
		     sizeof tds_foreign / sizeof *tds_foreign);
}

#define PDU(tag, error) tag " 0e 02 02 12 34 02 01 " error " 02 01 00 30 02 " \
	"30 00"
#define V2(tag, error) "30 1b 02 01 01 04 06 'public' " PDU(tag, error)
#define V3(flags) "30 25 02 01 03 30 0e 02 02 12 34 02 02 05 c0 04 01 " flags \
	" 02 01 03 04 00 "
#define V3_PLAIN "30 0e 04 00 04 00 a0 08 02 02 12 35 02 01 00 30"
#define V3_SECRET "04 0e " ZERO8 "00 00 00 00 00 00"

static const struct said_case snmp_cases[] = {
	ASKS("get", V2("a0", "00"), "read:get", 0x1235),
	ASKS("set", V2("a3", "00"), "write:set", 0x1235),
	ASKS("bulk", V2("a5", "00"), "read:get-bulk", 0x1235),
	REPLIES("answer", V2("a2", "00"), NULL, 0x1235),
	REPLIES("no such name", V2("a2", "02"), "error:no-such-name", 0x1235),
	REPLIES("no access", V2("a2", "10"), "error:access", 0x1235),
	ASKS("get of version 3", V3("04") V3_PLAIN, "read:get", 0x1235),
	ASKS("encrypted request", V3("07") V3_SECRET, NULL, 0x1235),
	TELLS("encrypted", V3("03") V3_SECRET, NULL, 0x1235),
};

static const char *const snmp_foreign[] = {
	V2("a4", "00"), V2("a7", "00"), V2("a9", "00"),
	"30 1b 02 01 02 04 06 'public' " PDU("a0", "00"),
	"30 1c 02 01 01 04 06 'public' " PDU("a0", "00"),
	"30 1c 02 01 01 04 06 'public' " PDU("a0", "00") " 00",
	"30 0c 02 01 01 60 07 02 01 03 04 00 80 00",
};

static const struct said_case trap_cases[] = {
	ASKS("trap of version 1", "30 1b 02 01 00 04 06 'public' a4 0e 06 01 "
	     "2b 40 04 c0 a8 0a 07 02 01 06 02 00", NULL, 0),
	ASKS("trap", V2("a7", "00"), NULL, 0x1235),
	ASKS("inform", V2("a6", "00"), NULL, 0x1235),
	REPLIES("inform is answered", V2("a2", "00"), NULL, 0x1235,
		.port = { 162, 40000 }),
	ASKS("encrypted", V3("03") V3_SECRET, NULL, 0x1235,
	     .port = { 40000, 162 }),
};

static const char *const trap_foreign[] = {
	V2("a0", "00"), V3("03") V3_SECRET,
};

Test(proto_office, snmp)
{
	said_check(&snmp, true, snmp_cases,
		   sizeof snmp_cases / sizeof *snmp_cases);
	said_foreign(&snmp, true, snmp_foreign,
		     sizeof snmp_foreign / sizeof *snmp_foreign);
	said_check(&snmptrap, true, trap_cases,
		   sizeof trap_cases / sizeof *trap_cases);
	said_foreign(&snmptrap, true, trap_foreign,
		     sizeof trap_foreign / sizeof *trap_foreign);
}

#define BIND_ANSWER(code) "30 0c 02 01 07 61 07 0a 01 " code " 04 00 04 00"

static const struct said_case ldap_cases[] = {
	ASKS("bind", "30 13 02 01 07 60 0e 02 01 03 04 03 'abc' 80 04 'pass'",
	     "login:simple-bind", 8),
	ASKS("anonymous", "30 0c 02 01 07 60 07 02 01 03 04 00 80 00", NULL,
	     8),
	ASKS("SASL", "30 84 00 00 00 0e 02 01 07 60 09 02 01 03 04 00 a3 02 "
	     "04 00", "login:sasl-bind", 8),
	REPLIES("bound", BIND_ANSWER("00"), NULL, 8),
	REPLIES("not bound", BIND_ANSWER("31"), "error:login-failed", 8),
	REPLIES("no rights", "30 0c 02 01 07 67 07 0a 01 32 04 00 04 00",
		"error:access-denied", 8),
	ASKS("delete with a control", "30 0d 02 01 07 4a 04 'cn=a' a0 02 30 "
	     "00", "write:delete", 8),
	ASKS("unbind", "30 05 02 01 07 42 00", NULL, 8),
};

static const char *const ldap_foreign[] = {
	V2("a0", "00"), "30 0c 02 01 07 5f 07 02 01 03 04 00 80 00",
	"30 0c 02 01 07 60 08 02 01 03 04 00 80 00",
	"30 0d 02 01 07 60 07 02 01 03 04 00 80 00 05",
	"30 0c 02 05 07 60 07 02 01 03 04 00 80 00", "31 05 02 01 07 42 00",
};

#define KERBEROS(tag, version, type, number) tag " 1a 30 18 " version \
	" 03 02 01 05 " type " 03 02 01 " number " a4 0c 30 0a a0 08 " ZERO8
#define KERBEROS_ERROR(code) "7e 1a 30 18 a0 03 02 01 05 a1 03 02 01 1e " \
	"a4 07 18 05 '2020Z' a6 03 02 01 " code

static const struct said_case kerberos_cases[] = {
	ASKS("AS", KERBEROS("6a", "a1", "a2", "0a"), "login:kerberos", 0),
	ASKS("TGS", KERBEROS("6c", "a1", "a2", "0c"), "login:service-ticket",
	     0),
	REPLIES("AS is answered", KERBEROS("6b", "a0", "a1", "0b"), NULL, 0),
	REPLIES("wrong password", KERBEROS_ERROR("18"), "error:login-failed",
		0),
	REPLIES("proof is asked for", KERBEROS_ERROR("19"), NULL, 0),
	REPLIES("clocks differ", KERBEROS_ERROR("25"), "error:other", 0),
};

static const struct said_case kerberos_tcp[] = {
	ASKS("AS", "00 00 00 1c " KERBEROS("6a", "a1", "a2", "0a"),
	     "login:kerberos", 0),
};

#define VERSION_4 "6a 1a 30 18 a1 03 02 01 04 a2 03 02 01 0a a4 0c 30 0a " \
	"a0 08 " ZERO8

static const char *const kerberos_foreign[] = {
	KERBEROS("6a", "a1", "a2", "0b"), KERBEROS("69", "a1", "a2", "09"),
	VERSION_4,
};

Test(proto_office, directory)
{
	said_check(&ldap, false, ldap_cases,
		   sizeof ldap_cases / sizeof *ldap_cases);
	said_foreign(&ldap, false, ldap_foreign,
		     sizeof ldap_foreign / sizeof *ldap_foreign);
	said_check(&kerberos, true, kerberos_cases,
		   sizeof kerberos_cases / sizeof *kerberos_cases);
	said_check(&kerberos, false, kerberos_tcp,
		   sizeof kerberos_tcp / sizeof *kerberos_tcp);
	said_foreign(&kerberos, true, kerberos_foreign,
		     sizeof kerberos_foreign / sizeof *kerberos_foreign);
}

static const struct said_case radius_cases[] = {
	ASKS("request", "01 07 00 1b " ZERO8 ZERO8 "01 07 'admin'",
	     "login:radius", 8),
	REPLIES("accepted", "02 07 00 14 " ZERO8 ZERO8, "login:accepted", 8),
	REPLIES("refused", "03 07 00 14 " ZERO8 ZERO8, "error:login-failed",
		8),
	ASKS("accounts", "04 07 00 1a " ZERO8 ZERO8 "28 06 00 00 00 01", NULL,
	     8),
};

static const char *const radius_foreign[] = {
	"06 07 00 14 " ZERO8 ZERO8, "01 07 00 13 " ZERO8 ZERO8,
	"01 07 00 1b " ZERO8 ZERO8 "01 08 'admin'",
	"01 07 00 15 " ZERO8 ZERO8 "01", "01 07 00 16 " ZERO8 ZERO8 "01 01",
};

Test(proto_office, radius)
{
	said_check(&radius, true, radius_cases,
		   sizeof radius_cases / sizeof *radius_cases);
	said_foreign(&radius, true, radius_foreign,
		     sizeof radius_foreign / sizeof *radius_foreign);
}
