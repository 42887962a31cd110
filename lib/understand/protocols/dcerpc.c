/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * DCE/RPC (The Open Group C706, chapter 12): over connections, which is what
 * OPC Classic, WMI and the services of Windows use, and by datagrams, which
 * is PROFINET IO context management (IEC 61158-6-10).
 *
 * Connection:
 *    0   1   2      3       4       8         10       12     16
 *   +---+---+------+-------+-------+---------+--------+------+------
 *   | 5 |0 1| type | flags | order | length  | auth   | call | body
 *   +---+---+------+-------+-------+---------+--------+------+------
 *   bind: 2 + 2 + 4, contexts 1 + 3, context 2, 2, interface 16, ...
 *   request: hint 4, context 2, operation 2
 *
 * Datagram:
 *    0   1      2       4        8       24         40        56
 *   +---+------+-------+--------+-------+----------+---------+-------
 *   | 4 | type | flags | order  | object| interface| activity| boot 4,
 *   +---+------+-------+--------+-------+----------+---------+-------
 *   version 4, 64 sequence 4, 68 operation 2, hints 4, 74 length 2,
 *   fragment 2, 2; 80 body
 *
 * order: 10 is little-endian, 00 big-endian.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/naming.h"

enum { REQUEST = 0, PING = 1, RESPONSE = 2, FAULT = 3, WORKING = 4,
       NO_CALL = 5, REJECT = 6, ACK = 7, CANCEL = 8, CANCEL_ACK = 10,
       BIND = 11, BIND_ACK, BIND_NAK, ALTER, ALTERED, AUTH3, SHUTDOWN,
       CO_CANCEL, ORPHANED };
enum { HEADER = 16, DATAGRAM = 80 };
enum { LITTLE = 0x10 };
enum { EPM_PORT = 135, CM_PORT = 34964 };
enum { ACCESS_DENIED = 5 };

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static uint16_t load16(const uint8_t *p, bool little)
{
	return little ? load_le16(p) : load_be16(p);
}

static uint32_t load32(const uint8_t *p, bool little)
{
	return little ? load_le32(p) : load_be32(p);
}

struct uuid {
	uint64_t high, low;
};

static struct uuid load_uuid(const uint8_t *p, bool little)
{
	return (struct uuid){
		(uint64_t)load32(p, little) << 32 |
			(uint64_t)load16(p + 4, little) << 16 |
			load16(p + 6, little),
		(uint64_t)load_be32(p + 8) << 32 | load_be32(p + 12)
	};
}

static const char *const operations[] = {
	"diagnostic:endpoint-mapper", "control:activate-object",
	"diagnostic:resolve-object", "read:opc-servers", "read:opc",
	"read:opc-items", "write:opc-items", "read:opc-data",
	"control:service-manager", "control:scheduled-task",
	"read:accounts", "write:registry", "control:wmi",
	"read:shares", "login:netlogon", "diagnostic:management",
	"error:bind", "error:access-denied", "error:fault", NULL,
};

/* Places in the list above; what an interface is to us is the place of its
 * operation. */
enum {
	KIND_EPM, KIND_ACTIVATE, KIND_OXID, KIND_OPC_LIST, KIND_OPC,
	KIND_OPC_IO, OP_OPC_WRITE, KIND_OPC_CALLBACK, KIND_SERVICES,
	KIND_TASKS, KIND_ACCOUNTS, KIND_REGISTRY, KIND_WMI, KIND_SHARES,
	KIND_NETLOGON, KIND_MANAGEMENT, OP_BIND, OP_DENIED, OP_FAULT
};

