/* SPDX-License-Identifier: BSD-3-Clause */
/* Logins and files: servers that speak first, and the web, which does not. */
#include "chat.h"

#include <stdio.h>

enum { TCP = 6 };

struct lines {
	const char *ask, *answer;
};

static void put_pair(const struct chat *c, struct bytes *b,
		     const struct lines *l, bool reply)
{
	const struct lines *pick = &l[c->n < 2 ? c->n : 2 + c->op % 4];

	put_text(b, reply ? pick->answer : pick->ask);
}

static const struct lines ftp_lines[] = {
	{ "USER service\r\n", "331 Password required\r\n" },
	{ "PASS service\r\n", "230 Logged in\r\n" },
	{ "CWD /recipes\r\n", "250 Okay\r\n" },
	{ "SIZE batch.csv\r\n", "213 10422\r\n" },
	{ "NOOP\r\n", "200 Okay\r\n" },
	{ "PWD\r\n", "257 \"/recipes\"\r\n" },
};

static void ftp_ask(const struct chat *c, struct bytes *b)
{
	put_pair(c, b, ftp_lines, false);
}

static void ftp_answer(const struct chat *c, struct bytes *b)
{
	put_pair(c, b, ftp_lines, true);
}

static void ftp_greet(const struct chat *c, struct bytes *b)
{
	(void)c;
	put_text(b, "220 PLC file server ready\r\n");
}

static const struct lines smtp_lines[] = {
	{ "EHLO scada.plant.test\r\n", "250-mail\r\n250 SIZE 1000000\r\n" },
	{ "MAIL FROM:<alarm@plant.test>\r\n", "250 Ok\r\n" },
	{ "RCPT TO:<shift@plant.test>\r\n", "250 Ok\r\n" },
	{ "RSET\r\n", "250 Ok\r\n" },
	{ "NOOP\r\n", "250 Ok\r\n" },
	{ "MAIL FROM:<alarm@plant.test>\r\n", "250 Ok\r\n" },
};

static void smtp_ask(const struct chat *c, struct bytes *b)
{
	put_pair(c, b, smtp_lines, false);
}

static void smtp_answer(const struct chat *c, struct bytes *b)
{
	put_pair(c, b, smtp_lines, true);
}

static void smtp_greet(const struct chat *c, struct bytes *b)
{
	(void)c;
	put_text(b, "220 mail.plant.test ESMTP\r\n");
}

static void http_ask(const struct chat *c, struct bytes *b)
{
	char text[160];

	snprintf(text, sizeof text,
		 "GET /api/tags?from=%u HTTP/1.1\r\nHost: historian\r\n"
		 "Accept: */*\r\n\r\n", c->at);
	put_text(b, text);
}

static void http_answer(const struct chat *c, struct bytes *b)
{
	unsigned n = 20 + c->size * 9;
	char text[128];

	snprintf(text, sizeof text,
		 "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
		 "Content-Length: %u\r\n\r\n", n);
	put_text(b, text);
	for (unsigned i = 0; i < n; i++)
		put_u8(b, 'a' + (i * 7 + c->at) % 26);
}

/* After the versions and the key exchange all is noise in blocks of 8. */
static void ssh_put(const struct chat *c, struct bytes *b, const char *name)
{
	if (c->n == 0) {
		put_text(b, name);
		return;
	}
	put_chance(c, b, 36 + 8 * (size_t)(c->size % 6));
}

static void ssh_ask(const struct chat *c, struct bytes *b)
{
	ssh_put(c, b, "SSH-2.0-PuTTY_Release_0.78\r\n");
}

static void ssh_answer(const struct chat *c, struct bytes *b)
{
	struct chat later = *c;

	later.n++;
	ssh_put(&later, b, NULL);
}

static void ssh_greet(const struct chat *c, struct bytes *b)
{
	(void)c;
	put_text(b, "SSH-2.0-dropbear_2020.81\r\n");
}

static const struct lines telnet_lines[] = {
	{ "operator\r\n", "operator\r\nPassword: " },
	{ "secret\r\n", "\r\nWelcome\r\n> " },
	{ "show status\r\n", "show status\r\nAll units run\r\n> " },
	{ "show alarms\r\n", "show alarms\r\nNone\r\n> " },
	{ "date\r\n", "date\r\nMon Mar  4 10:00:00\r\n> " },
	{ "\r\n", "\r\n> " },
};

static void telnet_ask(const struct chat *c, struct bytes *b)
{
	put_pair(c, b, telnet_lines, false);
}

static void telnet_answer(const struct chat *c, struct bytes *b)
{
	put_pair(c, b, telnet_lines, true);
}

static void telnet_greet(const struct chat *c, struct bytes *b)
{
	(void)c;
	put_text(b, "\xff\xfd\x18\xff\xfd\x1f\r\nRTU 7 login: ");
}

const struct family families_it[] = {
	{ "ftp", TCP, 21, 0, ftp_ask, ftp_answer, ftp_greet, 0 },
	{ "ssh", TCP, 22, 0, ssh_ask, ssh_answer, ssh_greet, 0 },
	{ "telnet", TCP, 23, 0, telnet_ask, telnet_answer, telnet_greet, 0 },
	{ "smtp", TCP, 25, 0, smtp_ask, smtp_answer, smtp_greet, 0 },
	{ "http", TCP, 80, 0, http_ask, http_answer, 0, 0 },
	{ 0 }
};
