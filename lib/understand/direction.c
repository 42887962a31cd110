/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/direction_pass.h"

#include <stddef.h>
#include <stdlib.h>

#include "ground/alloc.h"

/*
 * Per cent of verdicts on this ground that are right: what `make
 * bench-direction` fits on some of its captures, or less. No sign by itself
 * says more than 98: a plant that we made is not a site. Those of handshake,
 * baseline and peer are set; weak messages stay below what counts as sure.
 */
static const struct {
	const char *name;
	enum evidence evidence;
	uint8_t confidence;
} grounds[N_GROUNDS] = {
	[GROUND_HANDSHAKE] = { "opening seen", EVIDENCE_HANDSHAKE, 99 },
	[GROUND_REFUSAL] = { "only a refusal", EVIDENCE_HANDSHAKE, 97 },
	[GROUND_PAYLOAD_BOTH] = { "both ends say so", EVIDENCE_PAYLOAD, 99 },
	[GROUND_PAYLOAD_ONE] = { "one end says so", EVIDENCE_PAYLOAD, 97 },
	[GROUND_PAYLOAD_WEAK] = { "weak, own samples", EVIDENCE_PAYLOAD, 94 },
	[GROUND_PAIRING] = { "transactions", EVIDENCE_PAYLOAD, 96 },
	[GROUND_BASELINE] = { "learned", EVIDENCE_BASELINE, 97 },
	[GROUND_LENT] = { "proven elsewhere", EVIDENCE_STRUCTURE, 97 },
	[GROUND_HINT] = { "named elsewhere", EVIDENCE_STRUCTURE, 95 },
	[GROUND_ECHO] = { "repeats", EVIDENCE_PAYLOAD, 96 },
	[GROUND_ECHO_FEW] = { "repeats, seldom", EVIDENCE_PAYLOAD, 95 },
	[GROUND_ECHO_BACKED] = { "repeats, backed", EVIDENCE_PAYLOAD, 97 },
	[GROUND_ECHO_DISPUTED] = { "repeats, disputed", EVIDENCE_PAYLOAD, 95 },
	[GROUND_PATTERN] = { "ports follow", EVIDENCE_STRUCTURE, 98 },
	[GROUND_FAN] = { "signs", EVIDENCE_STRUCTURE, 96 },
	[GROUND_FAN_FEW] = { "signs, few", EVIDENCE_STRUCTURE, 93 },
	[GROUND_FAN_BACKED] = { "signs, backed", EVIDENCE_STRUCTURE, 96 },
	[GROUND_FAN_DISPUTED] = { "signs, disputed", EVIDENCE_STRUCTURE, 95 },
	[GROUND_TIMING] = { "clear", EVIDENCE_TIMING, 95 },
	[GROUND_TIMING_LONG] = { "slow server?", EVIDENCE_TIMING, 87 },
	[GROUND_TIMING_QUICK] = { "quick", EVIDENCE_TIMING, 86 },
	[GROUND_TIMING_NEAR] = { "near", EVIDENCE_TIMING, 50 },
	[GROUND_TIMING_BACKED] = { "backed", EVIDENCE_TIMING, 97 },
	[GROUND_TIMING_DISPUTED] = { "disputed", EVIDENCE_TIMING, 94 },
	[GROUND_TIMING_DOUBTED] = { "doubted", EVIDENCE_TIMING, 70 },
	[GROUND_CLOSE] = { "closes", EVIDENCE_STRUCTURE, 96 },
	[GROUND_CLOSE_BACKED] = { "closes, backed", EVIDENCE_STRUCTURE, 97 },
	[GROUND_CLOSE_DISPUTED] = { "closes, disputed", EVIDENCE_STRUCTURE,
				    93 },
	[GROUND_SYSTEM] = { "system", EVIDENCE_STRUCTURE, 86 },
	[GROUND_SYSTEM_DISPUTED] = { "system, disputed", EVIDENCE_STRUCTURE,
				     50 },
	[GROUND_PORT] = { "table and range", EVIDENCE_PORT, 96 },
	[GROUND_PORT_TABLE] = { "table alone", EVIDENCE_PORT, 93 },
	[GROUND_PORT_RANGE] = { "range", EVIDENCE_PORT, 95 },
	[GROUND_PORT_WEAK] = { "weak", EVIDENCE_PORT, 50 },
	[GROUND_PORT_BACKED] = { "backed", EVIDENCE_PORT, 97 },
	[GROUND_PORT_DISPUTED] = { "disputed", EVIDENCE_PORT, 94 },
	[GROUND_FIRST] = { "first packet", EVIDENCE_FIRST, 50 },
	[GROUND_PEER] = { "no master", EVIDENCE_PEER, 50 },
};

/* Where the ends contradict each other, weaker signs decide nothing surely. */
enum { CONFIDENCE_IN_CONFLICT = 80 };

void direction_rule(struct direction *d, size_t i, unsigned client,
		    enum ground g)
{
	struct verdict *v = &d->verdicts[i];

	v->client = (uint8_t)client;
	v->evidence = (uint8_t)grounds[g].evidence;
	v->ground = (uint8_t)g;
	v->confidence = grounds[g].confidence;
	if (v->quirks & QUIRK_CONFLICT && g != GROUND_HANDSHAKE &&
	    v->confidence > CONFIDENCE_IN_CONFLICT)
		v->confidence = CONFIDENCE_IN_CONFLICT;
}

const char *direction_ground_name(unsigned ground)
{
	return ground < N_GROUNDS ? grounds[ground].name : NULL;
}

unsigned direction_ground_confidence(unsigned ground)
{
	return grounds[ground].confidence;
}

bool direction_is_sure(const struct direction *d, size_t i)
{
	const struct verdict *v = &d->verdicts[i];

	return v->evidence != EVIDENCE_OPEN &&
	       v->evidence != EVIDENCE_PEER &&
	       v->confidence >= CONFIDENCE_SURE;
}

const struct talk *direction_talk(const struct direction *d, size_t i)
{
	return flowtab_at(d->in->flows, i)->talk;
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

/* And those with a word of their own are listed: a scan has next to none. */
static void begin(struct direction *d)
{
	const struct flowtab *flows = d->in->flows;
	size_t cap = 0;

	for (size_t i = 0; i < flows->n; i++) {
		const struct flow *f = flowtab_at(flows, i);

		d->verdicts[i] = (struct verdict){
			.initiator = SIDE_NONE,
			.evidence = EVIDENCE_OPEN,
			.quirks = quirks_of(f),
		};
		if (!f->talk)
			continue;
		d->talking = grow(d->talking, d->n_talking, &cap,
				  sizeof *d->talking);
		d->talking[d->n_talking++] = (uint32_t)i;
	}
}

void direction_decide(const struct direction_input *in, struct verdict *out)
{
	/* Strongest first. Endpoints are gathered once it is known which flows
	 * are still open: for a scan there are none to gather. */
	static void (*const passes[])(struct direction *) = {
		direction_calls_init,	direction_mapped_init,
		direction_handshake,	direction_payload,
		direction_payload_weak, direction_baseline,
		direction_endpoints_init,
		direction_lent,		direction_hint,
		direction_weigh,	direction_first,
		direction_silent,	direction_reverse,
		direction_quirks,	direction_agreed,
	};
	struct direction d = { .in = in, .verdicts = out };

	begin(&d);
	for (size_t k = 0; k < sizeof passes / sizeof *passes; k++)
		passes[k](&d);
	direction_endpoints_release(&d);
	free(d.talking);
	free(d.named);
	free(d.pairs);
	free(d.calls);
	free(d.mapped);
}
