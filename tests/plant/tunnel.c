/* SPDX-License-Identifier: BSD-3-Clause */
/* Tunnels from the switch to a probe that would listen at .240. */
#include "host.h"
#include "tape.h"
#include "wrap.h"

enum {
	PROTO_UDP = 17,
	PROTO_GRE = 47,
	PORT_VXLAN = 4789,
	GRE_IP4 = 0x0800,
	GRE_BRIDGED = 0x6558,
	GRE_ERSPAN2 = 0x88be,
	GRE_ERSPAN3 = 0x22eb,
	GRE_SEQUENCE = 0x1000,
	SESSION = 7,
	VLAN = 10,
};

static const struct host probe = {
	"probe", { 0x00, 0x1b, 0x21, 0x77, 0x0d, 0xf0 },
	IP4(192, 168, 10, 240), 64, OS_LINUX
};

/* n is the length of what the outer datagram carries. */
static void put_outer(struct bytes *out, const struct payload *in,
		      unsigned proto, size_t n)
{
	size_t at;

	put_mem(out, probe.mac, 6);
	put_mem(out, host_switch.mac, 6);
	put_be16(out, 0x0800);
	at = out->n;
	put_be16(out, 0x4500);
	put_be16(out, (unsigned)n + 20);
	put_be16(out, 0x3000 + in->number);
	put_be16(out, 0);
	put_u8(out, host_switch.ttl);
	put_u8(out, proto);
	put_be16(out, 0);
	put_be32(out, host_switch.ip);
	put_be32(out, probe.ip);
	ip4_sum(out->p + at);
}

bool wrap_gre(struct bytes *out, const struct payload *in)
{
	size_t total = get_be16(in->frame + 16);

	if (!frame_is_ip4(in->frame, in->len) || in->frame[0] & 1) {
		put_outer(out, in, PROTO_GRE, 4 + in->len);
		put_be32(out, GRE_BRIDGED);
		put_mem(out, in->frame, in->len);
	} else {
		put_outer(out, in, PROTO_GRE, 4 + total);
		put_be32(out, GRE_IP4);
		put_mem(out, in->frame + 14, total);
	}
	return true;
}

static void put_gre_sequence(struct bytes *out, const struct payload *in,
			     unsigned type)
{
	put_be16(out, GRE_SEQUENCE);
	put_be16(out, type);
	put_be32(out, in->number);
}

/* draft-foschiano-erspan-03, 4.2 */
bool wrap_erspan(struct bytes *out, const struct payload *in)
{
	put_outer(out, in, PROTO_GRE, 16 + in->len);
	put_gre_sequence(out, in, GRE_ERSPAN2);
	put_be16(out, 1u << 12 | VLAN);
	put_be16(out, SESSION);
	put_be32(out, 4);
	put_mem(out, in->frame, in->len);
	return true;
}

/* The same, 4.3: a timestamp, no platform header. */
bool wrap_erspan3(struct bytes *out, const struct payload *in)
{
	put_outer(out, in, PROTO_GRE, 20 + in->len);
	put_gre_sequence(out, in, GRE_ERSPAN3);
	put_be16(out, 2u << 12 | VLAN);
	put_be16(out, SESSION);
	put_be32(out, 1000 * in->number);
	put_be16(out, 0);
	put_be16(out, 0);
	put_mem(out, in->frame, in->len);
	return true;
}

/* RFC 7348, 5; without a UDP checksum, as it recommends. */
bool wrap_vxlan(struct bytes *out, const struct payload *in)
{
	put_outer(out, in, PROTO_UDP, 16 + in->len);
	put_be16(out, 50000 + in->frame[5]);
	put_be16(out, PORT_VXLAN);
	put_be16(out, (unsigned)in->len + 16);
	put_be16(out, 0);
	put_be32(out, 0x08000000);
	put_be32(out, 5001u << 8);
	put_mem(out, in->frame, in->len);
	return true;
}
