/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Modbus/TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3;
 * Modbus Application Protocol V1.1b3, 6), UMAS in it, and Modbus RTU as
 * serial servers put it into TCP or UDP.
 *
 *    0        2        4        6      7      8
 *   +--------+--------+--------+------+------+----------
 *   | trans- | proto- | length | unit | func | data
 *   | action | col 0  |        |      | tion |
 *   +--------+--------+--------+------+------+----------
 *
 * length counts from the unit on. Big-endian. A request and its answer carry
 * the same transaction number; which is which shows in the length of the data
 * of most functions. RTU is unit, function, data and a CRC, low octet first.
 *
 * UMAS (Schneider Electric; not published, numbers as several open
 * implementations have them) is function 5a: session 1, UMAS function 1,
 * data; in an answer fe (done) or fd (error) stands for the function.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/codes.h"
#include "understand/protocols/crc.h"

enum { HEADER = 6, MAX_LENGTH = 254, EXCEPTION = 0x80 };
enum { UMAS = 0x5a, UMAS_DONE = 0xfe, UMAS_ERROR = 0xfd };
enum { RTU_HEAD = 2, RTU_CRC = 2, RTU_LEAST = 4, RTU_MOST = 256,
       RTU_UNITS = 247 };

/* Memory octet 0: UMAS was seen. */
enum { KNOWN = 1 };

static const char *const operations[] = {
	"read:coils",		     "read:discrete-inputs",
	"read:holding-registers",    "read:input-registers",
	"write:single-coil",	     "write:single-register",
	"diagnostic:exception-status", "diagnostic:diagnostics",
	"diagnostic:comm-counter",   "diagnostic:comm-log",
	"write:multiple-coils",	     "write:multiple-registers",
	"diagnostic:server-id",	     "read:file-record",
	"write:file-record",	     "write:mask-register",
	"write:read-write-registers", "read:fifo-queue",
	"diagnostic:device-identification", "control:restart-communication",
	"control:listen-only",	     "program:umas",
	"diagnostic:other",
	"error:illegal-function",    "error:illegal-address",
	"error:illegal-value",	     "error:device-failure",
	"error:acknowledge",	     "error:busy",
	"error:memory-parity",	     "error:gateway-path",
	"error:gateway-target",	     "error:other",
	"diagnostic:umas-identify",  "diagnostic:umas-project",
	"diagnostic:umas-status",    "login:umas-reservation",
	"read:umas-memory",	     "write:umas-memory",
	"read:umas-variables",	     "write:umas-variables",
	"read:umas-dictionary",	     "program:umas-transfer",
	"control:plc-start",	     "control:plc-stop",
	"read:umas-monitor",	     "error:umas", NULL,
};

/* Numbers are those of the list above. */
enum { OP_RESTART = 19, OP_LISTEN_ONLY = 20, OP_UMAS = 21, OP_OTHER = 22,
       OP_ERRORS = 23, OP_ERROR_OTHER = 32, OP_NONE = MAX_OPERATIONS,
       OP_UMAS_ERROR = 46 };

static const struct code functions[] = {
	CODE(1, 0),   CODE(2, 1),   CODE(3, 2),	  CODE(4, 3),	CODE(5, 4),
	CODE(6, 5),   CODE(7, 6),   CODE(8, 7),	  CODE(11, 8),	CODE(12, 9),
	CODE(15, 10), CODE(16, 11), CODE(17, 12), CODE(20, 13),
	CODE(21, 14), CODE(22, 15), CODE(23, 16), CODE(24, 17),
	CODE(43, 18),
};

static const struct code umas_functions[] = {
	CODE(0x01, 33),	   CODE(0x02, 33),    CODE(0x03, 34),
	CODE(0x04, 35),	   CODE(0x06, 33),    CODE(0x0a, OP_NONE),
	CODE(0x10, 36),	   CODE(0x11, OP_NONE), CODE(0x12, OP_NONE),
	CODE(0x20, 37),	   CODE(0x21, 38),    CODE(0x22, 39),
	CODE(0x23, 40),	   CODE(0x24, 39),    CODE(0x25, 40),
	CODE(0x26, 41),	   { 0x30, 0x35, 42 }, CODE(0x40, 43),
	CODE(0x41, 44),	   CODE(0x50, 45),    CODE(0x58, 35),
	CODE(0x70, 39),	   CODE(0x71, 40),
};

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if (n < 8)
		return n >= 4 && load_be16(p + 2) ? NOT_MINE : NEED_MORE;
	len = load_be16(p + 4);
	if (load_be16(p + 2) || len < 2 || len > MAX_LENGTH || !p[7])
		return NOT_MINE;
	return HEADER + len;
}

