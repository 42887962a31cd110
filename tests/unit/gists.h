/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Payloads for the protocols that have a gist: samples of every kind of
 * message of theirs, payloads of captures, and what chance makes of both:
 * octets changed, mostly in the head, ends cut and grown, several joined;
 * lengths and sums then mostly put right again, as a fuzzer never would.
 */
#ifndef OTCAP_TEST_GISTS_H
#define OTCAP_TEST_GISTS_H

#include <stddef.h>
#include <stdint.h>

#include "understand/protocols/protocol.h"

enum { GISTS_OCTETS = 4096 };	/* of a payload, at most */

struct gists;

/* From the samples and the captures. */
struct gists *gists_new(void);
void gists_free(struct gists *g);

size_t gists_n(void);
const struct protocol *gists_protocol(size_t k);

/* A number by chance. */
uint64_t gists_next(uint64_t *state);
/* A payload of protocol k, n octets at p (GISTS_OCTETS). */
size_t gists_payload(const struct gists *g, size_t k, uint64_t *state,
		     uint8_t *p);
/* One that is as it was found; and always the same one for a number. */
size_t gists_sample(const struct gists *g, size_t k, uint64_t *state,
		    uint8_t *p);
size_t gists_numbered(const struct gists *g, size_t k, size_t number,
		      uint8_t *p);

#endif
