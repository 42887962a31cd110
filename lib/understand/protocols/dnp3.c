/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * DNP3 over TCP and UDP (IEEE 1815-2012: 9.2 link frames, 8.2 transport,
 * 4.2 application).
 *
 *    0       2     3      4       6        8       10     11    12
 *   +-------+-----+------+-------+--------+-------+------+-----+------+-----
 *   | 05 64 | len | ctrl | dest. | source | CRC   | tran | app | func | ...
 *   |       |     |      | l.e.  | l.e.   | l.e.  | sp.  | ctl | tion |
 *   +-------+-----+------+-------+--------+-------+------+-----+------+-----
 *
 * len counts from ctrl on without CRCs; user data come in blocks of 16 octets
 * with a CRC each. DIR (bit 7 of ctrl) is set in every frame of the master,
 * whoever began the exchange and whoever opened the connection. Only the
 * first segment of a fragment (FIR, bit 6 of transport) has a function.
 */
#include "understand/protocols/crc.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 10, BLOCK = 16, CRC = 2, MIN_LENGTH = 5 };
enum { DIR = 0x80, FIR = 0x40, FUNCTION_AT = 12, IIN_AT = 13 };
/* len of frames that reach the function, an octet and two behind it; in
 * shorter ones a CRC stands there. */
enum { TO_FUNCTION = 8, TO_GROUP = 9, TO_IIN = 10 };
enum { WRITE = 2, RESPONSE = 0x81, UNSOLICITED = 0x82, GROUP_TIME = 50,
       GROUP_INDICATIONS = 80, GROUP_FILE = 70 };

static const char *const operations[] = {
	"diagnostic:confirm",	   "read:data",
	"write:data",		   "control:select",
	"control:operate",	   "control:direct-operate",
	"control:direct-operate-no-ack", "write:freeze",
	"control:cold-restart",	   "control:warm-restart",
	"program:initialize-data", "program:initialize-application",
	"control:start-application", "control:stop-application",
	"program:save-configuration", "write:enable-unsolicited",
	"write:disable-unsolicited", "write:assign-class",
	"diagnostic:delay",	   "diagnostic:record-time",
	"read:file-open",	   "read:file-close",
	"program:file-delete",	   "read:file-info",
	"login:file",		   "read:file-abort",
	"program:activate-configuration", "login:authenticate",
	"write:time",		   "diagnostic:clear-restart",
	"write:file",		   "diagnostic:link",
	"diagnostic:other",
	"error:function",	   "error:object",
	"error:parameter",	   "error:busy",
	"error:configuration",	   "error:trouble", NULL,
};

/* Numbers are those of the list above. */
enum { OP_WRITE = 2, OP_TIME = 28, OP_CLEAR = 29, OP_FILE = 30, OP_LINK = 31,
       OP_OTHER = 32, OP_NO_FUNCTION = 33, OP_NO_OBJECT = 34,
       OP_PARAMETER = 35, OP_BUSY = 36, OP_CONFIGURATION = 37,
       OP_TROUBLE = 38 };

/* Table 4-3 of the standard, by function code. */
static const uint8_t functions[] = {
	0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 27,
};

/* Internal indications, both octets as one, first octet highest. */
static const struct {
	uint16_t bit;
	uint8_t operation;
} indications[] = {
	{ 0x4000, OP_TROUBLE },	  { 0x0001, OP_NO_FUNCTION },
	{ 0x0002, OP_NO_OBJECT }, { 0x0004, OP_PARAMETER },
	{ 0x0010, OP_BUSY },	  { 0x0020, OP_CONFIGURATION },
};

/* The sum is sent inverted. */
static bool is_summed(const uint8_t *p)
{
	return (load_le16(p + HEADER - CRC) ^
		crc16_reflected(p, HEADER - CRC, crc16_dnp, 0)) == 0xffff;
}

/* Octets of a frame with this length octet. */
static size_t frame_size(uint8_t length)
{
	size_t data = length - (size_t)MIN_LENGTH;

	return HEADER + data + CRC * ((data + BLOCK - 1) / BLOCK);
}

