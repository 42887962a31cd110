/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a site says of its own ports. Private to services*.c: filled by
 * services_load, looked up by services.
 */
#ifndef OTCAP_SERVICES_SITE_H
#define OTCAP_SERVICES_SITE_H

#include <stddef.h>
#include <stdint.h>

#include "ground/addr.h"
#include "understand/services.h"

struct strpool;

struct site_line {
	struct service service;
	struct cidr net;
	uint64_t number;
};

/* One port of one line, so that a lookup need not walk through ranges. */
struct site_place {
	uint32_t net;
	uint32_t line;
	uint16_t port;
	uint8_t proto;
	uint8_t bits;
};

struct services_site {
	struct strpool *pool;
	struct site_line *lines;	/* in the file's order */
	size_t n_lines, cap_lines;
	struct site_place *places;	/* by services_site_cmp, then line */
	size_t n_places, cap_places;
	uint64_t lengths;	/* bit k: some network has k bits */
};

void services_site_free(struct services_site *s);	/* NULL is fine */
/* For qsort: what a place is about, without the line that says it. */
int services_site_cmp(const void *a, const void *b);
/* The line of the longest network that has *addr; addr NULL: of the lines
 * that hold for every address. NULL: the site says nothing. */
const struct service *services_site_find(const struct services_site *s,
					 uint8_t proto, const uint32_t *addr,
					 uint16_t port);

/* s owns site from here on. */
void services_set_site(struct services *s, struct services_site *site);

#endif
