/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One cause is one finding: what the records of a finding have in common, and
 * what else a new machine did. Decides nothing about what is a finding.
 */
#ifndef OTCAP_DETECT_FOLD_H
#define OTCAP_DETECT_FOLD_H

#include "judge/detect_work.h"

/* Is it sure who asks? In a protocol without a master nobody does. */
bool flow_is_sure(const struct record *r);
/* Who began, where that was seen or the direction is sure; else ROLE_NONE. */
enum role flow_sure_opener(const struct record *r);
/* The other end of a record of this host. */
uint32_t flow_peer(const struct record *r, uint32_t host);

/* Is there a baseline, and does none of its rules name this host? */
bool scene_is_unknown(const struct scene *s, uint32_t host);
/* Does the names file allow this host to scan? */
bool scene_may_scan(const struct scene *s, uint32_t host);
/* A machine that may scan is no finding, whatever n records show of it. */
void scene_exempt(struct scene *s, const struct keyed *k, size_t n);

/* Did anything answer? */
bool fold_answered(const struct scene *s, const struct keyed *k, size_t n);
/* How many different other ends n records of one host have. */
size_t fold_n_peers(const struct scene *s, const struct keyed *k, size_t n,
		    uint32_t host);
/* All operations of n records, each once, in place of t's text. */
void fold_operations(const struct scene *s, struct text *t,
		     const struct keyed *k, size_t n);
/* Client, server and its port of a finding, as far as all records agree. */
void fold_ends(const struct scene *s, struct finding *f, const struct keyed *k,
	       size_t n);
/*
 * The list's key is the client alone. Of clients that no rule names, add all
 * free records that are not in the list, and of those that only served, as
 * far as is known, what they open; then sort.
 */
void fold_bring_along(const struct scene *s, struct keyed_list *l);

#endif
