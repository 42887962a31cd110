/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What machines are called in what they and others say: address to names,
 * each once, as "source:name".
 *
 * Strangers choose these names. What is kept is UTF-8 without controls and
 * without "+", which joins names, and not longer than NAME_OCTETS; what is
 * no host's address has none. Of one address LIMIT_HOST_NAMES are kept, those
 * that sort first, so that the order in which they came never shows, and those
 * by hearsay (DNS) only where others leave room; of all LIMIT_NAMES, half of
 * them at most by hearsay. What finds no room is counted.
 * Names are evidence for people; nothing is decided by them. A struct
 * hostnames of zeros is empty and ready, and costs nothing until the first.
 */
#ifndef OTCAP_HOSTNAMES_H
#define OTCAP_HOSTNAMES_H

#include <stddef.h>
#include <stdint.h>

struct naming;
struct namings;
struct packet;
struct text;

struct named_host;
struct hostname;

struct hostnames {
	struct named_host *hosts;	/* in the order they came */
	struct hostname *names;
	size_t n, cap, n_names, cap_names;
	uint32_t *slots;	/* index + 1 of hosts by address */
	size_t mask;
	uint64_t *unlisted;	/* borrowed: counts names without room; may
				 * be NULL */
};

void hostnames_release(struct hostnames *h);
/* What a message in packet p, which names the sender, told. */
void hostnames_tell(struct hostnames *h, const struct namings *told,
		    const struct packet *p);
/* Number of the address from 1 to h->n; 0 where it has no name. */
uint32_t hostnames_find(const struct hostnames *h, uint32_t addr);
/* Its names, sorted and "+"-joined, behind what t has. */
void hostnames_put(const struct hostnames *h, uint32_t number,
		   struct text *t);

#endif
