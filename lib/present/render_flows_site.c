/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/render_flows_site.h"

#include <stdbool.h>
#include <string.h>

#include "ground/row.h"
#include "ground/text.h"
#include "judge/names.h"
#include "understand/record.h"

static const char *const columns[] = {
	"client_host", "server_host", "client_zone", "server_zone",
};

enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* The field that begins at s with a comma: its end. */
static const char *field_end(const char *s)
{
	bool quoted = false;

	for (s++; *s && (quoted || *s != ','); s++)
		quoted ^= *s == '"';
	return s;
}

static bool is_ours(const char *name, size_t n)
{
	for (size_t i = 0; i < N_COLUMNS; i++)
		if (strlen(columns[i]) == n && !memcmp(name, columns[i], n))
			return true;
	return false;
}

/* The fields of values that stand below other columns than ours. */
static void put_others(struct text *t, const char *header,
		       const char *values)
{
	text_clear(t);
	text_puts(t, "");
	while (*header && *values) {
		const char *name = header, *value = values;

		header = field_end(header);
		values = field_end(values);
		if (!is_ours(name + 1, (size_t)(header - name) - 1))
			text_add(t, value, (size_t)(values - value));
	}
}

void site_put_header(struct text *t, const char *header)
{
	put_others(t, header, header);
	for (size_t i = 0; i < N_COLUMNS; i++) {
		text_putc(t, ',');
		text_puts(t, columns[i]);
	}
}

static bool has_end(const struct record *r, unsigned role)
{
	return r->kind <= RECORD_UDP || (r->kind == RECORD_ARP && !role);
}

const char *site_host(const struct names *names, const struct record *r,
		      unsigned role)
{
	const char *s = has_end(r, role) ? names_name(names, r->addr[role]) :
					   NULL;

	return s ? s : "";
}

const char *site_zone(const struct names *names, const struct record *r,
		      unsigned role)
{
	const char *s = has_end(r, role) ? names_zone(names, r->addr[role]) :
					   NULL;

	return s ? s : "";
}

void site_put_values(struct text *t, const char *header,
		     const struct record *r, const struct names *names)
{
	put_others(t, header, r->extra);
	for (unsigned role = 0; role < 2; role++) {
		text_putc(t, ',');
		row_put(t, site_host(names, r, role));
	}
	for (unsigned role = 0; role < 2; role++) {
		text_putc(t, ',');
		row_put(t, site_zone(names, r, role));
	}
}
