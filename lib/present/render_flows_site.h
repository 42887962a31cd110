/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the site's names file says of the ends of a flow, as four columns
 * behind the others: client_host, server_host, client_zone, server_zone.
 *
 * Rows that were read may have these columns from an earlier run: theirs are
 * left out, as the file may have changed since.
 */
#ifndef OTCAP_RENDER_FLOWS_SITE_H
#define OTCAP_RENDER_FLOWS_SITE_H

struct names;
struct record;
struct text;

/* Of the unknown columns (as record.extra has them) those that are not these,
 * then these; header is the columns' names. In place of t's text. */
void site_put_header(struct text *t, const char *header);
void site_put_values(struct text *t, const char *header,
		     const struct record *r, const struct names *names);

/* "" unknown, also where the record has no such end. */
const char *site_host(const struct names *names, const struct record *r,
		      unsigned role);
const char *site_zone(const struct names *names, const struct record *r,
		      unsigned role);

#endif
