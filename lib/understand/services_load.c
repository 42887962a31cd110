/* SPDX-License-Identifier: BSD-3-Clause */
/* The file of --services. Apart from the lookup, because who only looks up (the
 * filter) shall not need a CSV library. */
#include "understand/services_site.h"

#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/strpool.h"
#include "read/table.h"
#include "understand/services.h"

enum { IP_TCP = 6, IP_UDP = 17 };

enum { NAME_MAX_LEN = 64 };
_Static_assert(LIMIT_SITE_PORTS == 1048576, "a message says this number");

enum { COL_PROTO, COL_PORT, COL_SERVICE, COL_ADDRESS, N_COLS };

static const struct table_column columns[N_COLS] = {
	[COL_PROTO] = { "proto", true },
	[COL_PORT] = { "port", true },
	[COL_SERVICE] = { "service", true },
	[COL_ADDRESS] = { "address", false },
};

static int flaw(const struct table *t, size_t column, const char *reason,
		struct err *e)
{
	return table_fail(t, &(struct table_flaw){ column, reason }, e);
}

static int parse_proto(struct site_line *l, const struct table *t,
		       struct err *e)
{
	const char *proto = table_value(t, COL_PROTO);

	if (!strcmp(proto, "tcp"))
		l->service.proto = IP_TCP;
	else if (!strcmp(proto, "udp"))
		l->service.proto = IP_UDP;
	else
		return flaw(t, COL_PROTO, "not tcp or udp", e);
	return 0;
}

/* Behind the number, or NULL when there is none from 1 to 65535. */
static const char *parse_number(const char *s, uint16_t *port)
{
	uint32_t value = 0;

	while (*s >= '0' && *s <= '9' && value <= UINT16_MAX)
		value = value * 10 + (uint32_t)(*s++ - '0');
	*port = (uint16_t)value;
	return value && value <= UINT16_MAX ? s : NULL;
}

static int parse_port(struct site_line *l, const struct table *t,
		      struct err *e)
{
	struct service *s = &l->service;
	const char *end = parse_number(table_value(t, COL_PORT), &s->port_lo);

	s->port_hi = s->port_lo;
	if (end && *end == '-')
		end = parse_number(end + 1, &s->port_hi);
	if (!end || *end)
		return flaw(t, COL_PORT,
			    "not a port or range of ports from 1 to 65535", e);
	if (s->port_lo > s->port_hi)
		return flaw(t, COL_PORT, "the range ends before it begins", e);
	return 0;
}

/* As the table's names are, for they stand in the same columns. */
static int parse_name(struct site_line *l, struct services_site *s,
		      const struct table *t, struct err *e)
{
	const char *name = table_value(t, COL_SERVICE);
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-");

	if (!len || name[len])
		return flaw(t, COL_SERVICE, "not a word of small letters,"
			    " digits, dots, dashes and underscores", e);
	if (len > NAME_MAX_LEN)
		return flaw(t, COL_SERVICE, "longer than 64 characters", e);
	l->service.name = strpool_add(s->pool, name);
	l->service.kind = (uint8_t)services_kind(name);
	l->service.site = true;
	return 0;
}

static int parse_address(struct site_line *l, const struct table *t,
			 struct err *e)
{
	const char *address = table_value(t, COL_ADDRESS);

	if (address[0] && cidr_parse(address, &l->net) < 0)
		return flaw(t, COL_ADDRESS, "not an IPv4 address or network",
			    e);
	return 0;
}

static int add_places(struct services_site *s, const struct site_line *l,
		      const struct table *t, struct err *e)
{
	size_t n = (size_t)(l->service.port_hi - l->service.port_lo) + 1;

	if (n > LIMIT_SITE_PORTS - s->n_places)
		return flaw(t, COL_PORT, "with this the file has more than"
			    " 1048576 ports", e);
	for (uint32_t k = 0; k < n; k++) {
		s->places = grow(s->places, s->n_places, &s->cap_places,
				 sizeof *s->places);
		s->places[s->n_places++] = (struct site_place){
			.net = l->net.net, .line = (uint32_t)s->n_lines,
			.port = (uint16_t)(l->service.port_lo + k),
			.proto = l->service.proto, .bits = l->net.bits,
		};
	}
	s->lengths |= UINT64_C(1) << l->net.bits;
	return 0;
}

static int read_lines(struct services_site *s, struct table *t, struct err *e)
{
	int more;

	while ((more = table_next(t, e)) > 0) {
		struct site_line l = { .number = table_line(t) };

		if (parse_proto(&l, t, e) < 0 || parse_port(&l, t, e) < 0 ||
		    parse_name(&l, s, t, e) < 0 ||
		    parse_address(&l, t, e) < 0 || add_places(s, &l, t, e) < 0)
			return -1;
		s->lines = grow(s->lines, s->n_lines, &s->cap_lines,
				sizeof *s->lines);
		s->lines[s->n_lines++] = l;
	}
	return more ? -1 : 0;
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int place_cmp(const void *pa, const void *pb)
{
	const struct site_place *a = pa, *b = pb;
	int c = services_site_cmp(a, b);

	return c ? c : ORDER(a->line, b->line);
}

static int check_twice(const struct services_site *s, const char *path,
		       struct err *e)
{
	for (size_t i = 1; i < s->n_places; i++) {
		const struct site_place *p = &s->places[i];
		const struct site_line *a = &s->lines[p[-1].line];
		const struct site_line *b = &s->lines[p->line];

		if (!services_site_cmp(p - 1, p) &&
		    a->service.name != b->service.name)
			return err_set(e, "%s:%llu: line %llu says another "
				       "service of port %u", path,
				       (unsigned long long)b->number,
				       (unsigned long long)a->number, p->port);
	}
	return 0;
}

int services_load(struct services *s, const char *path, struct err *e)
{
	struct services_site *site = xcalloc(1, sizeof *site);
	struct table *t = table_open(path, columns, N_COLS, e);
	int rc = -1;

	site->pool = strpool_new((uint64_t)(uintptr_t)site);
	if (!t || read_lines(site, t, e) < 0)
		goto out;
	if (site->n_places)
		qsort(site->places, site->n_places, sizeof *site->places,
		      place_cmp);
	rc = check_twice(site, path, e);
out:
	table_close(t);
	if (!rc)
		services_set_site(s, site);
	else
		services_site_free(site);
	return rc;
}
