/* SPDX-License-Identifier: BSD-3-Clause */
/* The names file: read, checked and put into order. */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/strpool.h"
#include "judge/names_impl.h"
#include "judge/names_link.h"
#include "read/table.h"

enum { COL_ADDRESS, COL_MAC, COL_NAME, COL_ZONE, COL_ROLE, COL_INSIDE, N_COLS };

static const struct table_column columns[N_COLS] = {
	[COL_ADDRESS] = { "address", true }, [COL_MAC] = { "mac", false },
	[COL_NAME] = { "name", false },	     [COL_ZONE] = { "zone", false },
	[COL_ROLE] = { "role", false },	     [COL_INSIDE] = { "inside", false },
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const role_words[] = {
	[HOST_ORDINARY] = "ordinary",	[HOST_GATEWAY] = "gateway",
	[HOST_TRANSIENT] = "transient",	[HOST_UNUSED] = "unused",
	[HOST_SCANNER] = "scanner",
};

const char *host_role_name(enum host_role role)
{
	return role_words[role];
}

static int role_parse(const char *s)
{
	for (size_t i = 0; i < COUNT(role_words); i++)
		if (!strcmp(s, role_words[i]))
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
	return l->has_net ? l->net.bits : LINES_OF_MAC;
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
	for (int kind = 0; kind <= LINE_KINDS; kind++) {
		while (i < n->n && bits_of(&n->lines[i]) < kind)
			i++;
		n->first[kind] = i;
	}
	n->members = xcalloc(n->n, sizeof *n->members);
	for (i = n->first[32]; i < n->first[LINES_OF_MAC]; i++)
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
