/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The memory beside the rules, for the machine only. The first row names the
 * format; a row `run` stands for each capture that was learned from.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/row.h"
#include "ground/stamp.h"
#include "ground/strpool.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/joined.h"
#include "read/table.h"
#include "understand/record.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

enum {
	COL_PROTO, COL_CLIENT, COL_CLIENT_PORT, COL_SERVER, COL_SERVER_PORT,
	COL_FIRST, COL_LAST, COL_FLOWS, COL_ANSWERED, COL_GAPS, COL_MAX_GAP,
	COL_HOUR_PACKETS, COL_HOUR_PAYLOAD, COL_HOUR_SESSIONS,
	COL_10MIN_SESSIONS, COL_HOUR_ERRORS, COL_MINUTE_ASKED, COL_PORTS,
	COL_PORT_FIXED, COL_CLIENT_MAC, COL_SERVER_MAC, COL_CLIENT_NAME,
	COL_SERVER_NAME, COL_SERVICE, COL_OPERATIONS, COL_INITIATOR,
	COL_STATUS, COL_DIRECTION, COL_CONFIDENCE, COL_CAPTURES, N_COLS
};

static const struct table_column columns[N_COLS] = {
	[COL_PROTO] = { "proto", true },
	[COL_CLIENT] = { "client", true },
	[COL_CLIENT_PORT] = { "client_port", true },
	[COL_SERVER] = { "server", true },
	[COL_SERVER_PORT] = { "server_port", true },
	[COL_FIRST] = { "first", true },
	[COL_LAST] = { "last", true },
	[COL_FLOWS] = { "flows", true },
	[COL_ANSWERED] = { "answered", true },
	[COL_GAPS] = { "gaps", true },
	[COL_MAX_GAP] = { "max_gap", true },
	[COL_HOUR_PACKETS] = { "peak_hour_packets", true },
	[COL_HOUR_PAYLOAD] = { "peak_hour_payload", true },
	[COL_HOUR_SESSIONS] = { "peak_hour_sessions", true },
	[COL_10MIN_SESSIONS] = { "peak_10min_sessions", true },
	[COL_HOUR_ERRORS] = { "peak_hour_errors", false },
	[COL_MINUTE_ASKED] = { "peak_minute_asked", false },
	[COL_PORTS] = { "client_ports", true },
	[COL_PORT_FIXED] = { "port_fixed", true },
	[COL_CLIENT_MAC] = { "client_mac", true },
	[COL_SERVER_MAC] = { "server_mac", true },
	[COL_CLIENT_NAME] = { "client_name", false },
	[COL_SERVER_NAME] = { "server_name", false },
	[COL_SERVICE] = { "service", true },
	[COL_OPERATIONS] = { "operations", true },
	[COL_INITIATOR] = { "initiator", true },
	[COL_STATUS] = { "status", true },
	[COL_DIRECTION] = { "direction", true },
	[COL_CONFIDENCE] = { "confidence", true },
	[COL_CAPTURES] = { "captures", true },
};

/* Counts by column, in the order of the columns. */
static uint64_t *count_at(struct seen *s, size_t column)
{
	switch (column) {
	case COL_FLOWS:
		return &s->n_flows;
	case COL_ANSWERED:
		return &s->n_sessions_answered;
	case COL_GAPS:
		return &s->n_gaps;
	case COL_HOUR_PACKETS:
		return &s->peak_hour_packets;
	case COL_HOUR_PAYLOAD:
		return &s->peak_hour_payload;
	case COL_HOUR_SESSIONS:
		return &s->peak_hour_sessions;
	case COL_10MIN_SESSIONS:
		return &s->peak_10min_sessions;
	case COL_HOUR_ERRORS:
		return &s->peak_hour_errors;
	case COL_MINUTE_ASKED:
		return &s->peak_minute_asked;
	default:
		return NULL;
	}
}

static int flaw(const struct table *t, size_t column, const char *reason,
		struct err *e)
{
	return table_fail(t, &(struct table_flaw){ column, reason }, e);
}

