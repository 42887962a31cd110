/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * DNS (RFC 1035, 4; RFC 2136, 5936), multicast DNS (RFC 6762) and LLMNR (RFC
 * 4795), which share their messages and differ in the port. Over TCP two
 * octets of length go before.
 *
 *    0    2        4         6        8          10        12
 *   +----+--------+---------+--------+----------+---------+--------
 *   | id | flags  | ques-   | ans-   | author-  | addi-   | ques-
 *   |    | result | tions   | wers   | ities    | tions   | tion ...
 *   +----+--------+---------+--------+----------+---------+--------
 *
 * The highest bit of the flags is an answer's. The whole message is walked:
 * its records must be as many as the counts say and fill it. Big-endian.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include <strings.h>

#include "ground/bytes.h"
#include "understand/protocols/naming.h"

enum { HEADER = 12, PREFIX = 2, MAX_LABEL = 63,
       MDNS_PORT = 5353, LLMNR_PORT = 5355 };

enum { ANSWER = 0x80, OPCODE_UPDATE = 5, OPCODE_NOTIFY = 4,
       TYPE_IXFR = 251, TYPE_AXFR = 252 };

static const char *const operations[] = {
	"read:zone-transfer", "write:update", NULL,
};

enum { TRANSFER = 1 << 0, UPDATE = 1 << 1 };

static bool name(struct cursor *c)
{
	for (unsigned octets = 0; octets < 255;) {
		uint8_t len = cursor_u8(c);

		if (c->overrun || !len)
			return !c->overrun;
		if (len >= 0xc0) {
			cursor_u8(c);
			return !c->overrun;
		}
		if (len > MAX_LABEL)
			return false;
		cursor_take(c, len);
		octets += len + 1u;
	}
	return false;
}

/* Classes in use (IANA); multicast DNS has the highest bit for itself. */
static bool is_class(unsigned class)
{
	class &= 0x7fff;
	return (class >= 1 && class <= 4) || class == 254 || class == 255;
}

static bool questions(struct cursor *c, unsigned n)
{
	for (; n; n--) {
		if (!name(c))
			return false;
		cursor_be16(c);
		if (!is_class(cursor_be16(c)))
			return false;
	}
	return !c->overrun;
}

/* A class of EDNS's record is a size (RFC 6891), so none is looked at. */
static bool records(struct cursor *c, unsigned n)
{
	for (; n; n--) {
		if (!name(c))
			return false;
		cursor_take(c, 8);
		cursor_take(c, cursor_be16(c));
	}
	return !c->overrun;
}

/* What must agree whatever the size of the message. */
static bool header_agrees(const uint8_t *p)
{
	unsigned opcode = p[2] >> 3 & 15, n = load_be16(p + 4);
	unsigned all = load_be16(p + 6) + load_be16(p + 8) + load_be16(p + 10);

	if (opcode == 3 || opcode > 6 || p[3] & 0x40 || n > 32 ||
	    !(n + all) || all > 512)
		return false;
	if (p[2] & ANSWER)
		return true;
	/* Multicast questions carry what is known already. */
	return n && !(p[3] & 0x0f);
}

/* Cut by the snap length or a segment, a message is believed once its
 * questions are whole. */
static bool is_dns(const uint8_t *p, size_t n)
{
	struct cursor c = cursor_of(p + HEADER, n - HEADER);
	unsigned all = load_be16(p + 6) + load_be16(p + 8) + load_be16(p + 10);

	if (!header_agrees(p) || !questions(&c, load_be16(p + 4)))
		return false;
	if (!records(&c, all))
		return c.overrun && load_be16(p + 4);
	return !c.left;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	size_t len;

	if (udp)
		return n >= HEADER && is_dns(p, n) ? (int32_t)n : NOT_MINE;
	if (n < PREFIX + HEADER)
		return NEED_MORE;
	len = load_be16(p);
	if (len < HEADER || !header_agrees(p + PREFIX))
		return NOT_MINE;
	n = n - PREFIX < len ? n - PREFIX : len;
	return is_dns(p + PREFIX, n) ? (int32_t)len + PREFIX : NOT_MINE;
}

/* The type asked for by the first question; 0 when it is cut. */
static unsigned type_of(const uint8_t *p, size_t n)
{
	struct cursor c = cursor_of(p + HEADER, n - HEADER);

	return name(&c) ? cursor_be16(&c) : 0;
}

static bool message(const struct message *m, struct saying *s)
{
	size_t prefix = m->udp ? 0 : PREFIX, n = m->n - prefix;
	const uint8_t *p = m->p + prefix;
	unsigned opcode, type;

	if (m->n < prefix + HEADER)
		return false;
	s->pair = load_be16(p) + 1u;
	if (p[2] & ANSWER) {
		s->speech = SPEECH_RESPONSE;
		s->names = load_be16(p + 6);
		return true;
	}
	s->speech = SPEECH_REQUEST;
	opcode = p[2] >> 3 & 15;
	type = type_of(p, n);
	if (opcode == OPCODE_UPDATE)
		s->operations = UPDATE;
	else if (opcode == 0 && (type == TYPE_AXFR || type == TYPE_IXFR))
		s->operations = TRANSFER;
	return true;
}

