/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The machines that a baseline knows of: what they are called, whose hardware
 * they are, what they offer and use, since when. From its rules, from what is
 * remembered beside them, and from the names file, of which lines with one
 * name are one machine. Networks that rules name are listed like machines.
 *
 * Gathers and shows; it judges nothing.
 */
#ifndef OTCAP_BASE_ASSETS_H
#define OTCAP_BASE_ASSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/baseline.h"
#include "judge/names.h"

struct oui;

struct asset_use {
	bool serves;
	uint8_t proto;
	uint16_t port;
	const char *service, *ports;	/* as in struct base_talk */
	size_t n_peers;
};

struct asset_mac {
	uint64_t mac;
	size_t n_assets;	/* that have it: a router's, mostly */
};

struct asset {
	struct party key;	/* the lowest address, or as a rule says */
	const uint32_t *addrs;	/* ascending; none for a network */
	size_t n_addrs;
	const struct asset_use *uses;	/* what it serves first */
	size_t n_uses;
	const struct asset_mac *macs;
	size_t n_macs;
	const char *names;	/* passive ones, "+"-joined */
	const char *name, *zone;	/* of the names file; NULL none */
	enum host_role role;
	bool outside;
	bool absent;		/* was looked for, and never answered */
	int64_t first_ns, last_ns;	/* last before first: not known */
};

struct assets;

/* Note first to the names what the memory knows of the link. */
struct assets *assets_new(const struct baseline *b,
			  const struct names *names);
void assets_free(struct assets *a);			/* NULL is fine */
size_t assets_n(const struct assets *a);
const struct asset *assets_at(const struct assets *a, size_t i);
/* All hardware addresses, owned by the caller. */
uint64_t *assets_macs(const struct assets *a, size_t *n);

/* The role that the names file gives; "" ordinary. */
const char *asset_role(const struct asset *a);
/* What it does: "client", "server", "client and server"; "absent" where all
 * that asked it had no answer, "" where only ARP showed it. */
const char *asset_behaviour(const struct asset *a);
/* The maker, or what kind of address it is that has none; "" unknown. */
const char *asset_vendor(const struct oui *oui, uint64_t mac);

/* For people, a block a machine; for programs, CSV. oui may be NULL. */
void assets_put(const struct assets *a, const struct oui *oui,
		struct text *t);
void assets_put_csv(const struct assets *a, const struct oui *oui,
		    struct text *t);

#endif
