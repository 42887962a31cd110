/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Datagrams to a group: one is looked at by itself, on a port of a protocol's
 * own only, since there is no conversation that could settle what it is.
 */
#include "understand/inspect.h"

#include "read/packet.h"
#include "understand/announced.h"

/* A caller says the same again and again. */
enum { LOOKS_ENOUGH = 8 };

static bool owns(const struct protocol *proto, const struct packet *p)
{
	return proto->transports & PROTOCOL_UDP &&
	       protocol_has_port(proto, p->port);
}

/* One message that fills the datagram. */
static bool speaks(const struct protocol *proto, const struct packet *p,
		   struct saying *said)
{
	struct protocol_memory memory = { { 0 }, { 0 } };
	struct message m = { p->payload, p->payload_caplen, p->payload_len,
			     { p->port[0], p->port[1] }, true, &memory };

	*said = (struct saying){ .speech = SPEECH_NEITHER };
	return proto->length(m.p, m.n, true) == (int32_t)p->payload_len &&
	       proto->message(&m, said);
}

static void look(struct call *c, const struct packet *p)
{
	struct saying said;
	uint8_t k = 0;

	c->looks++;
	c->namers = announced_namers(p);
	while (protocols[k] &&
	       !(owns(protocols[k], p) && speaks(protocols[k], p, &said)))
		k++;
	if (!protocols[k]) {
		c->said |= CALL_UNKNOWN;
	} else if (said.speech == SPEECH_REQUEST ||
		   said.speech == SPEECH_SEARCH) {
		c->said |= CALL_ASKED;
		c->protocol = (uint8_t)(k + 1);
	} else {
		c->said |= CALL_TOLD;
	}
}

const struct call *inspect_call(struct inspect *in, const struct packet *p)
{
	struct call *c = calls_get(&in->calls, &(struct call){
		.addr = p->addr[0], .port = p->port[0],
		.group_port = p->port[1], .first_ns = p->time_ns
	});

	if (c && c->looks < LOOKS_ENOUGH && p->payload_caplen && !p->fragment)
		look(c, p);
	return c;
}