/* All of these bits. */
enum { INDICATED = 0x4037 };

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if ((n && p[0] != 0x05) || (n > 1 && p[1] != 0x64) ||
	    (n > 2 && p[2] < MIN_LENGTH))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	return is_summed(p) ? (int32_t)frame_size(p[2]) : NOT_MINE;
}

static uint64_t asked(const struct message *m)
{
	uint8_t code = m->p[FUNCTION_AT];
	unsigned op = code < sizeof functions ? functions[code] : OP_OTHER;

	if (op == OP_WRITE && m->n > IIN_AT && m->p[2] >= TO_GROUP) {
		if (m->p[IIN_AT] == GROUP_TIME)
			op = OP_TIME;
		else if (m->p[IIN_AT] == GROUP_INDICATIONS)
			op = OP_CLEAR;
		else if (m->p[IIN_AT] == GROUP_FILE)
			op = OP_FILE;
	}
	return OPERATION(op);
}

static uint64_t indicated(const struct message *m)
{
	uint64_t found = 0;
	uint16_t bits;

	if (m->n < IIN_AT + 2 || m->p[2] < TO_IIN)
		return 0;
	bits = load_be16(m->p + IIN_AT);
	for (size_t i = 0; i < sizeof indications / sizeof *indications; i++)
		if (bits & indications[i].bit)
			found |= OPERATION(indications[i].operation);
	return found;
}

static bool message(const struct message *m, struct saying *s)
{
	bool master;

	if (m->n < HEADER)
		return false;
	master = m->p[3] & DIR;
	s->speech = master ? SPEECH_REQUEST : SPEECH_RESPONSE;
	if (m->len == HEADER) {
		s->operations = master ? OPERATION(OP_LINK) : 0;
		return true;
	}
	if (m->n <= FUNCTION_AT || m->p[2] < TO_FUNCTION ||
	    !(m->p[HEADER] & FIR))
		return true;
	if (master)
		s->operations = asked(m);
	else if (m->p[FUNCTION_AT] == RESPONSE ||
		 m->p[FUNCTION_AT] == UNSOLICITED)
		s->operations = indicated(m);
	return true;
}

/* What message() looks at in a frame. */
static uint64_t frame_gist(const uint8_t *p, size_t n)
{
	const uint64_t link = 1 << 27, asked = 1 << 28, answered = 1 << 29,
		       more = 1 << 30;
	uint8_t function;

	if (n <= FUNCTION_AT)
		return link | (p[3] & DIR);
	if (!(p[HEADER] & FIR) || p[2] < TO_FUNCTION)
		return more | (p[3] & DIR);
	function = p[FUNCTION_AT];
	if (p[3] & DIR)
		return asked | function |
		       (function == WRITE && p[2] >= TO_GROUP ?
				p[IIN_AT] << 8 : 0);
	if (p[2] < TO_IIN ||
	    (function != RESPONSE && function != UNSOLICITED))
		return 0;
	return answered | (load_be16(p + IIN_AT) & INDICATED);
}

static bool is_whole(const uint8_t *p, size_t n)
{
	return n >= HEADER && load_be16(p) == 0x0564 && p[2] >= MIN_LENGTH &&
	       frame_size(p[2]) <= n && is_summed(p);
}

/* Of a frame, and of several when those behind the first carry on with what
 * it begins. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	uint64_t begins = 0, frames = 0;
	uint8_t direction = 0;

	for (; n; frames++) {
		size_t len;

		if (!is_whole(p, n))
			return 0;
		len = frame_size(p[2]);
		if (!frames) {
			direction = p[3] & DIR;
			begins = frame_gist(p, len);
		} else if (len == HEADER || p[HEADER] & FIR ||
			   (p[3] & DIR) != direction) {
			return 0;
		}
		p += len;
		n -= len;
	}
	return begins ? frames << 32 | begins : 0;
}

const struct protocol dnp3 = {
	.name = "dnp3",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 20000, 19999 },
	.operations = operations,
	.length = length,
	.message = message,
	.gist = gist,
};
