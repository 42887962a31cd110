/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FL-net, OPCN-2 (JEM 1479; JIS B 3521), over UDP: cyclic data, messages,
 * joining and tokens on the ports 55000 to 55003, mostly broadcast.
 *
 *    0        4            8
 *   +--------+------------+------------
 *   | "FACN" | length of  | node, ...
 *   |        | all, b.e.  |
 *   +--------+------------+------------
 *
 * A ring of equal nodes that pass a token: there is no master.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 64, MAX_LENGTH = 1472 };

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len;

	(void)udp;
	if (memcmp(p, "FACN", n < 4 ? n : 4))
		return NOT_MINE;
	if (n < 8)
		return NEED_MORE;
	len = load_be32(p + 4);
	return len >= HEADER && len <= MAX_LENGTH ? (int32_t)len : NOT_MINE;
}

static bool message(const struct message *m, struct saying *s)
{
	(void)s;
	return m->n >= 8;
}

const struct protocol fl_net = {
	.name = "fl-net",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.peer = true,
	.unproven = true,
	.ports = { 55000, 55001, 55002, 55003 },
	.length = length,
	.message = message,
};