static const struct interface {
	struct uuid id;
	uint8_t kind;
} interfaces[] = {
	{ { 0xe1af83085d1f11c9, 0x91a408002b14a0fa }, KIND_EPM },
	{ { 0xafa8bd807d8a11c9, 0xbef408002b102989 }, KIND_MANAGEMENT },
	{ { 0x000001a000000000, 0xc000000000000046 }, KIND_ACTIVATE },
	{ { 0x4d9f4ab87d1c11cf, 0x861e0020af6e7c57 }, KIND_ACTIVATE },
	{ { 0x99fcfec45260101b, 0xbbcb00aa0021347a }, KIND_OXID },
	{ { 0x13486d50482111d2, 0xa4943cb306c10000 }, KIND_OPC_LIST },
	{ { 0x9dd0b56cad9e43ee, 0x8305487f3188bf7a }, KIND_OPC_LIST },
	{ { 0x39c13a52011e11d0, 0x96750020afd8adb3 }, KIND_OPC_IO },
	{ { 0x39c13a71011e11d0, 0x96750020afd8adb3 }, KIND_OPC_IO },
	{ { 0x39c13a70011e11d0, 0x96750020afd8adb3 }, KIND_OPC_CALLBACK },
	{ { 0x367abb81984435f1, 0xad3298f038001003 }, KIND_SERVICES },
	{ { 0x1ff706820a5130e8, 0x076d740be8cee98b }, KIND_TASKS },
	{ { 0x86d3594983c94044, 0xb424db363231fd0c }, KIND_TASKS },
	{ { 0x123457781234abcd, 0xef000123456789ab }, KIND_ACCOUNTS },
	{ { 0x123457781234abcd, 0xef000123456789ac }, KIND_ACCOUNTS },
	{ { 0x338cd001224431f1, 0xaaaa900038001003 }, KIND_REGISTRY },
	{ { 0x9556dc99828c11cf, 0xa37e00aa003240c7 }, KIND_WMI },
	{ { 0x4b324fc8167001d3, 0x12785a47bf6ee188 }, KIND_SHARES },
	{ { 0x123456781234abcd, 0xef0001234567cffb }, KIND_NETLOGON },
};

/* All of OPC Data Access differ in one octet. */
static const struct uuid opc = { 0x39c13a00011e11d0, 0x96750020afd8adb3 };

static int kind_of(struct uuid u)
{
	for (size_t i = 0; i < COUNT(interfaces); i++)
		if (interfaces[i].id.high == u.high &&
		    interfaces[i].id.low == u.low)
			return interfaces[i].kind;
	if ((u.high & ~(UINT64_C(0xff) << 32)) == opc.high && u.low == opc.low)
		return KIND_OPC;
	return -1;
}

/* Memory: pairs of context and kind + 1, of the side that bound them. */
static void remember(uint8_t *memory, uint16_t context, int kind)
{
	uint8_t *free_pair = NULL;

	for (unsigned i = 0; i < PROTOCOL_MEMORY; i += 2)
		if (!memory[i + 1] || memory[i] == (uint8_t)context) {
			free_pair = memory + i;
			break;
		}
	if (!free_pair)
		return;
	free_pair[0] = (uint8_t)context;
	free_pair[1] = (uint8_t)(kind + 1);
}

static int recall(const uint8_t *memory, uint16_t context)
{
	for (unsigned i = 0; i < PROTOCOL_MEMORY; i += 2)
		if (memory[i + 1] && memory[i] == (uint8_t)context)
			return memory[i + 1] - 1;
	return -1;
}

static bool co_fits(const uint8_t *p, uint16_t len, uint16_t auth)
{
	static const uint8_t least[] = {
		[REQUEST] = 24, [RESPONSE] = 24, [FAULT] = 24, [BIND] = 28,
		[BIND_ACK] = 26, [BIND_NAK] = 18, [ALTER] = 28,
		[ALTERED] = 26, [AUTH3] = 20, [SHUTDOWN] = 16,
		[CO_CANCEL] = 16, [ORPHANED] = 16
	};

	return p[2] < sizeof least && least[p[2]] && len >= least[p[2]] &&
	       (!auth || auth + 8 <= len - HEADER);
}

static int32_t co_length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;
	bool little;

	(void)udp;
	if ((n > 0 && p[0] != 5) || (n > 1 && p[1] > 1))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	little = p[4] & LITTLE;
	len = load16(p + 8, little);
	if ((p[4] & ~LITTLE) || p[5] > 3 || p[6] || p[7] ||
	    !co_fits(p, len, load16(p + 10, little)))
		return NOT_MINE;
	return len;
}

/* Contexts of a bind or alter: each has one interface and some syntaxes. */
static void bind(const struct message *m, bool little, struct saying *s)
{
	struct cursor c = cursor_of(m->p + 24, m->n < 24 ? 0 : m->n - 24);
	uint8_t n = cursor_u8(&c);

	cursor_take(&c, 3);
	for (unsigned i = 0; i < n; i++) {
		const uint8_t *p = cursor_take(&c, 24);
		int kind;

		if (!p)
			return;
		kind = kind_of(load_uuid(p + 4, little));
		cursor_take(&c, p[2] * 20u);
		if (kind < 0)
			continue;
		s->operations |= OPERATION(kind);
		remember(m->memory->own, load16(p, little), kind);
	}
}

