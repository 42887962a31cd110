/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How devices are found: SSDP (UPnP Device Architecture 1.1, 1) and
 * WS-Discovery 1.0 and 1.1. The question goes to a group; what is unicast is
 * mostly the answer, whose sender is the device and server.
 *
 *   SSDP           M-SEARCH * HTTP/1.1, NOTIFY * HTTP/1.1, HTTP/1.1 200 OK
 *   WS-Discovery   an envelope of SOAP whose action ends in one of the
 *                  words below
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/lines.h"

static int32_t ssdp_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (!text_starts(p, n, "M-SEARCH * HTTP/1.") &&
	    !text_starts(p, n, "NOTIFY * HTTP/1.") &&
	    !text_starts(p, n, "HTTP/1.1 200 OK"))
		return NOT_MINE;
	return (int32_t)n;
}

static bool ssdp_message(const struct message *m, struct saying *s)
{
	if (!m->n)
		return false;
	if (m->p[0] == 'M' || m->p[0] == 'm')
		s->speech = SPEECH_REQUEST;
	else if (m->p[0] == 'H' || m->p[0] == 'h')
		s->speech = SPEECH_RESPONSE;
	return true;
}

/* Longer words before those they begin with. */
static const struct {
	const char *word;
	uint8_t speech;
} actions[] = {
	{ "DISCOVERY/PROBEMATCHES", SPEECH_RESPONSE },
	{ "DISCOVERY/RESOLVEMATCHES", SPEECH_RESPONSE },
	{ "DISCOVERY/PROBE", SPEECH_REQUEST },
	{ "DISCOVERY/RESOLVE", SPEECH_REQUEST },
	{ "DISCOVERY/HELLO", SPEECH_NEITHER },
	{ "DISCOVERY/BYE", SPEECH_NEITHER },
	{ "DISCOVERY/2009/01/PROBEMATCHES", SPEECH_RESPONSE },
	{ "DISCOVERY/2009/01/RESOLVEMATCHES", SPEECH_RESPONSE },
	{ "DISCOVERY/2009/01/PROBE", SPEECH_REQUEST },
	{ "DISCOVERY/2009/01/RESOLVE", SPEECH_REQUEST },
	{ "DISCOVERY/2009/01/HELLO", SPEECH_NEITHER },
	{ "DISCOVERY/2009/01/BYE", SPEECH_NEITHER },
};

enum { LOOK_FOR_ENVELOPE = 512 };

static int32_t wsd_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < 5 || p[0] != '<' ||
	    !text_find(p, n < LOOK_FOR_ENVELOPE ? n : LOOK_FOR_ENVELOPE,
		       "ENVELOPE") || !text_find(p, n, "DISCOVERY/"))
		return NOT_MINE;
	return (int32_t)n;
}

static bool wsd_message(const struct message *m, struct saying *s)
{
	for (unsigned i = 0; i < sizeof actions / sizeof *actions; i++) {
		if (!text_find(m->p, m->n, actions[i].word))
			continue;
		s->speech = actions[i].speech;
		return true;
	}
	return false;
}

const struct protocol ssdp = {
	.name = "ssdp",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.unproven = true,
	.ports = { 1900 },
	.length = ssdp_length,
	.message = ssdp_message,
};

const struct protocol ws_discovery = {
	.name = "ws-discovery",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.unproven = true,
	.ports = { 3702 },
	.length = wsd_length,
	.message = wsd_message,
};
