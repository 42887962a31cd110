/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What one packet adds to its flow: time, volume, clock hour, hardware
 * addresses, VLANs, the state of a connection. Private to meter*.
 *
 * Short and in line is what is asked of every packet; what happens once in a
 * while is in meter_count.c.
 */
#ifndef OTCAP_METER_COUNT_H
#define OTCAP_METER_COUNT_H

#include "ground/stamp.h"
#include "read/packet.h"
#include "understand/conn.h"
#include "understand/meter.h"
#include "understand/valueset.h"

static inline void count_time(struct flow *f, int64_t ns)
{
	if (ns >= f->last_ns) {
		uint64_t gap = (uint64_t)ns - (uint64_t)f->last_ns;

		if (gap > (uint64_t)f->max_gap_ns)
			f->max_gap_ns = stamp_between(f->last_ns, ns);
		f->last_ns = ns;
	} else if (ns < f->first_ns) {
		f->first_ns = ns;
	}
}

/* The clock hour of the meter becomes that of a stamp. */
void meter_find_hour(struct meter *m, int64_t ns);
/* The flow's clock hour becomes the meter's. */
void meter_begin_hour(struct meter *m, struct flow *f);

static inline void count_hour(struct meter *m, struct flow *f, int64_t ns,
			      uint64_t packets, uint64_t payload)
{
	if (ns < m->hour_begin_ns || ns >= m->hour_end_ns)
		meter_find_hour(m, ns);
	if (f->hour != m->hour)
		meter_begin_hour(m, f);
	f->hour_packets += (uint32_t)packets;
	f->hour_payload += payload;
}

/* A packet from a to b was seen with these hardware addresses, 0 unknown. */
void meter_add_macs(struct meter *m, struct flow_side *a, struct flow_side *b,
		    const uint64_t mac[2]);
/* The key's VLAN number; all stacks beyond 65,534 share the last one. */
uint16_t meter_vlan_number(struct meter *m, const struct packet *p);
void meter_add_vlans(struct meter *m, struct flow *f, const struct packet *p);

static inline void note_links(struct meter *m, struct flow *f, unsigned s,
			      const struct packet *p)
{
	const uint64_t *only = m->macs->only;
	struct flow_side *own = &f->side[s], *peer = &f->side[!s];

	if (only[own->macs] != p->mac[0] || only[peer->macs] != p->mac[1])
		meter_add_macs(m, own, peer, p->mac);
	if (p->n_vlan)
		meter_add_vlans(m, f, p);
}

/* A segment that opens, closes or is the first of its side. */
void meter_note_turn(struct flow *f, unsigned s, const struct packet *p);

static inline void note_tcp(struct flow *f, unsigned s, const struct packet *p)
{
	if (conn_goes_on(f->side[s].state, p->tcp_flags))
		f->side[s].seen |= SEEN_MORE;
	else
		meter_note_turn(f, s, p);
}

static inline void count_volume(struct flow_side *own, uint32_t ip_len,
				uint32_t payload_len)
{
	own->packets++;
	own->bytes += ip_len;
	own->payload += payload_len;
}

#endif
