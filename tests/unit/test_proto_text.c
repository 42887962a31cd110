/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "said.h"
#include "understand/protocols/families.h"

/* Memory: own, then peer; what the names say stands in the sources. */
#define KNOWN "01 00 00 00 00 00 00 00"
#define LOGGING_IN KNOWN " 01 00 02 00 00 00 00 00"
#define NAMING KNOWN " 01 00 01 00 00 00 00 00"

static const struct said_case ssh_cases[] = {
	TELLS("banner", "'SSH-2.0-OpenSSH_8.4\r\n'", NULL, 0),
	TELLS("old banner", "'SSH-1.99-Cisco-1.25\n'", NULL, 0),
	ASKS("a client's banner", "'SSH-2.0-PuTTY_Release_0.78\r\n'", NULL, 0),
	ASKS("KEXINIT of a client", "00 00 00 3c 05 14 "
	     "00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff "
	     "00 00 00 1c 'curve25519-sha256,ext-info-c' "
	     "00 00 00 00 00 00 00 00 00 00", NULL, 0),
	REPLIES("KEXINIT of a server", "00 00 00 3c 05 14 "
		"00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff "
		"00 00 00 1c 'kex-strict-s-v00@openssh.com' "
		"00 00 00 00 00 00 00 00 00 00", NULL, 0),
	ASKS("ECDH init", "00 00 00 14 06 1e 00 00 00 08 'public12' "
	     "00 00 00 00 00 00", NULL, 0),
	REPLIES("ECDH reply", "00 00 00 1c 04 1f 00 00 00 04 'host' "
		"00 00 00 04 'keys' 00 00 00 02 'ok' 00 00 00 00", NULL, 0),
	TELLS("NEWKEYS", "00 00 00 0c 0a 15 00 00 00 00 00 00 00 00 00 00",
	      NULL, 0),
};

#define ODD_LENGTH "00 00 00 3d 05 14 00 11 22 33 44 55 66 77 88 99 aa bb " \
	"cc dd ee ff 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00"

static const char *const ssh_foreign[] = {
	"'SSH-server'", "'SSL-2.0-OpenSSH\r\n'", "'SSH-9.0-none\r\n'",
	ODD_LENGTH,
	"00 00 00 14 06 1e 00 00 00 07 'public12' 00 00 00 00 00 00",
	"00 00 00 0c 0a 16 00 00 00 00 00 00 00 00 00 00",
	"00 01 00 00 00 06 01 03 00 00 00 01 00 00 00 00",
};

Test(proto_text, ssh)
{
	said_check(&ssh, false, ssh_cases,
		   sizeof ssh_cases / sizeof *ssh_cases);
	said_foreign(&ssh, false, ssh_foreign,
		     sizeof ssh_foreign / sizeof *ssh_foreign);
}

#define PROMPTED(what) KNOWN " 01 " what " 00 00 00 00 00 00"

static const struct said_case telnet_cases[] = {
	REPLIES("DO terminal type", "ff fd 18", NULL, 0),
	ASKS("WILL terminal type", "ff fb 18", NULL, 0),
	REPLIES("WILL echo", "ff fb 01", NULL, 0),
	ASKS("DO echo", "ff fd 01", NULL, 0),
	TELLS("WILL go on", "ff fb 03", NULL, 0),
	REPLIES("SEND terminal type", "ff fa 18 01 ff f0", NULL, 0),
	ASKS("terminal type", "ff fa 18 00 'XTERM' ff f0", NULL, 0),
	ASKS("size with an escaped octet", "ff fa 1f 00 ff ff 00 18 ff f0",
	     NULL, 0),
	TELLS("flow control", "ff fa 21 01 ff f0", NULL, 0),
	TELLS("are you there", "ff f6", NULL, 0, .memory = KNOWN),
	REPLIES("prompt", "'\r\nlogin: '", NULL, 0, .memory = KNOWN),
	REPLIES("prompt on its port", "'Password: '", NULL, 0,
		.port = { 23, 40000 }),
	ASKS("name", "'operator\r\n'", "login:user", 0,
	     .memory = PROMPTED("01")),
	ASKS("password", "'secret\r\n'", "login:password", 0,
	     .memory = PROMPTED("02")),
	REPLIES("failed", "'\r\nLogin incorrect\r\n'", "error:login-failed",
		0, .memory = KNOWN),
	REPLIES("failed and again", "'% Bad passwords\r\nPassword:'",
		"error:login-failed", 0, .memory = KNOWN),
	TELLS("text", "'show version\r\n'", NULL, 0, .memory = KNOWN),
};

