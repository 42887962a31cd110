/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/addr.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "present/json.h"
#include "present/render_flows.h"
#include "present/render_flows_site.h"
#include "understand/community_id.h"
#include "understand/run.h"

static void put_times(struct text *t, const struct record *r)
{
	char buf[STAMP_TEXT];

	if (r->first_ns == STAMP_NONE)
		return;
	json_put_string(t, "first", stamp_format(r->first_ns, buf));
	json_put_string(t, "last", stamp_format(r->last_ns, buf));
}

static void put_endpoints(struct text *t, const struct record *r)
{
	char buf[ADDR_TEXT];

	json_put_string(t, "client", addr_format(r->addr[0], buf));
	json_put_u64(t, "client_port", r->port[0]);
	json_put_string(t, "server", addr_format(r->addr[1], buf));
	json_put_u64(t, "server_port", r->port[1]);
	json_put_string(t, "service", r->service);
	json_put_string(t, "state", conn_state_name(r->state));
}

static void put_volume(struct text *t, const struct record *r)
{
	json_put_u64(t, "c_packets", r->packets[0]);
	json_put_u64(t, "s_packets", r->packets[1]);
	json_put_u64(t, "c_bytes", r->bytes[0]);
	json_put_u64(t, "s_bytes", r->bytes[1]);
	json_put_u64(t, "c_payload", r->payload[0]);
	json_put_u64(t, "s_payload", r->payload[1]);
}

static void put_verdict(struct text *t, const struct record *r)
{
	struct text words = { 0 };

	json_put_string(t, "initiator", role_name(r->initiator));
	json_put_string(t, "direction", evidence_name(r->evidence));
	text_printf(&words, "%u.%02u", r->confidence / 100u,
		    r->confidence % 100u);
	json_put_raw(t, "confidence", words.s);
	text_clear(&words);
	record_put_quirks(&words, r->quirks);
	json_put_list(t, "quirks", words.s);
	json_put_list(t, "operations", r->operations);
	text_clear(&words);
	text_seconds(&words, r->max_gap_ns);
	json_put_raw(t, "max_gap", words.s);
	text_release(&words);
}

static void put_flow(struct text *t, const struct record *r)
{
	char id[COMMUNITY_ID_TEXT];

	put_endpoints(t, r);
	put_volume(t, r);
	put_verdict(t, r);
	json_put_u64(t, "peak_hour_packets", r->peak_hour_packets);
	json_put_u64(t, "peak_hour_payload", r->peak_hour_payload);
	json_put_list(t, "client_mac", r->mac[0]);
	json_put_list(t, "server_mac", r->mac[1]);
	json_put_list(t, "vlan", r->vlan);
	json_put_string(t, "community_id",
			community_id(record_proto(r), r->addr, r->port, id));
	json_put_u64(t, "errors", r->errors);
	json_put_u64(t, "peak_hour_errors", r->peak_hour_errors);
	if (r->agreed)
		json_put_u64(t, "agreed", r->agreed);
	json_put_list(t, "client_name", r->name[0]);
	json_put_list(t, "server_name", r->name[1]);
}

static void put_arp(struct text *t, const struct record *r)
{
	struct text gap = { 0 };

	text_seconds(&gap, r->max_gap_ns);
	json_put_raw(t, "max_gap", gap.s);
	json_put_list(t, "client_mac", r->mac[0]);
	if (r->mac[1][0])
		json_put_list(t, "server_mac", r->mac[1]);
	json_put_list(t, "client_name", r->name[0]);
	text_release(&gap);
}

/* ARP and run rows have only what applies to them. */
static void put_other(struct text *t, const struct record *r)
{
	char buf[ADDR_TEXT];

	json_put_string(t, "client", r->kind == RECORD_ARP ?
			addr_format(r->addr[0], buf) : r->capture);
	json_put_u64(t, "c_packets", r->packets[0]);
	json_put_u64(t, "s_packets", r->packets[1]);
	json_put_list(t, "operations", r->operations);
	if (r->kind == RECORD_ARP)
		put_arp(t, r);
}

static void put_site(struct text *t, const struct record *r,
		     const struct names *names)
{
	json_put_string(t, "client_host", site_host(names, r, 0));
	if (r->kind != RECORD_ARP)
		json_put_string(t, "server_host", site_host(names, r, 1));
	json_put_string(t, "client_zone", site_zone(names, r, 0));
	if (r->kind != RECORD_ARP)
		json_put_string(t, "server_zone", site_zone(names, r, 1));
}

static void put(struct text *t, const struct record *r,
		const struct names *names)
{
	json_open(t);
	put_times(t, r);
	json_put_string(t, "proto", record_kind_name(r->kind));
	if (r->kind <= RECORD_UDP)
		put_flow(t, r);
	else
		put_other(t, r);
	if (names && r->kind != RECORD_RUN)
		put_site(t, r, names);
	json_close(t);
}

static void render(const struct run *run, const struct names *names, FILE *out)
{
	struct text t = { 0 };
	struct record r;

	for (size_t i = 0; i < run_n_records(run); i++) {
		run_record(run, i, &r);
		put(&t, &r, names);
		if (t.len >= TEXT_FLUSH_BYTES)
			text_flush(&t, out);
	}
	text_flush(&t, out);
	text_release(&t);
}

const struct flow_renderer render_flows_jsonl = { "jsonl", render };
