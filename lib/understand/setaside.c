/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/setaside.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"
#include "read/source.h"
#include "understand/services.h"

void setaside_init(struct setaside *s, uint64_t hash_seed)
{
	*s = (struct setaside){ .mask = 255, .seed = hash_seed };
	s->slots = xcalloc(s->mask + 1, sizeof *s->slots);
	s->services = services_new();
}

void setaside_release(struct setaside *s)
{
	free(s->entries);
	free(s->slots);
	services_free(s->services);
	*s = (struct setaside){ 0 };
}

static void set_ipv4(struct sender *s, uint32_t addr)
{
	if (!addr)
		return;
	s->version = SENDER_IPV4;
	for (unsigned i = 0; i < 4; i++)
		s->addr[i] = (uint8_t)(addr >> (24 - 8 * i));
}

/* The source address stands at octet 8 of the header. */
static void set_ipv6(struct sender *s, const struct frame *f,
		     const struct packet *p)
{
	static const uint8_t unspecified[16];
	const uint8_t *end = f->bytes + f->caplen;

	if (!p->payload || end - p->payload < 24 ||
	    !memcmp(p->payload + 8, unspecified, sizeof unspecified))
		return;
	s->version = SENDER_IPV6;
	memcpy(s->addr, p->payload + 8, sizeof s->addr);
}

static struct sender sender_of(const struct setaside *s,
			       const struct frame *f, const struct packet *p)
{
	struct sender sender = {
		.mac = p->mac[0],
		.kind = kind_of(f, p, s->services),
		.version = SENDER_NO_ADDRESS,
	};

	if (p->net == NET_IPV4 || p->net == NET_ARP)
		set_ipv4(&sender, p->addr[0]);
	else if (p->net == NET_IPV6)
		set_ipv6(&sender, f, p);
	return sender;
}

static uint32_t *slot_of(const struct setaside *s, const struct sender *sender)
{
	size_t i = hash_bytes(sender, sizeof *sender, s->seed) & s->mask;

	while (s->slots[i] && memcmp(&s->entries[s->slots[i] - 1].sender,
				     sender, sizeof *sender) != 0)
		i = (i + 1) & s->mask;
	return &s->slots[i];
}

static void enlarge(struct setaside *s)
{
	free(s->slots);
	s->mask = s->mask * 2 + 1;
	s->slots = xcalloc(s->mask + 1, sizeof *s->slots);
	for (size_t i = 0; i < s->n; i++)
		*slot_of(s, &s->entries[i].sender) = (uint32_t)(i + 1);
}

static void count_sender(struct setaside *s, const struct sender *sender)
{
	uint32_t *slot = slot_of(s, sender);

	if (*slot) {
		s->entries[*slot - 1].packets++;
		return;
	}
	if (s->n == LIMIT_SENDERS) {
		s->n_senders_refused++;
		return;
	}
	s->entries = grow(s->entries, s->n, &s->cap, sizeof *s->entries);
	s->entries[s->n] = (struct setaside_entry){ *sender, 1 };
	*slot = (uint32_t)++s->n;
	if (s->n * 2 > s->mask)
		enlarge(s);
}

static void count(struct setaside_class *class, const struct frame *f)
{
	class->packets++;
	class->bytes += f->len;
}

void setaside_add(struct setaside *s, const struct frame *f,
		  const struct packet *p)
{
	enum scope scope = scope_of(p);
	struct sender sender;

	count(&s->class[scope], f);
	s->tunnelled += p->n_tunnels > 0;
	if (scope_is_in(scope))
		return;
	sender = sender_of(s, f, p);
	count_sender(s, &sender);
}

void setaside_refuse(struct setaside *s, const struct frame *f)
{
	count(&s->refused, f);
}

void setaside_leave(struct setaside *s, const struct frame *f)
{
	count(&s->left, f);
}
