/* SPDX-License-Identifier: BSD-3-Clause */
/* FTP (RFC 959) with passive data connections, and Telnet logins. */
#include "sessions.h"

#include <stdio.h>

enum {
	PORT_FTP = 21,
	PORT_TELNET = 23,
	FILE_BYTES = 5200,
};

static void line(struct tcp *c, enum side side, const char *text)
{
	put_text(net_body(c->sim), text);
	tcp_send(c, side, c->now + sim_between(c->sim, 2, 30) * NS_PER_MS);
}

static void ask(struct tcp *c, const char *question, const char *answer)
{
	line(c, CLIENT, question);
	line(c, SERVER, answer);
}

/* The server names a port, the client connects there, the file comes. */
static void fetch(struct tcp *c)
{
	const struct host *server = c->end[SERVER].host;
	uint16_t port = (uint16_t)sim_between(c->sim, 30000, 32700);
	uint32_t ip = server->ip;
	struct tcp data;
	char text[80];

	snprintf(text, sizeof text,
		 "227 Entering Passive Mode (%u,%u,%u,%u,%u,%u).\r\n",
		 ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255,
		 (unsigned)port >> 8, port & 255U);
	ask(c, "PASV\r\n", text);
	tcp_init(&data, c->sim, &(struct route){
		c->end[CLIENT].host, server, tcp_ephemeral(c->sim), port });
	tcp_open(&data, c->now + NS_PER_MS);
	ask(c, "RETR trend.csv\r\n", "150 Opening data connection\r\n");
	for (int i = 0; i < FILE_BYTES / 26; i++)
		put_text(i ? &c->sim->body : net_body(c->sim),
			 "2023-10-23T00:00:00,41.70\n");
	tcp_send(&data, SERVER, c->now + NS_PER_MS);
	tcp_close(&data, SERVER, data.now + NS_PER_MS);
	c->now = data.now > c->now ? data.now : c->now;
	line(c, SERVER, "226 Transfer complete\r\n");
}

void ftp_session(struct sim *sim, int64_t t, const struct file_login *l)
{
	struct tcp c;

	tcp_init(&c, sim, &(struct route){ l->client, l->server,
					   tcp_ephemeral(sim), PORT_FTP });
	tcp_open(&c, t);
	line(&c, SERVER, "220 RTU FTP server ready\r\n");
	for (unsigned i = 0; i < l->n_wrong; i++) {
		ask(&c, "USER admin\r\n", "331 Password required\r\n");
		c.now += 900 * NS_PER_MS;
		ask(&c, "PASS 1234\r\n", "530 Login incorrect\r\n");
	}
	if (l->n_files) {
		ask(&c, "USER trend\r\n", "331 Password required\r\n");
		ask(&c, "PASS trend\r\n", "230 Logged in\r\n");
		ask(&c, "TYPE I\r\n", "200 Type set to I\r\n");
	}
	for (unsigned i = 0; i < l->n_files; i++)
		fetch(&c);
	ask(&c, "QUIT\r\n", "221 Goodbye\r\n");
	tcp_close(&c, SERVER, c.now + NS_PER_MS);
}

/* Letters are echoed by the line; the password is not. */
void telnet_session(struct sim *sim, int64_t t, const struct file_login *l)
{
	struct tcp c;

	tcp_init(&c, sim, &(struct route){ l->client, l->server,
					   tcp_ephemeral(sim), PORT_TELNET });
	tcp_open(&c, t);
	line(&c, SERVER, "\xff\xfd\x18\xff\xfb\x01");
	line(&c, CLIENT, "\xff\xfc\x18\xff\xfd\x01");
	line(&c, SERVER, "\r\nrtu login: ");
	for (unsigned i = 0; i < l->n_wrong; i++) {
		ask(&c, "admin\r\n", "admin\r\nPassword: ");
		c.now += 900 * NS_PER_MS;
		ask(&c, "1234\r\n", "\r\nLogin incorrect\r\nrtu login: ");
	}
	if (l->n_files) {
		ask(&c, "admin\r\n", "admin\r\nPassword: ");
		ask(&c, "private\r\n", "\r\nWelcome\r\nrtu> ");
		ask(&c, "show mac\r\n", "show mac\r\n7 00:80:f4\r\nrtu> ");
	}
	tcp_close(&c, CLIENT, c.now + 300 * NS_PER_MS);
}
