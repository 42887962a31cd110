/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Siemens S7comm in the user data of COTP (no public specification; numbers
 * as the tables of Wireshark's dissector name them).
 *
 *    0    1      2        4        6        8        10
 *   +----+------+--------+--------+--------+--------+---------+------
 *   | 32 | kind | 00 00  | PDU    | length | length | (error) | para-
 *   |    |      |        | ref    | of par.| of data|         | meters, data
 *   +----+------+--------+--------+--------+--------+---------+------
 *
 * Kind 1 job, 2 and 3 acknowledgement (these with error class and code), 7
 * user data; the parameters of the first three begin with the function.
 * Jobs come from the client but for the blocks of a download, which the PLC
 * fetches with jobs of its own. User data, parameters:
 *
 *   00 01 12, length, method, type << 4 | group, subfunction, sequence;
 *   in answers: reference, more to come, error 2
 *
 * A system status list (group 4, subfunction 1), the data of an answer: ff,
 * 09, length 2, list 2, index 2, length 2 and number 2 of the records. Lists
 * end in 11, the module: 2, then its order number; or in 1c, the components:
 * 2, then text.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"
#include "understand/protocols/tpkt.h"

#include "ground/bytes.h"
#include "understand/protocols/codes.h"
#include "understand/protocols/naming.h"

enum { JOB = 1, ACK = 2, ACK_DATA = 3, USER_DATA = 7 };
enum { READ = 4, WRITE = 5, DOWNLOAD = 0x1b, DOWNLOAD_ENDED = 0x1c,
       PI_SERVICE = 0x28 };
enum { CPU = 4, READ_SZL = 1 };		/* a group, one of its functions */
enum { BLOCKS_SENT = 6, NC = 15 };	/* groups in which both ends push */
enum { HEADER = 10, ACK_HEADER = 12 };
enum { ITEMS = 20, DONE = 0xff };	/* of one read or write */

static const char *const operations[] = {
	"read:variables", "write:variables", "diagnostic:cpu-services",
	"program:request-download", "program:download",
	"program:download-ended", "program:start-upload", "program:upload",
	"program:end-upload", "control:plc-stop", "control:plc-start",
	"program:insert-block", "program:delete-block",
	"program:copy-ram-to-rom", "program:compress", "control:pi-service",
	"diagnostic:block-status", "read:variable-status",
	"control:modify-variable", "control:force", "diagnostic:breakpoint",
	"control:memory-reset", "diagnostic:flash-led",
	"diagnostic:programmer", "read:cyclic", "program:list-blocks",
	"program:block-info", "diagnostic:read-szl", "diagnostic:messages",
	"control:acknowledge-alarm", "login:password", "read:clock",
	"write:clock", "diagnostic:other", "program:nc",
	"error:application-relationship", "error:object", "error:resources",
	"error:service", "error:supplies", "error:access", "error:other",
	"error:hardware", "error:access-denied", "error:illegal-address",
	"error:data-type", "error:no-object", "error:wrong-password", NULL,
};

/* Places in the list above. */
enum {
	OP_START = 10, OP_INSERT, OP_DELETE, OP_ROM, OP_COMPRESS, OP_PI,
	OP_OTHER = 33, OP_CLASSES = 35, OP_ERROR = 41, OP_HARDWARE, OP_DENIED,
	OP_ADDRESS, OP_TYPE, OP_NO_OBJECT, OP_PASSWORD
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const struct code functions[] = {
	CODE(0x00, 2), CODE(0x04, 0), CODE(0x05, 1), CODE(0x1a, 3),
	CODE(0x1b, 4), CODE(0x1c, 5), CODE(0x1d, 6), CODE(0x1e, 7),
	CODE(0x1f, 8), CODE(0x29, 9),
};

/* Group << 8 | subfunction of user data; then the rest of some groups. */
static const struct code services[] = {
	CODE(0x101, 16), CODE(0x102, 17), CODE(0x107, 19), CODE(0x108, 18),
	CODE(0x109, 19), CODE(0x10a, 20), CODE(0x10c, 21), CODE(0x113, 16),
	CODE(0x116, 22), CODE(0x301, 25), CODE(0x302, 25), CODE(0x303, 26),
	CODE(0x401, 27), CODE(0x402, 28), CODE(0x40b, 29), CODE(0x501, 30),
	CODE(0x701, 31), CODE(0x702, 32), CODE(0x703, 31), CODE(0x704, 32),
	{ 0x100, 0x1ff, 23 }, { 0x200, 0x2ff, 24 }, { 0x400, 0x4ff, 28 },
	{ 0xf00, 0xfff, 34 },
};

static const struct code item_codes[] = {
	CODE(0x01, OP_HARDWARE), CODE(0x03, OP_DENIED),
	CODE(0x05, OP_ADDRESS), CODE(0x06, OP_TYPE), CODE(0x07, OP_TYPE),
	CODE(0x0a, OP_NO_OBJECT),
};

struct pdu {
	const uint8_t *p;	/* from 32 on, n octets of it */
	size_t n;
	uint8_t kind;
	uint16_t header, parameters, data;
};

static uint64_t lookup(const struct code *codes, size_t n, uint16_t value,
		       unsigned otherwise)
{
	unsigned operation = code_find(codes, n, value);

	return OPERATION(operation == CODE_UNKNOWN ? otherwise : operation);
}

/* True when the user data are an S7comm PDU, or the first part of one. */
static bool pdu_parse(const struct message *m, struct pdu *u)
{
	size_t room = m->len - TPKT_USER, total;

	u->p = m->p + TPKT_USER;
	u->n = m->n - TPKT_USER;
	if (u->n < 4 || u->p[0] != 0x32 || load_be16(u->p + 2))
		return false;
	u->kind = u->p[1];
	u->header = u->kind == ACK || u->kind == ACK_DATA ? ACK_HEADER :
							     HEADER;
	if (u->kind != JOB && u->kind != USER_DATA && u->header == HEADER)
		return false;
	if (u->n < HEADER)
		return room >= u->header;
	u->parameters = load_be16(u->p + 6);
	u->data = load_be16(u->p + 8);
	total = (size_t)u->header + u->parameters + u->data;
	return tpkt_ends(m) ? total == room : total > room;
}

/* The name of a program invocation stands at the end of its parameters. */
static uint64_t invocation(const uint8_t *p, size_t n)
{
	static const struct {
		const char *name;
		uint8_t operation;
	} names[] = {
		{ "P_PROGRAM", OP_START }, { "_INSE", OP_INSERT },
		{ "_INS2", OP_INSERT }, { "_DELE", OP_DELETE },
		{ "_MODU", OP_ROM }, { "_GARB", OP_COMPRESS },
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (memmem(p, n, names[i].name, strlen(names[i].name)))
			return OPERATION(names[i].operation);
	return OPERATION(OP_PI);
}

static void job(const struct pdu *u, struct saying *s)
{
	uint8_t function;

	if (u->n <= HEADER || !u->parameters)
		return;
	function = u->p[HEADER];
	if (function == DOWNLOAD || function == DOWNLOAD_ENDED) {
		s->speech = SPEECH_REVERSE;
		s->operations = lookup(functions, COUNT(functions), function,
				       OP_OTHER);
		return;
	}
	s->speech = SPEECH_REQUEST;
	s->pair = load_be16(u->p + 4) + 1u;
	if (function == PI_SERVICE)
		s->operations = invocation(u->p + HEADER, u->n - HEADER);
	else if (function != 0xf0)
		s->operations = lookup(functions, COUNT(functions), function,
				       OP_OTHER);
}

static uint64_t item_error(uint8_t code)
{
	return code == DONE || !code ? 0 :
	       lookup(item_codes, COUNT(item_codes), code, OP_ERROR);
}

/* Of a read each item has code, type, length (type 3 to 5: in bits) and, when
 * it went well, data padded to an even number; of a write only the code. */
static uint64_t item_errors(const struct pdu *u, uint8_t function)
{
	struct cursor c = cursor_of(u->p, u->n);
	uint64_t errors = 0;

	cursor_take(&c, (size_t)u->header + u->parameters);
	for (unsigned i = 0; i < ITEMS && c.left; i++) {
		uint8_t code = cursor_u8(&c), type;
		uint16_t len;

		errors |= item_error(code);
		if (function == WRITE)
			continue;
		type = cursor_u8(&c);
		len = cursor_be16(&c);
		if (type >= 3 && type <= 5)
			len = (uint16_t)((len + 7u) / 8);
		if (code == DONE)
			cursor_take(&c, len + (len & 1u));
	}
	return errors;
}

static void acknowledgement(const struct pdu *u, struct saying *s)
{
	static const struct code classes[] = {
		CODE(0x81, OP_CLASSES), CODE(0x82, OP_CLASSES + 1),
		CODE(0x83, OP_CLASSES + 2), CODE(0x84, OP_CLASSES + 3),
		CODE(0x85, OP_CLASSES + 4), CODE(0x87, OP_CLASSES + 5),
	};
	bool has_function = u->kind == ACK_DATA && u->parameters;
	uint8_t function;

	if (u->n < ACK_HEADER || (has_function && u->n == ACK_HEADER))
		return;
	function = has_function ? u->p[ACK_HEADER] : 0;
	if (function == DOWNLOAD || function == DOWNLOAD_ENDED)
		return;
	s->speech = SPEECH_RESPONSE;
	s->pair = load_be16(u->p + 4) + 1u;
	if (u->p[10])
		s->operations = lookup(classes, COUNT(classes), u->p[10],
				       OP_ERROR);
	else if (function == READ || function == WRITE)
		s->operations = item_errors(u, function);
}

enum { SZL_MODULE = 0x11, SZL_COMPONENTS = 0x1c, SZL_RECORDS = 32,
       ORDER_NUMBER = 20, COMPONENT = 24 };

/* System, module and plant as the project names them; 7 is the type. */
static bool is_naming(uint16_t component)
{
	return (component >= 1 && component <= 3) || component == 7;
}

static void names(const struct message *m, struct namings *out)
{
	struct pdu u = { .n = 0 };
	struct cursor c;
	uint16_t list, len, n;

	if (m->n < TPKT_USER || !pdu_parse(m, &u))
		return;
	c = cursor_of(u.p, u.n);
	cursor_take(&c, (size_t)u.header + u.parameters + 4);
	list = cursor_be16(&c) & 0xff;
	cursor_be16(&c);
	len = cursor_be16(&c);
	n = cursor_be16(&c);
	for (unsigned i = 0; i < n && i < SZL_RECORDS; i++) {
		struct cursor record = cursor_of(c.p, len);
		uint16_t what;

		if (!cursor_take(&c, len))
			return;
		what = cursor_be16(&record);
		if (list == SZL_MODULE && what == 1)
			naming_own(out, "s7",
				   cursor_take(&record, ORDER_NUMBER),
				   ORDER_NUMBER);
		else if (list == SZL_COMPONENTS && is_naming(what))
			naming_own(out, "s7", cursor_take(&record, COMPONENT),
				   COMPONENT);
	}
}

static void user_data(const struct pdu *u, struct saying *s)
{
	const uint8_t *p = u->p + HEADER;
	size_t n = u->n < HEADER ? 0 : u->n - HEADER;
	uint8_t type, group;

	if (n < 7 || u->parameters < 8)
		return;
	type = p[5] >> 4 & ~3;		/* the low bits mark NC variants */
	group = p[5] & 15;
	if (group == BLOCKS_SENT || (group == NC && !type))
		return;
	if (type == 4) {
		s->speech = SPEECH_REQUEST;
		s->operations = lookup(services, COUNT(services),
				       (uint16_t)(group << 8 | p[6]),
				       OP_OTHER);
	} else {
		s->speech = SPEECH_RESPONSE;
		s->names = type == 8 && group == CPU && p[6] == READ_SZL;
	}
	if (type)
		s->pair = load_be16(u->p + 4) + 1u;
	if (type == 8 && n >= 12 && u->parameters >= 12 && load_be16(p + 10))
		s->operations = OPERATION(load_be16(p + 10) == 0xd602 ?
					  OP_PASSWORD : OP_ERROR);
}

static bool message(const struct message *m, struct saying *s)
{
	struct pdu u = { .n = 0 };
	enum tpkt_part part;

	if (m->n < TPKT_USER)
		return false;
	part = tpkt_part(m, s);
	if (part == TPKT_ASIDE)
		return tpkt_known(m);
	if (!pdu_parse(m, &u))
		return part == TPKT_MIDDLE && tpkt_accept(m);
	if (u.kind == JOB)
		job(&u, s);
	else if (u.kind == USER_DATA)
		user_data(&u, s);
	else
		acknowledgement(&u, s);
	return tpkt_accept(m);
}

/* How a whole TPDU with an S7comm PDU goes on after its length. */
#define WHOLE_PDU UINT32_C(0x02f08032)

/* Jobs that read and write say it with their function, answers to them with
 * their errors. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	const uint64_t asked = 1 << 8, answered = UINT64_C(1) << 63;
	struct pdu u;
	uint8_t function;

	if (n <= TPKT_USER + ACK_HEADER ||
	    load_be32(p) != (0x03000000 | (uint32_t)n) ||
	    load_be32(p + 4) != WHOLE_PDU || load_be16(p + TPKT_USER + 2))
		return 0;
	u.p = p + TPKT_USER;
	u.n = n - TPKT_USER;
	u.kind = u.p[1];
	u.header = u.kind == JOB ? HEADER : ACK_HEADER;
	u.parameters = load_be16(u.p + 6);
	u.data = load_be16(u.p + 8);
	function = u.p[u.header];
	if ((function != READ && function != WRITE) || !u.parameters ||
	    u.header + u.parameters + u.data != (int)u.n)
		return 0;
	if (u.kind == JOB)
		return asked | function;
	if (u.kind != ACK_DATA || u.p[10])
		return 0;
	return answered | item_errors(&u, function);
}

const struct protocol s7comm = {
	.name = "s7comm",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 102 },
	.operations = operations,
	.length = tpkt_length,
	.message = message,
	.names = names,
	.gist = gist,
};
