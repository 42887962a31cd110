/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * KNXnet/IP (ISO 22510; KNX Standard 03_08), on UDP and TCP.
 *
 *    0    1    2         4        6
 *   +----+----+---------+--------+------------
 *   | 06 | 10 | service | length | body
 *   |    |    |         | of all |
 *   +----+----+---------+--------+------------
 *
 * Big-endian. Requests to find, describe and connect come from the client;
 * tunnelling, device management and disconnecting go both ways; routing is
 * multicast among peers.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 6, VERSION = 0x10, MAX_LENGTH = 4096,
       CONNECTED = 0x206, STATE = 0x208 };

static const char *const operations[] = {
	"diagnostic:search",	"diagnostic:describe",
	"login:connect",	"diagnostic:state",
	"program:device-management", "write:tunnelling",
	"read:feature",		"write:feature",
	"diagnostic:remote",	"program:remote-configuration",
	"control:remote-reset",	"login:secure-session",
	"error:refused",	NULL,
};

enum { OP_ERROR = 12, SILENT = 0xfe };

/* Services that say who speaks. */
static const struct code requests[] = {
	CODE(0x201, 0), CODE(0x20b, 0),	 CODE(0x203, 1), CODE(0x205, 2),
	CODE(0x207, 3), CODE(0x422, 6),	 CODE(0x424, 7), CODE(0x740, 8),
	CODE(0x742, 9), CODE(0x743, 10), CODE(0x951, 11), CODE(0x953, 11),
};

static const struct code responses[] = {
	CODE(0x202, SILENT), CODE(0x20c, SILENT), CODE(0x204, SILENT),
	CODE(0x206, SILENT), CODE(0x208, SILENT), CODE(0x423, SILENT),
	CODE(0x425, SILENT), CODE(0x741, SILENT), CODE(0x952, SILENT),
	CODE(0x954, SILENT),
};

/* Services of both ends. */
static const struct code both[] = {
	{ 0x209, 0x20a, SILENT }, CODE(0x310, 4), CODE(0x311, SILENT),
	CODE(0x420, 5), CODE(0x421, SILENT), { 0x530, 0x533, SILENT },
	CODE(0x950, SILENT), CODE(0x955, SILENT),
};

static bool is_service(unsigned service)
{
	return CODE_FIND(requests, service) != CODE_UNKNOWN ||
	       CODE_FIND(responses, service) != CODE_UNKNOWN ||
	       CODE_FIND(both, service) != CODE_UNKNOWN;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if ((n && p[0] != HEADER) || (n > 1 && p[1] != VERSION))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_be16(p + 4);
	if (len < HEADER || len > MAX_LENGTH || !is_service(load_be16(p + 2)))
		return NOT_MINE;
	return len;
}

/* The status follows the channel. */
static bool is_refusal(const struct message *m, unsigned service)
{
	return (service == CONNECTED || service == STATE) &&
	       m->n > HEADER + 1 && m->len > HEADER + 1 && m->p[HEADER + 1];
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned service, op;

	if (m->n < HEADER)
		return false;
	service = load_be16(m->p + 2);
	op = CODE_FIND(requests, service);
	if (op != CODE_UNKNOWN) {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(op);
		return true;
	}
	if (CODE_FIND(responses, service) != CODE_UNKNOWN) {
		s->speech = SPEECH_RESPONSE;
		if (is_refusal(m, service))
			s->operations = OPERATION(OP_ERROR);
		return true;
	}
	op = CODE_FIND(both, service);
	if (op < SILENT)
		s->operations = OPERATION(op);
	return true;
}

const struct protocol knxnet_ip = {
	.name = "knxnet-ip",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,
	.ports = { 3671 },
	.operations = operations,
	.length = length,
	.message = message,
};
