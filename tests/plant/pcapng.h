/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whole pcapng files (draft-ietf-opsawg-pcapng) of what is on a tape.
 */
#ifndef PLANT_PCAPNG_H
#define PLANT_PCAPNG_H

#include "tape.h"

/*
 * One section, two Ethernet interfaces in microseconds and nanoseconds:
 * libpcap reads it.
 */
void pcapng_plain(struct bytes *out, const struct tape *t);
void pcapng_big_endian(struct bytes *out, const struct tape *t);
/* Big-endian; from the middle on a second section, little-endian. */
void pcapng_sections(struct bytes *out, const struct tape *t);
/*
 * Interfaces with different link types, resolutions (10^-6, 10^-9, 2^-20) and
 * a time offset; a simple packet block for an ARP frame; names, statistics,
 * and a block of a type that no one knows.
 */
void pcapng_mixed(struct bytes *out, const struct tape *t);

#endif
