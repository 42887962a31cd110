/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From zone to zone: how many conversations, which services, how many flows.
 * A zone is what the names file says, else "outside", or none.
 */
#ifndef OTCAP_BASE_ZONES_H
#define OTCAP_BASE_ZONES_H

struct baseline;
struct names;
struct text;

void zones_put(const struct baseline *b, const struct names *names,
	       struct text *t);
void zones_put_csv(const struct baseline *b, const struct names *names,
		   struct text *t);

#endif
