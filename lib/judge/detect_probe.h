/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who reached out to what: the raw material of scan detection.
 *
 * A probe is taken from the initiator where the opening was seen, never from
 * a guess of direction alone: the answers of closed ports, or a mirror port
 * that shows one side only, must not turn victims into scanners.
 */
#ifndef OTCAP_DETECT_PROBE_H
#define OTCAP_DETECT_PROBE_H

#include "judge/detect_work.h"

struct probe {
	uint32_t source, host;
	uint16_t port;			/* of host */
	uint8_t proto;
	uint8_t reaction;		/* enum reaction, of host */
	bool talked;			/* more than a knock: data flowed */
	uint32_t record;
};

/* False: this record tells nobody's reaching out. p->record is left alone. */
bool probe_of(const struct scene *s, const struct record *r, struct probe *p);

#endif
