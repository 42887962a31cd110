/* SPDX-License-Identifier: BSD-3-Clause */
/* What is inside: said, private, or together on the link. */
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "judge/names_impl.h"
#include "judge/names_link.h"
#include "understand/record.h"

enum { OWN_HOSTS = 3 };		/* of a /24, to take it for inside */

/* As addr_is_private has them. */
static const struct cidr private_nets[] = {
	{ ADDR(10, 0, 0, 0), 8 },     { ADDR(100, 64, 0, 0), 10 },
	{ ADDR(127, 0, 0, 0), 8 },    { ADDR(169, 254, 0, 0), 16 },
	{ ADDR(172, 16, 0, 0), 12 },  { ADDR(192, 168, 0, 0), 16 },
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void note_private(struct names *n, uint32_t addr)
{
	for (size_t i = 0; i < COUNT(private_nets); i++)
		if (cidr_has(&private_nets[i], addr))
			n->privates |= 1u << i;
}

/* ARP speaks of the link; elsewhere the MAC may be a router's. */
static void note_macs(struct names *n, uint32_t addr, const char *macs,
		      bool arp)
{
	uint64_t mac;

	while (mac_next(&macs, &mac)) {
		names_link_note(n->link, addr, mac);
		if (arp)
			names_link_claim(n->link, addr, mac);
	}
}

void names_note_link(struct names *n, const struct record *r)
{
	if (r->kind == RECORD_RUN)
		return;
	for (int role = 0; role < (r->kind == RECORD_ARP ? 1 : 2); role++) {
		note_private(n, r->addr[role]);
		if (r->addr[role])
			note_macs(n, r->addr[role], r->mac[role],
				  r->kind == RECORD_ARP);
	}
}

static bool says_inside(const struct line *l)
{
	return l->inside != UNSET;
}

bool names_is_inside(const struct names *n, uint32_t addr)
{
	const struct line *l = names_ask(n, addr, says_inside);

	if (l)
		return l->inside == YES;
	return addr_is_private(addr) ||
	       (n && names_link_hosts(n->link, addr) >= OWN_HOSTS);
}

static void put_net(struct text *t, const struct cidr *net, const char *why)
{
	char buf[CIDR_TEXT];

	text_printf(t, "%s%s (%s)", t->len ? ", " : "", cidr_format(net, buf),
		    why);
}

void names_put_inside(const struct names *n, struct text *t)
{
	struct text list = { 0 };
	uint32_t *nets;
	size_t n_nets;

	for (size_t i = 0; i < n->first[33]; i++)
		if (n->lines[i].inside == YES)
			put_net(&list, &n->lines[i].net, "named");
	for (size_t i = 0; i < COUNT(private_nets); i++)
		if (n->privates >> i & 1)
			put_net(&list, &private_nets[i], "private");
	n_nets = names_link_nets(n->link, OWN_HOSTS, &nets);
	for (size_t i = 0; i < n_nets; i++)
		if (!addr_is_private(nets[i]))
			put_net(&list, &(struct cidr){ nets[i], 24 },
				"on the link");
	for (size_t i = 0; i < n->first[33]; i++)
		if (n->lines[i].inside == NO)
			put_net(&list, &n->lines[i].net, "not inside");
	text_puts(t, list.len ? list.s : "");
	text_release(&list);
	free(nets);
}
