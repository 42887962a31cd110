/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/services.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

enum { IP_TCP = 6, IP_UDP = 17, N_PORTS = 65536 };

/* A row of the table plus one for every port; 0 where there is none. */
struct services {
	uint16_t tcp[N_PORTS];
	uint16_t udp[N_PORTS];
};

struct services *services_new(void)
{
	struct services *s = xcalloc(1, sizeof *s);

	for (size_t i = 0; i < n_services_builtin; i++) {
		const struct service *row = &services_builtin[i];
		uint16_t *index = row->proto == IP_TCP ? s->tcp : s->udp;

		for (uint32_t port = row->port_lo; port <= row->port_hi; port++)
			index[port] = (uint16_t)(i + 1);
	}
	return s;
}

void services_free(struct services *s)
{
	free(s);
}

const struct service *services_find(const struct services *s, uint8_t proto,
				    uint16_t port)
{
	uint16_t i = 0;

	if (proto == IP_TCP)
		i = s->tcp[port];
	else if (proto == IP_UDP)
		i = s->udp[port];
	return i ? &services_builtin[i - 1] : NULL;
}

static int compare_name(const void *key, const void *element)
{
	const struct service_name *s = element;

	return strcmp(key, s->name);
}

enum service_kind services_kind(const char *name)
{
	const struct service_name *found;

	found = bsearch(name, service_names, n_service_names,
			sizeof *service_names, compare_name);
	return found ? (enum service_kind)found->kind : SERVICE_OTHER;
}
