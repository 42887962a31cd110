/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is normal: the rules (plant.base) and the machine's memory beside
 * them (plant.base.seen). This module holds, reads, writes, merges and looks
 * up; it does not decide what may be learned (learn) nor what is worth a
 * finding (detect).
 *
 * Facts merge by min, max and union, so merging is associative, commutative
 * and idempotent; everything derived is derived again. What is expired or
 * malformed never allows anything.
 */
#ifndef OTCAP_BASELINE_H
#define OTCAP_BASELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/addr.h"
#include "ground/err.h"
#include "ground/text.h"
#include "understand/verdict.h"

struct names;

enum { BASELINE_FORMAT_MAJOR = 1 };

enum purpose { PURPOSE_OPERATION, PURPOSE_MAINTENANCE, PURPOSE_BACKGROUND };

enum rule_status {
	RULE_LEARNED, RULE_REVIEW, RULE_APPROVED, RULE_IGNORED,
	RULE_UNANSWERED
};

/* What becomes of a rule when its baseline is finished again. */
enum rule_gone {
	RULE_STAYS,
	RULE_REPLACED,	/* another one says it: the memory stays */
	RULE_FORGOTTEN
};

/* One end of a rule: a network, or a machine of the names file. */
struct party {
	struct cidr net;
	const char *name;	/* NULL: net counts */
};

enum port_kind { PORT_RANGES, PORT_OCTET, PORT_DYNAMIC };

struct port_range {
	uint16_t lo, hi;
};

struct port_spec {
	uint8_t kind;		/* enum port_kind */
	uint16_t base;		/* OCTET: the base; DYNAMIC: 135 or 21 */
	size_t n;		/* RANGES */
	struct port_range *range;	/* owned by the rule */
};

/* The machine's memory of one exact conversation. Counts of 0 mean unknown. */
struct seen {
	int64_t first_ns, last_ns;
	int64_t max_gap_ns;	/* longest silence, also between flows */
	uint64_t n_gaps;	/* how many silences that was the longest of */
	uint64_t n_flows, n_sessions_answered;
	uint64_t peak_hour_packets, peak_hour_payload, peak_hour_sessions;
	uint64_t peak_10min_sessions;	/* short or refused ones */
	uint64_t peak_hour_errors;	/* messages that tell an error */
	uint64_t peak_minute_asked;	/* ARP: addresses asked for */
	const char *client_ports;	/* "+"-joined numbers, or "*" */
	const char *mac[2];		/* by role, "+"-joined */
	const char *name[2];	/* by role, "+"-joined "source:name" */
	const char *service, *operations;
	const char *captures;		/* "+"-joined ids */
	uint8_t initiator;		/* enum role of record.h */
	uint8_t evidence;		/* enum evidence, the strongest */
	uint8_t confidence;		/* per cent */
	uint8_t status;		/* as learned: unanswered, learned or review */
	bool port_fixed;	/* proved, or used for two openings */
	bool elsewhere;		/* only in a baseline that joined: known, but
				 * not expected here */
};

struct rule {
	uint8_t proto;		/* 6, 17 */
	uint8_t purpose;	/* enum purpose */
	uint8_t status;		/* enum rule_status */
	uint8_t initiator;	/* enum role of record.h */
	struct party client, server;
	uint16_t client_port;	/* 0: any ("*") */
	struct port_spec server_port;
	const char *service, *operations, *by, *note;	/* "" none */
	const char *extra;	/* unknown columns, ",a,b" */
	int64_t until_ns;	/* INT64_MAX: never ends */
	uint64_t line;		/* in the file; 0 learned now */
	const char *file;	/* of a baseline that joined; NULL: the first */
	struct seen *seen;	/* NULL: no memory */
	uint8_t gone;		/* enum rule_gone */
};

struct baseline;

/* A flow as a rule sees it; a protocol without a master has confidence 0. */
struct conversation {
	uint8_t proto;
	uint8_t confidence;	/* below CONFIDENCE_SURE: matches either way */
	bool answered;		/* what an unanswered rule does not allow */
	uint32_t client, server;
	uint16_t client_port, server_port;
	uint16_t agreed;	/* as record.agreed; 0 */
	int64_t time_ns;	/* for until */
};

void baseline_free(struct baseline *b);			/* NULL is fine */
/*
 * path and, when it is there, path.seen. names may be NULL, and is borrowed
 * until baseline_free. A malformed line
 * is an error "path:line:column: reason"; a newer format is refused by name.
 */
struct baseline *baseline_load(const char *path, const struct names *names,
			       struct err *e);
/* The rules as the file's text; the memory as the other file's. */
void baseline_put_rules(const struct baseline *b, struct text *t);
void baseline_put_seen(const struct baseline *b, struct text *t);

/* Rules in the file's order (sorted). */
size_t baseline_n_rules(const struct baseline *b);
const struct rule *baseline_rule(const struct baseline *b, size_t i);

/*
 * The rule that allows this conversation (learned, approved, ignored), or
 * NULL. When none does, *near (may be NULL) is the rule that names the same
 * machines and server port but does not allow: status review, expired,
 * unanswered, or another fixed client port; else NULL.
 */
const struct rule *baseline_match(const struct baseline *b,
				  const struct conversation *c,
				  const struct rule **near);
/*
 * Questions about single addresses count rules that allow: learned, approved,
 * ignored; of unanswered ones the client only, nobody was at the other end.
 * A network names its addresses, but 0.0.0.0/0 names nobody. Rules that ended
 * before the time set here do not count (at first none has ended).
 */
void baseline_set_now(struct baseline *b, int64_t now_ns);
/* Is the address named by any rule? */
bool baseline_has_host(const struct baseline *b, uint32_t addr);
/* Does any rule have this server endpoint? */
bool baseline_has_server(const struct baseline *b, uint8_t proto,
			 uint32_t addr, uint16_t port);
/* Does the address stand as server, or as client, in any rule? */
bool baseline_is_server(const struct baseline *b, uint32_t addr);
bool baseline_is_client(const struct baseline *b, uint32_t addr);

/*
 * What is remembered of one address, over ARP and all its conversations, or
 * NULL: mac[0] and name[0] (of remote machines the MACs are a router's), first
 * and last time, peak_minute_asked; and of the conversation that is least
 * silent, among those with ten gaps or more, max_gap_ns and n_gaps (0: there
 * is none). The rest is empty.
 */
const struct seen *baseline_host(const struct baseline *b, uint32_t addr);

/* The longest silence of a conversation that is no reason to miss it. */
int64_t baseline_silence_ns(const struct baseline *b, const struct seen *s);
/* Note to the names which hardware address each address had: without traffic
 * the memory is all that knows of the link. */
void baseline_note_links(const struct baseline *b, struct names *names);

/* How long was learned, over all captures; 0 unknown. */
int64_t baseline_span_ns(const struct baseline *b);

#endif
