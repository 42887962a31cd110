/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/conn.h"

#include <stdbool.h>

#include "read/packet.h"

/* A SYN that meets another, or a SYN-ACK that overtook it in the mirror. */
static void syn(uint8_t *own, uint8_t *peer)
{
	if (*own != ENDPOINT_INACTIVE)
		return;
	*own = ENDPOINT_SYN_SENT;
	if (*peer == ENDPOINT_SYN_SENT || *peer == ENDPOINT_ESTABLISHED) {
		*own = ENDPOINT_ESTABLISHED;
		*peer = ENDPOINT_ESTABLISHED;
	}
}

static void syn_ack(uint8_t *own, uint8_t *peer)
{
	if (*own > ENDPOINT_SYN_SENT)
		return;
	*own = ENDPOINT_ESTABLISHED;
	if (*peer == ENDPOINT_SYN_SENT)
		*peer = ENDPOINT_ESTABLISHED;
}

static void rst(uint8_t *own, uint8_t peer)
{
	if (*own == ENDPOINT_SYN_SENT)
		*own = ENDPOINT_RESET_SYN;
	else if (*own < ENDPOINT_CLOSED)
		*own = ENDPOINT_RESET;
	else if (*own == ENDPOINT_CLOSED && peer != ENDPOINT_CLOSED)
		*own = ENDPOINT_RESET_FIN;
}

static void fin(uint8_t *own, uint8_t *peer)
{
	bool talked = *own == ENDPOINT_PARTIAL || *own == ENDPOINT_ESTABLISHED;

	*own = ENDPOINT_CLOSED;
	/* Both have closed: the reset between only tidied up. */
	if (talked && *peer == ENDPOINT_RESET_FIN)
		*peer = ENDPOINT_CLOSED;
}

static void other(uint8_t *own, uint8_t peer, const struct packet *p)
{
	bool ack = p->tcp_flags & TCP_ACK;

	if (*own == ENDPOINT_SYN_SENT && ack) {
		*own = ENDPOINT_ESTABLISHED;
		return;
	}
	/* Some acknowledge a SYN and answer it only then. */
	if (*own != ENDPOINT_INACTIVE ||
	    (peer == ENDPOINT_SYN_SENT && !p->payload_len))
		return;
	*own = ack && peer == ENDPOINT_ESTABLISHED ? ENDPOINT_ESTABLISHED :
						     ENDPOINT_PARTIAL;
}

void conn_segment(uint8_t state[2], unsigned s, const struct packet *p)
{
	uint8_t *own = &state[s], *peer = &state[!s];
	uint8_t flags = p->tcp_flags;

	if (flags & TCP_RST)
		rst(own, *peer);
	else if (*own >= ENDPOINT_RESET)
		return;
	else if (flags & TCP_FIN)
		fin(own, peer);
	else if (!(flags & TCP_SYN))
		other(own, *peer, p);
	else if (flags & TCP_ACK)
		syn_ack(own, peer);
	else
		syn(own, peer);
}

static bool unseen(uint8_t state)
{
	return state == ENDPOINT_INACTIVE || state == ENDPOINT_PARTIAL;
}

static bool is_reset(uint8_t state)
{
	return state >= ENDPOINT_RESET;
}

static enum conn_state reset_by_responder(uint8_t o, uint64_t payload)
{
	if (o == ENDPOINT_SYN_SENT || (is_reset(o) && !payload))
		return CONN_REJ;
	return unseen(o) ? CONN_RSTRH : CONN_RSTR;
}

static enum conn_state reset_by_initiator(uint8_t o, uint8_t r)
{
	if (!unseen(r))
		return CONN_RSTO;
	return o == ENDPOINT_RESET_SYN ? CONN_RSTOS0 : CONN_OTH;
}

enum conn_state conn_tcp_state(const uint8_t state[2], unsigned initiator,
			       uint64_t payload)
{
	uint8_t o = state[initiator], r = state[!initiator];

	if (is_reset(r))
		return reset_by_responder(o, payload);
	if (is_reset(o))
		return reset_by_initiator(o, r);
	if (o == ENDPOINT_CLOSED && r == ENDPOINT_CLOSED)
		return CONN_SF;
	if (o == ENDPOINT_CLOSED)
		return unseen(r) ? CONN_SH : CONN_S2;
	if (r == ENDPOINT_CLOSED)
		return unseen(o) ? CONN_SHR : CONN_S3;
	if (o == ENDPOINT_SYN_SENT && r == ENDPOINT_INACTIVE)
		return CONN_S0;
	if (o == ENDPOINT_ESTABLISHED && r == ENDPOINT_ESTABLISHED)
		return CONN_S1;
	return CONN_OTH;
}

enum conn_state conn_udp_state(uint64_t c_packets, uint64_t s_packets)
{
	if (c_packets)
		return s_packets ? CONN_SF : CONN_S0;
	return s_packets ? CONN_SHR : CONN_OTH;
}