static int parse_times(const struct table *t, int64_t *first, int64_t *last,
		       struct err *e)
{
	if (stamp_parse(table_value(t, COL_FIRST), first) < 0 ||
	    *first == STAMP_NONE)
		return flaw(t, COL_FIRST, "not a time", e);
	if (stamp_parse(table_value(t, COL_LAST), last) < 0 || *last < *first)
		return flaw(t, COL_LAST, "not a time after the first", e);
	return 0;
}

/* A number, or dynamic:135 as in a rule. */
static int parse_server_port(const struct table *t, struct memory *m,
			     struct err *e)
{
	const char *s = table_value(t, COL_SERVER_PORT);
	struct port_spec spec;

	if (!port_parse(s, &m->server_port))
		return 0;
	if (port_spec_parse(s, &spec) < 0)
		return flaw(t, COL_SERVER_PORT, "not a port number", e);
	free(spec.range);
	if (spec.kind != PORT_DYNAMIC)
		return flaw(t, COL_SERVER_PORT, "not a port number", e);
	m->agreed = spec.base;
	return 0;
}

static int parse_key(const struct table *t, struct memory *m, struct err *e)
{
	int proto = proto_parse(table_value(t, COL_PROTO));

	if (proto < 0)
		return flaw(t, COL_PROTO, "not tcp, udp, arp, run or format",
			    e);
	m->proto = (uint8_t)proto;
	if (addr_parse(table_value(t, COL_CLIENT), &m->client) < 0)
		return flaw(t, COL_CLIENT, "not an address", e);
	if (addr_parse(table_value(t, COL_SERVER), &m->server) < 0)
		return flaw(t, COL_SERVER, "not an address", e);
	if (table_value(t, COL_CLIENT_PORT)[0] &&
	    port_parse(table_value(t, COL_CLIENT_PORT), &m->client_port) < 0)
		return flaw(t, COL_CLIENT_PORT, "not a port number", e);
	return parse_server_port(t, m, e);
}

static int parse_counts(const struct table *t, struct seen *s, struct err *e)
{
	uint64_t confidence;

	for (size_t i = 0; i < N_COLS; i++)
		if (count_at(s, i) &&
		    (columns[i].required || table_value(t, i)[0]) &&
		    count_parse(table_value(t, i), count_at(s, i)) < 0)
			return flaw(t, i, "not a number", e);
	if (seconds_parse(table_value(t, COL_MAX_GAP), &s->max_gap_ns) < 0)
		return flaw(t, COL_MAX_GAP, "not seconds", e);
	if (count_parse(table_value(t, COL_CONFIDENCE), &confidence) < 0 ||
	    confidence > 100)
		return flaw(t, COL_CONFIDENCE, "not per cent", e);
	s->confidence = (uint8_t)confidence;
	return 0;
}

static int parse_words(const struct table *t, struct seen *s, struct err *e)
{
	int evidence = evidence_parse(table_value(t, COL_DIRECTION));
	int initiator = initiator_parse(table_value(t, COL_INITIATOR));
	int status = rule_status_parse(table_value(t, COL_STATUS));
	const char *ports = table_value(t, COL_PORTS);

	if (evidence < 0)
		return flaw(t, COL_DIRECTION, "no word for a direction", e);
	if (initiator < 0)
		return flaw(t, COL_INITIATOR, "neither client nor server", e);
	if (strcmp(ports, "*") && ports[strspn(ports, "0123456789+")])
		return flaw(t, COL_PORTS, "no list of ports", e);
	if (status < 0 || status == RULE_APPROVED || status == RULE_IGNORED)
		return flaw(t, COL_STATUS,
			    "not learned, review or unanswered", e);
	s->status = (uint8_t)status;
	s->evidence = (uint8_t)evidence;
	s->initiator = (uint8_t)initiator;
	s->port_fixed = !strcmp(table_value(t, COL_PORT_FIXED), "yes");
	s->client_ports = ports;
	s->mac[0] = table_value(t, COL_CLIENT_MAC);
	s->mac[1] = table_value(t, COL_SERVER_MAC);
	s->name[0] = table_value(t, COL_CLIENT_NAME);
	s->name[1] = table_value(t, COL_SERVER_NAME);
	s->service = table_value(t, COL_SERVICE);
	s->operations = table_value(t, COL_OPERATIONS);
	s->captures = table_value(t, COL_CAPTURES);
	return 0;
}

