/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SSH sessions: RFC 4253 up to NEWKEYS, then bytes that look encrypted.
 * Keys and signatures are random: a reader of captures cannot know.
 */
#include "talk.h"

#include <string.h>

enum {
	MSG_KEXINIT = 20,
	MSG_NEWKEYS = 21,
	MSG_ECDH_INIT = 30,
	MSG_ECDH_REPLY = 31,
	RSA_LEN = 256,		/* bytes of a 2048-bit key */
	TAG = 32,		/* of hmac-sha2-256-etm@openssh.com */
};

static const char *const algorithms[] = {
	"curve25519-sha256,ecdh-sha2-nistp256,ecdh-sha2-nistp384",
	"ssh-rsa",
	"aes256-ctr",
	"aes256-ctr",
	"hmac-sha2-256-etm@openssh.com,hmac-sha2-256",
	"hmac-sha2-256-etm@openssh.com,hmac-sha2-256",
	"none",
	"none",
	"",
	"",
};

static void put_name(struct bytes *b, const char *s)
{
	put_be32(b, (uint32_t)strlen(s));
	put_text(b, s);
}

static void put_random(struct sim *sim, struct bytes *b, size_t n)
{
	rng_fill(&sim->rng, bytes_grow(b, n), n);
}

/* A string (RFC 4251, 5) of n random bytes. */
static void put_secret(struct sim *sim, struct bytes *b, unsigned n)
{
	put_be32(b, n);
	put_random(sim, b, n);
}

/* Packet length and padding (RFC 4253, 6) around what begins at start. */
static void packet_end(struct bytes *b, size_t start)
{
	size_t n = b->n - start;
	size_t pad = 8 - n % 8;

	if (pad < 4)
		pad += 8;
	put_fill(b, 0, pad);
	set_be32(b->p + start, (uint32_t)(n + pad - 4));
	b->p[start + 4] = (uint8_t)pad;
}

static size_t packet_begin(struct bytes *b, unsigned message)
{
	size_t start = b->n;

	put_be32(b, 0);
	put_u8(b, 0);
	put_u8(b, message);
	return start;
}

static void put_new_keys(struct bytes *b)
{
	packet_end(b, packet_begin(b, MSG_NEWKEYS));
}

static int64_t soon(struct tcp *c)
{
	return c->now + sim_between(c->sim, 900 * NS_PER_US, 9 * NS_PER_MS);
}

static void banner(struct tcp *c, enum side side, const char *text)
{
	put_text(net_body(c->sim), text);
	tcp_send(c, side, soon(c));
}

static void kexinit(struct tcp *c, enum side side)
{
	struct bytes *b = net_body(c->sim);
	size_t start = packet_begin(b, MSG_KEXINIT);

	put_random(c->sim, b, 16);
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
		put_name(b, algorithms[i]);
	put_u8(b, 0);
	put_be32(b, 0);
	packet_end(b, start);
	tcp_send(c, side, soon(c));
}

/* An mpint (RFC 4251, 5) of this length needs a zero in front. */
static void put_host_key(struct sim *sim, struct bytes *b)
{
	put_be32(b, 4 + 7 + 4 + 3 + 4 + 1 + RSA_LEN);
	put_name(b, "ssh-rsa");
	put_be32(b, 3);
	put_u8(b, 0x01);
	put_be16(b, 0x0001);
	put_be32(b, 1 + RSA_LEN);
	put_u8(b, 0);
	put_u8(b, (unsigned)sim_between(sim, 0x80, 0xff));
	put_random(sim, b, RSA_LEN - 1);
}

static void ecdh(struct tcp *c)
{
	struct bytes *b = net_body(c->sim);
	size_t start = packet_begin(b, MSG_ECDH_INIT);

	put_secret(c->sim, b, 32);
	packet_end(b, start);
	tcp_send(c, CLIENT, soon(c));

	b = net_body(c->sim);
	start = packet_begin(b, MSG_ECDH_REPLY);
	put_host_key(c->sim, b);
	put_secret(c->sim, b, 32);
	put_be32(b, 4 + 7 + 4 + RSA_LEN);
	put_name(b, "ssh-rsa");
	put_secret(c->sim, b, RSA_LEN);
	packet_end(b, start);
	put_new_keys(b);
	tcp_send(c, SERVER, soon(c));

	put_new_keys(net_body(c->sim));
	tcp_send(c, CLIENT, soon(c));
}

/* Encrypt-then-MAC leaves the length readable. */
static void sealed(struct tcp *c, enum side side, unsigned n, int64_t t)
{
	struct bytes *b = net_body(c->sim);

	n = n / 16 * 16;
	put_be32(b, n);
	put_random(c->sim, b, n + TAG);
	tcp_send(c, side, t);
}

static void commands(struct tcp *c, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned typed = (unsigned)sim_between(c->sim, 32, 96);
		unsigned shown = (unsigned)sim_between(c->sim, 64, 900);

		sealed(c, CLIENT, typed, c->now +
		       sim_between(c->sim, 300, 2500) * NS_PER_MS);
		sealed(c, SERVER, shown, soon(c));
	}
	sealed(c, CLIENT, 32, soon(c));
	tcp_close(c, CLIENT, soon(c));
}

static void wrong_passwords(struct tcp *c)
{
	for (int i = 0; i < 3; i++) {
		sealed(c, CLIENT, 144, soon(c));
		sealed(c, SERVER, 80, c->now +
		       sim_between(c->sim, 900, 1400) * NS_PER_MS);
	}
	tcp_close(c, SERVER, soon(c));
}

void ssh_session(struct sim *sim, int64_t t, const struct login *l)
{
	struct tcp c;

	tcp_init(&c, sim, &l->route);
	tcp_open(&c, t);
	banner(&c, CLIENT, "SSH-2.0-OpenSSH_8.4p1 Debian-5+deb11u1\r\n");
	banner(&c, SERVER, "SSH-2.0-OpenSSH_for_Windows_8.1\r\n");
	kexinit(&c, CLIENT);
	kexinit(&c, SERVER);
	ecdh(&c);
	sealed(&c, CLIENT, 32, soon(&c));
	sealed(&c, SERVER, 32, soon(&c));
	sealed(&c, CLIENT, 48, soon(&c));
	sealed(&c, SERVER, 48, soon(&c));
	if (l->n_commands)
		commands(&c, l->n_commands);
	else
		wrong_passwords(&c);
}
