/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/hostnames.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"
#include "ground/text.h"
#include "ground/utf8.h"
#include "read/packet.h"
#include "understand/protocols/protocol.h"

enum { SOURCE_TEXT = 12, NAME_TEXT = SOURCE_TEXT + NAME_OCTETS + 2 };

struct hostname {
	char text[NAME_TEXT];
	bool hearsay;
	uint32_t next;		/* index + 1 of the host's next in order */
};

struct named_host {
	uint32_t addr;
	uint32_t first;		/* index + 1 of names */
	uint32_t n;
};

void hostnames_release(struct hostnames *h)
{
	free(h->hosts);
	free(h->names);
	free(h->slots);
	*h = (struct hostnames){ .n = 0 };
}

/* Where the heap lies is as good as random to who sends packets. */
static size_t slot_of(const struct hostnames *h, uint32_t addr)
{
	size_t i = hash_pair(addr, h->mask, (uint64_t)(uintptr_t)h) & h->mask;

	while (h->slots[i] && h->hosts[h->slots[i] - 1].addr != addr)
		i = (i + 1) & h->mask;
	return i;
}

uint32_t hostnames_find(const struct hostnames *h, uint32_t addr)
{
	return h->n ? h->slots[slot_of(h, addr)] : 0;
}

static void enlarge(struct hostnames *h)
{
	free(h->slots);
	h->mask = h->mask ? h->mask * 2 + 1 : 255;
	h->slots = xcalloc(h->mask + 1, sizeof *h->slots);
	for (size_t i = 0; i < h->n; i++)
		h->slots[slot_of(h, h->hosts[i].addr)] = (uint32_t)(i + 1);
}

static struct named_host *host_of(struct hostnames *h, uint32_t addr)
{
	size_t slot;

	if (h->n * 2 >= h->mask)
		enlarge(h);
	slot = slot_of(h, addr);
	if (!h->slots[slot]) {
		h->hosts = grow(h->hosts, h->n, &h->cap, sizeof *h->hosts);
		h->hosts[h->n] = (struct named_host){ .addr = addr };
		h->slots[slot] = (uint32_t)++h->n;
	}
	return &h->hosts[h->slots[slot] - 1];
}

/* A character that the length cut is left out. */
static size_t whole_characters(const char *s, size_t n)
{
	size_t from = n;

	if (n < NAME_OCTETS)
		return n;
	while (from && n - from < 3 && ((unsigned char)s[from - 1] & 0xc0) ==
					       0x80)
		from--;
	if (from && ((unsigned char)s[from - 1] & 0xc0) == 0xc0 &&
	    !utf8_len(s + from - 1))
		return from - 1;
	return n;
}

/* "source:name" as it is kept. */
static void spell(const struct naming *name, char out[NAME_TEXT])
{
	size_t at = strnlen(name->source, SOURCE_TEXT);
	char *s = out + at + 1;

	memcpy(out, name->source, at);
	out[at] = ':';
	memcpy(s, name->text, name->n);
	s[name->n] = '\0';
	s[whole_characters(s, name->n)] = '\0';
	utf8_plain(s);
	for (; *s; s++)
		if (*s == '+')
			*s = '_';
}

static void refuse(struct hostnames *h)
{
	if (h->unlisted)
		++*h->unlisted;
}

/* Puts the name at index + 1 into the host's list, behind *link. */
static void link_in(struct hostnames *h, uint32_t *link, uint32_t number,
		    const struct hostname *name)
{
	struct hostname *own = &h->names[number - 1];

	*own = *name;
	own->next = *link;
	*link = number;
}

/* Of a full list the link to what gives way first: the last by hearsay, else
 * the last. */
static uint32_t *weakest(struct hostnames *h, struct named_host *host)
{
	uint32_t *weakest = &host->first;
	bool hearsay = false;

	for (uint32_t *link = &host->first; *link;
	     link = &h->names[*link - 1].next) {
		const struct hostname *name = &h->names[*link - 1];

		if (name->hearsay || !hearsay)
			weakest = link;
		hearsay |= name->hearsay;
	}
	return weakest;
}

/* Room in a full list: the place of a name that is free then, 0 none. */
static uint32_t make_room(struct hostnames *h, struct named_host *host,
			  const struct hostname *name)
{
	uint32_t *link = weakest(h, host), number = *link;
	const struct hostname *weak = &h->names[number - 1];

	if (name->hearsay != weak->hearsay ? name->hearsay :
					     strcmp(name->text, weak->text) > 0)
		return 0;
	*link = weak->next;
	host->n--;
	return number;
}

/* The link behind which text belongs; NULL where it stands there already.
 * No name stands between that follow it. */
static uint32_t *place_of(struct hostnames *h, struct named_host *host,
			  const char *text)
{
	uint32_t *link = &host->first;

	while (*link) {
		int c = strcmp(h->names[*link - 1].text, text);

		if (!c)
			return NULL;
		if (c > 0)
			break;
		link = &h->names[*link - 1].next;
	}
	return link;
}

static void add(struct hostnames *h, uint32_t addr,
		const struct hostname *name)
{
	size_t most = name->hearsay ? LIMIT_NAMES / 2 : LIMIT_NAMES;
	uint32_t known = hostnames_find(h, addr), number = 0;
	struct named_host *host = known ? &h->hosts[known - 1] : NULL;

	if (host && !place_of(h, host, name->text))
		return;
	if (host && host->n == LIMIT_HOST_NAMES) {
		refuse(h);
		number = make_room(h, host, name);
		if (!number)
			return;
	} else if (h->n_names >= most) {
		refuse(h);
		return;
	} else {
		h->names = grow(h->names, h->n_names, &h->cap_names,
				sizeof *h->names);
		number = (uint32_t)++h->n_names;
	}
	host = host_of(h, addr);
	link_in(h, place_of(h, host, name->text), number, name);
	host->n++;
}

void hostnames_tell(struct hostnames *h, const struct namings *told,
		    const struct packet *p)
{
	for (unsigned i = 0; i < told->n; i++) {
		const struct naming *name = &told->item[i];
		uint32_t addr = name->addr ? name->addr : p->addr[0];
		struct hostname own = { .hearsay = name->hearsay };

		if (addr_is_multicast(addr) || addr_is_broadcast(addr) ||
		    addr == UINT32_MAX)
			continue;
		spell(name, own.text);
		add(h, addr, &own);
	}
}

void hostnames_put(const struct hostnames *h, uint32_t number,
		   struct text *t)
{
	const char *plus = "";

	for (uint32_t i = h->hosts[number - 1].first; i;
	     i = h->names[i - 1].next) {
		text_puts(t, plus);
		text_puts(t, h->names[i - 1].text);
		plus = "+";
	}
}
