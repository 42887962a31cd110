/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/meter_count.h"

/* Hours of any stamp fit: there are 5 million from 1677 to 2262. */
void meter_find_hour(struct meter *m, int64_t ns)
{
	m->hour = (int32_t)stamp_hour(ns);
	m->hour_begin_ns = stamp_of((int64_t)m->hour * 3600, 0);
	m->hour_end_ns = stamp_of((int64_t)(m->hour + 1) * 3600, 0);
}

void meter_begin_hour(struct meter *m, struct flow *f)
{
	if (f->talk)
		inspect_begin_hour(f->talk);
	f->past_packets = flow_peak_packets(f);
	f->past_payload = flow_peak_payload(f);
	f->hour = m->hour;
	f->hour_packets = 0;
	f->hour_payload = 0;
}

uint64_t meter_vlan_stack(const struct packet *p)
{
	uint64_t stack = 0;

	for (unsigned i = 0; i < p->n_vlan; i++)
		stack |= (uint64_t)(p->vlan[i] | 0x8000) << (48 - 16 * i);
	return stack;
}

uint16_t meter_vlan_number(struct meter *m, const struct packet *p)
{
	uint32_t set;

	if (!m->options.by_vlan || !p->n_vlan)
		return 0;
	set = valueset_add(m->stacks, 0, meter_vlan_stack(p));
	return set < UINT16_MAX ? (uint16_t)set : UINT16_MAX;
}

static void add_mac(struct valueset_table *macs, uint32_t *set, uint64_t mac)
{
	if (mac)
		*set = valueset_add(macs, *set, mac);
}

void meter_add_macs(struct meter *m, struct flow_side *a, struct flow_side *b,
		    const uint64_t mac[2])
{
	add_mac(m->macs, &a->macs, mac[0]);
	add_mac(m->macs, &b->macs, mac[1]);
}

void meter_add_vlans(struct meter *m, struct flow *f, const struct packet *p)
{
	f->vlans = valueset_note(m->vlans, f->vlans, meter_vlan_stack(p));
}

/* The latest SYN of side s has this sequence number, by its own word or,
 * while it was not seen, by what the peer acknowledges. */
static void note_isn(struct flow *f, unsigned s, uint32_t isn)
{
	f->syn_seq[s] = isn;
	f->side[s].seen |= SEEN_ISN;
}

static void note_acked_isn(struct flow *f, unsigned s, uint32_t isn)
{
	if (!(f->side[s].seen & SEEN_ISN))
		note_isn(f, s, isn);
}

void meter_note_turn(struct flow *f, unsigned s, const struct packet *p)
{
	struct flow_side *own = &f->side[s];
	uint8_t flags = p->tcp_flags;
	uint8_t state[2] = { f->side[0].state, f->side[1].state };

	if ((flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN) {
		note_isn(f, s, p->seq);
		own->seen |= SEEN_SYN;
		if (p->payload_len)
			f->marks |= FLOW_SYN_PAYLOAD;
	} else {
		own->seen |= SEEN_MORE;
	}
	if ((flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK)) {
		own->seen |= SEEN_SYN_ACK;
		note_acked_isn(f, !s, p->ack - 1);
	}
	if ((flags & (TCP_RST | TCP_ACK)) == (TCP_RST | TCP_ACK) && !p->seq) {
		own->seen |= SEEN_REFUSAL;
		note_acked_isn(f, !s, p->ack - 1);
	}
	conn_segment(state, s, p);
	f->side[0].state = state[0];
	f->side[1].state = state[1];
}