static void request(const struct message *m, bool little, struct saying *s)
{
	uint16_t operation;
	int kind;

	if (m->n < 24)
		return;
	kind = recall(m->memory->own, load16(m->p + 20, little));
	operation = load16(m->p + 22, little);
	if (kind < 0)
		return;
	/* IOPCSyncIO, IOPCAsyncIO2: after the three of IUnknown, Read and
	 * Write. */
	if (kind == KIND_OPC_IO && operation == 4)
		kind = OP_OPC_WRITE;
	s->operations = OPERATION(kind);
}

/*
 * A tower of the endpoint mapper ends in two floors: 1 octet 07 (TCP) or 08
 * (UDP), 2 octets port; 1 octet 09 (IP), 4 octets address, 0 for its own.
 */
static void find_tower(const uint8_t *p, size_t n, struct saying *s)
{
	static const uint8_t ip[] = { 1, 0, 9, 4, 0 };

	for (size_t i = 0; i + 16 <= n; i++) {
		const uint8_t *f = p + i;

		if (f[0] != 1 || f[1] || (f[2] != 7 && f[2] != 8) ||
		    f[3] != 2 || f[4] || memcmp(f + 7, ip, sizeof ip))
			continue;
		s->hint = (struct hint){ .addr = load_be32(f + 12),
					 .port = load_be16(f + 5),
					 .proto = f[2] == 7 ? 6 : 17 };
		return;
	}
}

/* Where an object lives, in answers of the object resolver: UTF-16LE text
 * "address[port]". */
static void find_binding(const uint8_t *p, size_t n, struct saying *s)
{
	for (size_t i = 0; i + 4 <= n; i++) {
		struct cursor c = cursor_of(p + i, n - i);
		uint32_t port = 0;
		uint16_t letter = 0;

		if (cursor_le16(&c) != '[')
			continue;
		for (unsigned k = 0; k < 6; k++) {
			letter = cursor_le16(&c);
			if (letter < '0' || letter > '9')
				break;
			port = port * 10 + letter - '0';
		}
		if (letter != ']' || !port || port > UINT16_MAX)
			continue;
		s->hint = (struct hint){ .port = (uint16_t)port, .proto = 6 };
		return;
	}
}

static void response(const struct message *m, struct saying *s)
{
	if (m->port[0] != EPM_PORT || m->n <= 24)
		return;
	find_tower(m->p + 24, m->n - 24, s);
	if (!s->hint.port)
		find_binding(m->p + 24, m->n - 24, s);
}

static bool co_message(const struct message *m, struct saying *s)
{
	bool little;
	uint8_t type;

	if (m->n < HEADER)
		return false;
	little = m->p[4] & LITTLE;
	type = m->p[2];
	s->speech = type == REQUEST || type == BIND || type == ALTER ||
				    type == AUTH3 || type == CO_CANCEL ||
				    type == ORPHANED ?
			    SPEECH_REQUEST : SPEECH_RESPONSE;
	if (type == BIND || type == ALTER)
		bind(m, little, s);
	else if (type == REQUEST)
		request(m, little, s);
	else if (type == RESPONSE)
		response(m, s);
	else if (type == BIND_NAK)
		s->operations = OPERATION(OP_BIND);
	else if (type == FAULT && m->n >= 28)
		s->operations = OPERATION(load32(m->p + 24, little) ==
							  ACCESS_DENIED ?
						  OP_DENIED : OP_FAULT);
	return true;
}

const struct protocol dcerpc = {
	.name = "dcerpc",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { EPM_PORT },
	.mapper = EPM_PORT,
	.operations = operations,
	.length = co_length,
	.message = co_message,
};

static const char *const cm_operations[] = {
	"control:connect", "control:release", "read:record", "write:record",
	"control:parameters", "read:implicit-record",
	"diagnostic:endpoint-mapper", "error:connect", "error:release",
	"error:record", "error:control", "error:rpc", NULL,
};

enum { CM_OPERATIONS = 6, CM_EPM = 6, CM_CONNECT, CM_RELEASE, CM_RECORD,
       CM_CONTROL, CM_RPC };

/* Interfaces of PROFINET: device 1, controller 2, supervisor 3, parameter
 * server 4. */
static const struct uuid profinet = { 0xdea000006c9711d1,
				      0x827100a02442df7d };
enum { OF_DEVICE = 1, OF_NONE = 5, OF_MAPPER = 6 };