static const char *const telnet_foreign[] = {
	"'login: '", "ff 53 4d 42", "ff fb 60", "ff fa 99 00", "ff f6",
	"00 00 00 20 ff 'SMB' 72",
};

Test(proto_text, telnet)
{
	said_check(&telnet, false, telnet_cases,
		   sizeof telnet_cases / sizeof *telnet_cases);
	said_foreign(&telnet, false, telnet_foreign,
		     sizeof telnet_foreign / sizeof *telnet_foreign);
}

static const struct said_case ftp_cases[] = {
	REPLIES("greeting", "'220 FTP server ready\r\n'", NULL, 0),
	REPLIES("greeting on its port", "'220-plant7\r\n220 ready\r\n'", NULL,
		0, .port = { 21, 40000 }),
	REPLIES("password asked for", "'331 Password required\r\n'", NULL, 0),
	ASKS("name", "'USER operator\r\n'", "login:user", 0,
	     .memory = KNOWN),
	ASKS("password", "'pass secret\r\n'", "login:password", 0,
	     .port = { 40000, 21 }),
	REPLIES("accepted", "'230 Logged in\r\n'", "login:accepted", 0,
		.memory = LOGGING_IN),
	REPLIES("failed", "'530 Login incorrect\r\n'", "error:login-failed",
		0, .memory = LOGGING_IN),
	REPLIES("not yet", "'530 Please log in\r\n'", NULL, 0,
		.memory = KNOWN),
	ASKS("store", "'STOR program.bin\r\n'", "write:file", 0),
	ASKS("get", "'RETR log.csv\r\n'", "read:file", 0, .memory = KNOWN),
	ASKS("list", "'NLST\r\n'", "read:directory", 0),
	ASKS("delete", "'DELE x\r\n'", "write:delete", 0, .memory = KNOWN),
	ASKS("rename", "'RNFR x\r\n'", "write:rename", 0),
	REPLIES("refused", "'550 No such file\r\n'", "error:refused", 0,
		.memory = KNOWN),
	TELLS("voted enough", "'226 done\r\n'", NULL, 0,
	      .memory = "01 04 00 00 00 00 00 00"),
};

static const char *const ftp_foreign[] = {
	"'USER operator\r\n'", "'220 mail.example.net ESMTP\r\n'",
	"'+OK ready\r\n'", "'250 done\r\n'", "'999 no\r\n'",
	"'331 kg\r\n'", "'MODE RUN\r\n'", "'STORE x\r\n'",
	"'GET / HTTP/1.1\r\n'", "'220 ready' 00 01", "31 32 33 00 00",
};

Test(proto_text, ftp)
{
	said_check(&ftp, false, ftp_cases,
		   sizeof ftp_cases / sizeof *ftp_cases);
	said_foreign(&ftp, false, ftp_foreign,
		     sizeof ftp_foreign / sizeof *ftp_foreign);
}

static const struct {
	const char *line;
	uint16_t port;
} ftp_ports[] = {
	{ "227 Entering Passive Mode (192,168,10,7,195,80).\r\n", 50000 },
	{ "227 Entering Passive Mode (192,168,10,7,195)\r\n", 0 },
	{ "227 Entering Passive Mode (192,168,10,7,256,80)\r\n", 0 },
	{ "227 nothing\r\n", 0 },
	{ "229 Entering Extended Passive Mode (|||6446|)\r\n", 6446 },
	{ "229 Entering Extended Passive Mode (|||66446|)\r\n", 0 },
	{ "229 Entering Extended Passive Mode (|||6446", 0 },
	{ "PORT 192,168,10,31,4,1\r\n", 1025 },
	{ "PORT \r\n", 0 },
	{ "EPRT |1|132.235.1.2|6275|\r\n", 6275 },
	{ "EPRT |1|132.235.1.2\r\n", 0 },
};

