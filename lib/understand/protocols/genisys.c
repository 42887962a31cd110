/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Genisys of railway signalling (Union Switch & Signal; GENISYS-2000 Code
 * System manual SM-6900B), as serial servers carry it over TCP.
 *
 *   +--------+---------+---------------------+---------+----+
 *   | F1..FE | station | addresses and data  | CRC     | F6 |
 *   +--------+---------+---------------------+---------+----+
 *
 * Octets of F0 and above between head and end are sent as F0 and the low four
 * bits. The CRC is that of Modbus over the octets as they were before, low
 * octet first; an acknowledgement has none; it may hold an end mark. F1 to F3
 * come from the station in the field, F9 to FE from the office.
 */
#include "understand/protocols/crc.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { ESCAPE = 0xf0, END = 0xf6, ACKNOWLEDGE = 0xf1, INDICATION = 0xf2,
       CHECKBACK = 0xf3, COMMON = 0xf9, ACK_POLL = 0xfa, POLL = 0xfb,
       CONTROL = 0xfc, RECALL = 0xfd, EXECUTE = 0xfe };
enum { MAX_FRAME = 600, MAX_PLAIN = 260, CRC = 2 };

static const char *const operations[] = {
	"control:common", "read:acknowledge-and-poll", "read:poll",
	"control:data",	  "read:recall",	       "control:execute",
	"diagnostic:checkback", NULL,
};

enum { OP_CHECKBACK = 6 };

static bool is_head(uint8_t head)
{
	return (head >= ACKNOWLEDGE && head <= CHECKBACK) ||
	       (head >= COMMON && head <= EXECUTE);
}

/* The octets as they were before F0 was put in, their number; 0: not so. */
static size_t unescape(const uint8_t *p, size_t n, uint8_t plain[MAX_PLAIN])
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t octet = p[i];

		if (i && octet == ESCAPE) {
			if (++i == n || p[i] > 0x0f)
				return 0;
			octet |= p[i];
		} else if (i && octet > ESCAPE) {
			return 0;
		}
		if (k == MAX_PLAIN)
			return 0;
		plain[k++] = octet;
	}
	return k;
}

static bool agrees(const uint8_t *plain, size_t k, const uint8_t *sum)
{
	return k >= 2 && plain[1] &&
	       crc16_reflected(plain, k, crc16_modbus, 0xffff) ==
	       load_le16(sum);
}

/* Do the octets before the end mark make a frame? Some senders leave the
 * CRC as it is. */
static bool is_frame(const uint8_t *p, size_t end)
{
	uint8_t plain[MAX_PLAIN];
	size_t k;

	if (p[0] == ACKNOWLEDGE)
		return unescape(p, end, plain) == 2 && plain[1];
	k = unescape(p, end, plain);
	if (k > CRC && agrees(plain, k - CRC, plain + k - CRC))
		return true;
	return end > CRC && agrees(plain, unescape(p, end - CRC, plain),
				   p + end - CRC);
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	unsigned ends = 0;

	(void)udp;
	if (n && !is_head(p[0]))
		return NOT_MINE;
	for (size_t i = 1; i < n && i < MAX_FRAME; i++) {
		if (p[i] != END)
			continue;
		if (is_frame(p, i))
			return (int32_t)i + 1;
		if (++ends > CRC)
			return NOT_MINE;
	}
	return n < MAX_FRAME ? NEED_MORE : NOT_MINE;
}

static bool message(const struct message *m, struct saying *s)
{
	if (!m->n || !is_head(m->p[0]))
		return false;
	if (m->p[0] <= CHECKBACK) {
		s->speech = SPEECH_RESPONSE;
		if (m->p[0] == CHECKBACK)
			s->operations = OPERATION(OP_CHECKBACK);
		return true;
	}
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(m->p[0] - (unsigned)COMMON);
	return true;
}

const struct protocol genisys = {
	.name = "genisys",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 10001 },
	.operations = operations,
	.length = length,
	.message = message,
};
