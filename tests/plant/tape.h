/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the mirror port saw: frames with their times.
 *
 * Frames are added in any order and put in order of time once; frames of one
 * time keep the order in which they were added. Always Ethernet without FCS:
 * other link layers are made from a tape, never put on one.
 */
#ifndef PLANT_TAPE_H
#define PLANT_TAPE_H

#include <stdbool.h>

#include "bytes.h"

#define NS_PER_US 1000LL
#define NS_PER_MS 1000000LL
#define NS_PER_S  1000000000LL

struct shot {
	int64_t ns;		/* since 1970, UTC */
	size_t at;		/* of the frame in tape.frames */
	uint32_t len;
	uint32_t wire_len;	/* more than len behind a snap length */
	uint32_t order;
	bool has_id;		/* its IP id is not to be numbered */
};

struct tape {
	struct shot *shots;
	size_t n_shots, cap;
	struct bytes frames;
};

void tape_release(struct tape *t);
struct shot *tape_add(struct tape *t, int64_t ns, const void *p, size_t n);
uint8_t *tape_frame(const struct tape *t, const struct shot *s);
void tape_sort(struct tape *t);

/* Keep what keep() says, in the order there is. */
void tape_keep(struct tape *t,
	       bool (*keep)(const struct tape *t, const struct shot *s,
			    void *arg), void *arg);
/* Drop everything before begin and from end on. */
void tape_trim(struct tape *t, int64_t begin, int64_t end);

/*
 * Number the IPv4 datagrams of each sender in order of time, never with 0.
 * Needs a sorted tape.
 */
void tape_number(struct tape *t, uint64_t seed);

/* Is it IPv4 (untagged), with room for the header? */
bool frame_is_ip4(const uint8_t *p, size_t n);
/* Put the header checksum of the IPv4 header at p right. */
void ip4_sum(uint8_t *p);

#endif
