/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any bytes as what two sides say to each other: the first octet is the
 * protocol that is tried, the second says whether it is UDP (bit 0), whether
 * every protocol may try (bit 1) and how much of each payload was captured
 * (bit 2: all but 5 octets). Then payloads in turn, each behind its length in
 * one octet; bit 7 of it: the same side speaks again.
 */
#include <stdlib.h>
#include <string.h>

#include "read/packet.h"
#include "understand/inspect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { UDP = 1, ANY = 2, SNAPPED = 4, AGAIN = 0x80 };

static void require(bool truth)
{
	if (!truth)
		abort();
}

static size_t n_protocols(void)
{
	size_t n = 0;

	while (protocols[n])
		n++;
	return n;
}

/* Which operations there are no words for. */
static uint64_t unnamed(const struct protocol *proto)
{
	unsigned n = 0;

	while (proto->operations && proto->operations[n])
		n++;
	return n < MAX_OPERATIONS ? ~UINT64_C(0) << n : 0;
}

static void require_sense(const struct talk *t)
{
	const struct protocol *proto;

	require(!t->protocol || t->protocol == t->candidate);
	require(t->candidate <= n_protocols());
	if (!t->candidate)
		return;
	proto = protocols[t->candidate - 1];
	for (unsigned s = 0; s < 2; s++) {
		require(!(t->side[s].operations & unnamed(proto)));
		require(t->side[s].carry_len <= PROTOCOL_CARRY);
	}
}

/* One payload, in a block of its exact size. */
static void say(struct inspect *in, struct talk *t, unsigned s,
		struct packet *p)
{
	uint8_t *copy = malloc(p->payload_caplen ? p->payload_caplen : 1);

	require(copy != NULL);
	memcpy(copy, p->payload, p->payload_caplen);
	p->payload = copy;
	inspect_payload(in, t, s, p);
	require_sense(t);
	free(copy);
}

static void talk(struct inspect *in, struct talk *t, uint8_t flags,
		 const uint8_t *data, size_t size)
{
	uint16_t ports[2] = { 50000, 502 };
	uint32_t seq[2] = { 1, 1 };
	unsigned s = 1;

	if (t->candidate)
		ports[1] = protocols[t->candidate - 1]->ports[0];
	while (size > 1) {
		struct packet p = { .proto = flags & UDP ? 17 : 6 };
		size_t n = data[0] & ~AGAIN;

		s = data[0] & AGAIN ? s : !s;
		data++, size--;
		n = n < size ? n : size;
		p.port[0] = ports[s];
		p.port[1] = ports[!s];
		p.seq = seq[s];
		p.payload = data;
		p.payload_len = (uint32_t)n;
		p.payload_caplen = (uint32_t)n;
		if (flags & SNAPPED && n > 5)
			p.payload_caplen -= 5;
		seq[s] += p.payload_len;
		say(in, t, s, &p);
		data += n, size -= n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct inspect in;
	struct talk *t;

	if (size < 4 || size > 2048)
		return 0;
	inspect_init(&in, 1);
	t = inspect_begin(&in);
	if (!(data[1] & ANY))
		t->candidate = (uint8_t)(data[0] % n_protocols() + 1);
	talk(&in, t, data[1], data + 2, size - 2);
	inspect_release(&in);
	return 0;
}
