/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/record.h"

#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/digits.h"
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

/* What a field takes with its comma at most; words are those of this file and
 * of verdict.c, none of which needs quotes. */
enum { WORD = 16, NUMBER = DIGITS_U64 + 1, SECONDS = DIGITS_SECONDS + 1 };

static char *put_times(char *p, const struct record *r)
{
	const char *first = p;

	if (r->first_ns != STAMP_NONE)
		p = stamp_put(p, r->first_ns);
	*p++ = ',';
	if (r->last_ns != STAMP_NONE)
		p = r->first_ns != STAMP_NONE ?
			    stamp_put_next(p, r->last_ns, first, r->first_ns) :
			    stamp_put(p, r->last_ns);
	*p++ = ',';
	return p;
}

static char *put_word(char *p, const char *s)
{
	p = stpcpy(p, s);
	*p++ = ',';
	return p;
}

static char *put_number(char *p, uint64_t v)
{
	p = digits_u64(p, v);
	*p++ = ',';
	return p;
}

static char *put_addr(char *p, uint32_t addr)
{
	p = addr_put(p, addr);
	*p++ = ',';
	return p;
}

static char *put_seconds(char *p, int64_t ns)
{
	p = digits_seconds(p, ns);
	*p++ = ',';
	return p;
}

static char *put_percent(char *p, uint8_t confidence)
{
	*p++ = (char)('0' + confidence / 100);
	*p++ = '.';
	p = digits_pair(p, confidence % 100);
	*p++ = ',';
	return p;
}

static void put_quoted(struct text *t, const char *s)
{
	if (*s)
		row_put(t, s);
	text_putc(t, ',');
}

static void put_key(struct text *t, const struct record *r)
{
	char *p = text_room(t, 2 * STAMP_TEXT + WORD +
				       2 * (ADDR_TEXT + NUMBER));

	p = put_times(p, r);
	p = put_word(p, kind_names[r->kind]);
	for (unsigned s = 0; s < 2; s++) {
		p = put_addr(p, r->addr[s]);
		p = put_number(p, r->port[s]);
	}
	text_end(t, p);
}

static void put_volume(struct text *t, const struct record *r)
{
	char *p = text_room(t, WORD + 6 * NUMBER);

	p = put_word(p, conn_state_name(r->state));
	p = put_number(p, r->packets[0]);
	p = put_number(p, r->packets[1]);
	p = put_number(p, r->bytes[0]);
	p = put_number(p, r->bytes[1]);
	p = put_number(p, r->payload[0]);
	p = put_number(p, r->payload[1]);
	text_end(t, p);
}

static void put_verdict(struct text *t, const struct record *r)
{
	char *p = text_room(t, 2 * WORD + NUMBER);

	p = put_word(p, role_names[r->initiator]);
	p = put_word(p, evidence_name(r->evidence));
	p = put_percent(p, r->confidence);
	text_end(t, p);
	if (r->quirks)
		record_put_quirks(t, r->quirks);
	text_putc(t, ',');
	put_quoted(t, r->operations);
}

static void put_peaks(struct text *t, const struct record *r)
{
	char *p = text_room(t, SECONDS + 2 * NUMBER);

	p = put_seconds(p, r->max_gap_ns);
	p = put_number(p, r->peak_hour_packets);
	p = put_number(p, r->peak_hour_payload);
	text_end(t, p);
}

static void put_errors(struct text *t, const struct record *r)
{
	char *p = text_room(t, COMMUNITY_ID_TEXT + 3 * NUMBER);

	community_id(record_proto(r), r->addr, r->port, p);
	p += COMMUNITY_ID_TEXT - 1;
	*p++ = ',';
	p = put_number(p, r->errors);
	p = put_number(p, r->peak_hour_errors);
	if (r->agreed)
		p = digits_u64(p, r->agreed);
	*p++ = ',';
	text_end(t, p);
}

static void put_flow(struct text *t, const struct record *r)
{
	put_key(t, r);
	put_quoted(t, r->service);
	put_volume(t, r);
	put_verdict(t, r);
	put_peaks(t, r);
	put_quoted(t, r->mac[0]);
	put_quoted(t, r->mac[1]);
	put_quoted(t, r->vlan);
	put_errors(t, r);
	put_quoted(t, r->name[0]);
	row_put(t, r->name[1]);
}

static void put_other_key(struct text *t, const struct record *r)
{
	char *p = text_room(t, 2 * STAMP_TEXT + WORD + ADDR_TEXT);

	p = put_times(p, r);
	p = put_word(p, kind_names[r->kind]);
	if (r->kind == RECORD_ARP)
		p = put_addr(p, r->addr[0]);
	text_end(t, p);
	if (r->kind != RECORD_ARP)
		put_quoted(t, r->capture);
}

/* ARP and run rows leave empty what does not apply to them. */
static void put_other(struct text *t, const struct record *r)
{
	put_other_key(t, r);
	text_puts(t, ",,,,,");
	text_u64(t, r->packets[0]);
	text_putc(t, ',');
	text_u64(t, r->packets[1]);
	text_puts(t, ",,,,,,,,,");
	put_quoted(t, r->operations);
	if (r->kind == RECORD_ARP)
		text_seconds(t, r->max_gap_ns);
	text_puts(t, ",,,");
	put_quoted(t, r->mac[0]);
	put_quoted(t, r->mac[1]);
	text_puts(t, ",,,,,");
	put_quoted(t, r->name[0]);
}

void record_put(struct text *t, const struct record *r)
{
	if (is_flow(r))
		put_flow(t, r);
	else
		put_other(t, r);
	if (*r->extra)
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
