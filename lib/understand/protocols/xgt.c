/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * XGT of LS Electric (once LSIS, LGIS) over TCP and UDP (XGT FEnet I/F Module
 * User's Manual, 7).
 *
 *    0            10     12    13       14     16       18     20
 *   +------------+------+-----+--------+------+--------+------+---------
 *   | "LSIS-XGT" | PLC  | CPU | source | in-  | length | slot | command
 *   | 00 00      | info |     | 33, 11 | voke |        | BCC  | ...
 *   +------------+------+-----+--------+------+--------+------+---------
 *
 * Little-endian; length counts from 20 on. Source: 33 the client, 11 the
 * PLC. The older name, "LGIS-GLOFA", fills the ten octets.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { NAME = 10, HEADER = 20, SOURCE_AT = 13, INVOKE_AT = 14, LENGTH_AT = 16,
       ERROR_AT = 26, CLIENT = 0x33, PLC = 0x11, MAX_LENGTH = 2048 };

static const char *const operations[] = {
	"read:data", "write:data", "diagnostic:status", "diagnostic:other",
	"error:refused", NULL,
};

enum { OP_OTHER = 3, OP_ERROR = 4 };

static const struct code commands[] = {
	CODE(0x54, 0), CODE(0x58, 1), CODE(0xb0, 2),
};

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	size_t some = n < NAME ? n : NAME;
	uint16_t len;

	(void)udp;
	if (memcmp(p, "LSIS-XGT\0\0", some) && memcmp(p, "LGIS-GLOFA", some))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_le16(p + LENGTH_AT);
	if ((p[SOURCE_AT] != CLIENT && p[SOURCE_AT] != PLC) || len < 2 ||
	    len > MAX_LENGTH)
		return NOT_MINE;
	return HEADER + len;
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op;

	if (m->n < HEADER + 2)
		return m->n >= HEADER;
	s->pair = load_le16(m->p + INVOKE_AT) + 1u;
	if (m->p[SOURCE_AT] == PLC) {
		s->speech = SPEECH_RESPONSE;
		if (m->n >= ERROR_AT + 2 && m->len >= ERROR_AT + 2 &&
		    load_le16(m->p + ERROR_AT))
			s->operations = OPERATION(OP_ERROR);
		return true;
	}
	op = CODE_FIND(commands, load_le16(m->p + HEADER));
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
	return true;
}

const struct protocol ls_fenet = {
	.name = "ls-fenet",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,
	.ports = { 2004, 2005 },
	.operations = operations,
	.length = length,
	.message = message,
};
