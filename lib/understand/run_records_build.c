/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What was gathered, as one record each: a flow, an ARP pair, a handover.
 */
#include "understand/run_records_impl.h"

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "ground/strpool.h"
#include "read/packet.h"
#include "understand/conn.h"
#include "understand/operations.h"
#include "understand/services.h"
#include "understand/valueset.h"

static void put_mac(struct text *t, uint64_t mac)
{
	text_mac(t, mac);
}

static void put_stack(struct text *t, uint64_t stack)
{
	for (int shift = 48; shift >= 0; shift -= 16) {
		if (!(stack >> shift & 0x8000))
			break;
		if (shift < 48)
			text_putc(t, '.');
		text_u64(t, stack >> shift & 0x0fff);
	}
}

/* The text of every set; flows and records refer to them by number. */
static const char **set_texts(const struct run_facts *f,
			      const struct valueset_table *sets,
			      void (*put)(struct text *, uint64_t))
{
	const char **texts = xcalloc(valueset_n(sets), sizeof *texts);
	struct text t = { 0 };

	for (uint32_t i = 0; i < valueset_n(sets); i++) {
		struct valueset v = valueset_get(sets, i);

		text_clear(&t);
		for (size_t k = 0; k < v.n; k++) {
			if (k)
				text_putc(&t, '+');
			put(&t, v.value[k]);
		}
		if (v.more)
			text_puts(&t, "+more");
		texts[i] = strpool_add(f->pool, t.s ? t.s : "");
	}
	text_release(&t);
	return texts;
}

/* What each machine is called in all of the run. */
static const char **name_texts(const struct run_facts *f)
{
	const struct hostnames *names = &f->meter.inspect.names;
	const char **texts = xcalloc(names->n + 1, sizeof *texts);
	struct text t = { 0 };

	texts[0] = "";
	for (uint32_t i = 1; i <= names->n; i++) {
		text_clear(&t);
		hostnames_put(names, i, &t);
		texts[i] = strpool_add(f->pool, t.s);
	}
	text_release(&t);
	return texts;
}

void run_records_texts(struct run_facts *f)
{
	f->mac_texts = set_texts(f, f->meter.macs, put_mac);
	f->vlan_texts = set_texts(f, f->meter.vlans, put_stack);
	f->name_texts = name_texts(f);
}

static const char *name_of(const struct run_facts *f, uint32_t addr)
{
	return f->name_texts[hostnames_find(&f->meter.inspect.names, addr)];
}

static enum role role_of(const struct verdict *v)
{
	if (v->initiator == SIDE_NONE)
		return ROLE_NONE;
	return v->initiator == v->client ? ROLE_CLIENT : ROLE_SERVER;
}

static enum conn_state state_of(const struct flow *f, const struct verdict *v)
{
	uint8_t state[2] = { f->side[0].state, f->side[1].state };
	unsigned c = v->client;

	if (flow_proto(f) == IP_UDP)
		return conn_udp_state(f->side[c].packets,
				      f->side[!c].packets);
	if (v->initiator != SIDE_NONE)
		c = v->initiator;
	return conn_tcp_state(state, c,
			      f->side[0].payload + f->side[1].payload);
}

static const char *by_port(const struct run_facts *f, const struct record *r)
{
	const struct service *s;

	s = services_find_at(f->services, record_proto(r), r->addr[ROLE_SERVER],
			     r->port[ROLE_SERVER]);
	if (s && !s->client_side)
		return s->name;
	s = services_find_at(f->services, record_proto(r), r->addr[ROLE_CLIENT],
			     r->port[ROLE_CLIENT]);
	return s && s->client_side ? s->name : "";
}

/* Would we know this service by its payload? Then hearing TLS on its port
 * says that something else is there. */
static bool is_recognised(const char *service)
{
	for (size_t i = 0; protocols[i]; i++)
		if (!strcmp(protocols[i]->name, service))
			return true;
	return false;
}

static const char *by_hint(uint8_t protocol)
{
	const struct protocol *p = protocols[protocol - 1];

	return p->hinted ? p->hinted : p->name;
}

/* From the payload what it says, else what a message elsewhere said of the
 * endpoint, else what the port table says. */
static void put_talk(const struct run_facts *f, size_t i, struct record *out)
{
	const struct flow *flow = flowtab_at(&f->meter.flows, i);
	const struct verdict *v = &f->verdicts[i];
	const struct protocol *p;
	const struct talk *t = flow->talk;

	out->service = v->hinted ? by_hint(v->hinted) : by_port(f, out);
	if (!t || !t->protocol)
		return;
	p = protocols[t->protocol - 1];
	if (p->variant)
		p = p->variant(t->memory[0], t->memory[1]);
	if (!p->wrapper || !*out->service || is_recognised(out->service))
		out->service = p->name;
	out->operations = operations_text(f->pool, t);
	out->errors = t->errors;
	out->peak_hour_errors = t->peak_errors;
}

