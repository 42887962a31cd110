/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/names.h"

#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/strpool.h"
#include "judge/names_link.h"
#include "read/table.h"
#include "understand/record.h"

enum { OWN_HOSTS = 3 };		/* of a /24, to take it for inside */

enum { UNSET, YES, NO };

struct line {
	struct cidr net;
	bool has_net;
	uint64_t mac;			/* 0 none */
	const char *name, *zone;	/* interned; NULL unset */
	int role;			/* enum host_role, -1 unset */
	uint8_t inside;			/* UNSET, YES, NO */
	uint64_t number;
};

struct member {
	const char *name;
	uint32_t addr;
};

/* What names_nets gathers. */
struct named {
	struct cidr *nets;
	size_t n, cap;
};

struct names {
	struct strpool *pool;
	struct line *lines;		/* networks by prefix, then MAC lines */
	size_t n, cap;
	size_t first[34];		/* of each prefix length; 33: the end */
	struct member *members;		/* by name, address */
	size_t n_members;
	struct names_link *link;
	uint32_t privates;		/* bits: private_nets seen */
};

enum { COL_ADDRESS, COL_MAC, COL_NAME, COL_ZONE, COL_ROLE, COL_INSIDE, N_COLS };

static const struct table_column columns[N_COLS] = {
	[COL_ADDRESS] = { "address", true }, [COL_MAC] = { "mac", false },
	[COL_NAME] = { "name", false },	     [COL_ZONE] = { "zone", false },
	[COL_ROLE] = { "role", false },	     [COL_INSIDE] = { "inside", false },
};

