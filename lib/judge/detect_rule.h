/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One rule against one record: in what they differ; and the rules of one
 * client. For the few questions that the baseline's index does not answer:
 * what is near, what other rules say of the same conversation, which role a
 * machine has had.
 */
#ifndef OTCAP_DETECT_RULE_H
#define OTCAP_DETECT_RULE_H

#include "judge/detect_work.h"

struct party;

/* In what a rule and a conversation may differ, the gravest first. */
enum difference {
	DIFFERS_SERVER = 1 << 5,
	DIFFERS_CLIENT = 1 << 4,
	DIFFERS_PORT = 1 << 3,
	DIFFERS_PROTO = 1 << 2,
	DIFFERS_CLIENT_PORT = 1 << 1,
	DIFFERS_STATUS = 1 << 0		/* does not allow, or has ended */
};

/* Bits of enum difference; turned: with the record's ends exchanged. */
unsigned rule_differs(const struct scene *s, const struct rule *rule,
		      const struct record *r, bool turned);

/* Is the address, or another one of its machine, the party? */
bool party_is(const struct scene *s, const struct party *p, uint32_t addr);

/* May it allow, and has it not ended at this time? */
bool rule_is_in_force(const struct rule *rule, int64_t at_ns);
/* Was it sure who asks? Without a memory a person said so. */
bool rule_is_sure(const struct rule *rule);
/*
 * The client waits at one port for a server that comes from any: all that is
 * known of the conversation is that port.
 */
bool rule_waits_at_client(const struct rule *rule);
/* The rule names the record's pair and service, but for the client's port,
 * its status or its end. */
bool rule_is_about(const struct rule *rule, const struct record *r);

/* What detect() asks of all rules again and again, gathered once. */
struct rule_book *rule_book_new(const struct detect_input *in);
void rule_book_free(struct rule_book *b);	/* NULL is fine */

/* Rules whose client may be this address, in no order that matters. */
struct rule_walk {
	const struct rule_book *book;
	size_t at, end, wide;
};
struct rule_walk rules_of_client(const struct scene *s, uint32_t client);
/* NULL at the end. */
const struct rule *rule_walk_next(struct rule_walk *w);

/*
 * Has the host only ever answered, as far as rules tell? Names, time and logs
 * do not count: every machine asks for these.
 */
bool scene_only_served(const struct scene *s, uint32_t host);

#endif
