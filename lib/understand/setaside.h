/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the scope sets aside, counted: packets and bytes of every class, and
 * of those set aside who sent how many of which kind.
 *
 * A sender is a hardware address and an IPv4 or IPv6 address, as far as the
 * packet has them; machines are put together from senders later. At
 * LIMIT_SENDERS further senders are only counted. No packet is kept.
 */
#ifndef OTCAP_SETASIDE_H
#define OTCAP_SETASIDE_H

#include <stddef.h>
#include <stdint.h>

#include "read/scope.h"
#include "understand/kind.h"

struct services;

/* In the order in which senders are listed. */
enum sender_version { SENDER_IPV4, SENDER_IPV6, SENDER_NO_ADDRESS };

struct sender {
	uint64_t mac;		/* 0 unknown */
	uint8_t addr[16];	/* IPv4: the first four; else zero */
	struct kind kind;
	uint32_t version;	/* enum sender_version */
};

_Static_assert(sizeof(struct sender) == 32, "hashed as bytes: no padding");

struct setaside_entry {
	struct sender sender;
	uint64_t packets;
};

struct setaside_class {
	uint64_t packets, bytes;
};

struct setaside {
	struct setaside_class class[N_SCOPES];
	struct setaside_class refused;	/* in scope, but not what -f wants */
	struct setaside_class left;	/* in scope, and what -f wants, but
					 * routine: -x */
	uint64_t tunnelled;	/* packets that were inside others */
	struct setaside_entry *entries;	/* owned, in the order they came */
	size_t n, cap;
	uint32_t *slots;	/* owned; index + 1, 0 is empty */
	size_t mask;
	uint64_t seed;
	uint64_t n_senders_refused;	/* packets beyond LIMIT_SENDERS */
	struct services *services;	/* owned */
};

void setaside_init(struct setaside *s, uint64_t hash_seed);
void setaside_release(struct setaside *s);
void setaside_add(struct setaside *s, const struct frame *f,
		  const struct packet *p);
/* The packet just added was in scope, but is not kept. */
void setaside_refuse(struct setaside *s, const struct frame *f);
void setaside_leave(struct setaside *s, const struct frame *f);

#endif
