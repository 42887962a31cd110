/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The words in which a flow is judged, shared by the flow table, the
 * direction engine, the records and every tool. Values only.
 */
#ifndef OTCAP_VERDICT_H
#define OTCAP_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

/* What decided who is the client, weakest first. */
enum evidence {
	EVIDENCE_FIRST,		/* the sender of the first packet */
	EVIDENCE_PORT,		/* the port table */
	EVIDENCE_STRUCTURE,	/* who stays while the other's ports change */
	EVIDENCE_TIMING,	/* request and reply, by time */
	EVIDENCE_PAYLOAD,	/* a request or reply was recognised */
	EVIDENCE_BASELINE,	/* learned before */
	EVIDENCE_HANDSHAKE,	/* the opening of the TCP connection */
	EVIDENCE_PEER,		/* a protocol without a master */
	N_EVIDENCE
};

/* Zeek's conn_state words (base/protocols/conn), as the initiator sees it. */
enum conn_state {
	CONN_OTH, CONN_S0, CONN_S1, CONN_SF, CONN_REJ, CONN_S2, CONN_S3,
	CONN_RSTO, CONN_RSTR, CONN_RSTOS0, CONN_RSTRH, CONN_SH, CONN_SHR,
	N_CONN_STATES
};

enum quirk {
	QUIRK_SAME_PORT = 1 << 0,
	QUIRK_FIXED_CLIENT_PORT = 1 << 1,
	QUIRK_PORT_FOLLOWS_ADDRESS = 1 << 2,
	QUIRK_REVERSE_COMMANDS = 1 << 3,
	QUIRK_CONFLICT = 1 << 4,
	QUIRK_SYN_PAYLOAD = 1 << 5,	/* a SYN that carries data */
	QUIRK_COPIES = 1 << 6,		/* the mirror port sent copies */
	QUIRK_SPLIT = 1 << 7		/* cut by --idle-timeout */
};

enum { N_QUIRKS = 8 };

/* A flow's two sides, by endpoint order; or nobody. */
enum side { SIDE_0, SIDE_1, SIDE_NONE };

struct verdict {
	uint8_t client;		/* SIDE_0 or SIDE_1 */
	uint8_t initiator;	/* enum side */
	uint8_t evidence;	/* enum evidence */
	uint8_t confidence;	/* per cent */
	uint16_t quirks;	/* enum quirk bits */
	uint16_t agreed;	/* server port of the pair's conversation in
				 * which this one's was agreed; 0 */
	uint8_t ground;		/* what it rests on, finer than evidence:
				 * direction_ground_name */
	uint8_t hinted;		/* whose message named the server's endpoint:
				 * number + 1 in protocols[]; 0: nobody's */
};

/* A guess below this many per cent matches rules either way. */
enum { CONFIDENCE_SURE = 95 };

const char *evidence_name(enum evidence e);
const char *conn_state_name(enum conn_state s);
/* The i-th quirk bit's word. */
const char *quirk_name(unsigned i);
/* Words back to values: -1 when it is none. */
int evidence_parse(const char *s);
int conn_state_parse(const char *s);
/* "+"-joined words to bits; -1 when one is unknown. */
int quirks_parse(const char *s);

#endif
