/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * IEC 60870-5-104 (5: APCI; the ASDUs are those of IEC 60870-5-101, 7).
 *
 *    0    1     2                  6      7      8       9      10       12
 *   +----+-----+------------------+------+------+-------+------+--------+-----
 *   | 68 | len | control field,   | type | num- | cause | orig | common | ob-
 *   |    |     | four octets      |      | ber  |       |      | addr.  | ject
 *   +----+-----+------------------+------+------+-------+------+--------+-----
 *
 * len counts from 2 on. Formats by the low bits of octet 2: I (xxxxxxx0)
 * carries an ASDU, S (01) acknowledges, U (xxxxxx11) starts, stops and tests.
 * The controlling station starts and stops the transfer and sends commands;
 * process information comes from the controlled one. Either may test, and
 * file transfer goes both ways.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { APCI = 6, ASDU_HEAD = 4 + 6, ADDRESS = 3, MAX_LENGTH = 253,
       MIN_I = ASDU_HEAD + ADDRESS, OBJECT_AT = 12, COMMAND_AT = 15,
       IN_SEQUENCE = 0x80 };
enum { CAUSE_REQUEST = 5, CAUSE_ACT = 6, CAUSE_ACT_CON = 7, CAUSE_DEACT = 8,
       CAUSE_DEACT_CON = 9, CAUSE_ACT_TERM = 10, CAUSE_UNKNOWN = 44,
       CAUSE_LAST = 47, NEGATIVE = 0x40, SELECT = 0x80 };

static const char *const operations[] = {
	"diagnostic:start-transfer", "diagnostic:stop-transfer",
	"diagnostic:test",	"control:select",
	"control:single",	"control:double",
	"control:step",		"control:set-point",
	"control:bitstring",	"read:interrogation",
	"read:counters",	"read:value",
	"write:clock",		"control:reset-process",
	"diagnostic:delay",	"write:parameter",
	"control:parameter-activation", "read:file",
	"error:negative",	"error:unknown-type",
	"error:unknown-cause",	"error:unknown-address",
	"error:unknown-object", NULL,
};

/* Numbers are those of the list above. */
enum { OP_START = 0, OP_STOP = 1, OP_TEST = 2, OP_SELECT = 3, OP_STEP = 6,
       OP_FILE = 17, OP_NEGATIVE = 18, OP_UNKNOWN = 19 };

/* Types of ASDU that the controlling station sends. */
static const struct code commands[] = {
	CODE(45, 4),		CODE(46, 5),		CODE(47, 6),
	{ 48, 50, 7 },		CODE(51, 8),		CODE(58, 4),
	CODE(59, 5),		CODE(60, 6),		{ 61, 63, 7 },
	CODE(64, 8),		CODE(100, 9),		CODE(101, 10),
	CODE(102, 11),		CODE(103, 12),		CODE(104, 2),
	CODE(105, 13),		CODE(106, 14),		CODE(107, 2),
	{ 110, 112, 15 },	CODE(113, 16),
};

/* Octets of an information element behind its address (IEC 60870-5-101,
 * 7.3), by type and plus one; 0: no such type. */
static const uint8_t elements[] = {
	[1] = 2,    [2] = 5,	[3] = 2,    [4] = 5,	[5] = 3,    [6] = 6,
	[7] = 6,    [8] = 9,	[9] = 4,    [10] = 7,	[11] = 4,   [12] = 7,
	[13] = 6,   [14] = 9,	[15] = 6,   [16] = 9,	[17] = 7,   [18] = 8,
	[19] = 8,   [20] = 6,	[21] = 3,   [30] = 9,	[31] = 9,   [32] = 10,
	[33] = 13,  [34] = 11,	[35] = 11,  [36] = 13,	[37] = 13,  [38] = 11,
	[39] = 12,  [40] = 12,	[45] = 2,   [46] = 2,	[47] = 2,   [48] = 4,
	[49] = 4,   [50] = 6,	[51] = 5,   [58] = 9,	[59] = 9,   [60] = 9,
	[61] = 11,  [62] = 11,	[63] = 13,  [64] = 12,	[70] = 2,   [100] = 2,
	[101] = 2,  [102] = 1,	[103] = 8,  [104] = 3,	[105] = 2,  [106] = 3,
	[107] = 10, [110] = 4,	[111] = 4,  [112] = 6,	[113] = 2,
};

static bool is_monitored(uint8_t type)
{
	return type <= 40 || type == 70;
}

/* Do number and type make up the length? Files have lengths of their own. */
static bool agrees(uint8_t type, uint8_t number, size_t objects)
{
	size_t n = number & 0x7f, size;

	if (type >= 120 && type <= 127)
		return n == 1;
	if (type >= sizeof elements || !elements[type] || !n)
		return false;
	size = elements[type] - 1u;
	return objects == (number & IN_SEQUENCE ? ADDRESS + n * size :
						  n * (ADDRESS + size));
}

/* Exactly one function of a U frame is set. */
static bool is_function(uint8_t control)
{
	static const uint8_t functions[] = { 0x07, 0x0b, 0x13, 0x23, 0x43,
					     0x83 };

	return memchr(functions, control, sizeof functions);
}

