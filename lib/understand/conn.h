/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How far a TCP connection got, side by side, and Zeek's one word for it.
 *
 * Each side has a state of its own, moved by the flags it sends; the word is
 * made from both, as the initiator sees it. The states and the words are
 * those of Zeek (Conn::Info conn_state; scripts/base/protocols/conn). Pure.
 */
#ifndef OTCAP_CONN_H
#define OTCAP_CONN_H

#include <stdint.h>

#include "understand/verdict.h"

enum endpoint_state {
	ENDPOINT_INACTIVE,	/* has sent nothing */
	ENDPOINT_SYN_SENT,
	ENDPOINT_SYN_ACK_SENT,	/* but no SYN of the peer was seen */
	ENDPOINT_PARTIAL,	/* sends, but its opening was not seen */
	ENDPOINT_ESTABLISHED,
	ENDPOINT_CLOSED,	/* has sent FIN */
	ENDPOINT_RESET		/* has sent RST */
};

/* flags: enum tcp_flags of a segment from side s. */
void conn_segment(uint8_t state[2], unsigned s, uint8_t flags);
/* initiator: SIDE_0 or SIDE_1; payload: both sides' bytes together. */
enum conn_state conn_tcp_state(const uint8_t state[2], unsigned initiator,
			       uint64_t payload);
/* From the client's packets and the server's. */
enum conn_state conn_udp_state(uint64_t c_packets, uint64_t s_packets);

#endif
