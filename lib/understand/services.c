/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/services.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "understand/services_site.h"

enum { IP_TCP = 6, IP_UDP = 17, N_PORTS = 65536 };

/* Beside a row's number: the site says something of this port. */
enum { SITE_SPEAKS = 0x8000 };

/* A row of the table plus one for every port; 0 where there is none. */
struct services {
	uint16_t tcp[N_PORTS];
	uint16_t udp[N_PORTS];
	struct services_site *site;	/* NULL: says nothing */
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
	if (!s)
		return;
	services_site_free(s->site);
	free(s);
}

void services_set_site(struct services *s, struct services_site *site)
{
	s->site = site;
	for (size_t i = 0; i < site->n_lines; i++) {
		const struct service *row = &site->lines[i].service;
		uint16_t *index = row->proto == IP_TCP ? s->tcp : s->udp;

		for (uint32_t port = row->port_lo; port <= row->port_hi; port++)
			index[port] |= SITE_SPEAKS;
	}
}

static const struct service *find(const struct services *s, uint8_t proto,
				  const uint32_t *addr, uint16_t port)
{
	const struct service *own = NULL;
	uint16_t i = 0;

	if (proto == IP_TCP)
		i = s->tcp[port];
	else if (proto == IP_UDP)
		i = s->udp[port];
	if (i & SITE_SPEAKS) {
		own = services_site_find(s->site, proto, addr, port);
		i &= SITE_SPEAKS - 1;
	}
	if (own)
		return own;
	return i ? &services_builtin[i - 1] : NULL;
}

const struct service *services_find_at(const struct services *s, uint8_t proto,
				       uint32_t addr, uint16_t port)
{
	return find(s, proto, &addr, port);
}

const struct service *services_find(const struct services *s, uint8_t proto,
				    uint16_t port)
{
	return find(s, proto, NULL, port);
}

static int compare_name(const void *key, const void *element)
{
	const struct service_name *s = element;

	return strcmp(key, s->name);
}

/* Labels that the payload gives and that no port stands for; sorted. */
static const struct service_name payload_names[] = {
	{ "atg", SERVICE_OT },	      { "genisys", SERVICE_OT },
	{ "iccp", SERVICE_OT },	      { "mc-1e", SERVICE_OT },
	{ "mms", SERVICE_OT },	      { "modbus-rtu", SERVICE_OT },
	{ "s7comm", SERVICE_OT },     { "s7comm-plus", SERVICE_OT },
	{ "umas", SERVICE_OT },
};

static const struct service_name *find_name(const struct service_name *names,
					    size_t n, const char *name)
{
	return bsearch(name, names, n, sizeof *names, compare_name);
}

enum service_kind services_kind(const char *name)
{
	const struct service_name *found = find_name(service_names,
						     n_service_names, name);

	if (!found)
		found = find_name(payload_names, sizeof payload_names /
				  sizeof *payload_names, name);
	return found ? (enum service_kind)found->kind : SERVICE_OTHER;
}