static int32_t asdu_length(const uint8_t *p, size_t n)
{
	uint8_t cause;

	if (p[4] & 1 || p[1] < MIN_I)
		return NOT_MINE;
	if (n < OBJECT_AT)
		return NEED_MORE;
	cause = p[8] & 0x3f;
	if (!agrees(p[6], p[7], p[1] - ASDU_HEAD) || !cause ||
	    cause > CAUSE_LAST ||
	    (cause > 41 && cause < CAUSE_UNKNOWN))
		return NOT_MINE;
	return 2 + p[1];
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if ((n && p[0] != 0x68) ||
	    (n > 1 && (p[1] < 4 || p[1] > MAX_LENGTH)))
		return NOT_MINE;
	if (n < APCI)
		return NEED_MORE;
	if (!(p[2] & 1))
		return asdu_length(p, n);
	if (p[1] != 4)
		return NOT_MINE;
	if (p[2] == 0x01)
		return !p[3] && !(p[4] & 1) ? APCI : NOT_MINE;
	return is_function(p[2]) && !p[3] && !p[4] && !p[5] ? APCI : NOT_MINE;
}

static void say_function(uint8_t control, struct saying *s)
{
	switch (control) {
	case 0x07:
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(OP_START);
		break;
	case 0x13:
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(OP_STOP);
		break;
	case 0x0b:
	case 0x23:
		s->speech = SPEECH_RESPONSE;
		break;
	default:
		break;
	}
}

static uint64_t refusal(uint8_t cause)
{
	unsigned reason = cause & 0x3f;

	if (reason >= CAUSE_UNKNOWN)
		return OPERATION(OP_UNKNOWN + reason - CAUSE_UNKNOWN);
	return cause & NEGATIVE ? OPERATION(OP_NEGATIVE) : 0;
}

/* Whether a command comes or goes back shows in its cause. */
static void say_command(const struct message *m, unsigned op,
			struct saying *s)
{
	uint8_t cause = m->p[8] & 0x3f;

	switch (cause) {
	case CAUSE_ACT:
	case CAUSE_DEACT:
	case CAUSE_REQUEST:
		s->speech = SPEECH_REQUEST;
		/* Qualifiers of single, double and step commands hold S/E. */
		if (op > OP_SELECT && op <= OP_STEP && m->n > COMMAND_AT &&
		    m->len > COMMAND_AT && m->p[COMMAND_AT] & SELECT)
			op = OP_SELECT;
		s->operations = OPERATION(op);
		break;
	case CAUSE_ACT_CON:
	case CAUSE_DEACT_CON:
	case CAUSE_ACT_TERM:
		s->speech = SPEECH_RESPONSE;
		s->operations = refusal(m->p[8]);
		break;
	default:
		if (cause >= CAUSE_UNKNOWN) {
			s->speech = SPEECH_RESPONSE;
			s->operations = refusal(m->p[8]);
		}
		break;
	}
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op;

	if (m->n < APCI)
		return false;
	if ((m->p[2] & 3) == 3)
		say_function(m->p[2], s);
	if (m->p[2] & 1)
		return true;
	if (m->n < OBJECT_AT)
		return false;
	op = CODE_FIND(commands, m->p[6]);
	if (op != CODE_UNKNOWN)
		say_command(m, op, s);
	else if (is_monitored(m->p[6]))
		s->speech = SPEECH_RESPONSE;
	else
		s->operations = OPERATION(OP_FILE);
	return true;
}

enum { GIST_I = 1 << 25, GIST_S = 1 << 26 };

/* All that length() and message() look at in a message of n octets. */
static uint64_t apdu_gist(const uint8_t *p, size_t n)
{
	if (p[2] == 1)
		return GIST_S | (p[4] & 1) << 8 | p[3];
	if (p[2] & 1)
		return UINT64_C(1) << 32 | load_be32(p + 2);
	if (n <= COMMAND_AT || p[4] & 1)
		return 0;
	return GIST_I | (is_monitored(p[6]) ? 0 : p[COMMAND_AT] >> 7 << 24) |
	       p[8] << 16 | p[7] << 8 | p[6];
}

/* Of several messages: how many bring values, and what else there is, but for
 * acknowledgements: no more than one message. */
static uint64_t bundle_gist(const uint8_t *p, size_t n)
{
	const uint64_t bundle = UINT64_C(1) << 63;
	uint64_t values = 0, other = 0;

	while (n) {
		int32_t len = length(p, n, false);

		if (len <= 0 || (size_t)len > n)
			return 0;
		if (!(p[2] & 1) && is_monitored(p[6])) {
			values++;
		} else if (p[2] != 1) {
			if (other)
				return 0;
			other = apdu_gist(p, (size_t)len);
			if (!other)
				return 0;
		}
		p += len;
		n -= (size_t)len;
	}
	return bundle | values << 40 | other;
}

static uint64_t gist(const uint8_t *p, size_t n)
{
	if (n < APCI || p[0] != 0x68 || p[1] < 4)
		return 0;
	return p[1] + 2u == n ? apdu_gist(p, n) : bundle_gist(p, n);
}

const struct protocol iec104 = {
	.name = "iec104",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 2404, 19998 },
	.operations = operations,
	.length = length,
	.message = message,
	.gist = gist,
};
