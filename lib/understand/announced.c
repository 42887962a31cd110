/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * DCP (IEC 61158-6-10): frame feff is the answer to an identify request.
 *
 *    0       2     3   4   8       10      12
 *   +-------+-----+---+---+-------+-------+---------------------------
 *   | feff  | 05  |01 |id | delay |length | blocks: option 1, 1, length 2,
 *   |       |     |   |   |       |       | information 2, value; even
 *   +-------+-----+---+---+-------+-------+---------------------------
 *
 * LLDP (IEEE 802.1AB, 8): type 7 bits, length 9 bits, value; 0 ends.
 */
#include "understand/announced.h"

#include "ground/bytes.h"
#include "read/packet.h"
#include "read/source.h"
#include "understand/hostnames.h"
#include "understand/protocols/naming.h"
#include "understand/protocols/protocol.h"

enum { TYPE_PROFINET = 0x8892, TYPE_LLDP = 0x88cc };
enum { DCP_ANSWER = 0xfeff, DCP_HEADER = 12, MAX_BLOCKS = 32,
       OPTION_IP = 0x0102, OPTION_STATION = 0x0202 };
enum { LLDP_SYSTEM = 5, LLDP_MANAGEMENT = 8, LLDP_IPV4 = 1 };

static void hear_dcp(struct cursor c, struct namings *out)
{
	const uint8_t *head = cursor_take(&c, DCP_HEADER), *name = NULL;
	uint32_t addr = 0;
	size_t n = 0;

	if (!head || load_be16(head) != DCP_ANSWER || head[2] != 5 ||
	    head[3] != 1)
		return;
	if (load_be16(head + 10) < c.left)
		c.left = load_be16(head + 10);
	for (unsigned i = 0; i < MAX_BLOCKS && c.left; i++) {
		uint16_t option = cursor_be16(&c), len = cursor_be16(&c);
		struct cursor block = cursor_of(c.p, len < c.left ? len :
								c.left);

		cursor_take(&c, len + (len & 1u));
		cursor_take(&block, 2);
		if (option == OPTION_IP) {
			addr = cursor_be32(&block);
		} else if (option == OPTION_STATION) {
			n = block.left;
			name = cursor_take(&block, n);
		}
	}
	if (addr)
		naming_of(out, addr, "profinet", name, n);
}

static void hear_lldp(struct cursor c, struct namings *out)
{
	const uint8_t *name = NULL;
	uint32_t addr = 0;
	size_t n = 0;

	for (unsigned i = 0; i < MAX_BLOCKS && c.left; i++) {
		uint16_t head = cursor_be16(&c), len = head & 0x1ff;
		const uint8_t *value = cursor_take(&c, len);

		if (!value || !head)
			break;
		if (head >> 9 == LLDP_SYSTEM) {
			name = value;
			n = len;
		} else if (head >> 9 == LLDP_MANAGEMENT && len >= 6 &&
			   value[0] == 5 && value[1] == LLDP_IPV4) {
			addr = load_be32(value + 2);
		}
	}
	if (addr)
		naming_of(out, addr, "lldp", name, n);
}

uint16_t announced_namers(const struct packet *p)
{
	unsigned namers = 0;

	for (unsigned k = 0; naming_protocols[k]; k++)
		namers |= (unsigned)protocol_has_port(naming_protocols[k],
						      p->port) << k;
	return (uint16_t)namers;
}

static void hear_udp(const struct packet *p, unsigned namers,
		     struct namings *out)
{
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { .p = p->payload, .n = p->payload_caplen,
			     .udp = true,
			     .port = { p->port[0], p->port[1] },
			     .memory = &memory };

	for (; namers && !out->n; namers &= namers - 1) {
		const struct protocol *proto =
			naming_protocols[__builtin_ctz(namers)];
		struct saying said = { .speech = SPEECH_NEITHER };
		int32_t len;

		len = proto->length(m.p, m.n, true);
		if (len <= 0 || (size_t)len > p->payload_len)
			continue;
		m.len = (size_t)len;
		m.n = p->payload_caplen < m.len ? p->payload_caplen : m.len;
		if (proto->message(&m, &said) && said.names)
			proto->names(&m, out);
	}
}

void announced_hear(struct hostnames *h, const struct frame *f,
		    const struct packet *p, uint16_t namers)
{
	struct namings told;
	struct cursor c;

	told.n = 0;
	if (p->net == NET_IPV4 && p->proto == IP_UDP && p->has_ports &&
	    !p->fragment && p->payload_caplen) {
		hear_udp(p, namers, &told);
	} else if (p->net == NET_OTHER && p->payload) {
		c = cursor_of(p->payload,
			      (size_t)(f->bytes + f->caplen - p->payload));
		if (p->ethertype == TYPE_PROFINET)
			hear_dcp(c, &told);
		else if (p->ethertype == TYPE_LLDP)
			hear_lldp(c, &told);
	}
	if (told.n)
		hostnames_tell(h, &told, p);
}