static uint64_t operation_of(const uint8_t *data, size_t n, uint8_t code)
{
	unsigned operation = CODE_FIND(functions, code);

	if (code == 8 && n >= 2 && load_be16(data) == 1)
		return OPERATION(OP_RESTART);
	if (code == 8 && n >= 2 && load_be16(data) == 4)
		return OPERATION(OP_LISTEN_ONLY);
	return OPERATION(operation == CODE_UNKNOWN ? OP_OTHER : operation);
}

static uint64_t error_of(uint8_t code)
{
	static const uint8_t codes[] = { 1, 2, 3, 4, 5, 6, 8, 10, 11 };

	for (unsigned i = 0; i < sizeof codes; i++)
		if (codes[i] == code)
			return OPERATION(OP_ERRORS + i);
	return OPERATION(OP_ERROR_OTHER);
}

/* What follows a function code: total octets, the first n as they are. */
struct data {
	const uint8_t *p;
	size_t n, total;
};

static bool counts_itself(const struct data *d)
{
	return d->n && d->total > 1 && d->p[0] == d->total - 1;
}

static enum speech if_so(bool asks, bool answers)
{
	return asks == answers ? SPEECH_NEITHER :
	       asks	       ? SPEECH_REQUEST : SPEECH_RESPONSE;
}

/* Who speaks. Section 6 of the specification, function by function; what
 * both ends send alike, and what neither should send, says nothing. */
static enum speech speech_of(uint8_t code, const struct data *d)
{
	size_t total = d->total;

	switch (code) {
	case 1:
	case 2:
		/* Four octets are a request, or an answer of 17 to 24 bits. */
		return if_so(total == 4, counts_itself(d));
	case 3:
	case 4:
		return if_so(total == 4, total != 4 && counts_itself(d));
	case 15:
	case 16:
		return if_so(total > 5 && d->n > 4 && d->p[4] == total - 5,
			     total == 4);
	case 23:
		return if_so(total > 9 && d->n > 8 && d->p[8] == total - 9,
			     counts_itself(d));
	case 7:
		return if_so(!total, total == 1);
	case 11:
		return if_so(!total, total == 4);
	case 12:
	case 17:
		return if_so(!total, counts_itself(d));
	case 24:
		return if_so(total == 2, total > 3 && d->n > 1 &&
			     load_be16(d->p) == total - 2);
	case 43:
		return if_so(total == 3, total > 6);
	default:
		return SPEECH_NEITHER;
	}
}

static void umas_speaks(const struct data *d, struct saying *s)
{
	unsigned operation;

	if (d->n < 2) {
		s->operations = OPERATION(OP_UMAS);
		return;
	}
	if (d->p[1] == UMAS_DONE || d->p[1] == UMAS_ERROR) {
		s->speech = SPEECH_RESPONSE;
		if (d->p[1] == UMAS_ERROR)
			s->operations = OPERATION(OP_UMAS_ERROR);
		return;
	}
	s->speech = SPEECH_REQUEST;
	operation = CODE_FIND(umas_functions, d->p[1]);
	if (operation == CODE_UNKNOWN)
		s->operations = OPERATION(OP_UMAS);
	else if (operation != OP_NONE)
		s->operations = OPERATION(operation);
}

static bool speak(uint8_t code, const struct data *d, struct saying *s)
{
	if (code & EXCEPTION) {
		if (d->total != 1)
			return false;
		s->speech = SPEECH_RESPONSE;
		if (d->n)
			s->operations = error_of(d->p[0]);
		return true;
	}
	if (code == UMAS) {
		umas_speaks(d, s);
		return true;
	}
	s->speech = speech_of(code, d);
	if (s->speech != SPEECH_RESPONSE)
		s->operations = operation_of(d->p, d->n, code);
	return true;
}

static bool message(const struct message *m, struct saying *s)
{
	struct data d;

	if (m->n < 8)
		return false;
	d = (struct data){ m->p + 8, m->n - 8, m->len - 8 };
	s->pair = load_be16(m->p) + 1u;
	return speak(m->p[7], &d, s);
}

