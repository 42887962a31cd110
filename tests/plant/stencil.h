/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A frame of TCP or UDP whose fields are filled in again and again. What never
 * changes is added up once, so that the checksums cost a few additions.
 */
#ifndef PLANT_STENCIL_H
#define PLANT_STENCIL_H

#include <stddef.h>
#include <stdint.h>

enum {
	STENCIL_MAX = 1514
};

struct stencil {
	size_t len;
	uint32_t ip_sum, l4_sum;
	uint8_t bytes[STENCIL_MAX];
};

struct fields {
	uint32_t from, to;
	uint16_t sport, dport;
	uint32_t seq, ack;	/* of TCP */
	uint16_t id;
	uint16_t number;	/* the first two bytes of the payload, if any */
};

/* From an untagged Ethernet frame with IPv4 without options. */
void stencil_init(struct stencil *s, const uint8_t *frame, size_t len);
/* Write s->len bytes to p. The MACs follow from the addresses. */
void stencil_fill(const struct stencil *s, const struct fields *f, uint8_t *p);

/* Where the payload of such a frame begins. */
size_t stencil_payload_at(const uint8_t *frame);

#endif