Test(proto_text, ftp_names_the_port_of_its_data)
{
	for (size_t i = 0; i < sizeof ftp_ports / sizeof *ftp_ports; i++) {
		const char *line = ftp_ports[i].line;
		struct protocol_memory memory = { .own = { 1 } };
		struct message m = { .p = (const uint8_t *)line,
				     .n = strlen(line), .len = strlen(line),
				     .memory = &memory };
		struct saying s = { .speech = SPEECH_NEITHER };

		cr_expect(ftp.message(&m, &s), "%s", line);
		cr_expect_eq(s.hint.port, ftp_ports[i].port, "%s: %u", line,
			     s.hint.port);
		cr_expect(!s.hint.addr && !s.hint.for_peer);
	}
}

static const struct said_case smtp_cases[] = {
	REPLIES("greeting", "'220 mail.example.net ESMTP\r\n'", NULL, 0),
	ASKS("hello", "'EHLO plant7\r\n'", NULL, 0),
	ASKS("login", "'AUTH PLAIN AGE=\r\n'", "login:user", 0,
	     .memory = KNOWN),
	REPLIES("accepted", "'235 ok\r\n'", "login:accepted", 0,
		.memory = KNOWN),
	REPLIES("failed", "'535 no\r\n'", "error:login-failed", 0,
		.port = { 25, 40000 }),
	ASKS("sender", "'MAIL FROM:<a@example.net>\r\n'", "write:mail", 0),
	REPLIES("refused", "'550 no such user\r\n'", "error:refused", 0,
		.memory = KNOWN),
};

static const char *const smtp_foreign[] = {
	"'220 FTP server ready\r\n'", "'DATA\r\n'", "'250 ok\r\n'",
	"'331 Password\r\n'", "'QUIT\r\n'", "'MAIL\r\n'",
};

static const struct said_case pop3_cases[] = {
	REPLIES("greeting", "'+OK POP3 server ready\r\n'", NULL, 0),
	ASKS("name", "'USER operator\r\n'", "login:user", 0,
	     .port = { 40000, 110 }),
	REPLIES("name is answered", "'+OK\r\n'", NULL, 0, .memory = NAMING),
	ASKS("password", "'PASS secret\r\n'", "login:password", 0,
	     .memory = KNOWN),
	REPLIES("accepted", "'+OK 3 messages\r\n'", "login:accepted", 0,
		.memory = LOGGING_IN),
	REPLIES("failed", "'-ERR no\r\n'", "error:login-failed", 0,
		.memory = LOGGING_IN),
	ASKS("get", "'RETR 1\r\n'", "read:mail", 0, .memory = KNOWN),
};

static const char *const pop3_foreign[] = {
	"'+OK\r\n'", "'USER operator\r\n'", "'-ERR unknown command\r\n'",
	"'+OKAY POP\r\n'", "'RETR log.csv\r\n'",
};

static const struct said_case imap_cases[] = {
	REPLIES("greeting", "'* OK IMAP4rev1 ready\r\n'", NULL, 0),
	ASKS("login", "'a001 LOGIN operator secret\r\n'",
	     "login:user+login:password", 0),
	REPLIES("accepted", "'a001 OK done\r\n'", "login:accepted", 0,
		.memory = LOGGING_IN),
	REPLIES("failed", "'a001 NO [AUTHENTICATIONFAILED]\r\n'",
		"error:login-failed", 0, .memory = LOGGING_IN),
	REPLIES("what has changed", "'* LIST () \"/\" INBOX\r\n'", NULL, 0,
		.port = { 143, 40000 }),
	ASKS("select", "'a2 SELECT INBOX\r\n'", "read:mail", 0),
};

static const char *const imap_foreign[] = {
	"'a001 OK done\r\n'", "'* OK ready\r\n'", "'go LIST\r\n'",
	"'LOGIN operator\r\n'", "' LOGIN\r\n'",
	"'averyveryverylongtagindeed LOGIN a b\r\n'",
};

Test(proto_text, mail)
{
	said_check(&smtp, false, smtp_cases,
		   sizeof smtp_cases / sizeof *smtp_cases);
	said_foreign(&smtp, false, smtp_foreign,
		     sizeof smtp_foreign / sizeof *smtp_foreign);
	said_check(&pop3, false, pop3_cases,
		   sizeof pop3_cases / sizeof *pop3_cases);
	said_foreign(&pop3, false, pop3_foreign,
		     sizeof pop3_foreign / sizeof *pop3_foreign);
	said_check(&imap, false, imap_cases,
		   sizeof imap_cases / sizeof *imap_cases);
	said_foreign(&imap, false, imap_foreign,
		     sizeof imap_foreign / sizeof *imap_foreign);
}

