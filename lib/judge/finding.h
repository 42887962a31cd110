/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Findings as values: what kind, how bad, between whom, and the evidence.
 *
 * Made by detect, shown by render_*; this module only holds, orders and names
 * them. One cause is one finding. The id is made from kind, addresses, ports
 * and protocol only, and only from those that name the cause, so that it stays
 * the same from run to run and from week to week: whom a scanner met this time
 * is no part of it.
 */
#ifndef OTCAP_FINDING_H
#define OTCAP_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/text.h"

/* In the order of precedence of the design, section 6. */
enum finding_kind {
	FINDING_PORT_SCAN, FINDING_HOST_SWEEP, FINDING_OT_PROBE,
	FINDING_DECOY_CONTACT, FINDING_OUTSIDE_CONTACT,
	FINDING_ZONE_CROSSING, FINDING_NEW_ROLE, FINDING_NEW_HOST,
	FINDING_DIRECTION_REVERSED, FINDING_PATTERN_BROKEN,
	FINDING_NEW_SERVICE, FINDING_CLIENT_PORT_CHANGED,
	FINDING_NEW_CONVERSATION, FINDING_NEW_OPERATION,
	FINDING_LOGIN_ATTEMPTS, FINDING_CLEARTEXT_LOGIN, FINDING_OT_ERROR,
	FINDING_ADDRESS_CONFLICT, FINDING_DEVICE_CHANGED, FINDING_ARP_SCAN,
	FINDING_SUSPICIOUS_PROTOCOL, FINDING_MISSING_HOST,
	FINDING_MISSING_CONVERSATION, FINDING_RETURNED_HOST,
	FINDING_VOLUME_CHANGE, FINDING_SESSION_CHANGE,
	/* Of a review: how a site is built. */
	FINDING_OPEN_CONTROL, FINDING_REMOTE_ACCESS, FINDING_FIXED_PORT,
	FINDING_DEFAULT_SETTINGS,
	N_FINDING_KINDS
};

enum severity {
	SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH,
	N_SEVERITIES
};

enum { FINDING_ID_TEXT = 17 };

struct finding {
	char id[FINDING_ID_TEXT];	/* 16 hex digits, or "" until set */
	enum finding_kind kind;
	enum severity severity;
	int64_t first_ns, last_ns;
	uint8_t proto;			/* 0: several */
	uint32_t client, server;	/* 0: several or none */
	uint16_t client_port, server_port;	/* 0: several or none */
	const char *service;		/* borrowed, "" none */
	const char *technique;		/* MITRE ATT&CK for ICS id, "" where
					 * none fits; a string constant */
	uint64_t count;			/* flows, probes, sessions */
	uint64_t c_payload, s_payload;
	struct text summary;		/* one sentence */
	struct text evidence;		/* lines, LF between them */
	struct text filter;		/* Wireshark display filter, "" none */
	struct text offers;		/* what approving would allow, lines of
					 * offer.h; empty until offered */
	uint64_t cause;			/* the machine whose deeds it gathers,
					 * by its address, or by its MAC where
					 * that is all there is; or what stands
					 * for all it gathers (a service, two
					 * zones), by finding_cause(): the id
					 * needs no more; 0: the columns above
					 * name it */
	uint32_t made;			/* index before findings_finish */
};

struct findings {
	struct finding *items;		/* owned with their texts */
	size_t n, cap;
};

/* A zeroed finding of this kind, owned by the list, valid until the next. */
struct finding *findings_add(struct findings *f, enum finding_kind kind,
			     enum severity severity);
/* The cause that a word names. */
uint64_t finding_cause(const char *word);
/* Set all ids, then order: most severe first, kind, time, addresses. */
void findings_finish(struct findings *f);
/* Drop all but the kinds whose bits (1 << kind) are set; after finishing. */
void findings_keep(struct findings *f, uint64_t kinds);
/* Leave out those whose drop[] is set, one a finding. */
void findings_drop(struct findings *f, const bool *drop);
/* The one with this id, or -1. */
int findings_find(const struct findings *f, const char *id);
/* Drop all but the one with this number. */
void findings_keep_one(struct findings *f, size_t number);
/* Other severities for kinds, SEVERITY_OWN leaves as it is; orders anew. */
enum { SEVERITY_OWN = N_SEVERITIES };
void findings_weigh(struct findings *f,
		    const uint8_t severity[N_FINDING_KINDS]);
/* The worst severity, -1 when there is no finding. */
int findings_worst(const struct findings *f);
void findings_release(struct findings *f);

const char *finding_kind_name(enum finding_kind k);
int finding_kind_parse(const char *s);			/* -1 none */
const char *severity_name(enum severity s);
int severity_parse(const char *s);			/* -1 none */

#endif
