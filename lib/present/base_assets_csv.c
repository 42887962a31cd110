/* SPDX-License-Identifier: BSD-3-Clause */
/* One row a machine; what there may be several of is joined by "+". */
#include <string.h>

#include "ground/row.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline_words.h"
#include "present/base_assets.h"
#include "present/base_talks.h"
#include "read/oui.h"

static const char header[] =
	"address,name,zone,role,behaviour,inside,mac,vendor,passive_names,"
	"serves,asks,first,last\n";

/* The field ends; word is empty then. */
static void put(struct text *t, struct text *word)
{
	row_put(t, word->len ? word->s : "");
	text_putc(t, ',');
	text_clear(word);
}

static void put_word(struct text *t, const char *s)
{
	row_put(t, s ? s : "");
	text_putc(t, ',');
}

static void plus(struct text *word)
{
	if (word->len)
		text_putc(word, '+');
}

static void put_addresses(const struct asset *a, struct text *t,
			  struct text *word)
{
	for (size_t i = 0; i < a->n_addrs; i++) {
		plus(word);
		text_addr(word, a->addrs[i]);
	}
	if (!a->n_addrs)
		party_put(word, &a->key);
	put(t, word);
}

static void put_hardware(const struct asset *a, const struct oui *oui,
			 struct text *t, struct text *word)
{
	const char *last = "";

	for (size_t i = 0; i < a->n_macs; i++) {
		plus(word);
		text_mac(word, a->macs[i].mac);
	}
	put(t, word);
	for (size_t i = 0; i < a->n_macs; i++) {
		const char *vendor = asset_vendor(oui, a->macs[i].mac);

		if (!vendor[0] || !strcmp(vendor, last))
			continue;
		plus(word);
		text_puts(word, vendor);
		last = vendor;
	}
	put(t, word);
}

static void put_uses(const struct asset *a, bool serves, struct text *t,
		     struct text *word)
{
	for (size_t i = 0; i < a->n_uses; i++) {
		const struct asset_use *u = &a->uses[i];

		if (u->serves != serves)
			continue;
		plus(word);
		base_talk_put_service(word, u->service, u->proto, u->ports);
	}
	put(t, word);
}

static void put_times(const struct asset *a, struct text *t)
{
	if (a->first_ns <= a->last_ns) {
		text_stamp(t, a->first_ns);
		text_putc(t, ',');
		text_stamp(t, a->last_ns);
	} else {
		text_putc(t, ',');
	}
	text_putc(t, '\n');
}

void assets_put_csv(const struct assets *a, const struct oui *oui,
		    struct text *t)
{
	struct text word = { 0 };

	text_puts(t, header);
	for (size_t i = 0; i < assets_n(a); i++) {
		const struct asset *one = assets_at(a, i);

		put_addresses(one, t, &word);
		put_word(t, one->name);
		put_word(t, one->zone);
		put_word(t, asset_role(one));
		put_word(t, asset_behaviour(one));
		put_word(t, !one->n_addrs ? "" : one->outside ? "no" : "yes");
		put_hardware(one, oui, t, &word);
		put_word(t, one->names);
		put_uses(one, true, t, &word);
		put_uses(one, false, t, &word);
		put_times(one, t);
	}
	text_release(&word);
}