static void flow_record(const struct run_facts *f, size_t i,
			struct record *out)
{
	const struct flow *flow = flowtab_at(&f->meter.flows, i);
	const struct verdict *v = &f->verdicts[i];

	record_init(out, flow_proto(flow) == IP_TCP ? RECORD_TCP : RECORD_UDP);
	out->first_ns = flow->first_ns;
	out->last_ns = flow->last_ns;
	for (unsigned role = 0; role < 2; role++) {
		unsigned s = role ? !v->client : v->client;
		const struct flow_side *side = &flow->side[s];

		out->addr[role] = flow_addr(flow, s);
		out->port[role] = flow_port(flow, s);
		out->packets[role] = side->packets;
		out->bytes[role] = side->bytes;
		out->payload[role] = side->payload;
		out->mac[role] = f->mac_texts[side->macs];
		out->name[role] = name_of(f, out->addr[role]);
	}
	out->state = state_of(flow, v);
	out->initiator = role_of(v);
	out->evidence = (enum evidence)v->evidence;
	out->confidence = v->confidence;
	out->quirks = v->quirks;
	out->agreed = v->agreed;
	out->max_gap_ns = flow->max_gap_ns - flow->max_gap_ns % 1000000;
	out->peak_hour_packets = flow_peak_packets(flow);
	out->peak_hour_payload = flow_peak_payload(flow);
	out->generation = flow->generation;
	put_talk(f, i, out);
	out->vlan = f->vlan_texts[flow->vlans];
	out->extra = f->no_extra;
}

static const char *mac_text(const struct run_facts *f, uint64_t mac)
{
	struct text t = { 0 };
	const char *s;

	text_mac(&t, mac);
	s = strpool_add(f->pool, t.s);
	text_release(&t);
	return s;
}

static void put_count(struct text *t, const char *word, uint64_t n)
{
	if (t->len)
		text_putc(t, '+');
	text_puts(t, word);
	text_putc(t, ':');
	text_u64(t, n);
}

static void arp_record(const struct run_facts *f, size_t i,
		       struct record *out)
{
	const struct arp_pair *p = &f->meter.arp.pairs[i];
	struct text words = { 0 };

	record_init(out, RECORD_ARP);
	out->first_ns = p->first_ns;
	out->last_ns = p->last_ns;
	out->addr[0] = p->addr;
	out->packets[0] = p->requests;
	out->packets[1] = p->replies;
	out->mac[0] = mac_text(f, p->mac);
	out->name[0] = name_of(f, p->addr);
	out->extra = f->no_extra;
	if (p->peak_asked > 1) {
		put_count(&words, "asked", p->peak_asked);
		out->operations = strpool_add(f->pool, words.s);
	}
	text_release(&words);
}

static void put_changes(struct text *t, const char *word,
			const struct changes *c)
{
	if (!c->n)
		return;
	put_count(t, word, c->n);
	if (c->back_ns == INT64_MAX)
		return;
	text_printf(t, "+%s-back-ms:", word);
	text_u64(t, (uint64_t)((c->back_ns + 999999) / 1000000));
}

/* An address that went from one hardware address to another. */
static void handover_record(const struct run_facts *f, size_t i,
			    struct record *out)
{
	const struct handover *h = &f->meter.holders.items[i];
	struct text words = { 0 };

	record_init(out, RECORD_ARP);
	for (unsigned kind = 0; kind < N_CLAIM_KINDS; kind++) {
		const struct changes *c = &h->by[kind];

		if (!c->n)
			continue;
		if (out->first_ns == STAMP_NONE || c->first_ns < out->first_ns)
			out->first_ns = c->first_ns;
		if (out->last_ns == STAMP_NONE || c->last_ns > out->last_ns)
			out->last_ns = c->last_ns;
	}
	put_changes(&words, "arp", &h->by[CLAIM_ARP]);
	put_changes(&words, "frame", &h->by[CLAIM_FRAME]);
	out->addr[0] = h->addr;
	out->mac[0] = mac_text(f, h->from);
	out->mac[1] = mac_text(f, h->to);
	out->operations = strpool_add(f->pool, words.s);
	out->extra = f->no_extra;
	text_release(&words);
}

size_t run_records_n_built(const struct run_facts *f)
{
	return f->meter.flows.n + f->meter.arp.n + f->meter.holders.n_items;
}

void run_records_build(const struct run_facts *f, size_t i, struct record *out)
{
	if (i < f->meter.flows.n) {
		flow_record(f, i, out);
		return;
	}
	if (i - f->meter.flows.n < f->meter.arp.n) {
		arp_record(f, i - f->meter.flows.n, out);
		return;
	}
	if (i < run_records_n_built(f)) {
		handover_record(f, i - f->meter.flows.n - f->meter.arp.n, out);
		return;
	}
	*out = f->rows[i - run_records_n_built(f)];
	if (!*out->extra)
		out->extra = f->no_extra;
}

