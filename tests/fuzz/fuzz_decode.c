/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any bytes as a frame: two octets of link type, big endian, then the frame.
 * The frame is decoded as if it was whole, and as if more had been on the
 * wire; an Ethernet frame also with two priority tags, so that the loop for any
 * frame has to say the same as the short way for plain ones.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/bytes.h"
#include "read/decode.h"
#include "read/linktype.h"
#include "read/scope.h"
#include "read/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void decode(const struct frame *f, struct packet *p)
{
	memset(p, 0xa5, sizeof(*p));
	decode_frame(f, p);
	require(p->net <= NET_LINKTYPE);
	require(p->n_vlan <= LIMIT_VLAN_TAGS);
	require(p->n_tunnels <= LIMIT_DECODE_DEPTH);
	require(p->has_ports || !p->has_tcp);
	require(p->fragment || !p->fragment_first);
	require(p->net != NET_IPV4 || p->ip_len >= 20);
	require(p->payload_caplen <= p->payload_len);
	require(p->payload_len <= p->ip_len);
	require(!p->payload_caplen ||
		(p->payload >= f->bytes &&
		 p->payload + p->payload_caplen <= f->bytes + f->caplen));
	require(scope_of(p) < N_SCOPES);
	require(!scope_is_in(scope_of(p)) || p->has_ports ||
		(p->fragment && !p->fragment_first));
}

/* All members, but for where the payload lies and what is between them. */
static void compare(const struct packet *a, const struct packet *b)
{
	const size_t payload = offsetof(struct packet, payload);
	const size_t rest = offsetof(struct packet, has_ports);
	const size_t end = offsetof(struct packet, arp_op) + sizeof a->arp_op;

	require(memcmp(a, b, payload) == 0);
	require(memcmp((const char *)a + rest, (const char *)b + rest,
		       end - rest) == 0);
	require(a->arp_mac == b->arp_mac);
	require(!a->payload_caplen ||
		memcmp(a->payload, b->payload, a->payload_caplen) == 0);
}

static void with_tags(const struct frame *f, const struct packet *plain)
{
	static const uint8_t tag[8] = { 0x81, 0, 0xe0, 0, 0x81, 0, 0xe0, 0 };
	struct frame tagged = *f;
	struct packet p;
	uint8_t *bytes = malloc(f->caplen + sizeof(tag));

	require(bytes != NULL);
	memcpy(bytes, f->bytes, 12);
	memcpy(bytes + 12, tag, sizeof(tag));
	memcpy(bytes + 12 + sizeof(tag), f->bytes + 12, f->caplen - 12);
	tagged.bytes = bytes;
	tagged.caplen += sizeof(tag);
	tagged.len += sizeof(tag);
	decode(&tagged, &p);
	/* The tags may be the one header too many. */
	if (p.net != NET_DAMAGED)
		compare(plain, &p);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame f = { .time_ns = 42 };
	struct packet p;

	if (size < 2 || size > 4096)
		return 0;
	f.linktype = load_be16(data);
	f.bytes = data + 2;
	f.caplen = f.len = (uint32_t)size - 2;
	decode(&f, &p);
	f.len += 1000;
	f.fcs_len = 4;
	decode(&f, &p);
	if (f.linktype == LINKTYPE_ETHERNET && f.caplen >= 12 &&
	    p.net != NET_DAMAGED)
		with_tags(&f, &p);
	return 0;
}
