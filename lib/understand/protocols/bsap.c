/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * BSAP of Bristol Babcock's controllers, over UDP (Network 3000 BSAP
 * Programmer's Reference D4052 for function codes; the IP form as the
 * captures and the analyser of CISA's ICSNPP show it).
 *
 *    0        2        4          6
 *   +--------+--------+----------+---------+
 *   | header | num-   | kind of  | serial  |  header octets, then messages:
 *   | octets | ber    | message  | numbers |  length (4), header (1), sequence
 *   +--------+--------+----------+---------+  (4), function, status, code
 *
 * Little-endian. Kinds 6, 84 and 86 (hex) ask, 1 and 5 answer, 0 polls or
 * acknowledges, which both ends do. Both ends use one port.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { SHORT_HEADER = 14, LONG_HEADER = 22, MESSAGE_HEAD = 12,
       FUNCTION_AT = 9, CODE_AT = 11, MAX_MESSAGES = 32 };
enum { KIND_POLL = 0, REMOTE_DATABASE = 0xa0, EXTENSION = 0xa1,
       FLASH_DOWNLOAD = 0x68, FLASH_CONFIG = 0x6a, DOWNLOAD = 0x78 };

static const char *const operations[] = {
	"read:signal",	  "read:memory",
	"write:signal",	  "write:memory",
	"control:extension", "program:download",
	"diagnostic:other", NULL,
};

enum { OP_EXTENSION = 4, OP_DOWNLOAD = 5, OP_OTHER = 6 };

/* Codes of the remote database. */
static const struct code codes[] = {
	CODE(0x00, 0), CODE(0x04, 0), CODE(0x0c, 0), CODE(0x0d, 0),
	CODE(0x02, 1), CODE(0x06, 1), CODE(0x0e, 1), CODE(0x0f, 1),
	CODE(0x80, 2), CODE(0x84, 2), CODE(0x8c, 2), CODE(0x8d, 2),
	CODE(0x82, 3), CODE(0x86, 3),
};

static enum speech speech_of(uint16_t kind)
{
	switch (kind) {
	case 0x06:
	case 0x84:
	case 0x86:
		return SPEECH_REQUEST;
	case 0x01:
	case 0x05:
		return SPEECH_RESPONSE;
	default:
		return SPEECH_NEITHER;
	}
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t header, number;
	uint32_t len;

	(void)udp;
	if (n < 6)
		return n && p[0] != SHORT_HEADER && p[0] != LONG_HEADER ?
		       NOT_MINE : NEED_MORE;
	header = load_le16(p);
	number = load_le16(p + 2);
	if ((header != SHORT_HEADER && header != LONG_HEADER) ||
	    number > MAX_MESSAGES ||
	    (speech_of(load_le16(p + 4)) == SPEECH_NEITHER &&
	     load_le16(p + 4) != KIND_POLL))
		return NOT_MINE;
	if (!number)
		return n <= header ? header : NOT_MINE;
	if (n < header + (size_t)MESSAGE_HEAD)
		return NOT_MINE;
	len = load_le32(p + header);
	return len && len <= n - header ? (int32_t)n : NOT_MINE;
}

static unsigned operation_of(uint8_t function, uint8_t code)
{
	unsigned op;

	switch (function) {
	case REMOTE_DATABASE:
		op = CODE_FIND(codes, code);
		return op == CODE_UNKNOWN ? OP_OTHER : op;
	case EXTENSION:
		return OP_EXTENSION;
	case FLASH_DOWNLOAD:
	case FLASH_CONFIG:
	case DOWNLOAD:
		return OP_DOWNLOAD;
	default:
		return OP_OTHER;
	}
}

static bool message(const struct message *m, struct saying *s)
{
	const uint8_t *first;
	uint16_t header;

	if (m->n < 6)
		return false;
	header = load_le16(m->p);
	if (m->len == header)
		return true;
	s->speech = speech_of(load_le16(m->p + 4));
	if (s->speech != SPEECH_REQUEST ||
	    m->n < header + (size_t)MESSAGE_HEAD)
		return true;
	first = m->p + header;
	s->operations = OPERATION(operation_of(first[FUNCTION_AT],
					       first[CODE_AT]));
	return true;
}

const struct protocol bsap = {
	.name = "bsap",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 1234, 1235 },
	.operations = operations,
	.length = length,
	.message = message,
};
