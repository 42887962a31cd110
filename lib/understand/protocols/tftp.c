/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TFTP (RFC 1350, 5; RFC 2347).
 *
 *   1 read, 2 write: opcode 2 | file 0 | mode 0 | (option 0 value 0)*
 *   3 data: opcode 2 | block 2 | data       4 acknowledgement: opcode | block
 *   5 error: opcode 2 | code 2 | text 0     6 options: (option 0 value 0)*
 *
 * Only the first packet goes to port 69: the server answers from a port of
 * its own, in a flow of its own. There its data of block 1, its
 * acknowledgement of block 0 or its options come first, and the blocks must
 * follow each other.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include <string.h>

#include "ground/bytes.h"
#include "understand/protocols/lines.h"

enum { MIN = 4, MAX_BLOCK = 1 << 14, MAX_NAME = 255, IPPROTO = 17 };

enum opcode { READ = 1, WRITE, DATA, ACK, ERROR, OPTIONS };

static const char *const operations[] = {
	"read:file", "write:file", "error:access-denied", "error:other", NULL,
};

enum { DENIED = 1 << 2, OTHER = 1 << 3 };

/* Octets of memory: what the side is, and its last block. */
enum { ROLE, BLOCK_HIGH, BLOCK_LOW };

enum { UNKNOWN_ROLE, SERVER, CLIENT };

/* Behind the text that ends in 0 at p, or NULL. */
static const uint8_t *behind_text(const uint8_t *p, const uint8_t *end)
{
	size_t n = (size_t)(end - p);
	const uint8_t *zero = n ? memchr(p, 0, n) : NULL;

	if (!zero || zero == p || zero - p > MAX_NAME ||
	    !text_is_plain(p, (size_t)(zero - p)))
		return NULL;
	return zero + 1;
}

static bool texts(const uint8_t *p, const uint8_t *end)
{
	while (p && p < end)
		p = behind_text(p, end);
	return p != NULL;
}

static bool is_request(const uint8_t *p, const uint8_t *end)
{
	const uint8_t *mode = behind_text(p + 2, end);
	size_t n = mode ? (size_t)(end - mode) : 0;

	return mode && (text_starts(mode, n, "OCTET") ||
			text_starts(mode, n, "NETASCII") ||
			text_starts(mode, n, "MAIL")) && texts(mode, end);
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	bool mine = false;

	(void)udp;
	if (n < MIN || p[0])
		return NOT_MINE;
	switch (p[1]) {
	case READ:
	case WRITE:
		mine = is_request(p, p + n);
		break;
	case DATA:
		mine = n <= MIN + MAX_BLOCK;
		break;
	case ACK:
		mine = n == MIN;
		break;
	case ERROR:
		mine = load_be16(p + 2) <= 8 && n > MIN && !p[n - 1] &&
		       text_is_plain(p + MIN, n - MIN - 1);
		break;
	case OPTIONS:
		mine = texts(p + 2, p + n);
		break;
	}
	return mine ? (int32_t)n : NOT_MINE;
}

static uint16_t block_of(const uint8_t *memory)
{
	return load_be16(memory + BLOCK_HIGH);
}

static void become(struct protocol_memory *memory, uint8_t role)
{
	memory->own[ROLE] = role;
	memory->peer[ROLE] = role == SERVER ? CLIENT : SERVER;
}

/* A block in its turn: data of the one behind what the peer has acknowledged,
 * or the acknowledgement of what came. What is sent twice is not heard twice:
 * else a stranger who repeats himself would be taken in. */
static bool follows(const struct message *m)
{
	uint16_t block = load_be16(m->p + 2);
	uint16_t own = block_of(m->memory->own);
	uint16_t peer = block_of(m->memory->peer);

	if (!m->memory->own[ROLE]) {
		if (m->p[1] == DATA ? block != 1 : block != 0)
			return false;
		become(m->memory, SERVER);
	} else if (block != (uint16_t)(own + 1) ||
		   peer != (m->p[1] == DATA ? own : block)) {
		return false;
	}
	m->memory->own[BLOCK_HIGH] = m->p[2];
	m->memory->own[BLOCK_LOW] = m->p[3];
	return true;
}

static void speak(const struct message *m, struct saying *s)
{
	if (m->memory->own[ROLE] == SERVER) {
		s->speech = SPEECH_RESPONSE;
		return;
	}
	s->speech = SPEECH_REQUEST;
	/* Both have spoken, so the server's new port is one. */
	s->hint.port = m->port[1];
	s->hint.proto = IPPROTO;
	s->hint.for_peer = true;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < MIN)
		return false;
	switch (m->p[1]) {
	case READ:
	case WRITE:
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(m->p[1] - READ);
		return true;
	case ERROR:
		s->operations = load_be16(m->p + 2) == 2 ? DENIED : OTHER;
		return true;
	case OPTIONS:
		become(m->memory, SERVER);
		s->speech = SPEECH_RESPONSE;
		return true;
	default:
		if (!follows(m))
			return false;
		speak(m, s);
		return true;
	}
}

const struct protocol tftp = {
	.name = "tftp",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ports = { 69 },
	.mapper = 69,
	.operations = operations,
	.length = length,
	.message = message,
};