static unsigned cm_interface(const uint8_t *p, bool little)
{
	struct uuid u = load_uuid(p + 24, little);
	uint64_t which = (u.high ^ profinet.high) >> 32;

	if (kind_of(u) == KIND_EPM)
		return OF_MAPPER;
	if (u.low != profinet.low || (uint32_t)(u.high ^ profinet.high) ||
	    which < OF_DEVICE || which >= OF_NONE)
		return OF_NONE;
	return (unsigned)which;
}

static int32_t cm_length(const uint8_t *p, size_t n, bool udp)
{
	bool little;

	(void)udp;
	if (n < DATAGRAM || p[0] != 4 || p[1] > CANCEL_ACK ||
	    (p[4] & ~LITTLE) || p[5] > 3 || p[6])
		return NOT_MINE;
	little = p[4] & LITTLE;
	if (cm_interface(p, little) == OF_NONE)
		return NOT_MINE;
	return DATAGRAM + load16(p + 74, little);
}

/* PNIOStatus begins the body of an answer; 0 is success. */
static void cm_answer(const struct message *m, uint16_t operation,
		      struct saying *s)
{
	static const uint8_t errors[CM_OPERATIONS] = {
		CM_CONNECT, CM_RELEASE, CM_RECORD, CM_RECORD, CM_CONTROL,
		CM_RECORD
	};

	if (operation < CM_OPERATIONS && m->n >= DATAGRAM + 4 &&
	    load_be32(m->p + DATAGRAM))
		s->operations = OPERATION(errors[operation]);
}

enum { NDR_HEADER = 20, MAX_BLOCKS = 32, CONNECT = 0 };
enum { AR_REQUEST = 0x0101, AR_SERVER = 0x8106, AR_NAME_AT = 52 };

/*
 * The names of stations with which a controller connects, and a device
 * answers: behind the lengths of the body (of an answer its status) are
 * blocks, big-endian: type 2, length 2 of what follows, version 2.
 */
static void cm_names(const struct message *m, struct namings *out)
{
	struct cursor c = cursor_of(m->p + DATAGRAM, m->n - DATAGRAM);

	cursor_take(&c, NDR_HEADER);
	for (unsigned i = 0; i < MAX_BLOCKS && c.left; i++) {
		uint16_t type = cursor_be16(&c), len = cursor_be16(&c);
		struct cursor block = cursor_of(c.p, len < c.left ? len :
								c.left);
		uint16_t name;

		cursor_take(&c, len);
		cursor_take(&block, type == AR_REQUEST ? AR_NAME_AT : 2);
		name = cursor_be16(&block);
		if (type == AR_REQUEST || type == AR_SERVER)
			naming_own(out, "profinet",
				   cursor_take(&block, name), name);
	}
}

/*
 * A device calls its controller back (application ready) with calls of its
 * own, on the interface of the controller: they do not count.
 */
static bool cm_message(const struct message *m, struct saying *s)
{
	unsigned interface;
	uint16_t operation;
	bool little, asks;
	uint8_t type;

	if (m->n < DATAGRAM)
		return false;
	little = m->p[4] & LITTLE;
	type = m->p[1];
	interface = cm_interface(m->p, little);
	operation = load16(m->p + 68, little);
	asks = type == REQUEST || type == PING || type == ACK ||
	       type == CANCEL;
	if (interface == OF_DEVICE || interface == OF_MAPPER)
		s->speech = asks ? SPEECH_REQUEST : SPEECH_RESPONSE;
	s->names = (type == REQUEST || type == RESPONSE) &&
		   interface == OF_DEVICE && operation == CONNECT;
	if (type == REQUEST && interface == OF_MAPPER)
		s->operations = OPERATION(CM_EPM);
	else if (type == REQUEST && operation < CM_OPERATIONS)
		s->operations = OPERATION(operation);
	else if (type == FAULT || type == REJECT)
		s->operations = OPERATION(CM_RPC);
	else if (type == RESPONSE && interface == OF_MAPPER)
		find_tower(m->p + DATAGRAM, m->n - DATAGRAM, s);
	else if (type == RESPONSE)
		cm_answer(m, operation, s);
	return true;
}

const struct protocol profinet_cm = {
	.name = "profinet-cm",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { CM_PORT },
	.mapper = CM_PORT,
	.operations = cm_operations,
	.length = cm_length,
	.message = cm_message,
	.names = cm_names,
};
