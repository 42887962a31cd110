/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any bytes as a frame: two octets of link type, big endian, then the frame.
 * The frame is decoded as if it was whole, and as if more had been on the
 * wire; an Ethernet frame also with a priority tag, past the straight path.
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

static void compare(const struct packet *a, const struct packet *b)
{
	const size_t end = offsetof(struct packet, checksum) + 2;
	const size_t lengths = offsetof(struct packet, ip_len);
	const size_t tail = offsetof(struct packet, seq);

	require(memcmp(a, b, end) == 0);
	require(memcmp(&a->ip_len, &b->ip_len,
		       offsetof(struct packet, payload_caplen) + 4 - lengths)
		== 0);
	require(!a->payload_caplen ||
		memcmp(a->payload, b->payload, a->payload_caplen) == 0);
	require(memcmp(&a->seq, &b->seq, sizeof(*a) - tail) == 0);
}

static void with_tag(const struct frame *f, const struct packet *plain)
{
	static const uint8_t tag[4] = { 0x81, 0, 0xe0, 0 };
	struct frame tagged = *f;
	struct packet p;
	uint8_t *bytes = malloc(f->caplen + sizeof(tag));

	require(bytes != NULL);
	memcpy(bytes, f->bytes, 12);
	memcpy(bytes + 12, tag, sizeof(tag));
	memcpy(bytes + 16, f->bytes + 12, f->caplen - 12);
	tagged.bytes = bytes;
	tagged.caplen += sizeof(tag);
	tagged.len += sizeof(tag);
	decode(&tagged, &p);
	/* The tag may be the one header too many. */
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
		with_tag(&f, &p);
	return 0;
}
