/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tank gauges of the Veeder-Root TLS family over TCP (Serial Interface Manual
 * 576013-635, 5). Text: 01 (SOH), I asks or S sets, five digits for what and
 * two for which tank, data. In capitals the answer is for people: 01, CR LF,
 * the command again, lines; in small letters for computers: 01, the command
 * again, date, data, && and a sum. Both end in 03 (ETX). What is not
 * understood is answered 9999FF1B.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { SOH = 0x01, ETX = 0x03, DIGITS = 5, HEAD = 2 + DIGITS,
       MAX_REQUEST = 64, PEOPLE = 3 };

static const char *const operations[] = {
	"read:report", "write:setting", "control:reset", "control:leak-test",
	"error:unknown", NULL,
};

enum { OP_READ, OP_WRITE, OP_RESET, OP_TEST, OP_ERROR };

/* The command that stands behind SOH, or behind SOH, CR, LF. */
static bool is_command(const uint8_t *p, size_t n)
{
	if (n < 1 + DIGITS ||
	    (p[0] != 'I' && p[0] != 'i' && p[0] != 'S' && p[0] != 's'))
		return false;
	for (size_t i = 1; i <= DIGITS; i++)
		if (!((p[i] >= '0' && p[i] <= '9') ||
		      (p[i] >= 'A' && p[i] <= 'F')))
			return false;
	return true;
}

static bool is_unknown(const uint8_t *p, size_t n)
{
	return n >= 9 && !memcmp(p + 1, "9999FF1B", 8);
}

/* Answers come in several segments: the line at the beginning tells. */
static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n && p[0] != SOH)
		return NOT_MINE;
	if (n < HEAD)
		return NEED_MORE;
	if (is_unknown(p, n) || is_command(p + 1, n - 1))
		return (int32_t)n;
	if (p[1] != '\r' || p[2] != '\n')
		return NOT_MINE;
	if (n < HEAD + 2)
		return NEED_MORE;
	return is_command(p + PEOPLE, n - PEOPLE) ? (int32_t)n : NOT_MINE;
}

static unsigned operation_of(const uint8_t *p)
{
	if (p[0] == 'I' || p[0] == 'i')
		return OP_READ;
	if (p[1] == '0' && p[2] == '0')
		return OP_RESET;
	return p[1] == '0' && p[2] == '5' ? OP_TEST : OP_WRITE;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < HEAD)
		return false;
	if (is_unknown(m->p, m->n)) {
		s->speech = SPEECH_RESPONSE;
		s->operations = OPERATION(OP_ERROR);
		return true;
	}
	if (m->p[1] == '\r' || m->n > MAX_REQUEST ||
	    memchr(m->p, ETX, m->n) || m->memory->peer[0]) {
		s->speech = SPEECH_RESPONSE;
		return true;
	}
	m->memory->own[0] = 1;
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(operation_of(m->p + 1));
	return true;
}

const struct protocol atg = {
	.name = "atg",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.loose = true,
	.unproven = true,
	.ports = { 10001 },
	.operations = operations,
	.length = length,
	.message = message,
};