enum { TYPE_A = 1, TYPE_PTR = 12, CLASS_IN = 1, MAX_JUMPS = 8,
       NAME_TEXT = 256 };

/*
 * The name that begins at octet i of the n at p, with dots. Returns its
 * length, 0 where it is cut or runs in circles.
 */
static size_t spell(const uint8_t *p, size_t n, size_t i,
		    char out[NAME_TEXT])
{
	unsigned jumps = 0;
	size_t len = 0;

	while (i < n && p[i]) {
		uint8_t label = p[i];

		if (label >= 0xc0) {
			if (i + 1 >= n || ++jumps > MAX_JUMPS)
				return 0;
			i = load_be16(p + i) & 0x3fff;
			continue;
		}
		if (label > MAX_LABEL || label >= n - i ||
		    len + label + 1 >= NAME_TEXT)
			return 0;
		if (len)
			out[len++] = '.';
		memcpy(out + len, p + i + 1, label);
		len += label;
		i += label + 1u;
	}
	return i < n ? len : 0;
}

/* "7.10.168.192.in-addr.arpa" is 192.168.10.7; 0: it is none. */
static uint32_t reversed(const char *name, size_t len)
{
	static const char zone[] = ".in-addr.arpa";
	size_t digits = len - (sizeof zone - 1);
	uint32_t addr = 0, octet = 0;
	unsigned n = 0;

	if (len < sizeof zone || strncasecmp(name + digits, zone,
					     sizeof zone - 1))
		return 0;
	for (size_t i = 0; i <= digits; i++) {
		if (i < digits && name[i] >= '0' && name[i] <= '9') {
			octet = octet * 10 + (uint32_t)(name[i] - '0');
		} else if (name[i] != '.' || n == 4) {
			return 0;
		} else {
			addr |= octet << 8 * n++;
			octet = 0;
		}
		if (octet > 255)
			return 0;
	}
	return n == 4 ? addr : 0;
}

/* One record of which the data of len octets follow at the cursor. */
static void record_name(const struct message *m, size_t at, uint16_t type,
			struct cursor data, struct namings *out)
{
	size_t prefix = m->udp ? 0 : PREFIX;
	const uint8_t *p = m->p + prefix;
	const char *source = m->port[0] == MDNS_PORT ? "mdns" :
			     m->port[0] == LLMNR_PORT ? "llmnr" : "dns";
	struct naming *given = NULL;
	char name[NAME_TEXT];
	uint32_t addr;
	size_t len;

	len = spell(p, m->n - prefix, at, name);
	if (type == TYPE_PTR) {
		addr = reversed(name, len);
		len = spell(p, m->n - prefix, (size_t)(data.p - p), name);
	} else {
		addr = cursor_be32(&data);
	}
	if (addr && len)
		given = naming_of(out, addr, source, name, len);
	if (given)
		given->hearsay = m->port[0] != MDNS_PORT;
}

/* Of the answers, addresses of names and names of addresses. */
static void names(const struct message *m, struct namings *out)
{
	size_t prefix = m->udp ? 0 : PREFIX;
	const uint8_t *p = m->p + prefix;
	struct cursor c = cursor_of(p + HEADER, m->n - prefix - HEADER);
	unsigned n = load_be16(p + 6);

	if (!questions(&c, load_be16(p + 4)))
		return;
	for (; n && !c.overrun && out->n < MESSAGE_NAMES; n--) {
		size_t at = (size_t)(c.p - p);
		uint16_t type, class, len;
		struct cursor data;

		if (!name(&c))
			return;
		type = cursor_be16(&c);
		class = cursor_be16(&c) & 0x7fff;
		cursor_be32(&c);
		len = cursor_be16(&c);
		data = c;
		cursor_take(&c, len);
		data.left = len;
		if (!c.overrun && class == CLASS_IN &&
		    ((type == TYPE_A && len == 4) || type == TYPE_PTR))
			record_name(m, at, type, data, out);
	}
}

static bool at_port(const struct message *m, uint16_t port)
{
	return m->port[0] == port || m->port[1] == port;
}

/* Its numbers are 0, so they pair nothing. */
static bool mdns_message(const struct message *m, struct saying *s)
{
	if (!at_port(m, MDNS_PORT) || !message(m, s))
		return false;
	s->pair = 0;
	return true;
}

static bool llmnr_message(const struct message *m, struct saying *s)
{
	return at_port(m, LLMNR_PORT) && message(m, s);
}

const struct protocol mdns = {
	.name = "mdns",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { MDNS_PORT },
	.operations = operations,
	.length = length,
	.message = mdns_message,
	.names = names,
};

const struct protocol llmnr = {
	.name = "llmnr",
	.transports = PROTOCOL_UDP | PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ports = { LLMNR_PORT },
	.operations = operations,
	.length = length,
	.message = llmnr_message,
	.names = names,
};

const struct protocol dns = {
	.name = "dns",
	.transports = PROTOCOL_UDP | PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ports = { 53 },
	.operations = operations,
	.length = length,
	.message = message,
	.names = names,
};
