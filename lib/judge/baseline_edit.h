/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Making and changing a baseline: what learn, merge and check need, and no
 * one who only asks whether something is normal.
 *
 * Add in any order, then baseline_finish once; only then may it be asked.
 * Strings are copied.
 */
#ifndef OTCAP_BASELINE_EDIT_H
#define OTCAP_BASELINE_EDIT_H

#include "judge/baseline.h"

enum { MEMORY_ARP = 0 };	/* in place of an IP protocol */

/*
 * What a memory is about: one exact conversation. Where the server opens the
 * connection, the port that stays the same is the client's: then client_port
 * is set and server_port is 0; else client_port is 0. Where the server's port
 * was agreed in another conversation, that one's port is all that stays:
 * agreed is set, and both ports are 0.
 *
 * Or what ARP showed of one address: the client.
 */
struct memory {
	uint8_t proto;
	uint16_t client_port, server_port, agreed;
	uint32_t client, server;
	struct seen seen;
};

/* By what it is about: proto, client, server, ports, agreed. */
int memory_cmp(const struct memory *a, const struct memory *b);

/* A capture that was learned from. */
struct base_capture {
	const char *id, *name;
	int64_t first_ns, last_ns;
	bool elsewhere;		/* of a baseline that joined */
};

/* The client's port that a rule should name, 0 any. */
uint16_t seen_fixed_port(const struct seen *s);
/* Nothing seen: every text "", no initiator, no evidence. */
void seen_init(struct seen *s);

struct baseline *baseline_new(const struct names *names);
/* A rule's server_port.range is copied, its seen ignored. */
void baseline_add_rule(struct baseline *b, const struct rule *r);
/* Joins what is known of the conversation already. */
void baseline_add_memory(struct baseline *b, const struct memory *m);
void baseline_add_capture(struct baseline *b, const struct base_capture *c);
/* Does the first word of a "+"-joined list change what a controller does? */
bool operation_is_grave(const char *word);
/* All of from; then what is derived is derived again. */
void baseline_merge(struct baseline *b, const struct baseline *from);
/*
 * Derive what follows from the memory: client port, operations, service,
 * initiator and status of rules that learn made and nobody decided. Rules that
 * say the same become one, and where a conversation has a rule that a person
 * decided, derived ones of it are dropped.
 */
void baseline_derive(struct baseline *b);
/* Sort, attach the memory to the rules, build the index. */
void baseline_finish(struct baseline *b);

/*
 * Changing what is finished: rules and memories may be added, rules changed and
 * marked as gone. Until it is finished again rules keep their numbers, and
 * baseline_match answers as before. Strings of a rule are to be kept first.
 */
struct baseline *baseline_copy(const struct baseline *b);
struct rule *baseline_edit_rule(struct baseline *b, size_t i);
/* The exact rule of a conversation that is not gone, the one with this client
 * port first; NULL none. Adding a rule may move it. */
struct rule *baseline_find_exact(struct baseline *b, const struct memory *about,
				 uint16_t client_port);
const char *baseline_keep(struct baseline *b, const char *s);
/* Of two sets of words the union, kept. */
const char *baseline_keep_both(struct baseline *b, const char *words,
			       const char *more);

/* In the file's order after baseline_finish: conversations, then ARP. */
size_t baseline_n_memories(const struct baseline *b);
const struct memory *baseline_memory(const struct baseline *b, size_t i);
size_t baseline_n_arp(const struct baseline *b);
const struct memory *baseline_arp(const struct baseline *b, size_t i);
size_t baseline_n_captures(const struct baseline *b);
const struct base_capture *baseline_capture(const struct baseline *b, size_t i);

/*
 * As baseline_load, but a malformed line is told and left out; it is still
 * damage (NULL) when the file cannot be read as rows.
 */
typedef void baseline_flaw_fn(void *ctx, const char *msg);
struct baseline *baseline_load_all(const char *path, const struct names *names,
				   baseline_flaw_fn *tell, void *ctx,
				   struct err *e);

/* Addresses by number, then names. */
int party_cmp(const struct party *a, const struct party *b);
/* 0.0.0.0/0 */
bool party_is_anybody(const struct party *p);
/* Is every machine of p one of wide? What a name stands for is not asked. */
bool party_holds(const struct party *wide, const struct party *p);
/* Is every conversation of r one of wide? */
bool rule_holds(const struct rule *wide, const struct rule *r);
/* Does a rule with this status ever allow anything? */
bool rule_can_allow(const struct rule *r);
/* Does it allow at this time something that is answered? */
bool rule_allows_at(const struct rule *r, int64_t at_ns);
/* One line of the rules file. */
void rule_put(struct text *t, const struct rule *r);
/* Does the memory leave open who was the client? */
bool rule_is_unsure(const struct rule *r);
const char *rule_status_name(enum rule_status s);
const char *purpose_name(enum purpose p);
/* Is the rule one exact conversation, and which? Its seen is not filled. */
bool rule_is_exact(const struct rule *r, struct memory *about);
/* The rule's parties and ports as the conversation says; range is where the
 * one port range lives that the rule borrows. */
void rule_set_exact(struct rule *r, const struct memory *about,
		    struct port_range *range);

#endif
