/* SPDX-License-Identifier: BSD-3-Clause */
/* A block a machine: what is not known has no line. */
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline_words.h"
#include "judge/joined.h"
#include "present/base_assets.h"
#include "present/base_fields.h"
#include "present/base_talks.h"
#include "read/oui.h"

enum { INDENT = 10, MINUTE = 16 };	/* of a stamp: up to the minute */

static void put_item(struct fields *f, struct text *word)
{
	fields_item(f, word->len ? word->s : "");
	text_clear(word);
}

static void put_head(const struct asset *a, struct text *t)
{
	struct fields f;
	struct text word = { 0 };

	fields_begin(&f, t, "", 0);
	for (size_t i = 0; i < a->n_addrs; i++) {
		text_addr(&word, a->addrs[i]);
		if (i + 1 == a->n_addrs && a->name)
			text_printf(&word, " (%s)", a->name);
		put_item(&f, &word);
	}
	if (!a->n_addrs) {
		party_put(&word, &a->key);
		put_item(&f, &word);
	}
	fields_end(&f);
	text_release(&word);
}

static void put_line(struct text *t, const char *label, const char *s)
{
	struct fields f;

	fields_begin(&f, t, label, INDENT);
	fields_item(&f, s);
	fields_end(&f);
}

static void put_role(const struct asset *a, struct text *t)
{
	const char *role = asset_role(a), *behaviour = asset_behaviour(a);
	struct fields f;

	if (!role[0] && !behaviour[0] && !a->outside)
		return;
	fields_begin(&f, t, "  role", INDENT);
	if (a->outside)
		fields_item(&f, "outside");
	if (role[0])
		fields_item(&f, role);
	if (behaviour[0])
		fields_item(&f, behaviour);
	fields_end(&f);
}

static void put_macs(const struct asset *a, const struct oui *oui,
		     struct text *t)
{
	struct text word = { 0 };

	for (size_t i = 0; i < a->n_macs; i++) {
		const char *vendor = asset_vendor(oui, a->macs[i].mac);

		text_mac(&word, a->macs[i].mac);
		if (vendor[0])
			text_printf(&word, "  %s", vendor);
		if (a->macs[i].n_assets > 1)
			text_printf(&word, "  (shared by %zu machines)",
				    a->macs[i].n_assets);
		put_line(t, i ? "" : "  mac", word.s);
		text_clear(&word);
	}
	text_release(&word);
}

/* "netbios:PLANT-PC" as PLANT-PC (netbios). */
static void put_names(const struct asset *a, struct text *t)
{
	const char *set = a->names, *word;
	struct text item = { 0 };
	struct fields f;
	size_t len;

	if (!set[0])
		return;
	fields_begin(&f, t, "  names", INDENT);
	while ((word = joined_next(&set, &len))) {
		const char *colon = memchr(word, ':', len);
		size_t source = colon ? (size_t)(colon - word) : 0;

		text_add(&item, word + source + !!colon,
			 len - source - !!colon);
		if (colon)
			text_printf(&item, " (%.*s)", (int)source, word);
		put_item(&f, &item);
	}
	fields_end(&f);
	text_release(&item);
}

static void put_uses(const struct asset *a, bool serves, struct text *t)
{
	struct text word = { 0 };
	struct fields f = { .any = false };

	for (size_t i = 0; i < a->n_uses; i++) {
		const struct asset_use *u = &a->uses[i];

		if (u->serves != serves)
			continue;
		if (!f.any)
			fields_begin(&f, t, serves ? "  serves" : "  asks",
				     INDENT);
		base_talk_put_service(&word, u->service, u->proto, u->ports);
		text_printf(&word, " (%zu)", u->n_peers);
		put_item(&f, &word);
	}
	if (f.any)
		fields_end(&f);
	text_release(&word);
}

static void put_seen(const struct asset *a, struct text *t)
{
	char first[STAMP_TEXT], last[STAMP_TEXT];
	struct text word = { 0 };

	if (a->first_ns > a->last_ns)
		return;
	stamp_format(a->first_ns, first)[MINUTE] = '\0';
	stamp_format(a->last_ns, last)[MINUTE] = '\0';
	first[10] = last[10] = ' ';
	text_printf(&word, "%s to %s UTC", first, last);
	put_line(t, "  seen", word.s);
	text_release(&word);
}

static void put_asset(const struct asset *a, const struct oui *oui,
		      struct text *t)
{
	put_head(a, t);
	if (a->zone)
		put_line(t, "  zone", a->zone);
	put_role(a, t);
	put_macs(a, oui, t);
	put_names(a, t);
	put_uses(a, true, t);
	put_uses(a, false, t);
	put_seen(a, t);
}

void assets_put(const struct assets *a, const struct oui *oui,
		struct text *t)
{
	for (size_t i = 0; i < assets_n(a); i++) {
		text_puts(t, i ? "\n" : "");
		put_asset(assets_at(a, i), oui, t);
	}
}
