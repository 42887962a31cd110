/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/conn.h"

#include <stdbool.h>

#include "read/packet.h"

static void syn(uint8_t state[2], unsigned s)
{
	if (state[s] == ENDPOINT_INACTIVE)
		state[s] = ENDPOINT_SYN_SENT;
}

static void syn_ack(uint8_t state[2], unsigned s)
{
	uint8_t *own = &state[s], *peer = &state[!s];

	if (*own > ENDPOINT_PARTIAL)
		return;
	if (*peer == ENDPOINT_SYN_SENT || *peer == ENDPOINT_ESTABLISHED) {
		*peer = ENDPOINT_ESTABLISHED;
		*own = ENDPOINT_ESTABLISHED;
	} else {
		*own = ENDPOINT_SYN_ACK_SENT;
	}
}

void conn_segment(uint8_t state[2], unsigned s, uint8_t flags)
{
	uint8_t *own = &state[s];

	if (flags & TCP_RST) {
		/* After both have closed, a reset only tidies up. */
		if (*own != ENDPOINT_CLOSED || state[!s] != ENDPOINT_CLOSED)
			*own = ENDPOINT_RESET;
	} else if (*own == ENDPOINT_RESET) {
		return;
	} else if (flags & TCP_FIN) {
		*own = ENDPOINT_CLOSED;
	} else if (flags & TCP_SYN) {
		if (flags & TCP_ACK)
			syn_ack(state, s);
		else
			syn(state, s);
	} else if (*own == ENDPOINT_INACTIVE || *own == ENDPOINT_SYN_SENT) {
		/* Goes on although no answer was seen: half the talk is
		 * missing from the capture. */
		*own = ENDPOINT_PARTIAL;
	}
}

static bool unseen(uint8_t state)
{
	return state == ENDPOINT_INACTIVE || state == ENDPOINT_PARTIAL;
}

static enum conn_state reset_by_responder(uint8_t o, uint64_t payload)
{
	if (o == ENDPOINT_SYN_SENT || o == ENDPOINT_SYN_ACK_SENT ||
	    (o == ENDPOINT_RESET && !payload))
		return CONN_REJ;
	return unseen(o) ? CONN_RSTRH : CONN_RSTR;
}

enum conn_state conn_tcp_state(const uint8_t state[2], unsigned initiator,
			       uint64_t payload)
{
	uint8_t o = state[initiator], r = state[!initiator];

	if (r == ENDPOINT_RESET)
		return reset_by_responder(o, payload);
	if (o == ENDPOINT_RESET)
		return unseen(r) ? CONN_RSTOS0 : CONN_RSTO;
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
