/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A flow as the outside sees it: client and server instead of two sides.
 *
 * One struct record is one row of the flow CSV (design: columns of section
 * 4), made from a flow and its verdict, or read back from a row. It is a
 * value; its strings are borrowed from the run that handed it out and live
 * as long as that run. Besides flows there are two other kinds: what ARP
 * said, and one row a capture about what was looked at.
 */
#ifndef OTCAP_RECORD_H
#define OTCAP_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "ground/err.h"
#include "ground/row.h"
#include "ground/text.h"
#include "understand/verdict.h"

/* Version of the flow CSV; a newer major is refused by name. */
enum { RECORD_FORMAT_MAJOR = 1 };

enum record_kind { RECORD_TCP, RECORD_UDP, RECORD_ARP, RECORD_RUN };

enum role { ROLE_CLIENT, ROLE_SERVER, ROLE_NONE };

struct record {
	int64_t first_ns, last_ns;	/* STAMP_NONE: nothing was read */
	enum record_kind kind;
	uint32_t addr[2];	/* by role: client, server; ARP: [0] only */
	uint16_t port[2];
	uint64_t packets[2];	/* ARP: requests, replies; run: in scope, set
				 * aside */
	uint64_t bytes[2];	/* IPv4 total length */
	uint64_t payload[2];
	enum conn_state state;
	enum role initiator;
	enum evidence evidence;
	uint8_t confidence;	/* per cent */
	uint16_t quirks;	/* enum quirk bits */
	int64_t max_gap_ns;	/* a multiple of 1 ms: what the row shows */
	uint64_t peak_hour_packets, peak_hour_payload;
	uint64_t errors, peak_hour_errors;	/* replies that are errors */
	uint16_t agreed;	/* server port of the pair's conversation in
				 * which this one's was agreed (135, 21); 0 */
	uint32_t generation;	/* which flow on this 5-tuple, from 0 */
	const char *service;	/* "" unknown */
	const char *operations;	/* "+"-joined, "" none; run: class:count */
	const char *mac[2];	/* by role, "+"-joined, "" unknown; ARP: [0]
				 * of the address, and where [1] is set, of
				 * who had the address from [0] */
	const char *name[2];	/* by role: what the machine calls itself,
				 * "+"-joined "dhcp:HMI-1"; "" unknown */
	const char *vlan;	/* "" none */
	const char *capture;	/* run: base name of the capture, else "" */
	const char *extra;	/* columns of later versions, as CSV text with
				 * a leading comma each; "" none */
};

/* Zeroed, with every string "" and nothing known. */
void record_init(struct record *r, enum record_kind kind);

/* Total order of rows: flows, then ARP, then runs; see design section 4. */
int record_cmp(const struct record *a, const struct record *b);

/* The header line, with LF; extra as record.extra, names for fields. */
void record_put_header(struct text *t, const char *extra);
/* One row with LF. */
void record_put(struct text *t, const struct record *r);
/* "+"-joined quirk words. */
void record_put_quirks(struct text *t, uint16_t quirks);

/* "tcp", "udp", "arp", "run" */
const char *record_kind_name(enum record_kind k);
/* "client", "server", "" */
const char *role_name(enum role role);
/* The IP protocol number of a flow record. */
uint8_t record_proto(const struct record *r);
/* Count of a "word:count" token of operations, 0 when it is not there. */
uint64_t record_count(const struct record *r, const char *word);
/* A run row that says its capture was damaged (not merely cut at the end). */
bool record_is_damaged(const struct record *r);
bool record_is_cut(const struct record *r);

#endif
