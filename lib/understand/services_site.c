/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/services_site.h"

#include <stdlib.h>

#include "ground/strpool.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

int services_site_cmp(const void *pa, const void *pb)
{
	const struct site_place *a = pa, *b = pb;
	int c = ORDER(a->proto, b->proto);

	c = c ? c : ORDER(a->port, b->port);
	c = c ? c : ORDER(a->bits, b->bits);
	return c ? c : ORDER(a->net, b->net);
}

void services_site_free(struct services_site *s)
{
	if (!s)
		return;
	strpool_free(s->pool);
	free(s->lines);
	free(s->places);
	free(s);
}

const struct service *services_site_find(const struct services_site *s,
					 uint8_t proto, const uint32_t *addr,
					 uint16_t port)
{
	for (unsigned bits = addr ? 33 : 1; bits-- > 0;) {
		struct site_place key = { .port = port, .proto = proto,
				     .bits = (uint8_t)bits };
		const struct site_place *p;

		if (!(s->lengths >> bits & 1))
			continue;
		key.net = bits ? *addr & UINT32_MAX << (32 - bits) : 0;
		p = bsearch(&key, s->places, s->n_places, sizeof *s->places,
			    services_site_cmp);
		if (p)
			return &s->lines[p->line].service;
	}
	return NULL;
}
