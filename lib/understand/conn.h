/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How far a TCP connection got, side by side, and Zeek's one word for it.
 *
 * Each side has a state of its own, moved by the flags it sends; the word is
 * made from both, as the initiator sees it. States and words are those of
 * Zeek (TCPSessionAdapter; scripts/base/protocols/conn), with one exception:
 * an initiator that acknowledges has been answered, though the capture does
 * not show it. Zeek calls that S0 and begins another connection after five
 * seconds; half of a real conversation must not look like a vain attempt.
 * Pure.
 */
#ifndef OTCAP_CONN_H
#define OTCAP_CONN_H

#include <stdbool.h>
#include <stdint.h>

#include "read/packet.h"
#include "understand/verdict.h"

enum endpoint_state {
	ENDPOINT_INACTIVE,	/* has sent nothing */
	ENDPOINT_SYN_SENT,
	ENDPOINT_PARTIAL,	/* sends, but its opening was not seen */
	ENDPOINT_ESTABLISHED,
	ENDPOINT_CLOSED,	/* has sent FIN */
	/* Has sent RST: */
	ENDPOINT_RESET,
	ENDPOINT_RESET_SYN,	/* after nothing but its SYN */
	ENDPOINT_RESET_FIN	/* after its FIN */
};

/* A segment with these flags from a side in this state changes no state. */
static inline bool conn_goes_on(uint8_t state, uint8_t tcp_flags)
{
	return !(tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST)) &&
	       state > ENDPOINT_SYN_SENT;
}
/* p: a segment from side s. */
void conn_segment(uint8_t state[2], unsigned s, const struct packet *p);
/* initiator: SIDE_0 or SIDE_1; payload: both sides' bytes together. */
enum conn_state conn_tcp_state(const uint8_t state[2], unsigned initiator,
			       uint64_t payload);
/* From the client's packets and the server's. */
enum conn_state conn_udp_state(uint64_t c_packets, uint64_t s_packets);

#endif