#define CLAIMED "00 00 00 00 00 00 00 00 01 01 00 00 00 00 00 00"

static const struct said_case http_cases[] = {
	ASKS("get", "'GET /index.html HTTP/1.1\r\nHost: plc\r\n\r\n'",
	     "read:page", 0),
	ASKS("basic", "'GET / HTTP/1.0\r\nHost: a\r\nauthorization: Basic "
	     "dTpw\r\n\r\n'", "login:http-basic+read:page", 0),
	ASKS("basic, cut in the header", "'GET / HTTP/1.1\r\nAuthorization: "
	     "Basic '", "login:http-basic+read:page", 0),
	ASKS("digest", "'GET / HTTP/1.1\r\nAuthorization:Digest x=\"y\"\r\n'",
	     "login:http-digest+read:page", 0),
	ASKS("ntlm", "'POST /wsman HTTP/1.1\r\nAuthorization: NTLM TlRM\r\n'",
	     "login:http-negotiate", 0),
	ASKS("form", "'POST /login HTTP/1.1\r\nHost: a\r\n\r\n"
	     "user=admin&password=x'", "login:http-form", 0),
	ASKS("no login in what is not the body", "'GET /?password=x HTTP/1.1"
	     "\r\nX-Authorization: Basic dTpw\r\n\r\n'", "read:page", 0),
	ASKS("long target, cut", "'GET /a/very/long/target?with=many&words'",
	     "read:page", 0),
	ASKS("version 2", "'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'", NULL, 0),
	REPLIES("answer", "'HTTP/1.1 200 OK\r\n\r\n'", NULL, 0),
	REPLIES("asks for a login", "'HTTP/1.1 401 no\r\n\r\n'", NULL, 0),
	REPLIES("login failed", "'HTTP/1.1 401 no\r\n\r\n'",
		"error:login-failed", 0, .memory = CLAIMED),
};

static const char *const http_foreign[] = {
	"'OPTIONS sip:a@example.net SIP/2.0\r\n'", "'GET me that'",
	"'DESCRIBE rtsp://a/ RTSP/1.0\r\n'", "'GETS /x HTTP/1.1\r\n'",
	"'HTTP/1.1 999'", "'GET / HTTP/3.1\r\n'", "'GET x' 00 '/ HTTP/1.1\r\n'",
};

Test(proto_text, http)
{
	said_check(&http, false, http_cases,
		   sizeof http_cases / sizeof *http_cases);
	said_foreign(&http, false, http_foreign,
		     sizeof http_foreign / sizeof *http_foreign);
}

static const struct said_case syslog_cases[] = {
	ASKS("of old", "'<34>Oct 11 22:14:15 plc7 su: failed'", NULL, 0),
	ASKS("of today", "'<165>1 2003-10-11T22:14:15.003Z plc7 app - - - x'",
	     NULL, 0),
	ASKS("without a time", "'<0>1 - plc7 - - - -'", NULL, 0),
	ASKS("only on its port", "'<189>123: link down'", NULL, 0,
	     .port = { 40000, 514 }),
};

static const struct said_case syslog_counted[] = {
	ASKS("with its length", "'29 <34>1 - plc7 su - - - failed'", NULL, 0),
};

static const char *const syslog_foreign[] = {
	"'<192>Oct 11 22:14:15 a b'", "'<034>Oct 11 22:14:15 a b'",
	"'<html><head>'", "'<189>123: link down'", "'<34>'", "'34'",
	"'<34>Oct' 00 01 02",
};

Test(proto_text, syslog)
{
	said_check(&syslog_lines, true, syslog_cases,
		   sizeof syslog_cases / sizeof *syslog_cases);
	said_check(&syslog_lines, false, syslog_counted,
		   sizeof syslog_counted / sizeof *syslog_counted);
	said_foreign(&syslog_lines, true, syslog_foreign,
		     sizeof syslog_foreign / sizeof *syslog_foreign);
}
