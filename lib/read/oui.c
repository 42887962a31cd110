/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/oui.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/text.h"
#include "read/table.h"

/* Who owns a block and hands it on in parts. */
static const char authority[] = "IEEE Registration Authority";

struct owner {
	uint64_t mac;
	unsigned bits;		/* of the assignment that vendor is from */
	char *vendor;		/* owned; NULL unknown */
};

struct oui {
	struct owner *items;	/* by mac */
	size_t n;
};

enum { COL_ASSIGNMENT, COL_ORGANIZATION, N_COLS };

static const struct table_column columns[N_COLS] = {
	[COL_ASSIGNMENT] = { "Assignment", true },
	[COL_ORGANIZATION] = { "Organization Name", true },
};

static int by_mac(const void *pa, const void *pb)
{
	const struct owner *a = pa, *b = pb;

	return (a->mac > b->mac) - (a->mac < b->mac);
}

static struct oui *oui_new(const uint64_t *macs, size_t n)
{
	struct oui *o = xcalloc(1, sizeof *o);

	o->items = xcalloc(n, sizeof *o->items);
	for (size_t i = 0; i < n; i++)
		if (!mac_is_local(macs[i]) && !mac_is_virtual(macs[i]))
			o->items[o->n++].mac = macs[i];
	qsort(o->items, o->n, sizeof *o->items, by_mac);
	return o;
}

void oui_free(struct oui *o)
{
	if (!o)
		return;
	for (size_t i = 0; i < o->n; i++)
		free(o->items[i].vendor);
	free(o->items);
	free(o);
}

/* Hex digits of an assignment, its bits; 0 when it is none. */
static unsigned assignment(const char *s, uint64_t *prefix)
{
	size_t n = strspn(s, "0123456789ABCDEFabcdef");

	if (!n || s[n] || n > 12)
		return 0;
	*prefix = strtoull(s, NULL, 16) << (48 - 4 * n);
	return (unsigned)n * 4;
}

/* The first of those that may begin with the prefix. */
static size_t first_from(const struct oui *o, uint64_t prefix)
{
	size_t lo = 0, hi = o->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (o->items[mid].mac < prefix)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void take(struct oui *o, const char *digits, const char *name)
{
	uint64_t prefix;
	unsigned bits = assignment(digits, &prefix);

	if (!bits || !name[0])
		return;
	for (size_t i = first_from(o, prefix); i < o->n; i++) {
		struct owner *w = &o->items[i];

		if (w->mac >> (48 - bits) != prefix >> (48 - bits))
			break;
		/* Of two that say so the first; a part beats its block. */
		if (w->bits >= bits)
			continue;
		free(w->vendor);
		w->vendor = xstrdup(name);
		w->bits = bits;
	}
}

static int read_list(struct oui *o, const char *folder, const char *name,
		     struct err *e)
{
	struct text path = { 0 };
	struct table *t;
	int more = -1;

	text_printf(&path, "%s/%s", folder, name);
	t = table_open(path.s, columns, N_COLS, e);
	while (t && ((more = table_next(t, e)) > 0 || more == TABLE_UNEVEN))
		if (more > 0)
			take(o, table_value(t, COL_ASSIGNMENT),
			     table_value(t, COL_ORGANIZATION));
	table_close(t);
	text_release(&path);
	return more;
}

static bool is_in_parts(const struct oui *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->items[i].vendor &&
		    !strcmp(o->items[i].vendor, authority))
			return true;
	return false;
}

struct oui *oui_load(const char *folder, const uint64_t *macs, size_t n,
		     struct err *e)
{
	static const char *const parts[] = { "mam.csv", "oui36.csv",
					     "iab.csv" };
	struct oui *o = oui_new(macs, n);
	struct err ignored;

	if (read_list(o, folder, "oui.csv", e) < 0) {
		oui_free(o);
		return NULL;
	}
	for (size_t i = 0; is_in_parts(o) && i < sizeof parts / sizeof *parts;
	     i++)
		read_list(o, folder, parts[i], &ignored);
	return o;
}

const char *oui_vendor(const struct oui *o, uint64_t mac)
{
	const struct owner want = { .mac = mac };
	const struct owner *found = o && o->n ?
		bsearch(&want, o->items, o->n, sizeof *o->items, by_mac) :
		NULL;

	if (!found || !found->vendor || !strcmp(found->vendor, authority))
		return "";
	return found->vendor;
}
