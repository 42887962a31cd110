/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the families of detect share while one detect() runs: what the
 * baseline says to each record, and which finding holds it already. A family
 * takes only records that are free (not allowed, in no finding), so the order
 * in which detect() calls them is the precedence of the kinds.
 */
#ifndef OTCAP_DETECT_WORK_H
#define OTCAP_DETECT_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/detect.h"

struct rule;
struct rule_book;

struct fact {
	const struct rule *rule;	/* allows the record; NULL: none */
	const struct rule *near;	/* came nearest without allowing */
	const struct rule *instead;	/* in whose place it stands: that one
					 * is not missing; NULL: of none */
	uint32_t finding;		/* 1 + index as made; 0 none */
	bool exempt;			/* of a machine that may scan */
};

struct scene {
	const struct detect_input *in;
	struct findings *out;
	struct fact *fact;		/* one a record */
	struct answered *answered;	/* NULL: not asked */
	struct rule_book *book;		/* NULL: no baseline */
};

/* How the far end took an opening. */
enum reaction { REACTION_NONE, REACTION_REFUSED, REACTION_ANSWERED };

/* A record of interest under the key by which it is folded. */
struct keyed {
	uint32_t client, server;
	uint16_t port;			/* of the server */
	uint8_t proto;
	uint8_t kind;			/* enum finding_kind, or 0 */
	uint32_t record;
};

struct keyed_list {
	struct keyed *items;		/* owned */
	size_t n, cap;
};

bool flow_is(const struct record *r);
/* The flow as a rule sees it; of a protocol without a master both ends may
 * stand on either side. */
struct conversation flow_conversation(const struct record *r);
/* Who began: the initiator, or the client where the opening was not seen. */
enum role flow_opener(const struct record *r);
enum reaction flow_reaction(const struct record *r);
/* Did the answer come from another port (answered.h)? */
bool scene_answered_elsewhere(const struct scene *s, const struct record *r);
/* As flow_reaction, and such answers count. */
enum reaction scene_reaction(const struct scene *s, const struct record *r);
/* A TCP session that was refused or shorter than half a minute. */
bool flow_is_short(const struct record *r);
/* Control, login or file service, by the record's label or else its port. */
bool flow_is_ot(const struct scene *s, const struct record *r);
bool flow_is_login(const struct scene *s, const struct record *r);
/* Names, time, addresses, logs: what every machine asks for. */
bool flow_is_background(const struct scene *s, const struct record *r);
/* The record's label, or else the name of the server's port; "" none. */
const char *flow_service(const struct scene *s, const struct record *r);
/* A flow neither allowed nor in a finding. */
bool scene_is_free(const struct scene *s, size_t record);

void keyed_add(struct keyed_list *l, const struct keyed *k);
/* Under its conversation: all of the key but the kind. */
void keyed_add_flow(struct keyed_list *l, const struct record *r,
		    size_t record);
/* By kind, client, server, proto, port, then time. */
void keyed_sort(struct keyed_list *l);
/* Index behind the last item with the key of item i. */
size_t keyed_end(const struct keyed_list *l, size_t i);
/* Sort, then call one for the n items of each key. */
typedef void keyed_fn(struct scene *s, const struct keyed *k, size_t n);
void keyed_each(struct scene *s, struct keyed_list *l, keyed_fn *one);
void keyed_release(struct keyed_list *l);

/*
 * A finding with times, counters and service summed up from n records; its
 * addresses and ports are left to the caller. Marks the records as held.
 */
struct finding *scene_finding(struct scene *s, enum finding_kind kind,
			      const struct keyed *k, size_t n);
/*
 * The same for what may well be the habit of a site (readable passwords,
 * errors, volumes): without a baseline its records stay free, so that learn
 * does not keep them back for it.
 */
struct finding *scene_remark(struct scene *s, enum finding_kind kind,
			     const struct keyed *k, size_t n);
/* The finding that holds the record, NULL none; valid until the next. */
struct finding *scene_holder(const struct scene *s, size_t record);

void detect_scan(struct scene *s);
void detect_ot_probe(struct scene *s);
void detect_decoy(struct scene *s);
void detect_outside(struct scene *s);
void detect_zone(struct scene *s);
void detect_role(struct scene *s);
void detect_host(struct scene *s);
void detect_reversed(struct scene *s);
void detect_pattern(struct scene *s);
void detect_new(struct scene *s);
void detect_login(struct scene *s);
void detect_operation(struct scene *s);
void detect_cleartext(struct scene *s);
void detect_error(struct scene *s);
void detect_suspicious(struct scene *s);
void detect_address(struct scene *s);
void detect_arp(struct scene *s);
void detect_missing(struct scene *s);
void detect_returned(struct scene *s);
void detect_volume(struct scene *s);

/* Most short or refused sessions among n records in one login window. */
uint64_t login_burst(const struct scene *s, const struct keyed *k, size_t n);

#endif