/* What ARP showed: of the many columns few. */
static int read_arp(struct baseline *b, const struct table *t, struct err *e)
{
	struct memory m = { .proto = MEMORY_ARP };
	struct seen *s = &m.seen;

	seen_init(s);
	if (addr_parse(table_value(t, COL_CLIENT), &m.client) < 0)
		return flaw(t, COL_CLIENT, "not an address", e);
	if (parse_times(t, &s->first_ns, &s->last_ns, e) < 0)
		return -1;
	if (count_parse(table_value(t, COL_MINUTE_ASKED),
			&s->peak_minute_asked) < 0)
		return flaw(t, COL_MINUTE_ASKED, "not a number", e);
	s->mac[0] = table_value(t, COL_CLIENT_MAC);
	s->name[0] = table_value(t, COL_CLIENT_NAME);
	s->captures = table_value(t, COL_CAPTURES);
	baseline_add_memory(b, &m);
	return 0;
}

static int read_memory(struct baseline *b, const struct table *t,
		       struct err *e)
{
	struct memory m = { 0 };

	seen_init(&m.seen);
	if (parse_key(t, &m, e) < 0 ||
	    parse_times(t, &m.seen.first_ns, &m.seen.last_ns, e) < 0 ||
	    parse_counts(t, &m.seen, e) < 0 || parse_words(t, &m.seen, e) < 0)
		return -1;
	baseline_add_memory(b, &m);
	return 0;
}

static int read_capture(struct baseline *b, const struct table *t,
			struct err *e)
{
	struct base_capture c = {
		.id = table_value(t, COL_CAPTURES),
		.name = table_value(t, COL_CLIENT),
	};

	if (parse_times(t, &c.first_ns, &c.last_ns, e) < 0)
		return -1;
	if (!c.id[0])
		return flaw(t, COL_CAPTURES, "no id of the capture", e);
	baseline_add_capture(b, &c);
	return 0;
}

static int read_format(const struct table *t, struct err *e)
{
	const char *version = table_value(t, COL_CLIENT);
	char major[16];
	size_t len = strcspn(version, ".");
	uint64_t v;

	if (len >= sizeof major)
		return flaw(t, COL_CLIENT, "no version", e);
	memcpy(major, version, len);
	major[len] = '\0';
	if (count_parse(major, &v) < 0)
		return flaw(t, COL_CLIENT, "no version", e);
	if (v > BASELINE_FORMAT_MAJOR)
		return flaw(t, COL_CLIENT,
			    "written by a newer otbase; this one reads format "
			    "1", e);
	return 0;
}

_Static_assert(BASELINE_FORMAT_MAJOR == 1, "stands in the message above");

static int read_row(struct baseline *b, const struct table *t, bool *versioned,
		    struct err *e)
{
	const char *proto = table_value(t, COL_PROTO);

	if (!strcmp(proto, "format")) {
		*versioned = true;
		return read_format(t, e);
	}
	if (!*versioned)
		return flaw(t, COL_PROTO, "the first row must be the format",
			    e);
	if (!strcmp(proto, "run"))
		return read_capture(b, t, e);
	if (!strcmp(proto, "arp"))
		return read_arp(b, t, e);
	return read_memory(b, t, e);
}

_Static_assert(LIMIT_RULES == 10000000, "stands in the message below");

static int read_rows(struct baseline *b, struct table *t, struct err *e)
{
	bool versioned = false;
	int more;

	while ((more = table_next(t, e)) > 0) {
		if (b->talks.n + b->arp.n >= LIMIT_RULES)
			return table_fail(t, &(struct table_flaw){
				COL_PROTO, "more than 10000000 rows" }, e);
		if (read_row(b, t, &versioned, e) < 0)
			return -1;
	}
	return more ? -1 : 0;
}

int baseline_load_seen(struct baseline *b, const char *path, struct err *e)
{
	struct text beside = { 0 };
	struct table *t = NULL;
	int rc = 0;

	if (!strcmp(path, "-"))
		return 0;
	text_puts(&beside, path);
	text_puts(&beside, ".seen");
	if (access(beside.s, F_OK) == 0) {
		t = table_open(beside.s, columns, N_COLS, e);
		rc = t ? read_rows(b, t, e) : -1;
	}
	table_close(t);
	text_release(&beside);
	return rc;
}

