/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/record.h"

#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "read/packet.h"
#include "understand/community_id.h"
#include "understand/record_columns.h"

static const char *const kind_names[] = {
	[RECORD_TCP] = "tcp",
	[RECORD_UDP] = "udp",
	[RECORD_ARP] = "arp",
	[RECORD_RUN] = "run",
};

static const char *const role_names[] = {
	[ROLE_CLIENT] = "client",
	[ROLE_SERVER] = "server",
	[ROLE_NONE] = "",
};

const char *record_kind_name(enum record_kind k)
{
	return kind_names[k];
}

const char *role_name(enum role role)
{
	return role_names[role];
}

uint8_t record_proto(const struct record *r)
{
	return r->kind == RECORD_TCP ? IP_TCP : IP_UDP;
}

void record_init(struct record *r, enum record_kind kind)
{
	*r = (struct record){
		.first_ns = STAMP_NONE, .last_ns = STAMP_NONE,
		.kind = kind, .initiator = ROLE_NONE,
		.service = "", .operations = "", .mac = { "", "" },
		.name = { "", "" }, .vlan = "", .capture = "", .extra = "",
	};
}

static bool is_flow(const struct record *r)
{
	return r->kind <= RECORD_UDP;
}

#define COMPARE(a, b)                            \
	do {                                     \
		if ((a) != (b))                  \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int cmp_strings(const struct record *a, const struct record *b)
{
	const char *const x[] = { a->vlan, a->service, a->operations,
				  a->mac[0], a->mac[1], a->extra,
				  a->name[0], a->name[1] };
	const char *const y[] = { b->vlan, b->service, b->operations,
				  b->mac[0], b->mac[1], b->extra,
				  b->name[0], b->name[1] };
	int c = 0;

	for (size_t i = 0; !c && i < sizeof x / sizeof *x; i++)
		c = strcmp(x[i], y[i]);
	return c;
}

static int cmp_counts(const struct record *a, const struct record *b)
{
	for (unsigned s = 0; s < 2; s++) {
		COMPARE(a->packets[s], b->packets[s]);
		COMPARE(a->bytes[s], b->bytes[s]);
		COMPARE(a->payload[s], b->payload[s]);
	}
	COMPARE(a->last_ns, b->last_ns);
	COMPARE(a->max_gap_ns, b->max_gap_ns);
	COMPARE(a->errors, b->errors);
	COMPARE(a->agreed, b->agreed);
	return 0;
}

/* Flows by time, ARP by addresses, captures by name. */
static int cmp_key(const struct record *a, const struct record *b)
{
	int c = strcmp(a->capture, b->capture);

	COMPARE(is_flow(b), is_flow(a));
	if (!is_flow(a))
		COMPARE(a->kind, b->kind);
	if (c)
		return c;
	if (a->kind != RECORD_ARP)
		COMPARE(a->first_ns, b->first_ns);
	COMPARE(a->kind, b->kind);
	for (unsigned s = 0; s < 2; s++) {
		COMPARE(a->addr[s], b->addr[s]);
		COMPARE(a->port[s], b->port[s]);
	}
	return 0;
}

int record_cmp(const struct record *a, const struct record *b)
{
	int c = cmp_key(a, b);

	if (c)
		return c;
	/* The VLAN is part of the key with --by-vlan; generations follow. */
	c = strcmp(a->vlan, b->vlan);
	if (c)
		return c;
	COMPARE(a->generation, b->generation);
	c = cmp_counts(a, b);
	return c ? c : cmp_strings(a, b);
}

void record_put_quirks(struct text *t, uint16_t quirks)
{
	bool more = false;

	for (unsigned i = 0; i < N_QUIRKS; i++) {
		if (!(quirks & 1 << i))
			continue;
		if (more)
			text_putc(t, '+');
		text_puts(t, quirk_name(i));
		more = true;
	}
}

void record_put_header(struct text *t, const char *extra)
{
	for (size_t i = 0; i < N_COLUMNS; i++) {
		if (i)
			text_putc(t, ',');
		text_puts(t, column_names[i]);
	}
	text_puts(t, extra);
	text_putc(t, '\n');
}

static void put_stamp(struct text *t, int64_t ns)
{
	if (ns != STAMP_NONE)
		text_stamp(t, ns);
	text_putc(t, ',');
}

/* "text_puts and a comma": what most columns are. */
static void put_word(struct text *t, const char *s)
{
	text_puts(t, s);
	text_putc(t, ',');
}

static void put_number(struct text *t, uint64_t v)
{
	text_u64(t, v);
	text_putc(t, ',');
}

static void put_quoted(struct text *t, const char *s)
{
	row_put(t, s);
	text_putc(t, ',');
}

static void put_key(struct text *t, const struct record *r)
{
	put_stamp(t, r->first_ns);
	put_stamp(t, r->last_ns);
	put_word(t, kind_names[r->kind]);
	for (unsigned s = 0; s < 2; s++) {
		text_addr(t, r->addr[s]);
		text_putc(t, ',');
		put_number(t, r->port[s]);
	}
}

static void put_volume(struct text *t, const struct record *r)
{
	put_number(t, r->packets[0]);
	put_number(t, r->packets[1]);
	put_number(t, r->bytes[0]);
	put_number(t, r->bytes[1]);
	put_number(t, r->payload[0]);
	put_number(t, r->payload[1]);
}

static void put_percent(struct text *t, uint8_t confidence)
{
	const char digits[] = { (char)('0' + confidence / 100), '.',
				(char)('0' + confidence / 10 % 10),
				(char)('0' + confidence % 10), ',' };

	text_add(t, digits, sizeof digits);
}

static void put_verdict(struct text *t, const struct record *r)
{
	put_word(t, role_names[r->initiator]);
	put_word(t, evidence_name(r->evidence));
	put_percent(t, r->confidence);
	record_put_quirks(t, r->quirks);
	text_putc(t, ',');
	put_quoted(t, r->operations);
}

static void put_flow(struct text *t, const struct record *r)
{
	char id[COMMUNITY_ID_TEXT];

	put_key(t, r);
	put_quoted(t, r->service);
	put_word(t, conn_state_name(r->state));
	put_volume(t, r);
	put_verdict(t, r);
	text_seconds(t, r->max_gap_ns);
	text_putc(t, ',');
	put_number(t, r->peak_hour_packets);
	put_number(t, r->peak_hour_payload);
	put_quoted(t, r->mac[0]);
	put_quoted(t, r->mac[1]);
	put_quoted(t, r->vlan);
	put_word(t, community_id(record_proto(r), r->addr, r->port, id));
	put_number(t, r->errors);
	put_number(t, r->peak_hour_errors);
	if (r->agreed)
		text_u64(t, r->agreed);
	text_putc(t, ',');
	put_quoted(t, r->name[0]);
	row_put(t, r->name[1]);
}

/* ARP and run rows leave empty what does not apply to them. */
static void put_other(struct text *t, const struct record *r)
{
	put_stamp(t, r->first_ns);
	put_stamp(t, r->last_ns);
	put_word(t, kind_names[r->kind]);
	if (r->kind == RECORD_ARP) {
		text_addr(t, r->addr[0]);
		text_putc(t, ',');
	} else {
		put_quoted(t, r->capture);
	}
	put_word(t, ",,,,");
	put_number(t, r->packets[0]);
	put_number(t, r->packets[1]);
	put_word(t, ",,,,,,,");
	put_quoted(t, r->operations);
	if (r->kind == RECORD_ARP)
		text_seconds(t, r->max_gap_ns);
	put_word(t, ",,");
	put_quoted(t, r->mac[0]);
	put_quoted(t, r->mac[1]);
	put_word(t, ",,,,");
	put_quoted(t, r->name[0]);
}

void record_put(struct text *t, const struct record *r)
{
	if (is_flow(r))
		put_flow(t, r);
	else
		put_other(t, r);
	text_puts(t, r->extra);
	text_putc(t, '\n');
}

uint64_t record_count(const struct record *r, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = r->operations; *p; p += *p == '+') {
		if (!strncmp(p, word, len) && p[len] == ':')
			return strtoull(p + len + 1, NULL, 10);
		p += strcspn(p, "+");
	}
	return 0;
}

bool record_is_damaged(const struct record *r)
{
	return record_count(r, "damage") != 0;
}

bool record_is_cut(const struct record *r)
{
	return record_count(r, "cut") != 0;
}
