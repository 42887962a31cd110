/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One TCP connection, both ends, as seen at the mirror port.
 *
 * Knows what the operating systems do: options of the SYN, window sizes,
 * delayed acknowledgements (at most one segment waits, RFC 9293, 3.8.6.3).
 * Never reorders. Times given must not go back; a call that comes too early
 * happens when the connection is ready for it.
 */
#ifndef PLANT_TCP_H
#define PLANT_TCP_H

#include "net.h"

enum side {
	CLIENT,
	SERVER
};

struct tcp_end {
	const struct host *host;
	uint16_t port;
	uint32_t next;		/* sequence number of the next byte sent */
	uint32_t heard;		/* of the next byte expected */
	uint16_t window;
	bool owes_ack;
	int64_t ack_by;
	int64_t lag_ns;		/* until its answer passes the mirror port */
};

struct tcp {
	struct sim *sim;
	struct tcp_end end[2];
	int64_t now;
	bool scaled;
	bool whole;		/* segmentation is left to the network card */
	unsigned loss;		/* one segment in so many is lost, 0 none */
};

/* Sets the connection up; nothing is sent. */
void tcp_init(struct tcp *c, struct sim *sim, const struct route *r);
/* The three-way handshake. */
void tcp_open(struct tcp *c, int64_t t);
/* The handshake of TCP Fast Open (RFC 7413): the SYN carries the body. */
void tcp_open_early(struct tcp *c, int64_t t);
/* The SYN alone, again and again with the same sequence number. */
void tcp_syn(struct tcp *c, int64_t t);
/* The answer of a closed port to the last SYN. */
void tcp_refuse(struct tcp *c, int64_t t);
/* The first two steps, and the RST of one who only wanted to know. */
void tcp_half_open(struct tcp *c, int64_t t);
/* Send the body of the simulation (net_body) from one end. */
void tcp_send(struct tcp *c, enum side side, int64_t t);
/* FIN from this side, then from the other. */
void tcp_close(struct tcp *c, enum side side, int64_t t);
void tcp_reset(struct tcp *c, enum side side, int64_t t);

/* A port from the range that Windows and Linux both use by default. */
uint16_t tcp_ephemeral(struct sim *sim);

#endif