/* What speak() looks at, besides the size of the data, which is that of the
 * payload: function and first octet; the rest is for few functions. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	uint64_t head;
	unsigned code;

	if (n <= 8)
		return 0;
	head = load_be64(p + 1);
	code = head >> 8 & 0xff;
	if ((uint32_t)(head >> 24) != (uint32_t)n - HEADER)
		return 0;
	if (code - 1 < 6)
		return head & 0xffff;
	switch (code) {
	case 8:		/* has functions of its own */
	case 23:
	case 24:
	case UMAS:
		return 0;
	case 15:
	case 16:
		return (head & 0xffff) | (n > 12 ? p[12] << 16 : 0);
	default:
		return head & 0xffff;
	}
}

const struct protocol modbus_tcp = {
	.name = "modbus",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 502 },
	.operations = operations,
	.length = length,
	.message = message,
	.gist = gist,
};

/* Once UMAS was heard, other functions in between belong to it. */
static bool umas_message(const struct message *m, struct saying *s)
{
	uint8_t *own = m->memory->own, *peer = m->memory->peer;

	if (m->n < 8 || (m->p[7] != UMAS && !(own[0] & KNOWN)) ||
	    (m->p[7] == UMAS && m->len < 10))
		return false;
	own[0] |= KNOWN;
	peer[0] |= KNOWN;
	return message(m, s);
}

const struct protocol umas = {
	.name = "umas",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,	/* of real ones only a scan of all functions */
	.ports = { 502 },
	.operations = operations,
	.length = length,
	.message = umas_message,
};

/* The lengths that an RTU frame of this function may have, 0 none. */
static void rtu_lengths(const uint8_t *p, size_t n, uint16_t out[2])
{
	uint16_t own = n > 2 ? p[2] + 5u : 0;

	out[0] = out[1] = 0;
	switch (p[1]) {
	case 1:
	case 2:
	case 3:
	case 4:
		out[0] = 8;
		out[1] = own;
		break;
	case 5:
	case 6:
		out[0] = 8;
		break;
	case 15:
	case 16:
		out[0] = 8;
		out[1] = n > 6 ? p[6] + 9u : 0;
		break;
	case 7:
		out[0] = 4;
		out[1] = 5;
		break;
	case 11:
		out[0] = 4;
		out[1] = 8;
		break;
	case 12:
	case 17:
		out[0] = 4;
		out[1] = own;
		break;
	case 22:
		out[0] = 10;
		break;
	case 23:
		out[0] = own;
		out[1] = n > 10 ? p[10] + 13u : 0;
		break;
	default:
		out[0] = p[1] & EXCEPTION ? 5 : 0;
		break;
	}
}

static bool rtu_is_whole(const uint8_t *p, size_t n, uint16_t len)
{
	return len >= RTU_LEAST && len <= RTU_MOST && len <= n &&
	       crc16_reflected(p, len - RTU_CRC, crc16_modbus, 0xffff) ==
		       load_le16(p + len - RTU_CRC);
}

static int32_t rtu_length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t may[2];

	if (n < RTU_LEAST)
		return udp || (n && p[0] > RTU_UNITS) ? NOT_MINE : NEED_MORE;
	if (p[0] > RTU_UNITS)
		return NOT_MINE;
	rtu_lengths(p, n, may);
	for (unsigned i = 0; i < 2; i++)
		if (rtu_is_whole(p, n, may[i]))
			return may[i];
	if (udp || (may[0] <= n && may[1] <= n) || may[0] > RTU_MOST ||
	    may[1] > RTU_MOST)
		return NOT_MINE;
	return NEED_MORE;
}

static bool rtu_message(const struct message *m, struct saying *s)
{
	struct data d;

	if (m->n < RTU_LEAST || m->n < m->len)
		return false;
	d = (struct data){ m->p + RTU_HEAD, m->n - RTU_LEAST,
			   m->len - RTU_LEAST };
	return speak(m->p[1], &d, s);
}

/*
 * Ports of serial servers and of Modbus. A CRC over a known shape is much,
 * but so is what other devices behind a serial server say.
 */
const struct protocol modbus_rtu = {
	.name = "modbus-rtu",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_WEAK,
	.ot = true,
	.unproven = true,	/* captures of our own making only */
	.ports = { 502, 503, 950, 966, 2101, 4001, 4002, 4003, 4004, 8899,
		   10001, 20108 },
	.operations = operations,
	.length = rtu_length,
	.message = rtu_message,
};