/* As addr_is_private has them. */
static const struct cidr private_nets[] = {
	{ ADDR(10, 0, 0, 0), 8 },     { ADDR(100, 64, 0, 0), 10 },
	{ ADDR(127, 0, 0, 0), 8 },    { ADDR(169, 254, 0, 0), 16 },
	{ ADDR(172, 16, 0, 0), 12 },  { ADDR(192, 168, 0, 0), 16 },
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int role_parse(const char *s)
{
	static const char *const words[] = {
		[HOST_ORDINARY] = "ordinary", [HOST_GATEWAY] = "gateway",
		[HOST_TRANSIENT] = "transient", [HOST_UNUSED] = "unused",
		[HOST_SCANNER] = "scanner",
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (!strcmp(s, words[i]))
			return (int)i;
	return -1;
}

static int parse_place(struct line *l, const struct table *t, struct err *e)
{
	const char *addr = table_value(t, COL_ADDRESS);
	const char *mac = table_value(t, COL_MAC);

	if (addr[0]) {
		if (cidr_parse(addr, &l->net) < 0)
			return table_fail(t, &(struct table_flaw){
				COL_ADDRESS, "not an IPv4 address or network" },
				e);
		l->has_net = true;
	}
	if (mac[0] && mac_parse(mac, &l->mac) < 0)
		return table_fail(t, &(struct table_flaw){
			COL_MAC, "not a MAC address" }, e);
	if (!l->has_net && !l->mac)
		return table_fail(t, &(struct table_flaw){
			COL_ADDRESS, "neither an address nor a MAC" }, e);
	return 0;
}

static int parse_words(struct line *l, const struct table *t, struct err *e)
{
	const char *role = table_value(t, COL_ROLE);
	const char *inside = table_value(t, COL_INSIDE);

	l->role = role[0] ? role_parse(role) : -1;
	if (role[0] && l->role < 0)
		return table_fail(t, &(struct table_flaw){ COL_ROLE,
			"not gateway, transient, unused or scanner" }, e);
	if (!strcmp(inside, "yes"))
		l->inside = YES;
	else if (!strcmp(inside, "no"))
		l->inside = NO;
	else if (inside[0])
		return table_fail(t, &(struct table_flaw){
			COL_INSIDE, "not yes or no" }, e);
	return 0;
}

static const char *intern(struct names *n, const char *s)
{
	return s[0] ? strpool_add(n->pool, s) : NULL;
}

static int read_lines(struct names *n, struct table *t, struct err *e)
{
	int more;

	while ((more = table_next(t, e)) > 0) {
		struct line l = { .number = table_line(t) };

		if (parse_place(&l, t, e) < 0 || parse_words(&l, t, e) < 0)
			return -1;
		l.name = intern(n, table_value(t, COL_NAME));
		l.zone = intern(n, table_value(t, COL_ZONE));
		n->lines = grow(n->lines, n->n, &n->cap, sizeof *n->lines);
		n->lines[n->n++] = l;
	}
	return more ? -1 : 0;
}

static int bits_of(const struct line *l)
{
	return l->has_net ? l->net.bits : 33;
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int line_cmp(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	int c = ORDER(bits_of(a), bits_of(b));

	c = c ? c : ORDER(a->net.net, b->net.net);
	c = c || a->has_net ? c : ORDER(a->mac, b->mac);
	return c ? c : ORDER(a->number, b->number);
}

static int member_cmp(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;
	int c = strcmp(a->name, b->name);

	return c ? c : ORDER(a->addr, b->addr);
}

static void index_lines(struct names *n)
{
	size_t i = 0;

	if (n->n)
		qsort(n->lines, n->n, sizeof *n->lines, line_cmp);
	for (int bits = 0; bits <= 33; bits++) {
		while (i < n->n && bits_of(&n->lines[i]) < bits)
			i++;
		n->first[bits] = i;
	}
	n->members = xcalloc(n->n, sizeof *n->members);
	for (i = n->first[32]; i < n->first[33]; i++)
		if (n->lines[i].name)
			n->members[n->n_members++] = (struct member){
				n->lines[i].name, n->lines[i].net.net };
	qsort(n->members, n->n_members, sizeof *n->members, member_cmp);
}

/* Two lines may say the same address (two MACs), but not two things of it. */
static int check_twice(const struct names *n, const char *path, struct err *e)
{
	for (size_t i = 1; i < n->n; i++) {
		const struct line *a = &n->lines[i - 1], *b = a + 1;

		if (bits_of(a) != bits_of(b) || a->net.net != b->net.net ||
		    (!a->has_net && a->mac != b->mac))
			continue;
		if (a->name != b->name || a->zone != b->zone ||
		    a->role != b->role || a->inside != b->inside)
			return err_set(e, "%s:%llu: line %llu says something "
				       "else of the same address", path,
				       (unsigned long long)b->number,
				       (unsigned long long)a->number);
	}
	return 0;
}

struct names *names_load(const char *path, struct err *e)
{
	struct names *n = xcalloc(1, sizeof *n);
	struct table *t = NULL;
	int rc = -1;

	n->pool = strpool_new((uint64_t)(uintptr_t)n);
	n->link = names_link_new();
	if (path) {
		t = table_open(path, columns, N_COLS, e);
		if (!t || read_lines(n, t, e) < 0)
			goto out;
	}
	index_lines(n);
	rc = path ? check_twice(n, path, e) : 0;
out:
	table_close(t);
	if (!rc)
		return n;
	names_free(n);
	return NULL;
}

void names_free(struct names *n)
{
	if (!n)
		return;
	strpool_free(n->pool);
	names_link_free(n->link);
	free(n->lines);
	free(n->members);
	free(n);
}

static const struct line *find_net(const struct names *n, int bits,
				   uint32_t addr)
{
	size_t lo = n->first[bits], hi = n->first[bits + 1];
	size_t end = hi;

	if (lo == hi)
		return NULL;
	if (bits < 32)
		addr = bits ? addr & UINT32_MAX << (32 - bits) : 0;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (n->lines[mid].net.net < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < end && n->lines[lo].net.net == addr ? &n->lines[lo] : NULL;
}

static const struct line *find_mac(const struct names *n, uint64_t mac)
{
	for (size_t i = n->first[33]; mac && i < n->n; i++)
		if (n->lines[i].mac == mac)
			return &n->lines[i];
	return NULL;
}

typedef bool line_says_fn(const struct line *l);

static bool says_name(const struct line *l)
{
	return l->name;
}

static bool says_zone(const struct line *l)
{
	return l->zone;
}

static bool says_role(const struct line *l)
{
	return l->role >= 0;
}

static bool says_inside(const struct line *l)
{
	return l->inside != UNSET;
}

static const struct line *ask(const struct names *n, uint32_t addr,
			      line_says_fn *says)
{
	const struct line *l;

	if (!n || !n->n)
		return NULL;
	for (int bits = 32; bits >= 0; bits--) {
		l = find_net(n, bits, addr);
		if (l && says(l))
			return l;
	}
	if (n->first[33] == n->n)
		return NULL;
	l = find_mac(n, names_link_own(n->link, addr));
	return l && says(l) ? l : NULL;
}

const char *names_name(const struct names *n, uint32_t addr)
{
	const struct line *l = ask(n, addr, says_name);

	return l ? l->name : NULL;
}

const char *names_zone(const struct names *n, uint32_t addr)
{
	const struct line *l = ask(n, addr, says_zone);

	return l ? l->zone : NULL;
}

enum host_role names_role(const struct names *n, uint32_t addr)
{
	const struct line *l = ask(n, addr, says_role);

	return l ? (enum host_role)l->role : HOST_ORDINARY;
}

/* The first member of this name, or n_members. */
static size_t first_member(const struct names *n, const char *name)
{
	size_t lo = 0, hi = n->n_members;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(n->members[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool names_member(const struct names *n, const char *name, size_t i,
		  uint32_t *addr)
{
	size_t at;

	if (!n)
		return false;
	at = first_member(n, name) + i;
	if (at >= n->n_members || strcmp(n->members[at].name, name))
		return false;
	*addr = n->members[at].addr;
	return true;
}

bool names_has(const struct names *n, const char *name)
{
	for (size_t i = 0; n && i < n->n; i++)
		if (n->lines[i].name && !strcmp(n->lines[i].name, name))
			return true;
	return false;
}

/* Does a line inside the block give some of it another name? */
static bool names_inside(const struct names *n, const struct cidr *block,
			 const char *name)
{
	for (size_t i = n->first[block->bits]; i < n->first[33]; i++) {
		const struct line *l = &n->lines[i];

		if (l->name && strcmp(l->name, name) &&
		    cidr_has(block, l->net.net))
			return true;
	}
	return false;
}

/* The block's addresses but those of other names, by halves. */
static void add_named(const struct names *n, struct cidr block,
		      const char *name, struct named *out)
{
	if (!names_inside(n, &block, name)) {
		out->nets = grow(out->nets, out->n, &out->cap,
				 sizeof *out->nets);
		out->nets[out->n++] = block;
		return;
	}
	if (block.bits++ == 32)
		return;
	for (uint32_t half = 0; half < 2; half++) {
		struct cidr part = {
			block.net | half << (32 - block.bits), block.bits
		};
		const struct line *l = find_net(n, part.bits, part.net);

		if (!l || !l->name)
			add_named(n, part, name, out);
	}
}

size_t names_nets(const struct names *n, const char *name, struct cidr **nets)
{
	struct named out = { 0 };

	for (size_t i = 0; n && i < n->first[33]; i++) {
		const struct line *l = &n->lines[i];

		if (l->name && !strcmp(l->name, name))
			add_named(n, l->net, name, &out);
	}
	*nets = out.nets;
	return out.n;
}

uint32_t names_machine(const struct names *n, uint32_t addr)
{
	const struct line *l = n && n->n ? find_net(n, 32, addr) : NULL;

	if (l && l->name)
		names_member(n, l->name, 0, &addr);
	return addr;
}

bool names_same_machine(const struct names *n, uint32_t a, uint32_t b)
{
	return a == b || names_machine(n, a) == names_machine(n, b);
}

bool names_same_card(const struct names *n, uint64_t a, uint64_t b)
{
	const struct line *x = NULL, *y = NULL;

	for (size_t i = 0; n && i < n->n; i++) {
		const struct line *l = &n->lines[i];

		if (l->name && l->mac == a)
			x = l;
		if (l->name && l->mac == b)
			y = l;
	}
	return x && y && x->name == y->name;
}

static void note_private(struct names *n, uint32_t addr)
{
	for (size_t i = 0; i < COUNT(private_nets); i++)
		if (cidr_has(&private_nets[i], addr))
			n->privates |= 1u << i;
}

static void note_macs(struct names *n, uint32_t addr, const char *macs)
{
	uint64_t mac;

	while (mac_next(&macs, &mac))
		names_link_note(n->link, addr, mac);
}

void names_note_link(struct names *n, const struct record *r)
{
	if (r->kind == RECORD_RUN)
		return;
	for (int role = 0; role < (r->kind == RECORD_ARP ? 1 : 2); role++) {
		note_private(n, r->addr[role]);
		if (r->addr[role])
			note_macs(n, r->addr[role], r->mac[role]);
	}
}

bool names_is_inside(const struct names *n, uint32_t addr)
{
	const struct line *l = ask(n, addr, says_inside);

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
