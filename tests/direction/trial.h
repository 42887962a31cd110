/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One capture on trial: its packets in memory, its conversations with what
 * is known of them, and the same packets again without the beginning of each
 * conversation. Running out of memory ends the program.
 */
#ifndef DIRECTION_TRIAL_H
#define DIRECTION_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/packet.h"
#include "read/source.h"

enum { WORD_LEN = 24, QUIRK_LEN = 48 };

struct conversation {
	uint64_t end[2];	/* flow_endpoint, lower first */
	uint8_t proto;
	uint8_t client;		/* the true one: 0, 1; 2 unknown */
	char family[WORD_LEN];
	char quirk[QUIRK_LEN];	/* that should be seen */
	/* The handshake, and what of it has been taken away. */
	uint8_t opener;		/* 2: none seen */
	bool answered;		/* SYN-ACK seen */
	bool opening;		/* no payload since the SYN */
	unsigned n_cut;
	/* What is left of it. */
	uint8_t first;		/* who sent the first packet */
	uint32_t packets, payloads;
};

struct trial {
	const char *path;
	unsigned cut;		/* packets taken from each conversation */
	bool own_truth;		/* of the plant */
	struct frame *frames;
	struct packet *packets;
	size_t n, cap;
	uint8_t *bytes;		/* of all frames */
	size_t n_bytes, cap_bytes;
	struct conversation *talks;	/* sorted by key */
	size_t n_talks, cap_talks;
};

/* False, with a message on stderr, when it cannot be read. */
bool trial_read(struct trial *t, const char *path);
void trial_release(struct trial *t);
/* Either order of endpoints; NULL when there is no such conversation. */
struct conversation *trial_find(const struct trial *t, uint8_t proto,
				uint64_t a, uint64_t b);

/* Who sent the SYN is the client, where it was answered. */
void trial_trust_handshakes(struct trial *t);

/*
 * As if nobody knew the protocol: every conversation whose truth is known is
 * moved to one port, the same at both ends, and its payload made random. What
 * is left of it is who spoke when, and how much.
 */
void trial_mask(struct trial *t);

/*
 * Write what is left without handshakes and the first n packets of every
 * conversation whose truth is known to `prefix-N.pcap`, one a link type.
 * Returns how many files, 0 on failure (message on stderr).
 */
unsigned trial_cut(struct trial *t, unsigned n, const char *prefix);

#endif
