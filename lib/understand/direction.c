/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/direction.h"

#include <stddef.h>

#include "read/packet.h"
#include "understand/flowtab.h"
#include "understand/services.h"

/*
 * Per cent of verdicts that are right, by evidence. The handshake is wrong
 * only where a server opens connections to its clients. The others were
 * measured on conversations of real OT captures whose handshake was cut away
 * (256 services): well-known ports 85 to 94 %, first packet 73 %.
 */
enum {
	SURE_HANDSHAKE = 99,
	SURE_REFUSAL = 97,
	SURE_PORT = 90,
	SURE_LOW_PORT = 85,
	SURE_WEAK_PORT = 80,
	SURE_FIRST = 73
};

enum { EVIDENCE_OPEN = N_EVIDENCE };	/* not decided yet */

static void decide(struct verdict *v, unsigned client, enum evidence e,
		   unsigned confidence)
{
	v->client = (uint8_t)client;
	v->evidence = (uint8_t)e;
	v->confidence = (uint8_t)confidence;
}

/* The side that opened the connection, or SIDE_NONE. */
static enum side opener(const struct flow *f)
{
	unsigned syn0 = f->side[0].seen & SEEN_SYN;
	unsigned syn1 = f->side[1].seen & SEEN_SYN;

	if (syn0 && syn1)
		return f->first_side;
	if (syn0 || syn1)
		return syn0 ? SIDE_0 : SIDE_1;
	for (unsigned s = 0; s < 2; s++)
		if (f->side[s].seen & (SEEN_SYN_ACK | SEEN_REFUSAL))
			return !s;
	return SIDE_NONE;
}

static void handshake(const struct direction_input *in,
		      const struct flow *f, struct verdict *v)
{
	enum side s = opener(f);

	(void)in;
	if (flow_proto(f) != IP_TCP || s == SIDE_NONE)
		return;
	v->initiator = (uint8_t)s;
	if (f->side[0].seen & f->side[1].seen & SEEN_SYN)
		v->quirks |= QUIRK_CONFLICT;
	if ((f->side[s].seen & SEEN_SYN) || f->side[!s].seen & SEEN_SYN_ACK)
		decide(v, s, EVIDENCE_HANDSHAKE, SURE_HANDSHAKE);
	else
		decide(v, s, EVIDENCE_HANDSHAKE, SURE_REFUSAL);
}

/* How strongly a port says that its side is the server; negative: client. */
static int weight_of(const struct service *s)
{
	if (!s)
		return 0;
	if (s->client_side)
		return -1;
	return s->weak ? 1 : 2;
}

static void port(const struct direction_input *in, const struct flow *f,
		 struct verdict *v)
{
	int weight[2];

	for (unsigned s = 0; s < 2; s++)
		weight[s] = weight_of(services_find(in->services, flow_proto(f),
						    flow_port(f, s)));
	if (flow_port(f, 0) == flow_port(f, 1))
		return;
	if (weight[0] != weight[1]) {
		unsigned server = weight[1] > weight[0];
		bool strong = weight[server] == 2 && weight[!server] <= 0;

		decide(v, !server, EVIDENCE_PORT,
		       strong ? SURE_PORT : SURE_WEAK_PORT);
	} else if ((flow_port(f, 0) < 1024) != (flow_port(f, 1) < 1024)) {
		decide(v, flow_port(f, 0) < 1024, EVIDENCE_PORT,
		       SURE_LOW_PORT);
	}
}

static void first(const struct direction_input *in, const struct flow *f,
		  struct verdict *v)
{
	(void)in;
	decide(v, f->first_side, EVIDENCE_FIRST, SURE_FIRST);
}

static uint16_t quirks_of(const struct flow *f)
{
	uint16_t quirks = 0;

	if (flow_port(f, 0) == flow_port(f, 1) && flow_port(f, 0))
		quirks |= QUIRK_SAME_PORT;
	if (f->marks & FLOW_COPIES)
		quirks |= QUIRK_COPIES;
	if (f->marks & FLOW_SYN_PAYLOAD)
		quirks |= QUIRK_SYN_PAYLOAD;
	if (f->marks & FLOW_SPLIT)
		quirks |= QUIRK_SPLIT;
	return quirks;
}

/* Strongest first; each is asked for every flow that is still open. */
typedef void pass_fn(const struct direction_input *in, const struct flow *f,
		     struct verdict *v);

static pass_fn *const passes[] = { handshake, port, first };

void direction_decide(const struct direction_input *in, struct verdict *out)
{
	for (size_t i = 0; i < in->flows->n; i++)
		out[i] = (struct verdict){
			.initiator = SIDE_NONE,
			.evidence = EVIDENCE_OPEN,
			.quirks = quirks_of(flowtab_at(in->flows, i)),
		};
	for (size_t k = 0; k < sizeof passes / sizeof *passes; k++)
		for (size_t i = 0; i < in->flows->n; i++)
			if (out[i].evidence == EVIDENCE_OPEN)
				passes[k](in, flowtab_at(in->flows, i),
					  &out[i]);
}
