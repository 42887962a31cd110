/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Endpoints that messages gave away: where the data of an FTP transfer, an
 * object of DCE/RPC or the second port of HART-IP is, between whom that was
 * agreed, and at which port.
 *
 * A bounded list in which the same endpoint may stand more than once;
 * whoever asks sorts it. At LIMIT_HINTS further ones are not kept.
 */
#ifndef OTCAP_HINTS_H
#define OTCAP_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hint;
struct packet;

struct endpoint_hint {
	uint32_t addr;
	uint32_t with;		/* the other end of the conversation */
	uint16_t port;
	uint16_t agreed;	/* server port of the conversation */
	uint8_t proto;
	uint8_t protocol;	/* of the message: number + 1 in protocols[] */
	uint16_t zero;		/* explicit: compared as bytes */
};

_Static_assert(sizeof(struct endpoint_hint) == 16, "compared as bytes");

struct hints {
	struct endpoint_hint *item;
	size_t n, cap;
	bool full;
	uint64_t *unlisted;	/* borrowed: counts those without room; may
				 * be NULL */
};

void hints_release(struct hints *h);
/* What a message of this protocol (number + 1) in packet p gave away. */
void hints_add(struct hints *h, const struct hint *hint,
	       const struct packet *p, uint8_t protocol);
/* By endpoint, then by all the rest. */
int hints_cmp(const struct endpoint_hint *a, const struct endpoint_hint *b);
/* A sorted copy without repetitions, owned by the caller; NULL when empty. */
struct endpoint_hint *hints_sorted(const struct hints *h, size_t *n);

#endif