/* Column by column; what a row does not have stays empty. */
static void put_row(struct text *t, const char *const value[N_COLS])
{
	for (size_t i = 0; i < N_COLS; i++) {
		if (i)
			text_putc(t, ',');
		if (value[i])
			row_put(t, value[i]);
	}
	text_putc(t, '\n');
}

static void put_capture(struct text *t, const struct base_capture *c)
{
	char first[STAMP_TEXT], last[STAMP_TEXT];

	put_row(t, (const char *const[N_COLS]){
		[COL_PROTO] = "run", [COL_CLIENT] = c->name,
		[COL_FIRST] = stamp_format(c->first_ns, first),
		[COL_LAST] = stamp_format(c->last_ns, last),
		[COL_CAPTURES] = c->id });
}

static void put_counts(struct text *t, const struct seen *s)
{
	struct seen copy = *s;

	for (size_t i = COL_FLOWS; i <= COL_MINUTE_ASKED; i++) {
		if (i == COL_MAX_GAP)
			text_seconds(t, s->max_gap_ns);
		else
			text_u64(t, *count_at(&copy, i));
		text_putc(t, ',');
	}
}

static void put_key(struct text *t, const struct memory *m)
{
	text_puts(t, proto_name(m->proto));
	text_putc(t, ',');
	text_addr(t, m->client);
	text_putc(t, ',');
	if (m->client_port)
		text_u64(t, m->client_port);
	text_putc(t, ',');
	text_addr(t, m->server);
	text_putc(t, ',');
	if (m->agreed)
		port_spec_put(t, &(struct port_spec){ .kind = PORT_DYNAMIC,
						      .base = m->agreed });
	else
		text_u64(t, m->server_port);
	text_putc(t, ',');
}

static void put_memory(struct text *t, const struct memory *m)
{
	const struct seen *s = &m->seen;
	const char *const words[] = {
		s->client_ports, s->port_fixed ? "yes" : "", s->mac[0],
		s->mac[1], s->name[0], s->name[1], s->service, s->operations,
		initiator_name(s->initiator), rule_status_name(s->status),
		evidence_name(s->evidence),
	};

	put_key(t, m);
	text_stamp(t, s->first_ns);
	text_putc(t, ',');
	text_stamp(t, s->last_ns);
	text_putc(t, ',');
	put_counts(t, s);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		row_put(t, words[i]);
		text_putc(t, ',');
	}
	text_u64(t, s->confidence);
	text_putc(t, ',');
	row_put(t, s->captures);
	text_putc(t, '\n');
}

static void put_arp(struct text *t, const struct memory *m)
{
	const struct seen *s = &m->seen;
	char client[ADDR_TEXT], first[STAMP_TEXT], last[STAMP_TEXT];
	struct text asked = { 0 };

	text_u64(&asked, s->peak_minute_asked);
	put_row(t, (const char *const[N_COLS]){
		[COL_PROTO] = "arp",
		[COL_CLIENT] = addr_format(m->client, client),
		[COL_FIRST] = stamp_format(s->first_ns, first),
		[COL_LAST] = stamp_format(s->last_ns, last),
		[COL_MINUTE_ASKED] = asked.s,
		[COL_CLIENT_MAC] = s->mac[0], [COL_CLIENT_NAME] = s->name[0],
		[COL_CAPTURES] = s->captures });
	text_release(&asked);
}

void baseline_put_seen(const struct baseline *b, struct text *t)
{
	for (size_t i = 0; i < N_COLS; i++) {
		text_puts(t, i ? "," : "");
		text_puts(t, columns[i].name);
	}
	text_putc(t, '\n');
	put_row(t, (const char *const[N_COLS]){
		[COL_PROTO] = "format", [COL_CLIENT] = "1.0" });
	for (size_t i = 0; i < b->n_captures; i++)
		put_capture(t, &b->captures[i]);
	for (size_t i = 0; i < b->talks.n; i++)
		put_memory(t, &b->talks.items[i]);
	for (size_t i = 0; i < b->arp.n; i++)
		put_arp(t, &b->arp.items[i]);
}
