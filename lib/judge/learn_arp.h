/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What of ARP and of hardware addresses may become normal. Only for learn.
 *
 * Of an address that two machines use, no hardware address is remembered: who
 * took it would be known from then on. Where both are of one maker it is
 * rather one machine with two network cards, and they are. What was asked
 * for in the course of a scan is not remembered either.
 */
#ifndef OTCAP_LEARN_ARP_H
#define OTCAP_LEARN_ARP_H

#include "judge/learn_talk.h"

struct finding;
struct learn_report;

struct learn_arp {
	uint32_t *disputed;		/* owned; addresses, ascending */
	size_t n, cap;
};

/* used_by and findings: what detect found without a baseline. */
void learn_arp_make(struct learn_arp *l, const struct detect_input *in,
		    const uint32_t *used_by, const struct findings *findings);
void learn_arp_release(struct learn_arp *l);
/* Forget what is disputed. */
void learn_arp_clean(const struct learn_arp *l, struct memory *m);
/* What is for a person to look at; told[] by finding. */
void learn_arp_tell(const struct detect_input *in,
		    const struct findings *findings, bool *told,
		    struct learn_report *r);
/* The memory of an ARP row, true; seen.captures is left out. */
bool learn_arp_memory(const struct learn_arp *l, const struct record *r,
		      const struct finding *holder, struct memory *m);

#endif
