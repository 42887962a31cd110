/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ethernet, IPv4, IPv6, UDP and ICMP frames, put on the tape of a simulation.
 *
 * A message is written into net_body() first and sent then; the senders take
 * it from there. Lengths, checksums and the padding to 60 bytes are done
 * here. IPv4 ids are left 0 for tape_number().
 */
#ifndef PLANT_NET_H
#define PLANT_NET_H

#include "host.h"
#include "rng.h"
#include "tape.h"

struct sim {
	struct tape tape;
	struct rng rng;
	uint64_t seed;
	struct bytes body, frame;
};

void sim_init(struct sim *sim, uint64_t seed);
void sim_release(struct sim *sim);
/* Draw from another stream from here on. */
void sim_stream(struct sim *sim, unsigned stream);
int64_t sim_between(struct sim *sim, int64_t low, int64_t high);

/* An empty body to write the message into. */
struct bytes *net_body(struct sim *sim);

struct route {
	const struct host *from, *to;
	uint16_t sport, dport;
};

struct ip4 {
	const struct host *from, *to;
	uint8_t proto;
	uint8_t tos;
	bool df;
	const uint8_t *options;		/* NULL, or n_options bytes */
	size_t n_options;		/* a multiple of 4 */
};

void ether_begin(struct sim *sim, const uint8_t to[6], const uint8_t from[6],
		 unsigned type);
void ether_end(struct sim *sim, int64_t t);

/* After ip4_begin, append to sim->frame what the datagram carries. */
void ip4_begin(struct sim *sim, const struct ip4 *ip);
void ip4_end(struct sim *sim, int64_t t);
/* Checksum of TCP or UDP over IPv4: the segment is the end of the frame. */
unsigned ip4_l4_sum(const struct ip4 *ip, const uint8_t *l4, size_t n);

void udp_send(struct sim *sim, int64_t t, const struct route *r);
/* The body is the ICMP message; its checksum is set here. */
void icmp_send(struct sim *sim, int64_t t, const struct host *from,
	       const struct host *to);

struct ip6 {
	const struct host *from;
	uint8_t from_ip[16], to_ip[16];
	uint8_t to_mac[6];
	uint8_t hops;
};

/* From the host's link-local address to a group (its MAC: RFC 2464, 7). */
struct ip6 ip6_to_group(const struct host *from, const uint8_t group[16]);
struct ip6 ip6_to_host(const struct host *from, const struct host *to);
void udp6_send(struct sim *sim, int64_t t, const struct ip6 *ip,
	       const struct route *ports);
void icmp6_send(struct sim *sim, int64_t t, const struct ip6 *ip);
/* With the hop-by-hop router alert that MLD wants (RFC 3810, 5). */
void mld_send(struct sim *sim, int64_t t, const struct ip6 *ip);

#endif
